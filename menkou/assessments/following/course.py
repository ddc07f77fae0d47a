"""Why a step cannot be taken yet, in the sentence that its page shows and its action says no with."""

from menkou.assessments.following import queries
from menkou.assessments.models import Consequence
from menkou.core import clock

Kind, State = Consequence.Kind, Consequence.State
NOT_NOW = "这一步现在不能办，请看这件事走到哪一步了。"
MOST_NAMED = 5


def why_not_decided(consequence: Consequence) -> str:
    """Nothing where it was answered, or its days are over."""
    until = consequence.answer_until
    if consequence.statement or until is None or until <= clock.now():
        return ""
    return f"还在陈述申辩的时间里：收到陈述申辩，或者过了 {clock.to_the_minute(until)}，才能决定。"


def why_not_done(consequence: Consequence) -> str:
    """A replacement while its posts are held by whom it is about, a notice while it stands."""
    if consequence.kind == Kind.NOTICE and consequence.ends_on and consequence.ends_on > clock.today():
        return f"通报挂到 {clock.in_words(consequence.ends_on)}，到那天才能办结。"
    if consequence.kind != Kind.REPLACE or not (held := queries.seats_in_words(queries.still_held(consequence))):
        return ""
    more = f"等 {len(held)} 个岗位" if len(held) > MOST_NAMED else ""
    return f"还不能办结：{'、'.join(held[:MOST_NAMED])}{more}还没有换人。"
