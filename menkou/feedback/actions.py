"""提出、答复、收回: what is said of the software is heard by another person, and its sayer sees what became of it."""

from django.db import IntegrityError, transaction

from menkou.core import clock, outbox
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.keys import digest
from menkou.feedback import policies, queries
from menkou.feedback.models import Suggestion
from menkou.places.models import District

State = Suggestion.State
WAITING = "有一条对系统的意见等着答复，请登录查看。"
GONE = "这条意见已经收回了，不用答复。"
ANSWERED = "已经答复了，不能收回。可以另提一条。"
MEANWHILE = "刚才有人答复过了，答复在上面。还要改的，请照着改了再交一次。"
NOT_BACK = "已经说过改好了，或者说了不改的理由；不能退回“要改”。请提出的人另提一条。"


@action(policies.suggest, audit="feedback.suggested")
def suggest(*, by: Actor, district: District, kind: str, page: str, words: str, form: str) -> Suggestion:
    """提意见. A form sent twice says it once."""
    if found := queries.once(form):
        return found
    facts = {"kind": kind, "page": page, "words": words, "said_at": clock.now(), "said_by_id": by.user_id}
    made = Suggestion(once_digest=digest("once", form), **facts)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # pressed twice, and both arrive at one moment
        if found := queries.once(form):
            return found
        raise
    outbox.send(to="bureau", words=WAITING, key=f"feedback:{made.pk}")
    return made


@action(policies.answer, audit="feedback.answered")
def answer(*, by: Actor, suggestion: Suggestion, state: str, words: str, seen: str = "") -> Suggestion:
    """答复: to be changed, changed, or not and why. `seen`: the answer that whoever writes had before them (its mark).

    Raises Conflict where it was taken back, is over, or somebody else has answered meanwhile.
    """
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.state == State.WITHDRAWN:
        raise Conflict(GONE)
    if not found.is_open and state == State.TAKEN:
        raise Conflict(NOT_BACK)
    if found.mark != seen:
        raise Conflict(MEANWHILE)
    found.state, found.answer, found.answered_at, found.answered_by_id = state, words, clock.now(), by.user_id
    found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return found


@action(policies.withdraw, audit="feedback.withdrawn")
def withdraw(*, by: Actor, suggestion: Suggestion) -> Suggestion:
    """收回: while nobody has answered. Raises Conflict."""
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.state not in (State.SAID, State.WITHDRAWN):
        raise Conflict(ANSWERED)
    found.state = State.WITHDRAWN
    found.save(update_fields=["state"])
    outbox.withdraw_one(f"feedback:{found.pk}")
    return found
