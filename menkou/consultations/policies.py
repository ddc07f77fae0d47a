from menkou.advisers.models import Registration
from menkou.consultations import models, queries
from menkou.consultations.interests import barring
from menkou.consultations.locking import conditions
from menkou.consultations.opinions import queries as opinions
from menkou.consultations.reviewing import queries as reviewing
from menkou.consultations.timing import queries as timing
from menkou.core import clock
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Village
from menkou.postings import queries as postings


def is_asker(by: Actor, consultation: models.Consultation) -> bool:
    """The device that asked, or a browser that gave the 取件码; where there is a 暗号, it was said as well."""
    return holds_key(by, consultation) and (consultation.lock is None or consultation.lock in by.unlocked)


def holds_key(by: Actor, consultation: models.Consultation) -> bool:
    """Without the 暗号. Whoever asked it for somebody else, and was signed in, opens it with no code."""
    is_theirs = has_asked(by, consultation) or consultation.pk in by.receipts
    return is_theirs and not conditions.asked_for_others(by, consultation.pk)


def has_asked(by: Actor, consultation: models.Consultation) -> bool:
    """The device that asked, whatever it has said since."""
    return by.device is not None and bytes(consultation.device_digest or b"") == by.device


def is_holder(by: Actor, consultation: models.Consultation) -> bool:
    """The adviser who holds it, while they hold a post at the village or stand in there."""
    return consultation.holder_id in by.held(Role.ADVISER) and queries.is_served(consultation)


@policy("这个村现在不能在这里提问，请打司法所的电话。")
def ask(by: Actor, village: Village) -> bool:
    return village.valid_until is None or village.valid_until > clock.today()


@policy("要有提问的那部手机，或者取件码。")
def unlock(by: Actor, consultation: models.Consultation) -> bool:
    return holds_key(by, consultation)


@policy("只有提问的那部手机可以定暗号、去掉暗号。")
def lock(by: Actor, consultation: models.Consultation) -> bool:
    """Where no device is kept, whoever has the 取件码."""
    return is_asker(by, consultation) and (consultation.device_digest is None or has_asked(by, consultation))


