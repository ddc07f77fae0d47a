from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from menkou.advisers.models import Registration
from menkou.core import clock, outbox, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.engagements.models import Contract
from menkou.places.models import District
from menkou.postings import policies, publishing, queries, recording, substituting, succession, vacancies
from menkou.postings.models import Absence, Departure, Pairing, Plan, Posting
from menkou.postings.news import PostingsChanged


@action(policies.publish, audit="postings.published")
def publish(
    *, by: Actor, district: District, plan: Plan, postings: Iterable[Posting], pairings: Iterable[Pairing]
) -> Plan:
    """发布派驻方案: what holds on its first day ends there, and the plan's posts begin.

    Raises Conflict where posts that begin later are on record already, or where somebody is not here by then, or
    would have more posts than the district's rules allow, or cannot act for A; then nothing has changed.
    """
    postings, start = list(postings), plan.valid_from
    turns.wait_for("postings")
    seats, since = _end_where_time_is_over(start)
    found = succession.succeed(start, postings, everywhere=True)
    if found.in_the_way or Pairing.objects.filter(valid_from__gt=start).exists():
        raise Conflict(f"{start} 之后已经有安排好的岗位，请先撤下再发布。")
    over, new = succession.pairings(start, list(pairings))
    plan.ended = {"postings": found.ended, "pairings": {str(one.pk): _text(one.valid_until) for one in over}}
    plan.save(force_insert=True)
    _succeed(plan, found)
    struck = Pairing.objects.filter(pk__in=[one.pk for one in over])
    struck.filter(valid_from=start).delete()  # published twice on one day: the later plan holds
    struck.update(valid_until=start)
    Pairing.objects.bulk_create(new)
    _say_left(by, seats | found.seats | _seats(postings), since, "发布的方案里有岗位要空")
    return plan


@action(policies.publish, audit="postings.amended")
def amend(*, by: Actor, district: District, plan: Plan, postings: Iterable[Posting]) -> Plan:
    """发布修补方案: these posts change hands on the plan's first day, up to what is arranged for later; no other does.

    Raises Conflict as publishing does; then nothing has changed.
    """
    postings, start = list(postings), plan.valid_from
    turns.wait_for("postings")
    seats, since = _end_where_time_is_over(start)
    found = succession.succeed(start, postings, everywhere=False)
    plan.ended = {"postings": found.ended}
    plan.save(force_insert=True)
    _succeed(plan, found)
    _say_left(by, seats | _seats(postings), since, "发布的修补方案里有岗位要空")
    return plan


@action(policies.record, audit="postings.recorded")
def record(*, by: Actor, district: District, postings: Iterable[Posting]) -> list[Posting]:
    """登记在岗: posts that people hold already, each since its first day, up to what is arranged for later.

    Nothing changes hands. Returns the rows. Raises Conflict where somebody is on record for one, where one begins
    later or has ended by today, and as publishing does; then nothing has changed.
    """
    turns.wait_for("postings")
    asked = list(postings)
    laid = _lay_down(recording.vacant(asked))
    recording.refuse_over(asked, laid)
    villages, today = {post.village_id for post in laid}, clock.today()
    substituting.refuse_who_cannot_act(villages, today)
    announce(PostingsChanged(frozenset(villages), "登记了在岗的法律顾问"))
    _say_left(by, _seats(laid), today, "登记的岗位有的要空")
    return laid


@action(policies.withdraw, audit="postings.withdrawn")
def withdraw(*, by: Actor, plan: Plan) -> None:
    """撤下还没有开始的方案: its posts are struck out, and what it would have ended goes on. Raises Conflict."""
    turns.wait_for("postings")
    start = plan.valid_from
    if start <= clock.today():
        raise Conflict("这个方案已经开始，不能撤下了。要调整，请做修补方案或者新方案。")
    going_on, seats = succession.restored(plan), succession.seats_of(plan)
    for departure, took in succession.as_if_never(plan):
        Departure.objects.filter(pk=departure.pk).update(took=took)
    Posting.objects.filter(plan=plan).delete()
    _go_on(publishing.settled(going_on), start)
    if "pairings" in plan.ended:
        Pairing.objects.filter(valid_from=start).delete()
        for pk, until in plan.ended["pairings"].items():
            Pairing.objects.filter(pk=pk, valid_until=start).update(valid_until=until)
    plan.delete()
    _say_left(by, seats, start, "撤下方案后有岗位要空")


