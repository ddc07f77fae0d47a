"""短信: nothing is kept of those of long ago."""

from menkou.channels import policies
from menkou.channels.models import Account
from menkou.channels.texted import queries
from menkou.core.actions import action
from menkou.core.actors import Actor


@action(policies.forget, audit="channels.texts_forgotten", count=int, when=bool)
def forget(*, by: Actor, account: Account) -> int:
    """Texts of long ago; how many."""
    return queries.outlived().filter(account=account).delete()[0]
