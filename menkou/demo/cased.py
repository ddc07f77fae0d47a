"""典型案例 of the demo: one being masked, one that waits for the second person, one that went out. Nobody's story."""

from datetime import datetime, timedelta

from uuid_utils.compat import uuid7

from menkou.accounts.models import User
from menkou.accounts.queries import actor_for
from menkou.broadcasts.cases import actions, queries
from menkou.broadcasts.cases.checking import actions as checking
from menkou.broadcasts.models import CaseMask, TypicalCase
from menkou.broadcasts.rules import casing
from menkou.broadcasts.rules.casing import Checked
from menkou.consultations.rules.masking.found import Kind, Sure
from menkou.consultations.rules.meant import Level, Told, could_be_meant
from menkou.core.actors import Actor
from menkou.demo.places import WALK_VILLAGE

Said = CaseMask.Said
TOLD = Told(level=Level.DISTRICT, is_sum_told=True, topic=100)
SAID_SO_FAR = 3  # places of the first that its author has looked at
MASKED = (
    "彩礼给了八万八，没领证能要回来吗\n"
    "去年腊月，孙茂林家给周桂香家送了八万八千元彩礼，办了酒席，没有领结婚证。今年五月两个人分开住了，"
    "孙茂林的母亲62岁，到周家要了三回，没要成，留下电话0537-0000199。\n"
    "法律顾问说：办了酒席、没有领证，又没有一起生活的，彩礼可以要回来；一起生活过的，看住了多久、有没有孩子，"
    "商量着退一部分。先请村调委会坐下来谈，谈不拢再起诉。"
)
WAITING = (
    "邻居的树伸过了界，能自己砍吗\n"
    "有位村民的承包地边上，邻居的树枝伸过了界，遮了麦子，减产大约两千元。他想自己把树砍了，先来问法律顾问。\n"
    "法律顾问说：不要自己砍，砍了要赔。先跟邻居说，请他修枝；不肯的，请村调委会到地头量一量、评评理；"
    "还不行，可以要求排除妨害、赔损失。"
)


def write(stage, people: list[User]) -> None:
    """By the actions themselves: each of the two officers has one in hand, so that the other has one to agree to."""
    first, second = (actor_for(one) for one in people)
    draft, waiting = _written(first, MASKED), _written(second, WAITING)
    checking.check(by=first, case=draft, said=[_said(one) for one in queries.masks_of(draft)[:SAID_SO_FAR]])
    checking.check(by=second, case=waiting, said=[_said(one) for one in queries.masks_of(waiting)])
    lives = queries.people_of(stage.villages[WALK_VILLAGE])
    checking.tell(by=second, case=waiting, told=TOLD, people=lives)
    checking.hand_in(by=second, case=waiting)


def _written(by: Actor, text: str) -> TypicalCase:
    pk = uuid7()
    actions.write(by=by, case=TypicalCase(pk=pk), text=text)
    return queries.case_for(by, pk)


def _said(mask: CaseMask) -> Checked:
    """What may be a name and is a verb here stays: the program marks too much rather than too little."""
    is_verb = mask.kind == Kind.NAME and mask.sure == Sure.PERHAPS
    return Checked(mask.pk, Said.REFUSED if is_verb else Said.KEPT)


def agreed_to(stage, words: dict[str, str], people: list[User], at: datetime) -> tuple[TypicalCase, list[CaseMask]]:
    """One that was written, checked and agreed to before a day; the sum in it may be told, and is."""
    author, second = people
    lives, long_ago = queries.people_of(stage.villages[WALK_VILLAGE]), at - timedelta(days=2)
    checked = {"checked_at": long_ago, "checked_by": author}
    case = TypicalCase(state=TypicalCase.State.APPROVED, edition=1, made_at=long_ago, made_by=author, **checked)
    case.title, case.text, case.approved_at, case.approved_by = words["title"], words["text"], at, second
    case.meant, case.fewest = could_be_meant(TOLD, lives), queries.fewest()
    found = casing.placed(f"{case.title}\n{case.text}")
    places = [(one.start, one.end, one.kind, one.sure, one.instead) for one in found]
    names = ("start", "end", "kind", "sure", "instead")
    return case, [
        CaseMask(case=case, said=Said.REFUSED, **checked, **dict(zip(names, one, strict=True))) for one in places
    ]
