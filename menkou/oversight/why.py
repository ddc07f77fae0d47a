"""为什么是他们: why a village has these two, and who would be next; for those who answer for the posts."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.core.errors import Refused
from menkou.oversight import policies, queries
from menkou.places import queries as places
from menkou.postings import planning
from menkou.postings.rules import wording


@require_safe
@staff(*Role)
def why(request, code):
    """Each post's cost by its terms, the next best with what they would cost more, and why others cannot."""
    by = request.actor
    if not policies.explain.allows(by, request.district):
        raise Refused(policies.explain.refusal)
    village = queries.village_explained(by, code)
    if village.code != code:  # it has been merged
        messages.info(request, f"{places.village_printed(code)}已并入{village}，下面是{village}今天的。")
        return redirect("oversight:why", village.code)
    told = planning.why(village)
    facts = {
        "village": village,
        "posts": [_post(one) for one in told],
        "caution": wording.caution(told),
        "scale": wording.scale(told[0].weights),
    }
    return render(request, "oversight/why.html", facts)


def _post(told) -> dict:
    people = [*([told.holder] if told.holder else []), *told.next_best]
    return {
        "post": told.post,
        "heading": wording.heading(told),
        "able": wording.able(told),
        "unable": wording.unable(told),
        "columns": [{"title": "各项"}, *({"title": _name(one, told.holder)} for one in people)],
        "rows": [{"cells": [{"text": text} for text in row]} for row in _rows(people)] if people else [],
    }


def _name(one, holder) -> str:
    return f"{one.adviser.name}（现任）" if one is holder else one.adviser.name


def _rows(people: list) -> list[list[str]]:
    terms = [
        [wording.TERMS[term], *(_told(one.terms[term], one.more.get(term)) for one in people)]
        for term in people[0].terms
    ]
    return [
        ["机构", *(one.institution.name for one in people)],
        ["到村约", *("无坐标" if one.km is None else f"{one.km:.1f} 公里" for one in people)],
        *terms,
        ["合计", *(_told(one.cost, one.costs_more if one.more else None) for one in people)],
    ]


def _told(cost: float, more: float | None) -> str:
    """A cost, and how much more it is than with the holder."""
    said = wording.points(cost)
    return f"{said}（{wording.difference(more)}）" if more is not None and round(more) else said
