from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from menkou.advisers.models import Institution, Registration
from menkou.core import clock, outbox, remarks, turns
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.news import announce
from menkou.departures import policies, queries
from menkou.departures.taking import Taken, ended_by, taken_from, to_give_back
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.postings import actions as postings
from menkou.postings import vacancies
from menkou.postings.models import Departure, Pairing, Posting
from menkou.postings.news import PostingsChanged
from menkou.postings.publishing import explained

Why = Departure.Why
MOST_NAMED = 3  # in one message


@action(policies.leave, audit="departures.left")
def leave(*, by: Actor, registration: Registration, on: date, reason: str = "") -> Departure:
    """离职: off the roster from this day; the other post acts from its first minute. Raises Conflict."""
    return _alone(by, registration, Why.LEFT, on, reason=reason)


@action(policies.bar, audit="departures.suspended")
def suspend(*, by: Actor, registration: Registration, on: date, until: date | None, reason: str) -> Departure:
    """停止执业: on no post from this day until that one, or until it is lifted. Raises Conflict."""
    return _alone(by, registration, Why.SUSPENDED, on, until, reason)


@action(policies.bar, audit="departures.replacement_ordered")
def order_replacement(*, by: Actor, registration: Registration, on: date, reason: str) -> Departure:
    """责令更换: an assessment says that somebody else is to serve. Raises Conflict."""
    return _alone(by, registration, Why.REPLACED, on, reason=reason)


@action(policies.end_with_licence, audit="departures.licence_ended")
def end_with_licence(*, by: Actor, registration: Registration, on: date) -> Departure:
    """执业证到期: on no post from the day on which no licence holds. Raises Conflict."""
    return _alone(by, registration, Why.LICENCE, on, reason="名册上没有登记新的执业证。")


@action(policies.close, audit="departures.institution_left")
def close(*, by: Actor, institution: Institution, on: date, reason: str) -> list[Departure]:
    """机构退出: all its people leave on one day, its pairings end; today's contracts end with it. Raises Conflict.

    Contracts that run on to a later day stay on record for the bureau to end, and the page says so.
    """
    people = list(queries.people_of(institution, on))
    pairings = list(Pairing.objects.filter(queries.reaching(on), institution=institution))
    kept = [[str(one.pk), _iso(one.valid_until)] for one in pairings if one.valid_from < on]
    gone = [_depart(by, person, Why.INSTITUTION, on, reason=reason, pairings=kept) for person in people]
    Pairing.objects.filter(pk__in=[one.pk for one in pairings if one.valid_from >= on]).delete()
    Pairing.objects.filter(pk__in=[pk for pk, _ in kept]).update(valid_until=on)
    if on <= clock.today():
        for contract in Contract.objects.filter(queries.reaching(on), institution=institution):
            _end_contract(by, contract, reason)
    _tell(gone)
    _say_left(by, {seat for _, posts in gone for seat in _seats(posts)}, on, f"{institution}退出")
    return [departure for departure, _ in gone]


@action(policies.undo, audit="departures.undone")
def undo(*, by: Actor, departure: Departure) -> None:
    """撤销: before its day nothing has happened; what it would have taken is given back. Raises Conflict.

    What somebody else has been posted to meanwhile stays theirs, and is named.
    """
    turns.wait_for("postings")
    registration = Registration.objects.select_for_update(no_key=True).get(pk=departure.registration_id)
    held = Departure.objects.select_for_update().filter(pk=departure.pk).first()
    if held is None:
        raise Conflict("这次离任已经撤销了。")
    if held.valid_from <= clock.today():
        raise Conflict("已经到了离任的日子，不能撤销。停止执业、责令更换的，可以恢复任职。")
    taken = Taken.read(held.took)
    Departure.objects.filter(pk=held.pk).delete()
    if taken.roster and registration.valid_until == held.valid_from:
        Registration.objects.filter(pk=registration.pk).update(valid_until=taken.roster_until)
        registration.valid_until = taken.roster_until
    posts, lost = to_give_back(taken, held)
    lost += postings.give_back(by=by, registration=registration, posts=posts, on=held.valid_from)
    with explained():
        for pk, until in taken.pairings:
            Pairing.objects.filter(pk=pk, valid_until=held.valid_from).update(valid_until=until)
        _bar_again(registration, taken.departures, held.valid_from)
    if lost:
        _say_lost(held, lost)


@action(policies.lift, audit="departures.lifted")
def lift(*, by: Actor, departure: Departure) -> None:
    """恢复任职: from today they may hold posts again; which ones, a plan says. Raises Conflict."""
    today, over = clock.today(), "这次离任已经结束了。"
    if departure.why in Departure.FOR_GOOD:
        raise Conflict("已经离职或者随机构退出，要重新登记入册，不能恢复。")
    held = Departure.objects.filter(queries.reaching(today), pk=departure.pk, valid_from__lte=today)
    if held.filter(valid_from=today).delete()[0]:
        return
    if not held.update(valid_until=today):
        raise Conflict(over)


def _alone(by: Actor, registration: Registration, why: str, on: date, *rest: Any, **more: Any) -> Departure:
    """One person departs, and what that leaves is said."""
    departure, posts = _depart(by, registration, why, on, *rest, **more)
    _tell([(departure, posts)])
    _say_left(by, _seats(posts), on, f"{registration.adviser.name}{departure.get_why_display()}")
    return departure