@policy("只有提问的人可以接着问。")
def follow_up(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以评价。")
def rate(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以同意或者收回。")
def consent(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以下载。")
def take_copy(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以删掉。")
def erase(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有安装程序可以换密钥。")
def rewrap(by: Actor, district: District) -> bool:
    return by is INSTALLER


@policy("只有系统可以在保存期满时删掉内容。")
def let_go(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK


@policy("只有系统可以忘掉是谁问的。")
def unlink(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK


@policy("只有接手这件事的法律顾问可以查看。")
def read(by: Actor, consultation: models.Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只有接手这件事的法律顾问可以答复。")
def answer(by: Actor, consultation: models.Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只能存自己的常用语。")
def keep_phrases(by: Actor, owner: Registration) -> bool:
    return owner.pk in by.held(Role.ADVISER) and owner.is_running


@policy("只有提问的人可以说去不去。")
def attend(by: Actor, meeting: models.Meeting) -> bool:
    return is_asker(by, meeting.consultation)


@policy("只有接手这件事的法律顾问可以改约见。")
def keep_meeting(by: Actor, meeting: models.Meeting) -> bool:
    return is_holder(by, meeting.consultation)


@policy("这是别人没送出去的话，您不能往里加。")
def fill(by: Actor, draft: models.Draft) -> bool:
    """Whoever has begun it; a phone without cookies is known by the form alone, which nobody can guess."""
    matter = draft.consultation
    if matter is None:
        return draft.device_digest is None or bytes(draft.device_digest) == by.device
    return is_asker(by, matter) if draft.author_id is None else is_holder(by, matter)


@policy("只有系统可以清理没送出去的草稿。")
def forget_drafts(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有接手这件事的法律顾问可以移交。")
def hand_over(by: Actor, consultation: models.Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只有接手这件事的法律顾问可以办结。")
def close(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK or is_holder(by, consultation)


@policy("只有区司法局可以为没有人接的咨询指定法律顾问。")
def assign(by: Actor, consultation: models.Consultation) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有系统可以在岗位变动时转交咨询。")
def pass_on(by: Actor, village: Village) -> bool:
    return by is CLOCK


@policy("只有接手这件事的法律顾问可以停表。")
def stop_clock(by: Actor, consultation: models.Consultation) -> bool:
    return is_holder(by, consultation)


@policy("只有接手的法律顾问、提问的人和系统定时可以恢复计时。")
def start_clock(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK or is_asker(by, consultation) or is_holder(by, consultation)


@policy("只有系统定时可以催办。")
def urge(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK


@policy("只有区司法局、所在镇街的司法所和本机构负责人，可以催有咨询超时的顾问。")
def nudge(by: Actor, registration: Registration) -> bool:
    return timing.late_people(by).filter(pk=registration.pk).exists()


@policy("只能撤回自己的催办。")
def take_nudge_back(by: Actor, nudge: models.Nudge) -> bool:
    return by.user_id == nudge.nudged_by_id


@policy("只有提问的人可以把办结的事重新打开。")
def reopen(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以说不问了。")
def withdraw(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有提问的人可以请别人来看。")
def seek_help(by: Actor, consultation: models.Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有村居所在镇街的司法所可以记跟进，且不能跟进自己接手的事。")
def see_to(by: Actor, concern: models.Concern) -> bool:
    asked = concern.consultation
    return by.holds(Role.JUDICIAL_OFFICE, asked.village.township_id) and asked.holder_id not in by.held(Role.ADVISER)


@policy("只有系统定时可以安排回访。")
def plan_revisits(by: Actor, consultation: models.Consultation) -> bool:
    return by is CLOCK


@policy("只有提问的人可以说后来怎么样了。")
def tell_outcome(by: Actor, revisit: models.Revisit) -> bool:
    return is_asker(by, revisit.consultation)


@policy("只有接手这件事的法律顾问可以记回访。")
def record_outcome(by: Actor, revisit: models.Revisit) -> bool:
    return is_holder(by, revisit.consultation)


@policy("只有接手这件事的法律顾问可以记转介的结果。")
def record_referral(by: Actor, referral: models.Referral) -> bool:
    return is_holder(by, referral.consultation)


@policy("只有提问的人可以说去了没有。")
def tell_referral(by: Actor, referral: models.Referral) -> bool:
    return is_asker(by, referral.consultation)


@policy("只有系统定时可以提醒。")
def remind_of_referral(by: Actor, referral: models.Referral) -> bool:
    return by is CLOCK


@policy("只有提问的人可以同意会诊。")
def allow_opinion(by: Actor, opinion: models.Opinion) -> bool:
    return is_asker(by, opinion.consultation)


@policy("只有请人会诊的顾问和系统定时可以结束会诊。")
def end_opinion(by: Actor, opinion: models.Opinion) -> bool:
    return by is CLOCK or is_holder(by, opinion.consultation)


@policy("只有被请来会诊、居民同意了的顾问可以看。")
def advise(by: Actor, opinion: models.Opinion) -> bool:
    """As long as it is open, asked anew at each request: an interest, another holder or the last day ends it."""
    return opinion.colleague_id in by.held(Role.ADVISER) and opinions.is_open(opinion)


@policy("只有提问的人可以同意评查、收回。")
def allow_review(by: Actor, copy: models.ReviewCopy) -> bool:
    return is_asker(by, copy.consultation)


@policy("居民交出来评查的，只有区司法局能看，跟这件事有利害关系的不能。")
def review(by: Actor, copy: models.ReviewCopy) -> bool:
    return reviewing.readable_by(by).filter(pk=copy.pk).exists()


@policy("只有系统定时可以删掉到期的副本。")
def end_review(by: Actor, copy: models.ReviewCopy) -> bool:
    return by is CLOCK


@policy("只有本镇街的司法所可以安排，有利害关系的由区司法局安排；不能安排自己手上的事。")
def arrange(by: Actor, arrangement: models.Arrangement) -> bool:
    matter = arrangement.consultation
    if not barring.is_plain(matter):
        return by.has_role(Role.JUSTICE_BUREAU)
    return by.holds(Role.JUDICIAL_OFFICE, matter.village.township_id) and matter.holder_id not in by.held(Role.ADVISER)


@policy("只有区司法局可以登记转介去处。")
def keep_targets(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局和本镇街的司法所可以录告知书、放给居民听、撤下。")
def keep_readings(by: Actor, reading: models.Reading) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) or reading.township_id in by.held(Role.JUDICIAL_OFFICE)


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
