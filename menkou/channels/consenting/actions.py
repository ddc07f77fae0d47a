"""同意提醒: a browser goes to the platform's page, and its person's yes or no comes back with it. Whatever is odd counts nothing."""

import secrets

from menkou.channels import inbox, ledger, policies
from menkou.channels.consenting import queries
from menkou.channels.login.actions import AGAIN, LASTS
from menkou.channels.models import Account, Consent, Correspondent
from menkou.core import clock
from menkou.core.actions import action
from menkou.core.actors import Actor
from menkou.core.errors import Conflict
from menkou.core.rows import insert

SAID = {"confirm": Consent.Step.YES, "cancel": Consent.Step.NO}  # in the platform's words


@action(policies.consent, audit="channels.consent_asked")
def begin(*, by: Actor, correspondent: Correspondent) -> str:
    """去问一问: what has to come back from the platform's page, once and with the same browser."""
    state, facts = secrets.token_hex(16), {"device_digest": by.device or b"", "until_at": clock.now() + LASTS}
    insert(
        Consent(
            account=correspondent.account,
            correspondent=correspondent,
            state_digest=queries.state_digest(state),
            **facts,
        )
    )
    return state


@action(policies.answer, audit="channels.consent_said")
def answer(*, by: Actor, consent: Consent, template: str, name: str, said: str) -> None:
    """同意，或者不用: counted once. A yes comes with the name of whoever said it, and that has to be whose browser went.

    Raises Conflict where anything of it is odd, was said before, or took too long.
    """
    who, account = consent.correspondent, consent.account
    is_own = said != "confirm" or inbox.sender_digest(account.pk, name) == bytes(who.sender_digest)
    if said not in SAID or not is_own or template != account.facts.get("template"):
        raise Conflict(AGAIN)
    mine = Consent.objects.filter(pk=consent.pk, step=Consent.Step.AWAY, until_at__gt=clock.now())
    if not mine.update(step=SAID[said]):
        raise Conflict(AGAIN)
    ledger.note_consent(who, is_given=said == "confirm")


@action(policies.forget, audit="channels.consents_forgotten", count=int, when=bool)
def forget(*, by: Actor, account: Account) -> int:
    """Ways that were gone long ago; how many. What was said stays with whom it concerns."""
    return queries.outlived().filter(account=account).delete()[0]