def _depart(
    by: Actor,
    registration: Registration,
    why: str,
    on: date,
    until: date | None = None,
    reason: str = "",
    pairings: Iterable[list] = (),
) -> tuple[Departure, list[Posting]]:
    """End somebody's posts on a day, and keep what that took, so that it can be undone before the day."""
    turns.wait_for("postings")
    person = Registration.objects.select_for_update(no_key=True).get(pk=registration.pk)
    _demand_day(person, on)
    earlier = _end_earlier(person, on) if why in Departure.FOR_GOOD else []
    posts = list(Posting.objects.filter(queries.reaching(on), registration=person))
    if until:  # what begins after the suspension stays
        posts = [post for post in posts if post.valid_from < until]
    taken = taken_from(posts, on, person.valid_until if why in Departure.FOR_GOOD else None)
    taken.pairings.extend(pairings)
    taken.departures = earlier
    taken.roster = why in Departure.FOR_GOOD
    Posting.objects.filter(pk__in=[post.pk for post in posts if post.valid_from >= on]).delete()
    Posting.objects.filter(pk__in=[post.pk for post in posts if post.valid_from < on]).update(valid_until=on)
    if taken.roster:
        Registration.objects.filter(pk=person.pk).update(valid_until=on)
    facts = {"why": why, "valid_from": on, "valid_until": until, "reason": reason, "took": taken.written()}
    with explained():
        departure = Departure.objects.create(registration=person, recorded_by_id=by.user_id, **facts)
    villages = frozenset(post.village_id for post in posts)
    if villages and on <= clock.today():
        announce(PostingsChanged(villages, departure.get_why_display()))
    return departure, posts


def _say_left(by: Actor, seats: Iterable[vacancies.Seat], since: date, why: str) -> None:
    """Announce what these posts leave vacant."""
    for news in vacancies.left(by, seats, since, why):
        announce(news)


def _seats(posts: Iterable[Posting]) -> set[vacancies.Seat]:
    return {(post.village_id, post.post) for post in posts}


def _end_earlier(person: Registration, on: date) -> list[dict[str, Any]]:
    """Whoever goes for good is not suspended any more, nor goes later. Returns what there was, for an undo."""
    earlier = Departure.objects.filter(queries.reaching(on), registration=person)
    ended = ended_by(earlier)
    earlier.filter(valid_from__gte=on).delete()
    earlier.filter(valid_from__lt=on).update(valid_until=on)
    return ended


def _bar_again(person: Registration, departures: Iterable[dict[str, Any]], on: date) -> None:
    """Whoever does not go after all is suspended as before."""
    for facts in departures:
        if facts["valid_from"] >= on:
            Departure.objects.create(registration=person, **facts)
        else:  # unless it was lifted meanwhile
            Departure.objects.filter(pk=facts["id"], valid_until=on).update(valid_until=facts["valid_until"])


def _demand_day(person: Registration, on: date) -> None:
    """Raises Conflict where nothing can end on this day."""
    if on < clock.today():
        raise Conflict("离任的日子已经过去了，请选今天或以后。")
    if person.valid_from >= on:
        raise Conflict("这天刚入册，从第二天起才能登记离任。")
    if person.valid_until and person.valid_until <= on:
        raise Conflict(f"这位顾问的名册到 {person.valid_until} 为止，不用再登记。")


def _tell(gone: Sequence[tuple[Departure, list[Posting]]]) -> None:
    """Whoever acts from now on, and the institution, are told once that there is something to read; not about whom."""
    if not gone:
        return
    first, posts = gone[0][0], [post for _, some in gone for post in some]
    since = f"从 {clock.in_words(first.valid_from)}起离任"
    for beside in queries.beside(posts):
        words = f"有同事{since}，由您接着服务，请登录查看。"
        outbox.send(to=f"registration:{beside}", words=words, key=f"departed:{first.pk}:{beside}")
    who = "有顾问" if len(gone) == 1 else f"有 {len(gone)} 位顾问"
    words = f"贵机构{who}{since}，请登录查看交接清单。"
    outbox.send(to=f"institution:{first.registration.institution_id}", words=words, key=f"departed:{first.pk}")


def _say_lost(departure: Departure, lost: list[Posting]) -> None:
    """Whoever takes a departure back, and the bureau, hear what did not come back with it."""
    seats = sorted({(str(one.village), one.get_post_display()) for one in lost})
    names = "、".join(village + post for village, post in seats[:MOST_NAMED]) + (
        "等" if len(seats) > MOST_NAMED else ""
    )
    words = f"有 {len(seats)} 个岗位没有全部还给撤销离任的顾问，因为已经另派了人或者合同有变动：{names}。"
    remarks.say(remarks.Remark(words, "departures:gaps"))
    outbox.send(to="bureau", words=words, key=f"not-given-back:{departure.pk}")


def _end_contract(by: Actor, contract: Contract, reason: str) -> None:
    if contract.is_signed and contract.valid_from < clock.today():
        engagements.end(by=by, contract=contract, reason=f"机构退出：{reason}"[:200], kind=Contract.EndKind.LEAVES)
    else:
        engagements.withdraw(by=by, contract=contract)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
