from collections.abc import Sequence
from datetime import date

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places.models import District, Village
from menkou.worklogs import policies
from menkou.worklogs.models import Entry, Outcome

UNCHANGED = "和退回的那条一样，没有改动。请照退回原因改好再报；要是本来就没错，请打电话跟司法所说明。"


@action(policies.record, audit="worklog.recorded")
def record(
    *, by: Actor, author: Registration, village: Village, kind: str, done_on: date, minutes: int, summary: str = ""
) -> Entry:
    """登记: one service, one entry. What a resident asked never goes into it."""
    facts = {"village": village, "kind": kind, "done_on": done_on, "minutes": minutes, "summary": summary}
    return Entry.objects.create(author=author, recorded_by_id=by.user_id, **facts)


@action(policies.replay, audit="worklog.demo_replayed")
def replay(*, by: Actor, district: District, entries: Sequence[Entry]) -> None:
    """演示: put a year of invented entries on record, with their reviews."""
    Entry.objects.bulk_create(entries, batch_size=500)


@action(policies.amend, audit="worklog.amended")
def amend(*, by: Actor, entry: Entry, minutes: int, summary: str) -> Entry:
    """更正: a new entry in the place of one that was sent back; the old one stays on the record.

    Raises Conflict where nothing is to be corrected, Invalid where nothing was changed.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.outcome != Outcome.RETURNED or entry.corrections.exists():
        raise Conflict("这条日志不需要更正，或者已经更正过了。")
    words = "" if entry.kind == Entry.Kind.CONSULTATION else summary
    if (minutes, words) == (entry.minutes, entry.summary):
        raise Invalid(UNCHANGED)
    facts = {"village_id": entry.village_id, "kind": entry.kind, "done_on": entry.done_on, "minutes": minutes}
    return Entry.objects.create(
        author_id=entry.author_id, recorded_by_id=by.user_id, corrects=entry, summary=words, **facts
    )


@action(policies.review, audit="worklog.verified")
def verify(*, by: Actor, entry: Entry) -> Entry:
    """核实."""
    return _review(entry, by, Outcome.VERIFIED)


@action(policies.review, audit="worklog.returned")
def send_back(*, by: Actor, entry: Entry, note: str) -> Entry:
    """退回: the adviser is told why and files a new entry; the old one stays on the record."""
    entry = _review(entry, by, Outcome.RETURNED, note)
    words = f"{clock.in_words(entry.done_on)}的一条工作日志被退回，请登录查看原因。"  # why is read in Menkou, not in a notice
    outbox.send(to=f"registration:{entry.author_id}", words=words, key=f"entry-returned:{entry.pk}")
    return entry


def _review(entry: Entry, by: Actor, outcome: Outcome, note: str = "") -> Entry:
    undecided = Entry.objects.filter(pk=entry.pk, outcome="")
    if not undecided.update(outcome=outcome, reviewed_by=by.user_id, reviewed_at=clock.now(), review_note=note):
        raise Conflict("这条日志已经处理过了。")
    entry.refresh_from_db()
    return entry