@action(policies.end, audit="postings.ended_with_contract")
def end_under(*, by: Actor, contract: Contract) -> None:
    """合同终止，岗位随之终止: posts of the institution's people in that village end today.

    What stands under another contract, as the next that is signed already, stands.
    """
    turns.wait_for("postings")
    today = clock.today()
    posts = Posting.objects.filter(
        Q(valid_until=None) | Q(valid_until__gt=today),
        Q(contract=contract) | Q(contract=None),
        village=contract.village,
        registration__institution=contract.institution,
    )
    seats = _seats(posts)
    posts.filter(valid_from__gte=today).delete()
    posts.filter(valid_from__lt=today).update(valid_until=today)
    announce(PostingsChanged(frozenset([contract.village_id])))
    _say_left(by, seats, today, f"{contract.village}的聘用合同终止")


@action(policies.stand_under, audit="postings.stood_under_contract", when=bool)
def stand_under(*, by: Actor, district: District, contracts: Iterable[Contract]) -> int:
    """续签了，人接着干: posts of the institution's people that end where a signed contract begins go on under it.

    Those that stood without a contract stand under it from its first day. Returns how many. Raises Conflict.
    """
    turns.wait_for("postings")
    contracts = list(contracts)
    _end_where_time_is_over(max((one.valid_from for one in contracts), default=clock.today()))
    going_on = publishing.going_on(contracts)
    _cut(going_on.cut)
    _lay_down(going_on.posts)
    if going_on.cut:
        since = min(end for _, end in going_on.cut)
        _say_left(by, _seats(post for post, _ in going_on.cut), since, "签了聘用合同的村有岗位要空")
    return len(going_on.posts)


@action(policies.end, audit="postings.taken_back_with_contract", when=bool)
def take_back_under(*, by: Actor, contract: Contract) -> int:
    """合同撤回了，接着干的也收回: what stands under a contract that has served no day yet. Returns how many.

    Who stood without a contract before it goes on without one, as if it had never been signed.
    """
    turns.wait_for("postings")
    posts = list(Posting.objects.filter(contract=contract).select_related("registration"))
    going_on = succession.without(contract, posts)
    Posting.objects.filter(contract=contract).delete()
    _go_on(publishing.settled(publishing.here(succession.free(going_on)), without=contract), contract.valid_from)
    if posts and contract.valid_from <= clock.today():
        announce(PostingsChanged(frozenset([contract.village_id])))
    _say_left(by, _seats(posts), contract.valid_from, f"{contract.village}的聘用合同撤回")
    return len(posts)


@action(policies.give_back, audit="postings.given_back", when=bool)
def give_back(*, by: Actor, registration: Registration, posts: Iterable[Posting], on: date) -> list[Posting]:
    """还回: posts that somebody would have held from a day, had they departed as was announced; as far as they are free.

    Returns those that are not given back whole: somebody else has been posted, or nobody may serve there any more.
    """
    turns.wait_for("postings")
    posts = list(posts)
    asked = {(post.village_id, post.post, post.valid_from): post.valid_until for post in posts}
    found = publishing.here(succession.free(posts))
    begin = {(post.village_id, post.post, post.valid_from) for post in found}
    short = [post for post in posts if (post.village_id, post.post, post.valid_from) not in begin]
    short += [post for post in found if post.valid_until != asked[post.village_id, post.post, post.valid_from]]
    _go_on(publishing.settled(found), on)
    return short


@action(policies.be_away, audit="postings.absence_recorded")
def be_away(*, by: Actor, registration: Registration, begins_at: datetime, ends_at: datetime, reason: str) -> Absence:
    """请假: from the first minute new questions go to the other post, and open ones pass on with consent.

    Raises Conflict where the person is away already in these days, or the days are over.
    """
    # two at once wait here for each other; and no key is locked, for a colleague may pass matters to this one meanwhile
    Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    if Absence.objects.filter(registration=registration, begins_at__lt=ends_at, ends_at__gt=begins_at).exists():
        raise Conflict("这几天里已经登记过请假了，请先看看下面的记录。")
    if ends_at <= clock.now():
        raise Conflict("这几天已经过去了，不用登记。")
    absence = Absence.objects.create(
        registration=registration, begins_at=begins_at, ends_at=ends_at, reason=reason, recorded_by_id=by.user_id
    )
    words = "有同事请假，由您替班，请登录查看。" if begins_at <= clock.now() else "有同事登记了请假，开始以后由您替班。"
    for cover in queries.covers_of(absence):
        outbox.send(to=f"registration:{cover}", words=words, key=f"cover:{absence.pk}:{cover}")
    _announce_absence(absence)
    return absence


