"""12345工单 in every state that a door tells apart: about the adviser on the A post, or about the village's service."""

from django.db.models import Model

from menkou.core import clock
from menkou.core.actors import Actor
from menkou.hotline import actions
from menkou.hotline.models import Order


def called(actors: dict[str, Actor], district: Model, village, chen) -> dict[str, Model]:
    """One of each state; one with the office of the village, one with the institution of the director."""
    bureau, office, director = (actors[who] for who in ("bureau", "office", "director"))

    def entered(number: int, about=None) -> Order:
        whom = {"subject": "adviser", "about": about} if about else {"subject": "village", "village": village}
        facts = {"kind": "absent", "received_at": clock.now(), "text": "没有来。", **whom}
        return actions.enter(by=bureau, district=district, number=f"2026-{number}", form=f"{number:032x}", **facts)

    def assigned(number: int, to: Model, handler: str = "office", about=None) -> Order:
        order = actions.accept(by=bureau, order=entered(number, about))
        return actions.assign(by=bureau, order=order, handler=handler, to=to)

    house = assigned(3003, chen.institution, "institution")
    handled, answered, visited, rated = (
        actions.handle(by=office, order=assigned(number, village.township, about=chen), text="问过了。")
        for number in (3004, 3005, 3006, 3007)
    )
    answered, visited, rated = (
        actions.answer(by=bureau, order=one, outcome="untrue", text="查过了。") for one in (answered, visited, rated)
    )
    visited, rated = (actions.visit(by=bureau, order=one) for one in (visited, rated))
    return {
        "order": entered(3001, chen),
        "accepted_order": actions.accept(by=bureau, order=entered(3008, chen)),
        "office_order": assigned(3002, village.township),
        "house_order": house,
        "done_house_order": actions.handle(
            by=director, order=assigned(3009, chen.institution, "institution"), text="好了。"
        ),
        "handled_order": handled,
        "answered_order": answered,
        "visited_order": visited,
        "rated_order": actions.rate(by=bureau, order=rated, rating="unreached"),
    }
