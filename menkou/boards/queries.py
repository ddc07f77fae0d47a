"""What is to be made known of villages, which boards there are and how they stand. Boards themselves are public."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from menkou.advisers.models import Registration
from menkou.boards import facts as told
from menkou.boards import links
from menkou.boards.facts import Facts, Paper, Person
from menkou.boards.models import Alarm, Board, Carrier, Disclosure, Placing, Portrait, Printing, ScanCount, VillageHours
from menkou.boards.rules import judging, silence, words
from menkou.boards.rules.masking import masked
from menkou.boards.rules.numbers import tidy
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.dated import holding
from menkou.core.literals import Literal
from menkou.places import queries as places
from menkou.places.models import District, JudicialOffice, Village
from menkou.postings import queries as postings
from menkou.postings.models import Post

Due, State = Board.Due, Board.State


def disclosure(on: date | None = None) -> Disclosure | None:
    """The district's own words; None where the bureau has adopted none yet."""
    return holding(Disclosure.objects.all(), on).first()


def facts_of(villages: Iterable[Village], on: date | None = None) -> dict[UUID, Facts]:
    """What is to be made known of these villages on a day; seven statements, however many villages."""
    villages, on = list(villages), on or clock.today()
    if not villages:
        return {}
    district = District.objects.get(pk=villages[0].district_id)
    said, served = disclosure(on), _served(villages, on)
    people = {one.pk for pair in served.values() for one in pair.values()}
    faces = dict(Portrait.objects.filter(registration__in=people).values_list("registration", "content"))
    hours = holding(VillageHours.objects.filter(village__in=villages), on)
    coming = dict(hours.values_list("village", "words"))
    offices = {one.township_id: one for one in places.offices_of(one.township_id for one in villages)}
    mask = said.licence_mask if said else Disclosure.Mask.FULL
    return {
        village.pk: Facts(
            district=district.name,
            township=village.township.name,
            village=village.short_name,
            code=village.code,
            **{
                name: _person(post, served[village.pk].get(post), faces, mask)
                for name, post in (("a", Post.A), ("b", Post.B))
            },
            visiting=coming.get(village.pk) or (said.visiting if said else ""),
            content=tuple(said.content) if said else (),
            commitments=tuple(said.commitments) if said else (),
            standards=tuple(said.standards) if said else (),
            supervision=_supervision(district, offices.get(village.township_id), said),
            brand=said.brand if said else "",
            logo=bytes(said.logo) if said and said.logo else None,
            is_demo=district.is_demo,
        )
        for village in villages
    }


def _served(villages: list[Village], on: date) -> dict[UUID, dict[str, Registration]]:
    """Who holds which post at each village on a day."""
    found: dict[UUID, dict[str, Registration]] = defaultdict(dict)
    held = postings.running(on).filter(village__in=villages)
    for one in held.select_related("registration__adviser", "registration__institution"):
        found[one.village_id][one.post] = one.registration
    return found


def _person(post: str, held: Registration | None, faces: Mapping[UUID, Any], mask: str) -> Person | None:
    if held is None:
        return None
    adviser, institution, face = held.adviser, held.institution, faces.get(held.pk)
    return Person(
        post=post,
        name=adviser.name,
        kind=adviser.title,
        licence=masked(adviser.licence_no, mask),
        institution=institution.name,
        office_address=institution.address,
        phone=held.phone,
        photo=bytes(face) if face else None,
    )


def _supervision(
    district: District, office: JudicialOffice | None, said: Disclosure | None
) -> tuple[tuple[str, str], ...]:
    """Whom to ring who is not content: the judicial office, the bureau, and the lines that are everywhere the same."""
    near = [(office.name, office.phone)] if office else []
    bureau = [(f"{district.name}司法局", said.bureau_phone)] if said else []
    return (*near, *bureau, *words.EVERYWHERE)


