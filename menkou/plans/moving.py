"""Changing a version by hand: choosing somebody for a post, exchanging two posts, locking; the price is seen first."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import NOT_FOUND, Absent, Conflict, Invalid
from menkou.plans import actions, queries, reading
from menkou.plans.forms import seen
from menkou.plans.models import POSTS, Version
from menkou.plans.reading import Reading, Row, Stand
from menkou.plans.why import explained, row_of
from menkou.postings.rules import wording

BEST, A_PAGE = 20, 10  # a price of somebody who is not among the best takes some milliseconds
CHANGERS = (Role.JUSTICE_BUREAU,)


@require_safe
@staff(*CHANGERS)
def choose(request, number, place, post):
    """选人: the cheapest who could take the post, and everybody else with what they would cost or why they cannot."""
    version, read, row, stand = _at(request, number, place, post)
    wanted = request.GET.get("q", "").strip()[:20]
    told = explained(read, version, place, len(read.people))[POSTS.index(stand.post)]
    able = [one for one in told.next_best if _says(wanted, one.adviser, one.institution)]
    shown = able[:BEST]
    best = {one.adviser.key for one in shown}
    page = Paginator(_others(read, place, stand, wanted, best), A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "version": version,
        "row": row,
        "stand": stand,
        "wanted": wanted,
        "able": wording.able(told),
        "best": [{"choice": one, "load": read.loads[one.adviser.key], "price": wording.price(one)} for one in shown],
        "page": page,
        "others": [_priced(read, place, stand, one) for one in page],
        "query": f"{urlencode({'q': wanted})}&" if wanted else "",
    }
    return render(request, "plans/choose.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*CHANGERS)
def move(request, number, place, post, who: UUID):
    """换人: who goes, who comes and what it costs; confirmed by a press."""
    from menkou.postings.rules.pricing import price

    version, read, row, stand = _at(request, number, place, post)
    person = _person(read, str(who))
    if request.method == "POST":
        said = f"{row.village.name}{stand.post}岗换成了{person.name}。"
        told = {"village": place, "post": stand.post, "registration": str(who), "seen": seen(request.POST)}
        return _done(request, version, place, said, actions.move, **told)
    facts = {
        "version": version,
        "row": row,
        "stand": stand,
        "person": person,
        "institution": read.institutions[person.institution],
        "load": read.loads[person.key],
        **_bill(price(read.district, read.posts, place, stand.post, person.key)),
    }
    return render(request, "plans/move.html", facts)


@require_safe
@staff(*CHANGERS)
def swaps(request, number, place, post):
    """对调: with which post; those of the same township first."""
    from menkou.postings.rules import pricing

    version, read, row, stand = _at(request, number, place, post)
    wanted = request.GET.get("q", "").strip()[:20]
    found = [
        (other, their)
        for other in read.rows
        for their in other.stands
        if _may_swap(stand, their) and _says(wanted, other.village, their.holder, their.institution)
    ]
    found.sort(key=lambda one: (one[0].township != row.township, one[1].post != stand.post))
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    mine = (place, stand.post)
    facts = {
        "version": version,
        "row": row,
        "stand": stand,
        "wanted": wanted,
        "page": page,
        "query": f"{urlencode({'q': wanted})}&" if wanted else "",
        "others": [
            {
                "row": other,
                "stand": their,
                **_bill(pricing.swap(read.district, read.posts, mine, (other.village.key, their.post))),
            }
            for other, their in page
        ],
    }
    return render(request, "plans/swaps.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*CHANGERS)
def swap(request, number, place, post, beside, beside_post):
    """对调: the holders of two posts change places; the price first."""
    from menkou.postings.rules import pricing

    version, read, row, stand = _at(request, number, place, post)
    there = row_of(read, beside)
    their = _stand(there, beside_post)
    if not _may_swap(stand, their):
        raise Conflict("这两个岗位不能对调：要各有一个人，不是同一个人，也没有锁定。")
    if request.method == "POST":
        said = f"{row.village.name}{stand.post}岗和{there.village.name}{their.post}岗对调了。"
        both = {"one": (place, stand.post), "other": (beside, their.post), "seen": seen(request.POST)}
        return _done(request, version, place, said, actions.swap, **both)
    told = pricing.swap(read.district, read.posts, (place, stand.post), (beside, their.post))
    facts = {"version": version, "row": row, "stand": stand, "there": there, "their": their, **_bill(told)}
    return render(request, "plans/swap.html", facts)


@require_POST
@staff(*CHANGERS)
def lock(request, number, place, post):
    """锁定: drawing the plan up again leaves this post as it is."""
    version = queries.version_for(request.actor, number)
    said = f"{_post(post)}岗锁定了：重新计算时不动。"
    return _done(request, version, place, said, actions.lock, village=place, post=post)


@require_POST
@staff(*CHANGERS)
def unlock(request, number, place, post):
    version = queries.version_for(request.actor, number)
    return _done(request, version, place, f"{_post(post)}岗解锁了。", actions.unlock, village=place, post=post)


def _at(request, number: int, code: str, post: str) -> tuple[Version, Reading, Row, Stand]:
    version = queries.version_for(request.actor, number)
    read = reading.of(version)
    row = row_of(read, code)
    stand = _stand(row, post)
    if stand.is_locked:
        raise Conflict("这个岗位锁定了，请先解锁再换人。")
    return version, read, row, stand


def _post(post: str) -> str:
    if post not in POSTS:
        raise Absent(NOT_FOUND)
    return post


def _stand(row: Row, post: str) -> Stand:
    return row.stands[POSTS.index(_post(post))]


def _person(read: Reading, key: str):
    if key not in read.people:
        raise Absent(NOT_FOUND)
    return read.people[key]


def _done(request, version: Version, code: str, said: str, act, **what):
    """Do it and go back to the village, with what was done or why not."""
    try:
        act(by=request.actor, version=version, **what)
        messages.success(request, said)
    except (Conflict, Invalid) as problem:
        messages.error(request, str(problem))
    return redirect("plans:village", version.number, code)


def _says(wanted: str, *named) -> bool:
    return any(wanted in one.name for one in named if one)


def _may_swap(stand: Stand, their: Stand) -> bool:
    """Two posts that have different holders, neither of them locked."""
    both = stand.holder, their.holder
    return None not in both and both[0] != both[1] and not stand.is_locked and not their.is_locked


def _others(read: Reading, code: str, stand: Stand, wanted: str, best: set[str]) -> list:
    """Everybody who is not among the best, the nearest first."""
    holder = stand.holder.key if stand.holder else ""
    at, who = read.frame.village_at[code], read.frame.adviser_at
    rest = [one for one in read.district.advisers if one.key not in best and one.key != holder]
    rest = [one for one in rest if _says(wanted, one, read.institutions[one.institution])]
    return sorted(rest, key=lambda one: float(read.frame.km[who[one.key], at]))


def _priced(read: Reading, code: str, stand: Stand, one) -> dict:
    from menkou.postings.rules.pricing import price

    told = price(read.district, read.posts, code, stand.post, one.key)
    return {
        "adviser": one,
        "institution": read.institutions[one.institution],
        "load": read.loads[one.key],
        **_bill(told),
    }


def _bill(told) -> dict:
    """A price in words: the sum, the terms that change, or why it may not be."""
    lines = [(wording.TERMS[name], wording.difference(more)) for name, more in told.more.items() if round(more)]
    return {"allowed": told.allowed, "why": told.why, "total": wording.difference(told.costs_more), "lines": lines}
