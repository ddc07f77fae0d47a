from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet
from procrastinate.contrib.django import app

from menkou.core import clock, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.scope import district_being_written
from menkou.places.models import District
from menkou.plans import policies, queries, rearranging, telling
from menkou.plans.models import CANCELLED, NOT_OPEN, POSTS, Post, Version
from menkou.plans.telling import Seat
from menkou.postings import actions as postings

SOLVE = "menkou.plans.jobs.solve"
FEWEST_SECONDS, MOST_SECONDS, SECONDS_FOR_A_REPAIR = 5, 300, 10
FURTHEST, LONGEST = timedelta(days=2 * 366), timedelta(days=5 * 366)
MOST_ATTEMPTS = 4
State, Kind = Version.State, Version.Kind


@action(policies.draw_up, audit="plans.asked")
def draw_up(
    *, by: Actor, district: District, starts_on: date, until: date | None = None, seconds: int = 30, seed: int = 1
) -> Version:
    """做方案: a version of the whole district for the worker to solve. Raises Invalid for a day that is over.

    With `until`, nobody gets a post whose licence or time here ends before that day.
    """
    if until and until <= starts_on:
        raise Invalid("“管到哪天”要比“从哪天起”晚，请核对。")
    if until and until > starts_on + LONGEST:
        raise Invalid("“管到哪天”太远了，一份方案最多管五年，请核对年份。")
    return _asked(by, starts_on, seconds, kind=Kind.WHOLE, until=until, seed=seed)


@action(policies.change, audit="plans.asked_again")
def redraw(*, by: Actor, version: Version, starts_on: date | None = None, seconds: int = 30, seed: int = 1) -> Version:
    """重新计算: a new version in which the locked posts of this one stay. Raises Conflict where it has no posts."""
    turns.wait_for("plans")  # before any row, as whoever publishes
    based_on = Version.objects.select_for_update(no_key=True).get(pk=version.pk)
    if not based_on.posts:
        raise Conflict("这个方案没有算成，没有可以保留的岗位。请做一份新方案。")
    facts = {"kind": based_on.kind, "why": based_on.why, "locks": based_on.locks, "based_on": based_on}
    starts_on = starts_on or max(based_on.starts_on, clock.today())
    until = based_on.until if based_on.until and based_on.until > starts_on else None
    return _asked(by, starts_on, seconds, until=until, seed=seed, **facts)


@action(policies.propose_repair, audit="plans.repair_asked")
def propose_repair(*, by: Actor, district: District, why: str, starts_on: date | None = None) -> Version:
    """做修补方案: today's posts with the fewest changes that make them stand from that day; one that waits is enough."""
    starts_on = starts_on or clock.today()
    turns.wait_for("plans")
    waiting = Version.objects.filter(kind=Kind.REPAIR, state=State.WAITING, starts_on=starts_on).first()
    if waiting is None:
        return _asked(by, starts_on, SECONDS_FOR_A_REPAIR, kind=Kind.REPAIR, why=why[:200])
    if why not in waiting.why:
        waiting.why = f"{waiting.why}；{why}"[:200]
        waiting.save(update_fields=["why"])
    return waiting


@action(policies.change, audit="plans.cancelled")
def cancel(*, by: Actor, version: Version) -> None:
    """取消计算: what is found by then is kept. Raises Conflict where nothing is being solved."""
    held = _held(version)
    if held.state == State.WAITING:
        _mark(held, state=State.FAILED, problem=CANCELLED)
    elif held.state == State.SOLVING:
        _mark(held, is_stopping=True)
    else:
        raise Conflict("这个方案已经算完了，不用取消。")


@action(policies.solve, audit="plans.begun", when=bool)
def begin(*, by: Actor, version: Version) -> int:
    """Take the next attempt at a version; 0 where it is settled. Whoever solved it before has been overtaken."""
    mine = Version.objects.filter(pk=version.pk, state__in=Version.UNFINISHED, attempt__lt=MOST_ATTEMPTS)
    if not mine.update(state=State.SOLVING, attempt=F("attempt") + 1, progress={}):
        return 0
    version.refresh_from_db()
    return version.attempt


@action(policies.solve, audit="plans.overtaken", when=lambda is_mine: not is_mine)
def advance(*, by: Actor, version: Version, progress: dict[str, Any]) -> bool:
    """Say how far the solver has come. Returns whether this attempt still has the version."""
    return bool(_mine(version).update(progress=progress))


@action(policies.solve, audit="plans.solved", when=bool)
def finish(*, by: Actor, version: Version, facts: Mapping[str, Any]) -> bool:
    """算好了: posts, terms and proof; False where another attempt has taken over."""
    return bool(_mine(version).update(state=State.READY, is_stopping=False, **facts))


