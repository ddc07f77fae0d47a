"""告知书, 责令更换, 扣减补贴, 整改, 通报批评, 复核决定书: what was told and decided on its page, as papers to who it is about."""

from collections.abc import Callable, Iterator

from menkou.assessments.answering.outcome import outcome_of
from menkou.assessments.following import seats
from menkou.assessments.models import Consequence, Reply
from menkou.assessments.papers import queries
from menkou.assessments.papers.wording import CASES, REVIEWS, SHEETS, day, frame
from menkou.assessments.rules.items import written as points
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.papers.official.paper import Block, Paper, Paragraph, Sourced, Table, quoted, saying
from menkou.papers.queries import committee_of
from menkou.places.models import District, Village

Kind, State, Scope = Consequence.Kind, Consequence.State, Consequence.Scope
DECIDED = (State.DECIDED, State.DONE)
NOT_TOLD, NOT_DECIDED = "还没有告知，没有可出的。", "还没有决定，决定了再出。"
ANOTHER = "这件事不是这一种处理，请选别的。"
WHAT = {Kind.REPLACE: "责令更换法律顾问", Kind.DEDUCT: "扣减补贴", Kind.NOTICE: "通报批评", Kind.RECTIFY: "限期整改"}
TO = {Scope.INSTITUTIONS: "各律师事务所、基层法律服务所", Scope.DISTRICT: "各司法所，各律师事务所、基层法律服务所"}
FROM_THE_NEXT = (
    "扣减的数额从决定以后下一批补贴里扣除，补贴明细里单列一笔；这一批不够扣的，不足的部分在以后的补贴里扣除。"
)
RIGHT = (
    "对上面的事实和拟作出的处理，可以在{}{}以前陈述和申辩：登录系统，在“结果运用”里写，或者书面交到本局。"
    "本局不因陈述申辩加重处理。到期没有陈述申辩的，由提出处理意见以外的另一人，按现有材料决定。"
)


def told(case: Consequence, district: District) -> Paper:
    """告知书: what was found, what is proposed, and the right to answer. Raises Conflict before it was told."""
    if case.told_at is None or case.answer_until is None:
        raise Conflict(NOT_TOLD)
    body = [*_facts(case), Paragraph("拟作出的处理", 1), *quoted(_said(case.proposed, "proposed")), *_proposal(case)]
    until = case.answer_until.astimezone(clock.SHANGHAI)
    hour = Sourced(f"{until:%H:%M}", CASES, "answer_until:time")
    body += [Paragraph("陈述申辩的权利", 1), saying(RIGHT, day(until, CASES, "answer_until"), hour)]
    return _letter(case, district, f"关于拟{WHAT[Kind(case.kind)]}的告知书", body)


def replacement(case: Consequence, district: District) -> Paper:
    """责令更换通知: whom, from which posts as they were then, until when. Raises Conflict where it was not decided."""
    _demand(case, Kind.REPLACE)
    posts = seats.decided(case)
    rows = tuple(
        tuple(Sourced(words, CASES, f"post:{number}:{place}") for place, words in enumerate(one[1:]))
        for number, one in enumerate(posts)
    )
    until, who = day(case.carry_out_until, CASES, "carry_out_until"), Sourced(_who(case), CASES, "who")
    words = "请在{}以前，更换{}在下列村（社区）的岗位，另派合格的人员，并告知本局。"
    body = [*_facts(case), *_decision(case), Paragraph("要求", 1), saying(words, until, who)]
    heads = ("镇街", "村（社区）", "岗位", "决定时在任")
    body.append(Table(heads, rows, (3, 5, 2, 3)) if rows else Paragraph("决定的时候没有在任的岗位。"))
    body.append(Paragraph("更换以前，原来的人员继续服务，手上的咨询和材料要交接清楚。"))
    return _letter(case, district, "责令更换法律顾问通知书", body, copies=_copies(queries.places_in(posts)))


def deduction(case: Consequence, district: District) -> Paper:
    """扣减补贴决定书: how much, from whose subsidy, and how much less than was told. Raises Conflict before it was decided."""
    _demand(case, Kind.DEDUCT)
    fen, told_fen = case.fen or 0, case.told_fen or case.fen or 0
    yuan, who = _yuan(fen, "decided_yuan"), Sourced(_who(case), CASES, "who")
    body = [*_facts(case), *_decision(case), Paragraph("扣减的数额", 1), saying("扣减{}的补贴{}元。", who, yuan)]
    if fen < told_fen:
        body.append(saying("告知时拟扣减{}元，决定时减为上面的数额。", _yuan(told_fen, "yuan")))
    body.append(Paragraph(FROM_THE_NEXT))
    return _letter(case, district, "扣减补贴决定书", body)


def rectification(case: Consequence, district: District) -> Paper:
    """整改通知: what, until when, and that it is looked at again. Raises Conflict where it was not decided."""
    _demand(case, Kind.RECTIFY)
    until = day(case.carry_out_until, CASES, "carry_out_until")
    body = [*_facts(case), *_decision(case), Paragraph("整改要求", 1), *quoted(_said(case.proposed, "proposed"))]
    body += [saying("请在{}以前整改到位，书面告知本局。", until), Paragraph("复查", 1)]
    body.append(Paragraph("到期以后本局复查，复查的结果告知你单位，并记录在案。"))
    return _letter(case, district, "限期整改通知书", body)


