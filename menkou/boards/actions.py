from collections.abc import Iterable
from typing import IO, Any
from uuid import UUID

from menkou.boards import facts as told
from menkou.boards import links, pictures, policies, queries
from menkou.boards.facts import Paper
from menkou.boards.models import PRINTED, Board, Placing, Printing, ScanCount
from menkou.boards.rules import judging
from menkou.core import clock, turns
from menkou.core.actions import action
from menkou.core.actors import INSTALLER, Actor
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.places.models import District, Village

Due, Kind, State = Board.Due, Placing.Kind, Board.State
LONGEST_WHY, MOST_MADE = 300, 5000
FOUND = {Kind.SEEN: "完好", Kind.DAMAGED: "破损或被遮挡", Kind.GONE: "不见了"}


@action(policies.make, audit="boards.made", when=bool)
def make(
    *, by: Actor, district: District, villages: Iterable[Village], carriers: Iterable[str], further: bool = False
) -> list[Board]:
    """编码: a board of each carrier for each village that has none, or one more for each with `further`.

    Returns those that were made. Raises Refused for a village of others, Invalid for a carrier that is none.
    """
    villages, carriers = list(villages), list(dict.fromkeys(carriers))
    if not carriers or not set(carriers) <= set(PRINTED):
        raise Invalid("请至少选一种载体。")
    if by is not INSTALLER and not all(policies.tends(by, one) for one in villages):
        raise Refused(policies.make.refusal)
    if len(villages) * len(carriers) > MOST_MADE:
        raise Conflict(f"一次最多编 {MOST_MADE} 个码，请分镇街来。")
    turns.wait_for("boards")
    there = set() if further else _there(villages)
    wanted = [(one, carrier) for one in villages for carrier in carriers if (one.pk, carrier) not in there]
    facts: dict[str, Any] = {"made_at": clock.now(), "made_by_id": by.user_id}
    numbers = _numbers(len(wanted))
    made = [
        Board(village=village, carrier=carrier, number=number, **facts)
        for (village, carrier), number in zip(wanted, numbers, strict=True)
    ]
    Board.objects.bulk_create(made, batch_size=500)
    return made


@action(policies.make, audit="boards.printed", when=bool)
def record_printing(*, by: Actor, district: District, boards: Iterable[Board]) -> list[Paper]:
    """打印: what is on each paper is on record from now on; the same words again are the same version.

    Returns the papers to set, in the boards' order. Raises Conflict, naming what is missing, before anything is set.
    """
    locked = Board.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in boards])
    boards = list(queries.in_order(locked.order_by("pk")))
    if by is not INSTALLER and not all(policies.tends(by, one.village) for one in boards):
        raise Refused(policies.make.refusal)
    papers = queries.papers_of(boards)
    _demand_whole(boards, papers)
    printings = []
    for board, paper in zip(boards, papers, strict=True):
        shown = queries.shown_now(board, paper.facts)
        facts: dict[str, Any] = {"shown": shown, "printed_at": clock.now(), "printed_by_id": by.user_id}
        printings.append(Printing(board=board, version=paper.version, **facts))
        board.version, board.is_damaged = paper.version, False
        board.state = State.PRINTED if board.state == State.MADE else board.state
    Printing.objects.bulk_create(
        printings,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["district", "board", "version"],
        update_fields=["printed_at", "printed_by"],
    )
    Board.objects.bulk_update(boards, ["version", "is_damaged", "state"], batch_size=500)
    _judge(boards, "重新打印")
    return papers


@action(policies.tend, audit="boards.put_up")
def put_up(*, by: Actor, board: Board, place: str, photo: IO[bytes] | None = None) -> None:
    """挂上: the latest version hangs there from now on. Raises Conflict where none was printed."""
    held = _held(board)
    if not held.version:
        raise Conflict("这块牌还没有打印过，请先打印。")
    kept = pictures.keep(photo) if photo else ""
    held.state, held.hung, held.place, held.seen_at = State.UP, held.version, place, clock.now()
    held.save(update_fields=["state", "hung", "place", "seen_at"])
    _place(by, held, Kind.UP, kept)
    _judge([held], "挂上新牌")


@action(policies.tend, audit="boards.looked_at")
def look_at(*, by: Actor, board: Board, found: str, photo: IO[bytes] | None = None) -> None:
    """看过: it is whole, it is damaged and has to be printed again, or it is gone. Raises Conflict where none hangs."""
    held = _held(board)
    if held.state != State.UP:
        raise Conflict("这块牌没有挂着，不用看。挂上以后请先登记。")
    if found not in FOUND:
        raise Invalid("请选看到的样子：完好、破损或被遮挡、不见了。")
    kept = pictures.keep(photo) if photo else ""
    _place(by, held, found, kept)
    held.seen_at = clock.now()
    if found == Kind.GONE:
        held.state, held.hung = State.PRINTED, None
    held.is_damaged = found == Kind.DAMAGED
    held.save(update_fields=["seen_at", "state", "hung", "is_damaged"])
    _judge([held], FOUND[Kind(found)])


@action(policies.tend, audit="boards.taken_down")
def take_down(*, by: Actor, board: Board) -> None:
    """取下: for good. Its code goes on leading to the village, wherever a copy of it still is."""
    held = _held(board)
    if held.state == State.DOWN:
        raise Conflict("这块牌已经登记过取下。")
    _place(by, held, Kind.DOWN, "")
    held.state, held.hung, held.due, held.is_damaged = State.DOWN, None, Due.NOTHING, False
    held.stale_since, held.why, held.cause = None, "", ""
    held.save(update_fields=["state", "hung", "due", "is_damaged", "stale_since", "why", "cause"])