@action(policies.solve, audit="plans.given_up", when=bool)
def give_up(*, by: Actor, version: Version, problem: str) -> bool:
    """没有算成: for these reasons, a sentence to a line."""
    return bool(_mine(version).update(state=State.FAILED, is_stopping=False, problem=problem))


@action(policies.change, audit="plans.locked")
def lock(*, by: Actor, version: Version, village: str, post: Post) -> None:
    """锁定: drawing the version up again leaves this post to whoever has it."""
    held = _open(version)
    if post not in POSTS or not held.holder(village, post):
        raise Invalid("这个岗位上没有人，不能锁定。")
    if not held.is_locked(village, post):
        _mark(held, locks=[*held.locks, [village, post]])


@action(policies.change, audit="plans.unlocked")
def unlock(*, by: Actor, version: Version, village: str, post: Post) -> None:
    """解锁."""
    held = _open(version)
    _mark(held, locks=[one for one in held.locks if one != [village, post]])


@action(policies.change, audit="plans.moved")
def move(*, by: Actor, version: Version, village: str, post: Post, registration: str, seen: int | None = None) -> None:
    """换人: this person takes the post, all else stays. Raises Conflict with the rule that this would break.

    `seen` is the revision whose price was read; a form that is sent twice, or from an older page, does nothing.
    """
    _rearrange(_open(version, seen, "换人"), by, {(village, post): registration})


@action(policies.change, audit="plans.swapped")
def swap(*, by: Actor, version: Version, one: Seat, other: Seat, seen: int | None = None) -> None:
    """对调: the holders of two posts change places. Raises Conflict with the rule that this would break."""
    held = _open(version, seen, "对调")
    first, second = held.holder(*one), held.holder(*other)
    if not (first and second):
        raise Invalid("对调的两个岗位都要有人。")
    _rearrange(held, by, {one: second, other: first})


@action(policies.change, audit="plans.undone")
def undo(*, by: Actor, version: Version, seen: int | None = None) -> None:
    """撤销: the last change by hand is as if it had not been. Raises Conflict where there is none."""
    held = _open(version, seen, "撤销")
    if not held.changes:
        raise Conflict("没有可以撤销的人工调整。")
    _mark(held, **rearranging.undone(held))


@action(policies.approve, audit="plans.approved")
def approve(*, by: Actor, version: Version, seen: int) -> None:
    """审定, by a second person. Raises Conflict where it, or what it rests on, has changed since they saw it."""
    held = _open(version, seen, "审定")
    if not policies.approve.allows(by, held):  # asked again of what stands now
        raise Refused(policies.approve.refusal)
    if broken := telling.broken_now(held):
        raise Conflict(f"资料已经变了，现在审定会违反规则：{broken}请改好，或者重新计算。")
    _mark(held, state=State.APPROVED, approved_at=clock.now(), approved_by_id=by.user_id)


@action(policies.change, audit="plans.unapproved")
def unapprove(*, by: Actor, version: Version) -> None:
    """撤回审定: people may change it again. Raises Conflict where it is not approved."""
    held = _held(version)
    if held.state != State.APPROVED:
        raise Conflict("这个方案现在不是“已审定”，不用撤回审定。")
    _mark(held, state=State.READY, approved_at=None, approved_by_id=None)


@action(policies.publish, audit="plans.published")
def publish(*, by: Actor, version: Version, starts_on: date | None = None) -> Version:
    """发布: the posts go on record from that day, all or nothing. Raises Conflict naming the rules they would break."""
    turns.wait_for("plans")
    held = _held(version)
    if held.state in (State.PUBLISHED, State.WITHDRAWN):
        raise Conflict(NOT_OPEN[State(held.state)])
    if held.state != State.APPROVED:
        raise Conflict("只有审定了的方案才能发布。请先由区司法局的另一个人审定。")
    held.starts_on = starts_on or held.starts_on
    _demand(held.starts_on)
    plan = _publish_repair(by, held) if held.kind == Kind.REPAIR else _publish_whole(by, held)
    facts = {"published_at": clock.now(), "published_by_id": by.user_id, "starts_on": held.starts_on}
    _mark(held, state=State.PUBLISHED, plan=plan, **facts)
    return held


@action(policies.publish, audit="plans.withdrawn")
def withdraw(*, by: Actor, version: Version) -> None:
    """撤下 what has not begun: its posts are struck out, and those that it would have ended run on."""
    turns.wait_for("plans")
    held = _held(version)
    if held.state != State.PUBLISHED or held.plan is None:
        raise Conflict("这个方案没有发布，不用撤下。")
    later = queries.ahead().filter(published_at__gt=held.published_at).order_by("number").first()
    if later:
        raise Conflict(f"方案 {later.number} 是在这之后发布的，请先撤下它。")
    plan = held.plan
    _mark(held, state=State.WITHDRAWN, plan=None, withdrawn_at=clock.now(), withdrawn_by_id=by.user_id)
    postings.withdraw(by=by, plan=plan)


