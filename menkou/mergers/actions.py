from collections.abc import Iterable, Mapping
from datetime import date

from menkou.core import clock, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.news import announce
from menkou.engagements.models import Contract
from menkou.mergers import policies, queries
from menkou.mergers.models import Change, Succession
from menkou.mergers.moving import actions as moving
from menkou.mergers.moving.estates import Estate, estates_of
from menkou.mergers.news import VillagesMerged
from menkou.mergers.rules.choice import Choice
from menkou.mergers.rules.succession import Comparison, Place, compare, kind
from menkou.places import actions as place_actions
from menkou.places.models import District, Township, Village
from menkou.postings.news import PostingsChanged

LONGEST_WHY = 40
SEEN_OLD = "这几行刚刚有别人改过：{}。下面是现在的样子，请核对后再存。"


@action(policies.draw_up, audit="mergers.drawn_up")
def draw_up(
    *,
    by: Actor,
    district: District,
    title: str,
    source: str,
    effective_on: date,
    after: list[Place],
    town_names: Mapping[str, str],
) -> Change:
    """登记区划调整: compare the list after it with the one before, and propose where each village goes on.

    Raises Invalid where the lists say the same, or name a new township without its name.
    """
    change = Change(title=title, source=source, effective_on=effective_on, made_at=clock.now(), made_by_id=by.user_id)
    _compared(change, queries.before(effective_on), after, town_names)
    return change


@action(policies.decide, audit="mergers.drawn_up_again")
def redraw(*, by: Actor, change: Change) -> Change:
    """重新比对, where other villages run now than when it was drawn up: what still fits stays confirmed."""
    change = _open(change)
    kept = {row.code: row for row in change.successions.all()}
    names = dict(change.towns.values())
    change.successions.all().delete()
    fresh = _compared(change, queries.before(change.effective_on, change), change.places_after, names)
    running = {code for code, _ in change.after}
    for row in fresh:
        was = kept.get(row.code)
        if was and was.is_confirmed and (was.reason or was.successor in running):
            row.successor, row.reason, row.revision = was.successor, was.reason, was.revision + 1
            row.confirmed_at, row.confirmed_by_id = was.confirmed_at, was.confirmed_by_id
    Succession.objects.bulk_update(fresh, ["successor", "reason", "revision", "confirmed_at", "confirmed_by"])
    return change


@action(policies.decide, audit="mergers.rows_confirmed")
def settle(*, by: Actor, change: Change, choices: Iterable[Choice]) -> int:
    """核定 or only 改: all of these rows or none. Returns how many are confirmed now.

    Raises Conflict where somebody else changed one meanwhile, Invalid where one says neither where nor why nowhere.
    """
    change = _open(change)
    said = {one.code: one for one in choices}
    rows = list(change.successions.select_for_update(of=("self",)).filter(code__in=said))
    if stale := [row.name for row in rows if row.revision != said[row.code].revision]:
        raise Conflict(SEEN_OLD.format("、".join(stale)))
    running = {code for code, _ in change.after}
    for row in rows:
        _put(row, said[row.code], running, by)
    columns = ["successor", "reason", "revision", "confirmed_at", "confirmed_by"]
    Succession.objects.bulk_update(rows, columns, batch_size=200)
    return sum(row.is_confirmed for row in rows)


@action(policies.decide, audit="mergers.sure_rows_confirmed")
def settle_sure(*, by: Actor, change: Change) -> int:
    """核定 all that the names alone say, in every township. Returns how many were."""
    change = _open(change)
    rows = [row for row in change.successions.select_for_update().filter(confirmed_at=None) if row.is_sure]
    said = [Choice(row.code, row.revision, row.successor, confirmed=True) for row in rows]
    return settle.do(by=by, change=change, choices=said)


@action(policies.decide, audit="mergers.withdrawn")
def withdraw(*, by: Actor, change: Change) -> None:
    """撤回 before it is applied: nothing has moved yet. Raises Conflict afterwards."""
    _open(change)
    Change.objects.filter(pk=change.pk).update(state=Change.State.WITHDRAWN)


