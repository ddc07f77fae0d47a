"""认一认: the job that asks the platform whose browser came back. Outside any transaction, once for a code."""

import logging
from uuid import UUID

from procrastinate.contrib.django import app

from menkou.channels import accounts
from menkou.channels.asking import place
from menkou.channels.errors import Failed
from menkou.channels.login import actions, queries
from menkou.channels.models import Login
from menkou.channels.wechat import client
from menkou.core.actors import CLOCK
from menkou.core.jobs import live
from menkou.core.reconciler import sweep
from menkou.core.scope import district_being_written, within

log = logging.getLogger("menkou.gate")
IDENTIFY = "menkou.channels.login.identify"


@app.task(name=IDENTIFY, queue="inbox")
def identify(*, district_id: int, login_id: str) -> None:
    """One call. Whatever it does not say ends the way: the person opens the page again."""
    with within(district_id):
        found = queries.login_with_id(UUID(login_id))
        code, held = actions.take_code(by=CLOCK, login=found), accounts.opened(found.account)
    if code is None:
        return
    try:
        said = client.oauth_openid(held.number, held.secrets["secret"], code, base=place(held))
    except Failed as failed:
        log.warning("login %s: %s", login_id, failed)
        said = None
    with within(district_id):
        if said is None or said.is_snapshot:
            actions.end(by=CLOCK, login=found, is_snapshot=said is not None)
        else:
            actions.know(by=CLOCK, login=found, name=said.openid)


def ask_for(login: Login) -> None:
    """Queue the job, in this transaction."""
    app.configure_task(IDENTIFY).defer(district_id=district_being_written(), login_id=str(login.pk))


@sweep
def codes_not_asked_about() -> None:
    """Queue again what lost its job; a code that was being asked about when its worker died is not asked about again."""
    found = queries.waiting()
    lost = {str(pk) for pk in found} - (live(IDENTIFY, "login_id") if found else set())
    for pk in lost:
        app.configure_task(IDENTIFY).defer(district_id=district_being_written(), login_id=pk)


@sweep
def ways_gone_long_ago() -> None:
    """A day later nobody needs them."""
    for account in queries.accounts_with_outlived():
        actions.forget(by=CLOCK, account=account)
