"""What a browser may open that came from WeChat and was known there: what is bound to that person's chat at this moment."""

from uuid import UUID

from menkou.channels.login import queries as login
from menkou.chats.queries import bound_to


def opens(correspondent_id: UUID) -> frozenset[UUID]:
    """The consultations bound to somebody's chat, asked anew at every request: once unbound, nothing is open.

    Nothing where the account is off by now.
    """
    if login.correspondent_of(correspondent_id) is None:
        return frozenset()
    return bound_to(correspondent_id)