def shown_now(board: Board, facts: Facts) -> dict[str, str]:
    """Exactly what a board would show if it were printed now; of an earlier one only its names are on record."""
    if board.is_earlier:
        return {"A岗姓名": facts.a.name if facts.a else "", "B岗姓名": facts.b.name if facts.b else ""}
    return {**told.shown(facts, board.carrier), "二维码": f"第{board.epoch}期"}


def papers_of(boards: Iterable[Board], on: date | None = None) -> list[Paper]:
    """These boards as they would be printed now; the same words are the same version as the last."""
    boards, on = list(boards), on or clock.today()
    facts = facts_of({one.village_id: one.village for one in boards}.values(), on)
    latest = printings_of(boards)
    slug = District.objects.get(pk=boards[0].district_id).slug if boards else ""
    found = []
    for board in boards:
        words_now, last = shown_now(board, facts[board.village_id]), latest.get((board.pk, board.version))
        version = board.version if last == words_now else board.version + 1
        link = links.link(slug, board.number, board.epoch)
        found.append(Paper(facts[board.village_id], board.carrier, board.number, link, version, on))
    return found


def printings_of(boards: Iterable[Board]) -> dict[tuple[UUID, int], dict[str, str]]:
    """What the latest version of each board shows, and the one that hangs; one statement."""
    wanted = {(one.pk, version) for one in boards for version in (one.version, one.hung) if version}
    rows = Printing.objects.filter(board__in={pk for pk, _ in wanted}).values_list("board", "version", "shown")
    return {(pk, version): shown for pk, version, shown in rows.order_by() if (pk, version) in wanted}


def printings(board: Board) -> list[Printing]:
    """Every version of a board, the latest first."""
    return list(board.printings.select_related("printed_by"))


def in_order(boards: Iterable[Board]) -> QuerySet[Board]:
    """With their villages, by village and carrier."""
    found = Board.objects.filter(pk__in=[one.pk for one in boards]).select_related("village__township")
    return found.order_by("village__code", "carrier", "number")


def is_running(village: Village, on: date) -> bool:
    """Whether a village is there on a day."""
    return village.valid_from <= on and (village.valid_until is None or village.valid_until > on)


def villages_for(by: Actor) -> QuerySet[Village]:
    """Where somebody sees the boards: all, a township's, their own village's, those they serve."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Village.objects.all()
    own = Q(pk__in=by.held(Role.VILLAGE_CADRE)) | Q(township__in=by.held(Role.JUDICIAL_OFFICE))
    served = postings.running().filter(registration__in=by.held(Role.ADVISER)).values("village")
    return Village.objects.filter(own | Q(pk__in=served))


def boards_for(by: Actor) -> QuerySet[Board]:
    """What you may not see does not exist."""
    found = Board.objects.select_related("village__township")
    if not by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        found = found.filter(village__in=villages_for(by).values("pk"))
    return found.order_by("village__code", "carrier", "number")


def stale_boards(by: Actor, *, township: str = "") -> QuerySet[Board]:
    """要更换的公示牌: what hangs there, or was printed last, is not true any more; the longest first."""
    found = boards_for(by).filter(stale_since__isnull=False)
    found = found.filter(village__township__code=township) if township else found
    return found.order_by("stale_since", "village__code", "carrier", "number")


def stale_at(villages: Iterable[UUID]) -> set[UUID]:
    """Which of these villages have a board that is not true."""
    found = Board.objects.filter(village__in=villages, stale_since__isnull=False)
    return set(found.values_list("village", flat=True).order_by())


def hanging_at(villages: Iterable[UUID]) -> set[UUID]:
    """Which of these villages have a board that hangs."""
    found = Board.objects.filter(village__in=villages, state=State.UP)
    return set(found.values_list("village", flat=True).order_by())


def due(by: Actor) -> QuerySet[Board]:
    """The boards that wait for somebody: to be printed, hung or taken down."""
    return boards_for(by).exclude(due=Literal(""))


def due_by_township(by: Actor) -> list[Any]:
    """The reprint list at a glance: for each township, how many to print, to hang, to take down."""
    counts = {name: Count("pk", filter=Q(due=due)) for name, due in DUES.items()}
    towns = boards_for(by).exclude(due=Literal("")).order_by("village__township__code")
    return list(towns.values("village__township__code", "village__township__name").annotate(**counts))


DUES = {"to_print": Due.PRINT, "to_hang": Due.HANG, "to_take_down": Due.TAKE_DOWN}


def unseen_since(by: Actor, days: int) -> QuerySet[Board]:
    """好久没看的: boards that hang and that nobody has looked at for so many days; the longest first."""
    before = clock.now() - timedelta(days=days)
    return boards_for(by).filter(state=State.UP, seen_at__lt=before).order_by("seen_at", "number")


def without_board(by: Actor) -> QuerySet[Village]:
    """Villages where nothing hangs that says who the adviser is."""
    hanging = Board.objects.filter(state=State.UP).values("village")
    return places.villages().filter(pk__in=villages_for(by).values("pk")).exclude(pk__in=hanging)


def scans_of(boards: Iterable[Board], days: int = silence.PAST_DAYS) -> dict[UUID, list[int]]:
    """For each board the scans of the last days, one number to a day, today's last; one statement."""
    today = clock.today()
    found: dict[UUID, list[int]] = {one.pk: [0] * days for one in boards}
    rows = ScanCount.objects.filter(board__in=list(found), day__gt=today - timedelta(days=days), day__lte=today)
    for board, day, count in rows.values_list("board", "day", "count"):
        found[board][days - 1 - (today - day).days] = count
    return found