@action(policies.come_back, audit="postings.absence_ended")
def come_back(*, by: Actor, absence: Absence) -> None:
    """销假: back before the time; what has not begun is struck out. Raises Conflict where it is over."""
    recorded = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    now = clock.now()  # read after the wait for whoever else ends it
    if recorded is None or recorded.ends_at <= now:
        raise Conflict("这次请假已经结束了。")
    words = "您替班的同事提前回来了，新的咨询由本人接。已经转给您的，还由您办。"
    if recorded.begins_at >= now:
        words = "有同事取消了请假，到时候不用您替班。"
    for cover in queries.covers_of(recorded):
        outbox.send(to=f"registration:{cover}", words=words, key=f"cover-over:{absence.pk}:{cover}")
    if recorded.begins_at < now:
        Absence.objects.filter(pk=absence.pk).update(ends_at=now)
    else:
        Absence.objects.filter(pk=absence.pk).delete()
    _announce_absence(absence)


def _succeed(plan: Plan, found: succession.Succession) -> None:
    """Put on record who follows whom. Raises Conflict."""
    Posting.objects.filter(pk__in=[post.pk for post in found.struck]).delete()
    Posting.objects.filter(pk__in=[post.pk for post in found.over]).update(valid_until=plan.valid_from)
    for post in found.begin:
        post.plan = plan
    fresh = succession.changed(found, plan.valid_from)
    _lay_down(found.begin)
    substituting.refuse_who_cannot_act(fresh, plan.valid_from)
    if plan.valid_from <= clock.today():
        announce(PostingsChanged(found.villages))


def _say_left(by: Actor, seats: Iterable[vacancies.Seat], since: date, why: str) -> None:
    """Announce what these posts leave vacant."""
    for news in vacancies.left(by, seats, since, why):
        announce(news)


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _end_where_time_is_over(before: date) -> tuple[set[vacancies.Seat], date]:
    """End what reaches further than its holder is here; the database lets no post outlast that. Returns what, whence."""
    over = publishing.outlasting(before)
    _cut(over)
    return _seats(post for post, _ in over), min((end for _, end in over), default=before)


def _seats(postings: Iterable[Posting]) -> set[vacancies.Seat]:
    return {(post.village_id, post.post) for post in postings}


def _cut(ends: Iterable[tuple[Posting, date]]) -> None:
    """End posts on these days; one that would hold on no day is no post."""
    for post, end in ends:
        if end > post.valid_from:
            Posting.objects.filter(pk=post.pk).update(valid_until=end)
        else:
            Posting.objects.filter(pk=post.pk).delete()


def _lay_down(postings: list[Posting]) -> list[Posting]:
    """Put posts on record, each under its contract and on a place of its holder's cap. Raises Conflict."""
    laid = publishing.settled(postings)
    with publishing.explained():
        Posting.objects.bulk_update(laid.moved, ["place"])
        Posting.objects.bulk_create(laid.posts, batch_size=500)
    return laid.posts


def _go_on(laid: publishing.Settled, start: date) -> None:
    """Put posts on record that go on from a day: who ends there on the same terms keeps their row. Raises Conflict."""
    longer, new = succession.rejoined(laid.posts, start)
    with publishing.explained():
        Posting.objects.bulk_update(laid.moved, ["place"])
        for row in longer:
            Posting.objects.filter(pk=row.pk).update(valid_until=row.valid_until)
        Posting.objects.bulk_create(new, batch_size=500)


def _announce_absence(absence: Absence) -> None:
    if absence.begins_at <= clock.now():
        villages = queries.held_by([absence.registration_id]).values_list("village", flat=True)
        announce(PostingsChanged(frozenset(villages.order_by())))