def criticism(case: Consequence, district: District) -> Paper:
    """通报批评: of whom, for what, to whom it goes, and until when. Raises Conflict where it was not decided."""
    _demand(case, Kind.NOTICE)
    who = _who(case)
    scope, ends = Sourced(case.get_scope_display(), CASES, "scope"), day(case.ends_on, CASES, "ends_on")
    body = [*_facts(case), *_decision(case), saying("现对{}予以通报批评。", Sourced(who, CASES, "who"))]
    body += [Paragraph("范围和期限", 1), saying("范围：{}。本通报到{}撤下，期满不再展示。", scope, ends)]
    frame_ = frame(district, is_letter=case.scope == Scope.OWN)
    to = TO.get(Scope(case.scope), _to(case)) if case.scope else _to(case)
    return Paper(title=f"关于对{who}予以通报批评的通报", addressee=to, body=tuple(body), **frame_)


def review(reply: Reply, district: District) -> Paper:
    """复核决定书: of which item, what was asked, what was decided and why, and what it all came to on that day.

    Raises Conflict before it was decided.
    """
    if not reply.decision or reply.item is None:
        raise Conflict(NOT_DECIDED)
    came_to = outcome_of(reply)
    facts = (Sourced(points(came_to.before), REVIEWS, "before"), Sourced(points(came_to.after), REVIEWS, "after"))
    item, made = Sourced(reply.item.title, SHEETS, "item"), day(reply.made_at, REVIEWS, "made_at")
    is_kept = reply.decision == Reply.Decision.KEPT
    decided = saying("维持原来的得分：“{}”{}分。", item, facts[1]) if is_kept else None
    total, grade = Sourced(points(came_to.total), REVIEWS, "total"), Sourced(came_to.grade, REVIEWS, "grade")
    body: list[Block] = [
        saying("{}收到你（单位）对{}“{}”一项得分的复核申请。", made, Sourced(reply.sheet.cycle, SHEETS, "cycle"), item),
        Paragraph("申请的理由", 1),
        *quoted(Sourced(reply.text, REVIEWS, "text")),
        Paragraph("复核决定", 1),
        decided or saying("改分：“{}”由{}分改为{}分。", item, *facts),
        saying(f"{'决定的时候' if is_kept else '改分以后'}，总分是{{}}分，等次“{{}}”。", total, grade),
        Paragraph("理由", 1),
        *quoted(Sourced(reply.decision_note, REVIEWS, "decision_note")),
        Paragraph("本决定由没有参与评分、也没有把结果给本人看的另一人作出。"),
    ]
    return Paper(
        title="考核复核决定书", addressee=reply.sheet.name, body=tuple(body), **frame(district, is_letter=True)
    )


def _demand(case: Consequence, kind: str) -> None:
    if case.kind != kind:
        raise Conflict(ANOTHER)
    if case.state not in DECIDED:
        raise Conflict(NOT_DECIDED)


def _letter(
    case: Consequence, district: District, title: str, body: list[Block], copies: tuple[str, ...] = ()
) -> Paper:
    facts = frame(district, is_letter=not copies, copies_to=copies)
    return Paper(title=title, addressee=_to(case), body=tuple(body), **facts)


def _facts(case: Consequence) -> Iterator[Block]:
    yield Paragraph("事实", 1)
    yield from quoted(_said(case.facts, "facts"))


def _decision(case: Consequence) -> Iterator[Block]:
    """What was told, whether it was answered, and why it was decided so."""
    told_on, decided_on = day(case.told_at, CASES, "told_at"), day(case.decided_at, CASES, "decided_at")
    yield Paragraph("决定", 1)
    answered = "收到了陈述申辩，已经一并考虑" if case.statement else "到期没有收到陈述申辩"
    yield saying(f"{{}}告知以后，{answered}。{{}}决定{WHAT[Kind(case.kind)]}，理由如下：", told_on, decided_on)
    yield from quoted(_said(case.decision_note, "decision_note"))


def _proposal(case: Consequence) -> Iterator[Block]:
    """What its kind asks for; the sum as it was told, though less may have been decided on since."""
    if case.told_fen:
        yield saying("拟扣减补贴{}元。", _yuan(case.told_fen, "yuan"))
    if case.kind == Kind.REPLACE:
        posts = seats.in_words(seats.told(case))
        yield saying("涉及的岗位：{}。", Sourced(posts or "告知的时候没有在任的岗位", CASES, "posts"))
    if case.scope:
        yield saying("通报的范围：{}。", Sourced(case.get_scope_display(), CASES, "scope"))


def _yuan(fen: int, key: str) -> Sourced:
    return Sourced(f"{fen / 100:.2f}", CASES, key)


def _said(words: str, key: str) -> Sourced:
    return Sourced(words, CASES, key)


def _who(case: Consequence) -> str:
    person = case.registration.adviser.name if case.registration else ""
    return f"{case.institution.name}{person}"


def _to(case: Consequence) -> str:
    person = f"、{case.registration.adviser.name}" if case.registration else ""
    return f"{case.institution.name}{person}"


def _copies(villages: list[Village]) -> tuple[str, ...]:
    """The judicial offices and the committees of these villages, each once."""
    offices = [f"{one.township.name}司法所" for one in villages]
    return tuple(dict.fromkeys([*offices, *map(committee_of, villages)]))


Make = Callable[[Consequence, District], Paper]
OF_CASES: dict[str, tuple[str, Make]] = {
    "told": ("告知书", told),
    "replace": ("责令更换通知", replacement),
    "deduct": ("扣减补贴决定书", deduction),
    "rectify": ("整改通知", rectification),
    "notice": ("通报批评", criticism),
}


def offered(case: Consequence) -> list[str]:
    """Which papers a case has now."""
    return ["told", *([case.kind] if case.state in DECIDED else [])]


def of_case(kind: str, case: Consequence, district: District) -> Paper:
    """The paper of a case by its name."""
    return OF_CASES[kind][1](case, district)
