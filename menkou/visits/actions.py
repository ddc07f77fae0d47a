"""登记到村、村里确认. One visit leaves one entry of the log for each thing that was done in it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Problem
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.postings import queries as postings
from menkou.visits import policies, queries, sealing, words
from menkou.visits.models import Clip, Deed, Doubt, Said, Visit
from menkou.visits.rules import clocks, minutes
from menkou.visits.told import Logged, Told
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry, Evidence

MOST_OFF_S = 2**31 - 1  # 68 years, which is what the column holds
OTHERS = "这条到村的号已经用过了，是另一个人或另一个村的。请重新记一次。"
CHANGED = "这一次到村已经上传过，这次改的没有记进去。要改，请到“日志”里，等司法所退回后更正。"
DECIDED = "这一次已经点过了。点错了，请告诉司法所。"


@action(policies.log, audit="visit.logged", when=lambda logged: logged.is_new)
def log(*, by: Actor, registration: Registration, told: Told) -> Logged:
    """登记到村: all of it in one call, once to a key however often it is sent. Raises Conflict for another's key.

    What does not fit is kept and marked, never refused: the adviser was there, and stands in no network to correct it.
    """
    Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)  # two of one person's phones at once
    if found := queries.told_before(told.key):
        if found.registration_id != registration.pk:
            raise Conflict(OTHERS)
        return Logged(found, is_new=False, is_changed=bytes(found.told_digest) != _digest(told))
    visit = _visit(registration, told)
    visit.logged_at, visit.logged_by_id = clock.now(), by.user_id
    visit.confirm_until = visit.logged_at + timedelta(days=places.rules()["days_to_confirm_a_visit"])
    visit.save()
    return Logged(visit, is_new=True, left_out=_leave(by, visit, told))


@action(policies.confirm, audit="visit.confirmed", when=bool)
def confirm(*, by: Actor, visit: Visit, how: str) -> bool:
    """村里确认: 来过 or 没来, once; False where the same was said before. Raises Conflict where the other was.

    没来 changes nothing of the entries: it is a hint to the judicial office, which asks both.
    """
    undecided = Visit.objects.filter(pk=visit.pk, confirmed_at=None)
    if not undecided.update(confirmed_at=clock.now(), confirmed_how=how):
        visit.refresh_from_db()
        if visit.confirmed_how != how:
            raise Conflict(DECIDED)
        return False
    if how == Said.NOT:
        said = f"{visit.village.short_name}说有一次到村登记没有来过，请登录看一看、问一问。"
        outbox.send(to=f"township:{visit.village.township_id}", words=said, key=f"visit-denied:{visit.pk}")
    return True


@action(policies.replay, audit="visit.demo_replayed")
def replay(*, by: Actor, district: District, visits: Sequence[Visit], deeds: Sequence[Deed]) -> None:
    """演示: put invented visits on record, whose entries are there already."""
    Visit.objects.bulk_create(visits, batch_size=500)
    Deed.objects.bulk_create(deeds, batch_size=500)


def _visit(registration: Registration, told: Told) -> Visit:
    """The visit by our own clock, with what does not fit marked."""
    times = clocks.corrected(told.came, told.left, told.phone_now, clock.now())
    visit = Visit(registration=registration, village=told.village, key=told.key, how=told.how)
    visit.came_at, visit.left_at = times.came, times.left
    visit.off_by_s = max(-MOST_OFF_S, min(MOST_OFF_S, round(times.off_by.total_seconds())))
    visit.people, visit.said, visit.told_digest = told.people, told.said, _digest(told)
    if told.place:
        visit.longitude, visit.latitude = (Decimal(str(round(number, 2))) for number in told.place)
    visit.doubts = _doubts(registration, told.village, times)
    visit.confirm_digest = words.digest_of(words.word_of(visit))
    return visit


def _leave(by: Actor, visit: Visit, told: Told) -> str:
    """One entry for each thing done, with its share of the time, and what was said and photographed; why not the photo."""
    shares = minutes.split(minutes.minutes_of(visit.came_at, visit.left_at), len(told.kinds))
    facts: dict[str, Any] = {"author": visit.registration, "village": visit.village, "summary": visit.said}
    facts["done_on"] = visit.came_at.astimezone(clock.SHANGHAI).date()
    entries, people = [], visit.people or None  # counted once, beside the first thing that was done
    for kind, share in zip(told.kinds, shares, strict=True):
        entries.append(worklogs.record(by=by, kind=kind, minutes=share, people=people, **facts))
        people = None
    Deed.objects.bulk_create(Deed(visit=visit, entry=entry) for entry in entries)
    if told.voice:
        sound = sealing.seal(visit.pk, told.voice.sound)
        Clip.objects.create(visit=visit, mime=told.voice.mime, seconds=told.voice.seconds, sound=sound)
    return _show(by, entries, told.photo) if told.photo else ""


def _show(by: Actor, entries: Sequence[Entry], photo: bytes) -> str:
    """Put the photo beside the first entry that may have one; why it was left out, where it was: the visit counts."""
    entry = next((one for one in entries if one.kind != Entry.Kind.CONSULTATION), entries[0])
    try:
        worklogs.attach(by=by, entry=entry, kind=Evidence.Kind.PHOTO, content=photo)
    except Problem as problem:
        return f"照片没有收下：{problem}"
    return ""


def _doubts(registration: Registration, village: Village, times: clocks.Times) -> list[str]:
    day = times.came.astimezone(clock.SHANGHAI).date()
    held = postings.running(day).filter(registration=registration, village=village)
    meanwhile = queries.places_meanwhile(registration, times.came, times.left)
    found = {
        Doubt.OVERLAP: bool(meanwhile - {village.pk}),
        Doubt.TWICE: village.pk in meanwhile,
        Doubt.CLOCK: times.is_moved,
        Doubt.LONG: times.is_cut,
        Doubt.POST: not held.exists(),
    }
    return [doubt.value for doubt, is_so in found.items() if is_so]


def _digest(told: Told) -> bytes:
    """Keyed digest of all that was told, but for the phone's time of sending, which is another at every try."""
    facts = (told.village.pk, told.how, told.came.isoformat(), told.left.isoformat(), ",".join(told.kinds), told.people)
    enclosed = (told.voice.sound.hex() if told.voice else "", told.photo.hex() if told.photo else "")
    return digest("visit-told", str(told.key), *map(str, facts), told.said, str(told.place), *enclosed)
