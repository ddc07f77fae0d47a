"""登记、邀请、答复、参加、出具意见、采纳: each one transaction; nothing of what it is about stands in a notice."""

from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid
from menkou.core.keys import digest
from menkou.engagements.scans import kind_of
from menkou.occasions import files, inviting, policies, queries
from menkou.occasions.models import Occasion, Paper, Remark
from menkou.places.models import District, Village
from menkou.worklogs import actions as worklogs
from menkou.worklogs.models import Entry

Kind, Presence, Reply = Occasion.Kind, Occasion.Presence, Occasion.Reply
ENTRIES = {
    Kind.MEETING: Entry.Kind.MEETING,
    Kind.CONTRACT: Entry.Kind.CONTRACT_REVIEW,
    Kind.ELECTION: Entry.Kind.ELECTION,
    Kind.DISPUTE: Entry.Kind.MEDIATION,
    Kind.VISIT: Entry.Kind.OTHER,
}
MOST_PAPERS, MOST_REMARKS = 30, 60
OFF = "这件事已经取消了。"
OTHER = "刚才那份登记已经存好了，这一份和它不一样。请打开那一件去改，或者重新登记。"


@action(policies.register, audit="occasion.registered")
def register(
    *,
    by: Actor,
    village: Village,
    kind: str,
    title: str,
    happens_at: datetime,
    form: str,
    place: str = "",
    note: str = "",
    follows: Occasion | None = None,
) -> Occasion:
    """登记 and, where it is still to come, 邀请. A form sent twice registers once. Raises Conflict where it says another thing."""
    facts: dict[str, Any] = {"village": village, "kind": kind, "title": title, "happens_at": happens_at}
    here = Village.objects.select_for_update(no_key=True).get(pk=village.pk)  # the same form twice at one moment
    if found := queries.once(form):
        if any(getattr(found, name) != value for name, value in facts.items()):
            raise Conflict(OTHER)
        return found
    if here.successor_id:
        raise Conflict(f"{here.short_name}已经并入{queries.standing(here).short_name}，请重新打开登记的页面。")
    if follows is not None and follows.village_id not in queries.with_merged({village.pk}):
        raise Invalid("起因是别的村的事，请重新选。")
    made = Occasion(
        **facts,
        place=place,
        note=note,
        follows=follows,
        once_digest=digest("occasion", form),
        registered_at=clock.now(),
        registered_by_id=by.user_id,
    )
    made.save(force_insert=True)
    if happens_at > clock.now():
        inviting.invite(made)
    return made


@action(policies.keep, audit="occasion.changed")
def change(*, by: Actor, occasion: Occasion, title: str, happens_at: datetime, place: str, note: str) -> Occasion:
    """改时间、地点: whoever was asked is told anew, and answers anew where the time is another. Raises Conflict."""
    found = _locked(occasion)
    if found.happens_at <= clock.now() or found.presence:
        raise Conflict("这件事已经办过了，不能再改时间、地点。")
    if happens_at <= clock.now():
        raise Invalid("改到的时间已经过去了，请核对。")
    is_moved, is_elsewhere = happens_at != found.happens_at, place != found.place
    found.title, found.happens_at, found.place, found.note = title, happens_at, place, note
    if is_moved:
        found.reply, found.excuse, found.replied_at, found.replied_by = "", "", None, None
    found.save()
    if is_moved:
        inviting.invite_anew(found, "改了时间")
    elif is_elsewhere and found.invited_id:
        inviting.tell(found, found.invited_id, "的地点改了，请登录看。")
    return found


@action(policies.keep, audit="occasion.called_off")
def call_off(*, by: Actor, occasion: Occasion, why: str) -> Occasion:
    """取消; whoever was asked is told. Raises Conflict where it has been attended."""
    found = _locked(occasion)
    if found.presence:
        raise Conflict("顾问已经记了参加，不能取消。")
    found.why_off, found.off_at, found.off_by_id = why, clock.now(), by.user_id
    found.save()
    if found.invited_id and found.happens_at > clock.now():
        inviting.tell(found, found.invited_id, "取消了。")
    return found


