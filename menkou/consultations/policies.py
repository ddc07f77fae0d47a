from menkou.advisers.models import Registration
from menkou.consultations import queries
from menkou.consultations.models import Consultation, Meeting
from menkou.core import clock
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Village
from menkou.postings import queries as postings


def is_asker(by: Actor, consultation: Consultation) -> bool:
    """The device that asked, or a browser that gave the 取件码."""
    same_device = by.device is not None and bytes(consultation.device_digest or b"") == by.device
    return same_device or consultation.pk in by.receipts


def is_holder(by: Actor, consultation: Consultation) -> bool:
    """The adviser who holds it, while they hold a post at the village or stand in there."""
    return consultation.holder_id in by.held(Role.ADVISER) and queries.is_served(consultation)


@policy("这个村现在不能在这里提问，请打司法所的电话。")
def ask(by: Actor, village: Village) -> bool:
    return village.valid_until is None or village.valid_until > clock.today()


@policy("只有提问的人可以接着问。")
def follow_up(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以评价。")
def rate(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以同意或者收回。")
def consent(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以下载。")
def take_copy(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以删掉。")
def erase(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有安装程序可以换密钥。")
def rewrap(by: Actor, district: District) -> bool:
    return by is INSTALLER


@policy("只有系统可以在保存期满时删掉内容。")
def let_go(by: Actor, consultation: Consultation) -> bool:
    return by is CLOCK


@policy("只有系统可以忘掉是谁问的。")
def unlink(by: Actor, consultation: Consultation) -> bool:
    return by is CLOCK


@policy("只有接手这件事的法律顾问可以查看。")
def read(by: Actor, consultation: Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只有接手这件事的法律顾问可以答复。")
def answer(by: Actor, consultation: Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只能存自己的常用语。")
def keep_phrases(by: Actor, owner: Registration) -> bool:
    return owner.pk in by.held(Role.ADVISER) and owner.is_running


@policy("只有提问的人可以说去不去。")
def attend(by: Actor, meeting: Meeting) -> bool:
    return is_asker(by, meeting.consultation)


@policy("只有接手这件事的法律顾问可以改约见。")
def keep_meeting(by: Actor, meeting: Meeting) -> bool:
    return is_holder(by, meeting.consultation)


@policy("只有接手这件事的法律顾问可以移交。")
def hand_over(by: Actor, consultation: Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只有接手这件事的法律顾问可以办结。")
def close(by: Actor, consultation: Consultation) -> bool:
    return by is CLOCK or is_holder(by, consultation)


@policy("只有系统可以在岗位变动时转交咨询。")
def pass_on(by: Actor, village: Village) -> bool:
    return by is CLOCK


@policy("取件码谁都可以用。")
def pick_up(by: Actor, district: District) -> bool:
    return True


@policy("只有在这个村任职的法律顾问可以把群里的问题接进来。")
def take_in(by: Actor, village: Village) -> bool:
    return any(postings.holds_post(one, village.pk) for one in by.held(Role.ADVISER))


@policy("认领码谁都可以用。")
def claim(by: Actor, district: District) -> bool:
    return True


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
