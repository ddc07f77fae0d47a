"""客服链接: the one call that asks for the link to a 客服 account, made by a job and again a few times where nobody answers."""

from datetime import timedelta

from menkou.channels import accounts, actions
from menkou.channels.asking import may_be_asked_again, noted, place, with_token
from menkou.channels.carrying import carries
from menkou.channels.errors import Failed
from menkou.channels.kf import client as kf
from menkou.channels.models import Account
from menkou.channels.queries import CONTACT
from menkou.channels.trying import DONE, ended_badly
from menkou.core import clock, outbox
from menkou.core.actors import CLOCK
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.scope import within

SCENE = "village-page"  # of every link: which village it is says the scene_param behind it
PAUSE = timedelta(seconds=5)  # before the first repetition; twice as long before each that follows


@carries(CONTACT)
def ask(row: Outgoing) -> Ended:
    """One call. What it says is kept on the account; asked twice it may be two links, and the last one is kept."""
    account_id = row.about
    assert account_id is not None
    with within(row.district_id):
        held = accounts.with_id(account_id)
    try:
        said = noted(held, lambda: with_token(held, lambda t: kf.contact_way(t, held.number, SCENE, base=place(held))))
        address = accounts.address_kept(held, said)
    except Failed as failed:
        if may_be_asked_again(failed) and row.attempt < outbox.MOST_ATTEMPTS:
            return Ended(outbox.State.WAITING, again_at=clock.now() + PAUSE * 2 ** (row.attempt - 1))
        return ended_badly(failed)
    with within(row.district_id):
        actions.keep_contact(by=CLOCK, account=Account.objects.get(pk=account_id), address=address)
    return Ended(outbox.State.SENT, way=DONE)
