"""What a page tells the phone of somebody of the staff, so that words can wait there sealed until they are sent.

The key is of the account and never stored on the phone: only a page that the account has opened holds it, so that what
waits is closed to whoever finds the phone, and to the next account on it (docs/adr/0042).
"""

import base64
from dataclasses import dataclass

from menkou.core.actors import Actor
from menkou.core.keys import digest
from menkou.places import queries as places


@dataclass(frozen=True)
class Phone:
    """The account's name on phones, which tells nobody whose it is, and its key there (base64)."""

    account: str
    key: str
    days: int  # for how many what another account left there, and drafts, are kept


def phone_of(by: Actor) -> Phone:
    """For a page of theirs. Whoever is not signed in has none."""
    account = digest("phone", str(by.user_id)).hex()[:32]
    return Phone(
        account,
        base64.b64encode(digest("phone-key", str(by.user_id))).decode(),
        places.rules()["days_an_answer_draft_is_kept"],
    )


def is_of_another(by: Actor, account: str) -> bool:
    """Whether what a phone sends was written in another account than the one that is signed in there now."""
    return bool(account) and account != phone_of(by).account
