"""生成各村的码: a job asks the platform for one code after another, and keeps each as it comes. Outside transactions.

Killed in the middle it goes on with the next that waits. A code that was made there and whose word was lost is asked for
once more: it is one of a hundred thousand, and leads to the same village.
"""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.channels import accounts
from menkou.channels.accounts import Credentials
from menkou.channels.asking import may_be_asked_again, noted, place, with_token
from menkou.channels.errors import Failed, Wrong
from menkou.channels.trying import ended_badly
from menkou.channels.wechat import client
from menkou.chats.models import SceneCode
from menkou.chats.scanning import actions, queries
from menkou.core.actors import CLOCK
from menkou.core.jobs import failed, forget_failed, live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within

MAKE = "menkou.chats.scanning.make"
A_BATCH = 20  # codes of one job, so that other work has its turn between two
MOST_TICKET = 512  # characters that we can keep
TODAY = "45009"  # today's calls are used up: asking on would only use up tomorrow's
log = logging.getLogger("menkou.chats")


@app.task(name=MAKE, queue="default")
def make(*, district_id: int, account_id: str) -> None:
    """A batch, and a job for the next one."""
    for _ in range(A_BATCH):
        with within(district_id):
            account = queries.account_asked_for(UUID(account_id))
            row = queries.next_waiting(account) if account else None
            held = accounts.opened(account) if account and row else None
        if row is None or held is None or not _made(held, row):
            return
    with within(district_id):
        ask_for(account_id)


def ask_for(account_id: str) -> None:
    """Queue the job, in this transaction. Those of one account run one after the other, or a code would be made twice."""
    app.configure_task(MAKE, lock=f"codes:{account_id}").defer(
        district_id=district_being_written(), account_id=account_id
    )


def _made(held: Credentials, row: SceneCode) -> bool:
    """One call; whether to go on with the next. What is busy or silent is asked again by the sweep."""
    scene = row.scene
    try:
        said = noted(held, lambda: with_token(held, lambda token: client.qr_code(token, scene, base=place(held))))
        address = accounts.address_kept(held, said.url)
        if len(said.ticket) > MOST_TICKET:
            raise Wrong("qr_code", "ticket")
    except Failed as error:
        log.warning("codes of %s: %s", held.account_id, error)
        if may_be_asked_again(error) and str(error.code) != TODAY:
            return False
        ended = ended_badly(error)
        with within(held.district_id):
            actions.refuse(by=CLOCK, account=row.account, code=ended.code, way=ended.way)
        return False
    with within(held.district_id):
        actions.keep(by=CLOCK, account=row.account, row=row, said=said, address=address)
    return True


@sweep
def codes_nobody_asks_for() -> None:
    """Queue again what waits without a live job."""
    waiting = {str(pk) for pk in queries.accounts_waiting()}
    if gone_wrong := failed(MAKE, "account_id"):
        forget_failed(MAKE, "account_id", gone_wrong)
    for pk in waiting - live(MAKE, "account_id") if waiting else ():
        ask_for(pk)