def _asked(by: Actor, starts_on: date, seconds: int, **facts: Any) -> Version:
    """A version that waits for the worker."""
    _demand(starts_on)
    if not FEWEST_SECONDS <= seconds <= MOST_SECONDS:
        raise Invalid(f"计算时间请填 {FEWEST_SECONDS} 到 {MOST_SECONDS} 秒。")
    turns.wait_for("plans")
    if facts["kind"] == Kind.WHOLE and (running := queries.unfinished().filter(kind=Kind.WHOLE).first()):
        raise Conflict(f"方案 {running.number} 还没有算完，请等它算完，或者先取消它。")
    if same := Version.objects.filter(kind=facts["kind"], state=State.WAITING, starts_on=starts_on).first():
        raise Conflict(f"方案 {same.number} 还在排队，请等它算完，或者先取消它。")
    number = (Version.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    asked = {"made_at": clock.now(), "made_by_id": by.user_id, "seconds_asked": seconds, "starts_on": starts_on}
    version = Version.objects.create(number=number, **asked, **facts)
    app.configure_task(SOLVE).defer(district_id=district_being_written(), version_id=str(version.pk))
    return version


def _demand(day: date) -> None:
    """Refuse a day that no plan can begin on."""
    today = clock.today()
    if day < today:
        raise Invalid(f"不能从过去的日子（{day}）起排岗位，请选今天（{today}）或以后的日子。")
    if day > today + FURTHEST:
        raise Invalid(f"{day} 太远了，最多提前两年，请核对年份。")


def _held(version: Version) -> Version:
    """The version as it stands, held until the transaction ends."""
    return Version.objects.select_for_update(no_key=True).get(pk=version.pk)


def _open(version: Version, seen: int | None = None, what: str = "") -> Version:
    """The version, which people may still change, as whoever does something to it has seen it."""
    held = _held(version)
    if not held.is_open:
        raise Conflict(NOT_OPEN[State(held.state)])
    if seen not in (None, held.revision):
        raise Conflict(f"您看过以后，方案又改动了。请再看一遍，再{what}。")
    return held


def _mine(version: Version) -> QuerySet[Version]:
    """The version, if the attempt that holds it is still its latest."""
    return Version.objects.filter(pk=version.pk, attempt=version.attempt, state=State.SOLVING)


def _mark(held: Version, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(held, name, value)
    held.save(update_fields=list(facts))


def _rearrange(held: Version, by: Actor, moves: dict[Seat, str]) -> None:
    """Make some moves at once and remember them as one step. Raises Conflict, Invalid."""
    if any(held.is_locked(*seat) for seat in moves):
        raise Conflict("这个岗位锁定了，请先解锁再换人。")
    if all(held.holder(*seat) == who for seat, who in moves.items()):
        raise Conflict("这个岗位本来就是这位顾问。")
    facts = rearranging.after(held, dict(moves))
    changes = [*held.changes, *rearranging.step(held, by, moves, facts.pop("more"))]
    _mark(held, **facts, changes=changes, changed_at=clock.now(), changed_by_id=by.user_id)


def _publish_whole(by: Actor, held: Version) -> Any:
    if ahead := queries.ahead().filter(kind=Kind.WHOLE).first():
        begins = clock.in_words(ahead.starts_on)
        raise Conflict(f"方案 {ahead.number} 已经发布，从 {begins} 起，还没有开始。请先撤下它。")
    posts = {code: (a, b) for code, (a, b) in held.posts.items()}
    _obey(held, posts)
    if gone := telling.townships_gone(held.pairings):
        raise Conflict(f"镇街代码 {'、'.join(gone)} 已经变了。请重新计算，再审定、发布。这次什么也没有改。")
    plan, rows, led = telling.rows(held, posts, held.pairings)
    district = District.objects.get(pk=held.district_id)
    return postings.publish(by=by, district=district, plan=plan, postings=rows, pairings=led)


def _publish_repair(by: Actor, held: Version) -> Any:
    told = telling.planning.told(held.starts_on, held.until)
    posts, overtaken = telling.repaired(held, telling.standing(held, told))
    if overtaken:
        where = telling.named(overtaken, held.starts_on)
        raise Conflict(f"做好这个修补方案以后，{where}的岗位又变了。请重新做一份修补方案。")
    _obey(held, posts, told)
    changed = {code: posts[code] for code in held.changed_villages}
    plan, rows, _ = telling.rows(held, changed, [])
    district = District.objects.get(pk=held.district_id)
    return postings.amend(by=by, district=district, plan=plan, postings=rows)


def _obey(held: Version, posts: dict[str, Any], told: Any = None) -> None:
    if broken := telling.broken(told or telling.planning.told(held.starts_on, held.until), posts):
        raise Conflict(f"资料已经变了，现在发布会违反规则：{broken}请重新计算，或者改好再审定。这次什么也没有改。")
