"""交给平台: the one call that hands a text to a gateway, with a row about it from before the call. Outside any transaction."""

import logging
from collections.abc import Callable
from uuid import UUID

from django.db import DatabaseError

from menkou.channels import sms, texting
from menkou.channels.accounts import Credentials
from menkou.channels.errors import Failed, Unclear
from menkou.channels.sms.receipts import LONGEST_ID, word
from menkou.channels.sms.texts import Template
from menkou.channels.texted import keeping
from menkou.core.scope import within

log = logging.getLogger("menkou.outbox")


def hand_over(account: Credentials, number: str, template: Template, outgoing: UUID, way: str = "") -> None:
    """Tell a number of a row of the outbox that stands at `way`. Raises Failed.

    The text's own id goes along, so that a gateway that says it again names this text and no other; the row is there before
    the call, so that a receipt that comes at once, or after an answer that was lost, is about something.
    """
    gateway = texting.settings_of(account)
    with within(account.district_id):
        text = keeping.begin(account.account_id, outgoing, way)
    try:
        said = sms.send(gateway, number, template, {}, text.pk.hex)
    except Unclear:
        raise  # it may have gone, and then its receipt comes
    except Failed:
        _noted(account, lambda: keeping.drop(text))
        raise
    if (named := word(said, LONGEST_ID)) not in ("", text.pk.hex):
        _noted(account, lambda: keeping.note_id(text, named))


def _noted(account: Credentials, note: Callable[[], None]) -> None:
    """A table that cannot be reached after the call must not make the call look as if it had not been made."""
    try:
        with within(account.district_id):
            note()
    except DatabaseError as error:
        log.error("account %s: what became of a text is not noted: %s", account.account_id, type(error).__name__)
