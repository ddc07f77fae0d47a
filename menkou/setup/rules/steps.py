"""开办: the steps from an empty district to an answered question, judged by what is on record and by nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass, field

DONE, PARTLY, NOT_YET = "done", "due", "none"
WORDS = {DONE: "好了", PARTLY: "做了一部分", NOT_YET: "还没开始"}
NAMED = 5
MOST_POSTS = 2  # of a village: A and B


@dataclass(frozen=True)
class Counts:
    """What the tables hold today; lists are of names."""

    townships: int = 0
    villages: int = 0
    towns_without_villages: tuple[str, ...] = ()
    towns_without_phone: tuple[str, ...] = ()
    firms: int = 0
    offices: int = 0
    offices_without_home: tuple[str, ...] = ()
    institutions_without_people: tuple[str, ...] = ()
    advisers: int = 0
    most_posts: int = 12  # of one adviser
    bureau: int = 0  # people who can sign in
    operators: int = 0
    advisers_with_login: int = 0
    towns_with_login: int = 0  # whose judicial office can sign in
    unopened: int = 0  # accounts that wait for whoever they are for
    version: str = ""  # the newest plan that is not withdrawn, and how far it is
    with_a: int = 0
    with_b: int = 0
    starts_on: str = ""  # of a published plan that has not begun
    engaged: int = 0
    drafts: int = 0
    is_worded: bool = False
    boards: int = 0
    printed: int = 0  # villages with a printed board
    hanging: int = 0
    stale: int = 0
    is_askable: bool = False  # somewhere whoever holds the A post can sign in
    asked: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Step:
    """One step: how far it is, what there is, what is missing, and the button that leads on."""

    key: str
    title: str
    state: str
    there: tuple[str, ...]
    lacks: tuple[str, ...]
    button: str
    word: str = field(default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "word", self.word or WORDS[self.state])

    @property
    def is_done(self) -> bool:
        return self.state == DONE


def steps(now: Counts) -> list[Step]:
    """All of them, in order."""
    return [make(now) for make in (_places, _institutions, _advisers, _people, _plan, _contracts, _boards, _question)]


def next_of(found: Iterable[Step]) -> Step | None:
    """The first that is not done."""
    return next((one for one in found if not one.is_done), None)


def _judged(is_begun: int, lacks: Iterable[str]) -> str:
    if not is_begun:
        return NOT_YET
    return PARTLY if any(lacks) else DONE


def _names(names: tuple[str, ...]) -> str:
    some = "、".join(names[:NAMED])
    return some if len(names) <= NAMED else f"{some}等"


def _those(names: tuple[str, ...], measure: str, what: str) -> list[str]:
    return [f"{len(names)} {measure}{what}：{_names(names)}"] if names else []


def _step(key: str, title: str, begun: int, there: list[str], lacks: list[str], button: str) -> Step:
    state = _judged(begun, lacks)
    return Step(key, title, state, tuple(there) if begun else (), tuple(lacks) if begun else (), button)


def _places(now: Counts) -> Step:
    lacks = [
        *([] if now.villages else ["还没有村（社区）"]),
        *_those(now.towns_without_villages if now.villages else (), "个镇街", "还没有村（社区）"),
        *_those(now.towns_without_phone, "个镇街", "没有司法所电话"),
    ]
    there = [f"{now.townships} 个镇街、{now.villages} 个村（社区）"]
    return _step("places", "镇街和村居", now.townships, there, lacks, "登记镇街和村居")


def _institutions(now: Counts) -> Step:
    lacks = _those(now.offices_without_home, "家法律服务所", "没有写所在镇街")
    there = [f"{now.firms} 家律师事务所、{now.offices} 家基层法律服务所"]
    return _step("institutions", "执业机构", now.firms + now.offices, there, lacks, "导入机构")


def _advisers(now: Counts) -> Step:
    seats, room = now.villages * MOST_POSTS, now.advisers * now.most_posts
    lacks = _those(now.institutions_without_people, "家机构", "在名册上还没有人")
    if room < seats:
        lacks.append(
            f"人手：{now.villages} 个村要 {seats} 个岗位，{now.advisers} 人每人最多 {now.most_posts} 个，只够 {room} 个"
        )
    return _step("advisers", "法律顾问", now.advisers, [f"名册上 {now.advisers} 人"], lacks, "导入顾问")


def _people(now: Counts) -> Step:
    silent = now.advisers - now.advisers_with_login
    quiet = now.townships - now.towns_with_login
    lacks = [
        *([] if now.bureau > 1 else ["区司法局的第二个人：方案要由另一个人审定"]),
        *([] if now.operators else ["系统运维：启用链接由他发"]),
        *([f"{now.unopened} 个账号等本人启用"] if now.unopened else []),
        *([f"{silent} 位顾问还不能登录，不能在手机上回答"] if silent > 0 else []),
        *([f"{quiet} 个司法所还不能登录"] if quiet > 0 else []),
    ]
    there = [f"区司法局 {now.bureau} 人、顾问 {now.advisers_with_login} 人、司法所 {now.towns_with_login} 个能登录"]
    begun = now.bureau > 1 or now.advisers_with_login or now.towns_with_login or now.unopened
    return _step("people", "账号", int(bool(begun)), there, lacks, "看谁还没启用" if now.unopened else "登记人员和身份")


def _plan(now: Counts) -> Step:
    there = [
        *([now.version] if now.version else []),
        *([f"{now.with_a} 个村有 A 岗、{now.with_b} 个村有 B 岗"] if now.with_a or now.with_b else []),
        *([f"{now.starts_on} 起上岗"] if now.starts_on else []),
    ]
    without_a, without_b = now.villages - now.with_a, now.villages - now.with_b
    lacks = [
        *([f"{without_a} 个村没有 A 岗"] if without_a > 0 else []),
        *([f"{without_b} 个村没有 B 岗"] if without_b > 0 else []),
    ]
    begun = now.with_a + now.with_b or bool(now.version)
    return _step("plan", "派驻方案", int(begun), there, lacks, "看方案" if now.version else "做方案")


def _contracts(now: Counts) -> Step:
    left = now.villages - now.engaged
    there = [f"{now.engaged} 个村的合同签了", *([f"{now.drafts} 份还没签"] if now.drafts else [])]
    lacks = [f"{left} 个村没有签好的合同"] if left > 0 else []
    button = "登记签订" if now.drafts and left <= now.drafts else "成批拟合同"
    return _step("contracts", "聘用合同", now.engaged + now.drafts, there, lacks, button)


def _boards(now: Counts) -> Step:
    unprinted = now.villages - now.printed
    there = [
        "公示的话审定了" if now.is_worded else "",
        f"{now.boards} 块牌，{now.printed} 个村印了，{now.hanging} 个村挂上了" if now.boards else "",
    ]
    lacks = [
        *([] if now.is_worded else ["公示的话（服务内容、承诺、标准、监督电话）还没有审定"]),
        *([f"{unprinted} 个村还没有印"] if unprinted > 0 else []),
        *([f"{now.stale} 块和现在的对不上，要重印"] if now.stale else []),
    ]
    begun = now.boards or now.is_worded
    button = ("打印公示牌" if now.boards else "给村里编码") if now.is_worded else "审定公示的话"
    return _step("boards", "公示牌", int(begun), [one for one in there if one], lacks, button)


def _question(now: Counts) -> Step:
    there = [f"问过 {now.asked} 次，答复了 {now.answered} 次"]
    lacks = [] if now.answered else ["还没有一条得到答复"]
    can_answer = now.is_askable or now.answered
    return _step("question", "试一问", now.asked, there, lacks, "去问一句" if can_answer else "先请一位顾问启用账号")
