"""Two questions that are kept from somebody: one about a village's committee, one about its adviser."""

import secrets

from menkou.consultations import actions as consultations
from menkou.consultations.interests.routing import About
from menkou.core.actors import Actor
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

ASKER = Actor(None, "居民")
QUESTIONS = [
    ("村里把我家的地算少了，找村干部说了几回都不认，我能去哪儿说理？", About("committee")),
    ("帮我写过诉状的顾问，听说也在帮对方，这样行不行？", About("adviser_a", other_side="冯二")),
]


def ask(stage: Stage) -> None:
    """In the last two villages of the list, through the same action as everybody; in a demo of two only the first."""
    codes = sorted(code for code in stage.villages if code != WALK_VILLAGE and code in stage.chosen.plan.posts)
    for code, (text, about) in zip(codes[-2:], QUESTIONS, strict=False):
        village, form = stage.villages[code], secrets.token_hex(16)
        consultations.ask(by=ASKER, village=village, text=text, form=form, may_hand_over=False, about=about)