def silent(boards: Iterable[Board]) -> dict[UUID, int]:
    """Boards that nobody scans any more against their own past, and for how many days."""
    return {pk: days for pk, counts in scans_of(boards).items() if (days := silence.silent_days(counts))}


def named(boards: QuerySet[Board], wanted: str) -> QuerySet[Board]:
    """Those of a number, or of villages with a part of this name or code."""
    if not wanted:
        return boards
    return boards.filter(
        Q(number=tidy(wanted) or "") | Q(village__name__contains=wanted) | Q(village__code__startswith=wanted)
    )


def board_for(by: Actor, pk: UUID) -> Board:
    """How a page gets hold of one."""
    return boards_for(by).get(pk=pk)


def numbered(by: Actor, numbers: Iterable[str]) -> dict[str, Board]:
    """Boards by their numbers."""
    return {one.number: one for one in boards_for(by).filter(number__in=list(numbers))}


def placings(board: Board) -> QuerySet[Placing]:
    """Who put it up or looked at it, the latest first."""
    return board.placings.select_related("by")


def alarms_for(by: Actor) -> QuerySet[Alarm]:
    """The bureau and the auditor see all, an office those of its own boards."""
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR):
        return Alarm.objects.all()
    return Alarm.objects.filter(number__in=boards_for(by).values("number"))


def hours_of(village: Village) -> str:
    """When the adviser comes to a village, where it is written down for it."""
    found = holding(VillageHours.objects.filter(village=village)).first()
    return found.words if found else ""


def portrait_of(person: Registration) -> Portrait | None:
    """Somebody's photo; None where there is none."""
    return Portrait.objects.filter(registration=person).first()


def changed(board: Board, facts: Facts) -> list[tuple[str, str, str]]:
    """What stands on the paper at the door, or on the latest, otherwise than it would now: name, there, now."""
    version = board.hung or board.version
    paper, now = printings_of([board]).get((board.pk, version)), shown_now(board, facts)
    if paper is None:
        return []
    return [(key, paper.get(key, ""), now.get(key, "")) for key in judging.differing(paper, now)]


def lacks(paper: Paper) -> tuple[str, ...]:
    """What is missing before this may be printed."""
    return () if paper.carrier == Carrier.EARLIER else told.missing(paper.facts)


def hosts() -> set[str]:
    """Under which addresses our codes are."""
    return {urlsplit(settings.MENKOU_PUBLIC_URL).hostname or "", *(one for one in settings.ALLOWED_HOSTS if one != "*")}
