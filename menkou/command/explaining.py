"""menkou plan --explain: why a village has these two, from the posts on record today."""

from typing import Any

import typer

from menkou.command.naming import district_named
from menkou.command.problems import Problem


def explain(slug: str, code: str) -> tuple[Any, tuple[Any, Any]]:
    """The village with that code, and what is told of its A-post and its B-post. Django is set up."""
    from menkou.core.scope import within
    from menkou.places.queries import villages
    from menkou.postings import planning

    found = district_named(slug)
    with within(found.pk):
        village = villages().filter(code=code).first()
        if village is None:
            raise Problem(f"{found.name}今天没有代码是 {code} 的村（社区），请核对 12 位统计代码。")
        return village, planning.why(village)


def for_programs(village: Any, told: tuple[Any, Any]) -> dict:
    """The same for a program; costs in points."""
    missing, villages = told[0].unmapped
    return {
        "village": village.code,
        "name": village.short_name,
        "posts": [_post(one) for one in told],
        "villages": villages,
        "villages_without_coordinates": missing,
    }


def show(village: Any, told: tuple[Any, Any]) -> None:
    """Print it for people."""
    from menkou.postings.rules import wording

    typer.echo(f"{village.short_name}（{village.township}）为什么是他们。分数越低越合适，1 分相当于 100 米路程。")
    typer.echo(wording.caution(told))
    for one in told:
        typer.echo(f"\n{wording.heading(one)}")
        if one.holder:
            typer.echo(f"  {wording.distance(one.holder)}，{wording.price(one.holder)}。")
        typer.echo(f"  {wording.able(one)}")
        for choice in one.next_best:
            typer.echo(f"    {wording.named(choice)}：{wording.distance(choice)}，{wording.price(choice)}。")
        if unable := wording.unable(one):
            typer.echo(f"  {unable}")
    typer.echo("\n怎么算")
    for line in wording.scale(told[0].weights):
        typer.echo(f"  {line}")


def _post(told: Any) -> dict:
    return {
        "post": told.post,
        "holder": _choice(told.holder) if told.holder else None,
        "next_best": [_choice(one) for one in told.next_best],
        "able": told.able,
        "cheaper": told.cheaper,
        "unable": told.unable,
    }


def _choice(one: Any) -> dict:
    return {
        "adviser": one.adviser.key,
        "name": one.adviser.name,
        "institution": one.institution.name,
        "km": None if one.km is None else round(one.km, 1),
        "cost": round(one.cost, 3),
        "terms": {name: round(value, 3) for name, value in one.terms.items()},
        "more": {name: round(value, 3) for name, value in one.more.items()},
        "costs_more": round(one.costs_more, 3) if one.more else None,
    }
