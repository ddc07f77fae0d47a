"""Words to an office go out to people and into the group by 微信模拟's platforms, which check and open what they get."""

import threading

import pytest

from menkou.channels import accounts, pushing
from menkou.channels.tests.wires import an_account
from menkou.core import clock
from menkou.places.models import Rule
from menkou.reminders import actions, reaching
from menkou.reminders.models import Way
from menkou.reminders.tests.conftest import FILED, FOR_STAFF, NUMBER, WORDS, carry, give, parts, told
from simulator.server import Simulator
from simulator.tests.conftest import Caller
from simulator.world import World

CORP, KEY = "ww00000000000000d1", "00000000-0000-4000-8000-0000000000d1"
SIMULATED = {"is_simulated": "yes"}


@pytest.fixture
def caller(district, settings, tmp_path):
    server = Simulator(World())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.MENKOU_SIMULATOR, settings.MENKOU_OUTBOX_FILE = server.world.address, str(tmp_path / "outbox.log")
    yield Caller(server.world)
    server.shutdown()
    server.server_close()


def an_office(caller) -> None:
    """What the bureau has registered, and the platforms know."""
    caller.post("/sim/accounts", kind="corp", id=CORP, secrets={"s" * 32: 1000003}, members={"lao": "老张"})
    caller.post("/sim/accounts", kind="robot", id=KEY, name="工作群")
    caller.post("/sim/accounts", kind="sms-tencent", id="k", secret="k", sign=FILED["sign"], app="1400006666")
    an_account("app", "1000003", {"secret": "s" * 32}, {**SIMULATED, "corpid": CORP})
    an_account("robot", "工作群", {"key": KEY}, {**SIMULATED, "tells": "bureau"})
    an_account("sms", "1400006666", {"key_id": "k", "key_secret": "k"}, {**SIMULATED, **FILED, **FOR_STAFF})


def on(caller, account: str, user: str) -> str:
    return str(caller.get(f"/sim/phone/{account}/{user}"))


def reminder():
    """To the bureau's one officer."""
    return next(one for one in parts(carry(told("bureau"))) if one.channel == "person")


def test_it_arrives_in_wecom_and_in_the_group(caller, bureau):
    an_office(caller)
    give(bureau, to="lao")
    person, group = parts(carry(told("bureau")))

    assert [(carry(one).state, one.way) for one in (person, group)] == [("sent", "wecom"), ("sent", "robot")]
    assert WORDS in on(caller, CORP, "lao")
    assert WORDS in on(caller, KEY, "group")


def test_whom_the_platform_does_not_know_gets_the_text_that_was_filed_for_staff(caller, bureau):
    an_office(caller)
    give(bureau, to="nobody"), give(bureau, "phone", NUMBER)
    row = reminder()
    for key, hour in (("hour_texts_to_staff_begin", 0), ("hour_texts_to_staff_end", 24)):
        Rule.objects.create(key=key, value=hour, valid_from=clock.today())
    carry(row)

    assert (carry(row).way, row.code) == ("phone", "wecom:81013")
    assert f"[{FOR_STAFF['staff_template']}]" in on(caller, "k", NUMBER)  # by its number, as Tencent takes it


def test_a_browser_opens_what_was_pushed_and_one_that_left_is_forgotten(caller, bureau):
    facts = {**SIMULATED, "contact": "office@example.gov.cn"}
    account = an_account("push", "浏览器通知", pushing.new_secrets(facts), facts)
    browser = caller.post("/sim/accounts", kind="push", key=pushing.vapid_of(accounts.opened(account)).public)
    way = Way(user_id=bureau.user_id, kind="push")
    actions.add(by=bureau, way=way, leads={"endpoint": browser["endpoint"], **browser["keys"]})

    assert carry(reminder()).way == "push"
    assert reaching.PUSHED in str(caller.get("/sim/history"))
    caller.post("/sim/push-gone", account=browser["id"])
    assert carry(row := reminder()).code == "push:410"
    way.refresh_from_db()
    assert way.refused_at
    assert carry(row).way == "file"
