from menkou.advisers.models import Registration
from menkou.boards.models import Board
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Village
from menkou.postings import queries as postings


def tends(by: Actor, village: Village) -> bool:
    """The bureau, the township's judicial office and the village's own cadres see to its boards."""
    own = village.pk in by.held(Role.VILLAGE_CADRE) or village.township_id in by.held(Role.JUDICIAL_OFFICE)
    return own or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局、司法所和本村干部可以为本村的公示牌编码、打印。")
def make(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU, Role.JUDICIAL_OFFICE, Role.VILLAGE_CADRE)


@policy("只有区司法局、本镇街司法所、本村干部和本村的顾问可以登记公示牌。")
def tend(by: Actor, board: Board) -> bool:
    serves = any(postings.holds_post(one, board.village_id) for one in by.held(Role.ADVISER))
    return by is INSTALLER or serves or tends(by, board.village)


@policy("只有区司法局和本镇街司法所可以作废、重发公示牌的码。")
def revoke(by: Actor, board: Board) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) or board.village.township_id in by.held(Role.JUDICIAL_OFFICE)


@policy("公示牌对不对由系统核对。")
def compare(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有安装程序可以补登以前的公示牌。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER


@policy("扫码谁都可以。")
def scan(by: Actor, board: Board) -> bool:
    return True


@policy("可疑的码谁都可以报。")
def report(by: Actor, district: District) -> bool:
    return True


@policy("只有区司法局可以定公示牌上的话。")
def word(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局、本镇街司法所和本村干部可以改到村时间。")
def set_hours(by: Actor, village: Village) -> bool:
    return tends(by, village)


@policy("照片由顾问本人、所在机构的负责人或者区司法局换。")
def portray(by: Actor, registration: Registration) -> bool:
    return postings.answers_for(by, registration)