@action(policies.reply, audit="occasion.replied")
def reply(*, by: Actor, occasion: Occasion, reply: str, excuse: str = "", at_s: int | None = None) -> Occasion:
    """会到 or 来不了, with why; then B is asked in the place of A. Raises Conflict.

    `at_s` is the time that the adviser saw, in seconds: an answer for one time is none for another.
    """
    found = _locked(occasion)
    if not queries.is_invited(by, found):
        raise Conflict("现在请的是另一位顾问，您不用再答复。")
    if at_s is not None and at_s != int(found.happens_at.timestamp()):
        raise Conflict("村里刚才改了时间，请看清新的时间，再答复。")
    if found.happens_at <= clock.now() or found.presence:
        raise Conflict("时间已经过了，不用再答复。")
    if found.reply == reply and found.excuse == excuse:
        return found  # pressed twice
    found.reply, found.excuse, found.replied_at, found.replied_by_id = reply, excuse, clock.now(), by.user_id
    found.save()
    if reply == Reply.CANNOT:
        inviting.ask_beside(found)
    return found


@action(policies.advise, audit="occasion.attended")
def attend(*, by: Actor, occasion: Occasion, presence: str, minutes: int) -> Occasion:
    """记参加: the entry of the log makes itself. Raises Conflict where it is on record, or has not happened yet."""
    found = _locked(occasion)
    if found.presence in (Presence.CAME, Presence.REMOTE):
        raise Conflict("已经记过参加了，日志里有。")
    if found.happens_at > clock.now() and presence == Presence.CAME:
        raise Conflict("还没到时间，开完再记。")
    author = queries.acting(by, found)
    day = min(found.happens_at.astimezone(clock.SHANGHAI).date(), clock.today())
    found.entry = worklogs.record(
        by=by,
        author=author,
        village=found.village,
        kind=ENTRIES[Kind(found.kind)],
        done_on=day,
        minutes=minutes,
        summary=_summary(found),
    )
    found.presence, found.attended = presence, author
    found.save()
    return found


@action(policies.keep, audit="occasion.witnessed")
def witness(*, by: Actor, occasion: Occasion, seen: str) -> Occasion:
    """村里说来了没有: one tap; beside what the adviser says, and never instead of it. Raises Conflict before its time."""
    found = _locked(occasion)
    if found.happens_at > clock.now():
        raise Conflict("还没到时间，办完再说来没来。")
    found.seen, found.seen_at, found.seen_by_id = seen, clock.now(), by.user_id
    found.save()
    return found


@action(policies.advise, audit="occasion.opined")
def opine(*, by: Actor, occasion: Occasion, opinion: str) -> Occasion:
    """出具意见; until the village has said what became of it. Raises Conflict then."""
    found = _locked(occasion)
    if found.adopted:
        raise Conflict("村里已经写了采纳没有，意见不能再改。要补充的，请另写一条意见给村里。")
    found.opinion, found.opined_at, found.opined_by_id = opinion, clock.now(), by.user_id
    found.save()
    return found


@action(policies.keep, audit="occasion.decided")
def decide(*, by: Actor, occasion: Occasion, adopted: str, why_not: str = "", at_s: int | None = None) -> Occasion:
    """采纳没有, with a reason where not all of it. Raises Conflict where there is no opinion, or not the one of `at_s`."""
    found = _locked(occasion)
    if not found.opinion:
        raise Conflict("顾问还没有出具意见。")
    if at_s is not None and found.opined_at and at_s != int(found.opined_at.timestamp()):
        raise Conflict("顾问刚才改了意见，请看过新的，再说采纳没有。")
    why = "" if adopted == Occasion.Adopted.YES else why_not
    if adopted != Occasion.Adopted.YES and not why:
        raise Invalid("没有全部采纳的，请写一句原因。")
    found.adopted, found.why_not, found.decided_at, found.decided_by_id = adopted, why, clock.now(), by.user_id
    found.save()
    return found


