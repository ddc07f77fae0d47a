"""收回执: what a gateway pushes to an account's address. Only what is on record, with its job, is answered as taken.

Whatever is wrong with the address, or with the account, is refused as any other callback is (arriving). The numbers that
were texted are not kept: our id, or the gateway's, finds the text.
"""

import logging
import secrets
from uuid import UUID

from menkou.channels import arriving, gathering, inbox, recipients
from menkou.channels.arrived import key_of
from menkou.channels.arriving import Refused
from menkou.channels.models import Account
from menkou.channels.texted import address

log = logging.getLogger("menkou.intake")


def take(slug: str, account_id: UUID, word: str, body: bytes) -> bytes:
    """Put what a gateway pushes on record, each receipt once; when this returns, it is. Returns what that is answered with.

    Raises Refused, and django.db.Error where the database does not keep it: the gateway may send it again.
    """
    account = _called(slug, account_id) if address.is_word_of(account_id, word) else None
    if account is None:
        raise Refused
    # not before there is a receipt: what calls gateways costs 12 MB, and most installations have none
    from menkou.channels import texting
    from menkou.channels.sms.receipts import Unreadable, packed

    try:
        said = texting.receipts_of(account.facts, body)
    except Unreadable:
        # As with messages: sent again it would be no more readable, so it ends here, and somebody looks why.
        if arriving.is_due("unreadable", account):
            log.error("fault %s: account %s got receipts that nobody can read", secrets.token_hex(4), account.pk)
        return texting.answer_of(account.facts)
    rows = [
        inbox.row_of(account, sender="", key=key_of("receipt", one.id, one.state), plain=packed(one)) for one in said
    ]
    if rows:
        gathering.keep(account.district_id, *rows)
    arriving.note_heard(account)
    return texting.answer_of(account.facts)


def _called(slug: str, account_id: UUID) -> Account | None:
    found: list[Account | None] = []
    gathering.surely(lambda: found.append(recipients.of_receipts(slug, account_id)))
    return found[-1]