@action(policies.decide, audit="mergers.applied")
def apply(*, by: Actor, change: Change) -> Change:
    """执行: from today the villages are those of the list, and what the ended ones had goes on with their successors.

    All or nothing. Raises Conflict before its day, where a row is not confirmed, where other villages run than when
    it was drawn up, or where a village without a successor has an open consultation.
    """
    turns.wait_for("plans")  # who publishes meanwhile would lay posts down in villages that are about to end
    change, day = _open(change), clock.today()
    if missing := queries.missing(change, day):
        raise Conflict(missing)
    _hold(change)
    estates = estates_of(change, day)
    if stuck := [one.village.short_name for one in estates if not one.heir and one.consultations]:
        raise Conflict(f"{'、'.join(stuck)}没有承接的村，却还有没办结的咨询。请先办结，或者改由一个村承接。")
    _rearrange(by, change, day, estates)
    heirs = {one.code: one for one in Village.objects.filter(code__in={one.heir for one in estates})}
    moved = moving.pass_on_service(by=by, change=change, day=day, estates=estates, heirs=heirs)
    moved |= moving.pass_on_people(by=by, change=change, day=day, estates=estates, heirs=heirs)
    moved |= moving.pass_on_facts(by=by, change=change, day=day, estates=estates, heirs=heirs)
    moved |= moving.pass_on_consultations(by=by, change=change, estates=estates, heirs=heirs)
    change.state, change.applied_at, change.applied_by_id = Change.State.APPLIED, clock.now(), by.user_id
    change.moved = moved
    change.save(update_fields=["state", "applied_at", "applied_by", "moved"])
    touched = frozenset(one.pk for one in heirs.values())
    announce(PostingsChanged(touched, f"区划调整：{change.title}"[:LONGEST_WHY]))
    announce(VillagesMerged(day, f"区划调整：{change.title}", touched))
    return change


def _hold(change: Change) -> None:
    """Until all is done nobody signs, sends or ends a contract of the villages that end, draws one up, or moves posts.

    In the order in which those who sign come to them: contracts, then posts.
    """
    ending = change.successions.values("code")
    list(Contract.objects.select_for_update(of=("self",)).filter(village__code__in=ending).order_by("pk"))
    turns.wait_for("postings")
    list(Village.objects.select_for_update(of=("self",)).filter(code__in=ending).order_by("pk"))


def _open(change: Change) -> Change:
    locked = Change.objects.select_for_update(of=("self",)).select_related("district").get(pk=change.pk)
    if not locked.is_open:
        raise Conflict(f"这次调整{locked.get_state_display()}，不能再改。")
    return locked


def _compared(change: Change, before: list[Place], after: list[Place], names: Mapping[str, str]) -> list[Succession]:
    told = compare(before, after)
    if not (told.ends or told.begins or told.renames):
        raise Invalid("这份名单和现在的村居名单一样，没有要调整的。")
    change.before = [[one.code, one.name] for one in before]
    change.after = [[one.code, one.name] for one in after]
    change.towns = _towns(told, names, queries.town_names(change.effective_on, change))
    change.save()
    rows = [
        Succession(
            change=change,
            code=one.ended.code,
            name=one.ended.name,
            proposed=one.successor,
            way=one.way,
            successor=one.successor,
        )
        for one in told.ends
    ]
    return Succession.objects.bulk_create(rows, batch_size=500)


def _towns(told: Comparison, names: Mapping[str, str], known: Mapping[str, str]) -> dict[str, list[str]]:
    """Where townships' codes go on, and new ones under their own; a name that nobody told stays."""
    recoded = {
        old: [new, names.get(new, known.get(old, ""))] for old, new in told.townships.items() if new not in known
    }
    new = {one.township for one in told.begins} - known.keys() - {to for to, _ in recoded.values()}
    if nameless := sorted(code for code in new if code not in names):
        raise Invalid(f"{nameless[0]} 是新的镇街代码。请在名单这些村的后面再写两格：镇街代码、镇街名称。")
    return recoded | {code: [code, names[code]] for code in new}


def _put(row: Succession, said: Choice, running: set[str], by: Actor) -> None:
    if said.successor and said.successor not in running:
        raise Invalid(f"{row.name}：调整后的名单里没有代码 {said.successor}。")
    if said.confirmed and not said.successor and not said.reason:
        raise Invalid(f"{row.name}：请选由哪个村承接；要是没有承接的村，请写原因。")
    if said.successor and said.reason:
        raise Invalid(f"{row.name}：选了承接的村，就不用写没有承接的原因。")
    row.successor, row.reason, row.revision = said.successor, said.reason, row.revision + 1
    row.confirmed_at = clock.now() if said.confirmed else None
    row.confirmed_by_id = by.user_id if said.confirmed else None


def _rearrange(by: Actor, change: Change, day: date, estates: list[Estate]) -> None:
    known = {one.code: one for one in Township.objects.all()}
    changed = []
    for old, (code, name) in change.towns.items():
        town = known.setdefault(code, known.get(old, Township()))
        town.code, town.name, town.kind = code, name, _town_kind(name)
        changed.append(town)
    begins = [
        Village(code=one.code, name=one.name, kind=kind(one.name), township=known.get(one.township), valid_from=day)
        for one in queries.begins(change)
    ]
    place_actions.rearrange(
        by=by,
        district=change.district,
        day=day,
        townships=changed,
        begins=begins,
        renames={one.code: (one.name, kind(one.name)) for _, one in queries.renames(change)},
        ends={one.village.code: one.heir or None for one in estates},
    )


def _town_kind(name: str) -> str:
    if name.endswith("街道"):
        return Township.Kind.SUBDISTRICT
    return Township.Kind.RURAL if name.endswith("乡") else Township.Kind.TOWN
