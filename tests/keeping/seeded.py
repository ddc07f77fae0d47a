"""The small district of tests.crash, where so many people have asked, its chain linked: python -m tests.keeping.seeded QUESTIONS."""

import sys

from menkou.command import database, home
from tests.crash.seeded import seed


def ask(district_id: int, number: int) -> None:
    """Each question sealed under a key of its own, with its notices."""
    from menkou.consultations import intake
    from menkou.core.actors import Actor
    from menkou.core.scope import within
    from menkou.places.models import Village

    with within(district_id):
        villages = list(Village.objects.order_by("code"))
        for turn in range(number):
            by = Actor(None, "居民", device=turn.to_bytes(32))
            facts = {
                "village": villages[turn % len(villages)],
                "text": f"第 {turn} 个问题。",
                "form": f"{turn + 1:032x}",
            }
            intake.ask_once(by=by, may_hand_over=True, **facts)


def link(district_id: int) -> None:
    """The audit chain, as the worker would."""
    from menkou.core.chain.chainer import link_all
    from menkou.core.scope import within

    with within(district_id):
        link_all()


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    made = seed()
    ask(made, int(sys.argv[1]))
    link(made)
    sys.stdout.write(f"{made}\n")
