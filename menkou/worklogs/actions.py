import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.db import IntegrityError, transaction

from menkou.advisers.models import Registration
from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.places import queries as places
from menkou.places.models import District, Village
from menkou.worklogs import policies, proofs
from menkou.worklogs.models import Entry, Evidence, Outcome
from menkou.worklogs.sampling import queries as sampling

MOST_EVIDENCE = 12  # beside one entry
DIFFERS = "这条日志抽查时对不上，还没有了结。请打开“抽查”，等顾问说明以后在那里处理。"
UNCHANGED = "和退回的那条一样，没有改动。请照退回原因改好再报；要是本来就没错，请打电话跟司法所说明。"


@action(policies.record, audit="worklog.recorded")
def record(
    *,
    by: Actor,
    author: Registration,
    village: Village,
    kind: str,
    done_on: date,
    minutes: int,
    summary: str = "",
    people: int | None = None,
    items: int | None = None,
    paper_number: str = "",
) -> Entry:
    """登记: one service, one entry. What a resident asked never goes into it.

    Raises Invalid where it was done tomorrow, or too long ago; Conflict where the paper page is on record already.
    """
    facts: dict[str, Any] = {"village": village, "author": author, "kind": kind, "minutes": minutes}
    facts |= {"summary": summary, "people": people, "items": items}
    return _record(by, "entry_days_back", paper_number, done_on, facts)


@action(policies.type_in, audit="worklog.typed_in")
def type_in(
    *,
    by: Actor,
    village: Village,
    author: Registration,
    kind: str,
    done_on: date,
    minutes: int,
    paper_number: str,
    summary: str = "",
    people: int | None = None,
    items: int | None = None,
) -> Entry:
    """录入纸页: what an adviser wrote on paper, under the page's number. Raises Invalid and Conflict as `record`."""
    if not paper_number.strip():
        raise Invalid("请填纸页上印的编号，以后凭它找得到这张纸。")
    facts: dict[str, Any] = {"village": village, "author": author, "kind": kind, "minutes": minutes}
    facts |= {"summary": summary, "people": people, "items": items}
    return _record(by, "paper_days_back", paper_number, done_on, facts)


def _record(by: Actor, days_back: str, paper_number: str, done_on: date, facts: dict[str, Any]) -> Entry:
    days = places.rules()[days_back]
    if done_on > clock.today():
        raise Invalid(f"{clock.in_words(done_on)}还没到，做完了再记；请核对日期。")
    if done_on < clock.today() - timedelta(days=days):
        raise Invalid(f"{clock.in_words(done_on)}太久了，只能补记 {days} 天以内的；更早的请跟司法所说。")
    if facts["kind"] == Entry.Kind.CONSULTATION:
        facts["summary"] = ""
    number = paper_number.strip().upper()
    if number and Entry.objects.filter(paper_number=number).exists():
        raise Conflict(f"编号 {number} 的纸页已经录过了，没有重复记。")
    try:
        with transaction.atomic():  # two who type the same page in at once
            made = {"done_on": done_on, "recorded_by_id": by.user_id, "paper_number": number}
            return Entry.objects.create(**facts, **made)
    except IntegrityError as problem:
        if "a_paper_page_is_typed_in_once" not in str(problem):
            raise
        raise Conflict(f"编号 {number} 的纸页已经录过了，没有重复记。") from problem


@action(policies.attach, audit="worklog.evidence_added")
def attach(*, by: Actor, entry: Entry, kind: str, content: bytes) -> Evidence:
    """加佐证: the same file twice is one. Raises Invalid where it is no photo or PDF; Conflict where it is too many."""
    if entry.kind == Entry.Kind.CONSULTATION:
        raise Conflict("解答咨询的日志不放照片和材料，免得看出是谁问的。")
    if kind not in Evidence.Kind.values:
        raise Invalid("请选这是什么：照片、签到表、日志纸页、文书，还是确认。")
    kept, ending = proofs.read(content)
    Entry.objects.select_for_update(of=("self",), no_key=True).get(pk=entry.pk)
    digest = hashlib.sha256(content).digest()
    known = Evidence.objects.filter(entry=entry)
    if same := known.filter(digest=digest).first():
        return same
    if known.count() >= MOST_EVIDENCE:
        raise Conflict(f"一条日志最多放 {MOST_EVIDENCE} 个，够用了。")
    facts: dict[str, Any] = {"kind": kind, "format": ending, "size": len(kept), "digest": digest}
    facts |= {"made_at": clock.now(), "made_by_id": by.user_id, "file": proofs.STORE.keep(BytesIO(kept), ending)}
    return Evidence.objects.create(entry=entry, **facts)


@action(policies.replay, audit="worklog.demo_replayed")
def replay(*, by: Actor, district: District, entries: Sequence[Entry]) -> None:
    """演示: put a year of invented entries on record, with their reviews."""
    Entry.objects.bulk_create(entries, batch_size=500)


@action(policies.amend, audit="worklog.amended")
def amend(
    *, by: Actor, entry: Entry, minutes: int, summary: str, people: int | None = None, items: int | None = None
) -> Entry:
    """更正: a new entry in the place of one that was sent back; the old one stays on the record.

    Raises Conflict where nothing is to be corrected, Invalid where nothing was changed.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if entry.outcome != Outcome.RETURNED or entry.corrections.exists():
        raise Conflict("这条日志不需要更正，或者已经更正过了。")
    words = "" if entry.kind == Entry.Kind.CONSULTATION else summary
    said = {"minutes": minutes, "summary": words, "people": people, "items": items}
    if all(getattr(entry, name) == value for name, value in said.items()):
        raise Invalid(UNCHANGED)
    same = ("village_id", "kind", "done_on", "author_id", "paper_number")
    facts: dict[str, Any] = {name: getattr(entry, name) for name in same} | said
    return Entry.objects.create(recorded_by_id=by.user_id, corrects=entry, **facts)


@action(policies.take_out, audit="worklog.ledger_taken_out", count=int)
def take_out(*, by: Actor, district: District, rows: int) -> int:
    """导出台账: so many rows left the house."""
    return rows


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
    undecided = Entry.objects.filter(pk=entry.pk, outcome="").exclude(sampling.differs_still())
    if not undecided.update(outcome=outcome, reviewed_by=by.user_id, reviewed_at=clock.now(), review_note=note):
        is_undecided = Entry.objects.filter(pk=entry.pk, outcome="").exists()
        raise Conflict(DIFFERS if is_undecided else "这条日志已经处理过了。")
    entry.refresh_from_db()
    return entry