@action(policies.advise, audit="occasion.remarked")
def remark(*, by: Actor, occasion: Occasion, clause: str, risk: str, words: str = "") -> Remark:
    """条款意见. Raises Invalid where a risk is not explained, Conflict where there are too many."""
    found = _locked(occasion)
    if risk != Remark.Risk.NONE and not words:
        raise Invalid("要改的，请写怎么改。")
    if Remark.objects.filter(occasion=found).count() >= MOST_REMARKS:
        raise Conflict(f"一件事最多写 {MOST_REMARKS} 条条款意见。")
    facts = {"clause": clause, "risk": risk, "words": words, "made_at": clock.now(), "made_by_id": by.user_id}
    return Remark.objects.create(occasion=found, **facts)


@action(policies.advise, audit="occasion.remark_removed")
def remove_remark(*, by: Actor, occasion: Occasion, remark: Remark) -> None:
    """删条款意见, one's own. Raises Conflict where it is gone, or somebody else's."""
    if not Remark.objects.filter(pk=remark.pk, occasion=occasion, made_by=by.user_id).delete()[0]:
        raise Conflict("这一条已经删掉了，或者是别人写的。")


@action(policies.keep, audit="occasion.paper_added")
def add_paper(*, by: Actor, occasion: Occasion, file: IO[bytes], size: int) -> Paper:
    """存材料. Raises Invalid where it is no PDF, JPG or PNG, or too large; Conflict where there are too many."""
    kind = kind_of(file, size)
    found = _locked(occasion)
    if Paper.objects.filter(occasion=found).count() >= MOST_PAPERS:
        raise Conflict(f"一件事最多存 {MOST_PAPERS} 页材料，请先删掉不要的。")
    facts = {"kind": kind, "size": size, "added_at": clock.now(), "added_by_id": by.user_id}
    return Paper.objects.create(occasion=found, file=files.STORE.keep(file, kind), **facts)


@action(policies.keep, audit="occasion.paper_removed")
def remove_paper(*, by: Actor, occasion: Occasion, paper: Paper) -> None:
    """删材料; the file goes with the next sweep. Raises Conflict where it is gone already."""
    if not Paper.objects.filter(pk=paper.pk, occasion=occasion).delete()[0]:
        raise Conflict("这一页已经删掉了。")


@action(policies.take_paper, audit="occasion.paper_taken")
def take_paper(*, by: Actor, occasion: Occasion, paper: Paper) -> None:
    """看材料: on record, as it may hold what a village does not tell everybody."""


@action(policies.pass_on, audit="occasion.passed_on", count=int, when=bool)
def pass_on(*, by: Actor, district: District) -> int:
    """村并了: what is to come is the successor's, and who serves it is asked. What is over stays under its own name."""
    heirs = queries.heirs()
    left = queries.left_to_come(heirs)
    for found in left:
        found.village = heirs[found.village_id]
        found.save()
        if not queries.is_served_by_invited(found):
            inviting.invite_anew(found, "因为并村")
    return len(left)


@action(policies.take_out, audit="occasion.taken_out", count=int)
def take_out(*, by: Actor, district: District, rows: int) -> int:
    """取成 Excel: how many rows left the house."""
    return rows


@action(policies.replay, audit="occasion.demo_replayed")
def replay(*, by: Actor, district: District, occasions: Sequence[Occasion]) -> None:
    """演示: put invented affairs on record."""
    Occasion.objects.bulk_create(occasions, batch_size=500)


def _summary(found: Occasion) -> str:
    """A dispute's title may name its people, and the log is read by more than who works on it."""
    kind = found.get_kind_display()
    return kind if found.kind == Kind.DISPUTE else f"{kind}：{found.title}"


def _locked(occasion: Occasion) -> Occasion:
    """Raises Conflict where it is off."""
    found = Occasion.objects.select_for_update(of=("self",)).select_related("village__township").get(pk=occasion.pk)
    if found.off_at:
        raise Conflict(OFF)
    return found
