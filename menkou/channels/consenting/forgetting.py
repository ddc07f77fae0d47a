"""清理: ways to the platform's page and back that were gone long ago."""

from menkou.channels.consenting import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.reconciler import sweep


@sweep
def consents_asked_long_ago() -> None:
    """A day later nobody needs them."""
    for account in queries.accounts_with_outlived():
        actions.forget(by=CLOCK, account=account)