@action(policies.revoke, audit="boards.revoked")
def revoke(*, by: Actor, board: Board, why: str) -> None:
    """作废: whoever opens the code is warned, and the bureau is told. Raises Conflict where it is revoked already."""
    held = _held(board)
    if held.is_earlier:
        raise Conflict("以前的公示牌没有码可以作废，请直接取下。")
    if held.revoked_at:
        raise Conflict("这个码已经作废了。")
    held.revoked_at, held.revoked_why = clock.now(), why.strip()[:100] or "没有写原因"
    held.save(update_fields=["revoked_at", "revoked_why"])
    _judge([held], "码作废了")


@action(policies.revoke, audit="boards.reissued")
def reissue(*, by: Actor, board: Board) -> None:
    """重发: the number stays, the code is a new one; all codes before it warn whoever opens them."""
    held = _held(board)
    if held.is_earlier:
        raise Conflict("以前的公示牌没有码，请给本村编一块新的。")
    held.epoch, held.revoked_at, held.revoked_why = held.epoch + 1, None, ""
    held.save(update_fields=["epoch", "revoked_at", "revoked_why"])
    _judge([held], "码重发了")


@action(policies.compare, audit="boards.compared", when=bool)
def compare(*, by: Actor, district: District, why: str, villages: Iterable[UUID] | None = None) -> int:
    """核对: which boards are not true any more, or are again; of some villages, or all. Returns how many changed."""
    found = Board.objects.exclude(state=State.DOWN).select_related("village__township").select_for_update(of=("self",))
    found = found if villages is None else found.filter(village__in=list(villages))
    return _judge(list(found.order_by("pk")), why)


@action(policies.replay, audit="boards.replayed")
def replay(
    *,
    by: Actor,
    district: District,
    boards: Iterable[Board],
    printings: Iterable[Printing],
    placings: Iterable[Placing],
    scans: Iterable[ScanCount],
) -> None:
    """Put boards on record as they hang by now, with how they came there; then see which are true."""
    Board.objects.bulk_create(boards, batch_size=500)
    Printing.objects.bulk_create(printings, batch_size=500)
    Placing.objects.bulk_create(placings, batch_size=500)
    ScanCount.objects.bulk_create(scans, batch_size=500)
    _judge(list(queries.in_order(boards)), "顾问换了电话")


def _there(villages: list[Village]) -> set[tuple[UUID, str]]:
    """Which carriers each village has a board for that is not taken down."""
    found = Board.objects.filter(village__in=villages).exclude(state=State.DOWN)
    return set(found.values_list("village", "carrier").order_by())


def _numbers(count: int) -> list[str]:
    """So many numbers that no board of the district has."""
    found: list[str] = []
    while len(found) < count:
        drawn = {links.new_number() for _ in range(count - len(found))} - set(found)
        found += drawn - set(Board.objects.filter(number__in=drawn).values_list("number", flat=True))
    return found


def _demand_whole(boards: list[Board], papers: list[Paper]) -> None:
    """Raises Conflict where a board could not say all that it must, or its code is revoked."""
    for board, paper in zip(boards, papers, strict=True):
        if board.is_earlier or board.revoked_at or board.state == State.DOWN:
            raise Conflict(f"{board.village}的 {board} 号牌已经作废或取下，不能再印。")
        if lacks := told.missing(paper.facts):
            raise Conflict(f"{board.village}还不能印，先补上：{'；'.join(lacks)}。")


def _held(board: Board) -> Board:
    """The row, ours until the transaction ends."""
    return Board.objects.select_for_update(of=("self",)).select_related("village__township").get(pk=board.pk)


def _place(by: Actor, board: Board, kind: str, photo: str) -> None:
    facts: dict[str, Any] = {"version": board.hung, "place": board.place, "at": clock.now(), "by_id": by.user_id}
    Placing.objects.create(board=board, kind=kind, photo=photo, **facts)


def _judge(boards: list[Board], cause: str) -> int:
    """Mark what is not true, with why; unmark what is. Returns how many were changed."""
    today, printed = clock.today(), queries.printings_of(boards)
    running = {one.village_id: one.village for one in boards if queries.is_running(one.village, today)}
    facts, changed = queries.facts_of(running.values(), today), []
    for board in boards:
        latest, hung = printed.get((board.pk, board.version)), printed.get((board.pk, board.hung or 0))
        known = facts.get(board.village_id)
        now, is_revoked = queries.shown_now(board, known) if known else None, board.revoked_at is not None
        told_now = judging.judge(now, latest, hung, is_revoked=is_revoked)
        due = _due(board, told_now)
        why = "、".join(told_now.why)[:LONGEST_WHY]
        if (board.due, board.why) != (due, why):
            board.stale_since = (board.stale_since or today) if why else None
            board.cause = (cause[:60] if why != board.why else board.cause) if why else ""
            board.due, board.why = due, why
            changed.append(board)
    Board.objects.bulk_update(changed, ["due", "why", "cause", "stale_since"], batch_size=500)
    return len(changed)


def _due(board: Board, judged: judging.Judged) -> str:
    """What is to be done: one that is torn is printed again, one that hung before and is wrong comes down."""
    if board.is_earlier:
        return Due.TAKE_DOWN if judged.why else Due.NOTHING
    is_to_be_replaced = board.is_damaged and not board.revoked_at and judged.due != Due.TAKE_DOWN
    return Due.PRINT if is_to_be_replaced else judged.due
