"""Texts go to 微信模拟's gateways, which push what became of them as each vendor does; the door, the job and the pages follow."""

import threading
from dataclasses import replace

import pytest

from menkou.channels import actions, recipients, texting
from menkou.channels.jobs import deliver
from menkou.channels.models import Account, Correspondent, Incoming, Text
from menkou.channels.sms import aliyun, http, tencent
from menkou.channels.tests.outside import Stub, answering
from menkou.channels.tests.wires import an_account
from menkou.channels.texted import address, keeping, settling
from menkou.chats.tests.conftest import Person, carried, open_account, platform
from menkou.consultations import actions as consultations
from menkou.consultations.calling import sealing as calling
from menkou.consultations.rules.circumstances import CallWish
from menkou.core.models import Outgoing
from simulator.server import Simulator
from simulator.tests.conftest import Caller, wait_for
from simulator.world import World
from tests.callbacks.conftest import call
from tests.cast import SLUG

__all__ = ["call", "platform"]
GATEWAYS = {"tencent": tencent, "aliyun": aliyun, "http": http}
NUMBER, FORM = "13800001234", "1" * 32
FILED = {"is_simulated": "yes", "sign": "示例司法", "template": "1", "words": "您有一条新回复。"}
SHEET = {"url": "https://sms.example.gov.cn/send", "outcome": "code", "success": "0", "receipt": "data.msgId"}
SHEET |= {"reports_listed": "reports", "reports_id": "msgId", "reports_outcome": "status"}
SHEET |= {"reports_delivered": "DELIVRD", "reports_reason": "status"}
SECRETS = {"key_id": "k", "key_secret": "k"}
SECRETS |= {"body": '{"mobile": "{number}", "content": "{words}", "reference": "{once}"}'}


@pytest.fixture(scope="module")
def running():
    server = Simulator(World())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.world
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def caller(running, district, settings, monkeypatch):
    running.reset(1)
    recipients.forget()
    settings.MENKOU_SIMULATOR, real = running.address, texting.settings_of

    def with_key(held):  # a province's sheet has no place for the header that this one asks for
        found = real(held)
        return replace(found, headers={"X-Access-Key": "k"}) if isinstance(found, http.Settings) else found

    monkeypatch.setattr(texting, "settings_of", with_key)
    return Caller(running)


@pytest.fixture
def outside():
    """Where the simulator pushes to: what comes there is carried to our door by hand."""
    with answering() as stub:
        yield stub


def registered(caller, outside: Stub, gateway: str) -> Account:
    """With us, and there with our address."""
    made = an_account(
        "sms", "1400006666", SECRETS, {"gateway": gateway, **FILED, **(SHEET if gateway == "http" else {})}
    )
    pushes = outside.url + address.path_of(SLUG, made.pk)
    sheet = {"id": "k", "secret": "k", "sign": FILED["sign"], "app": made.number, "receipts": pushes}
    caller.post("/sim/accounts", kind=f"sms-{gateway}", **sheet)
    return made


def handed_in(outside: Stub, call, number: int = 1) -> bytes:
    """What was pushed is taken to the door, and its job runs; how the door answered."""
    wait_for(lambda: len(outside.asked) >= number)
    path, body = outside.last.path.partition("?")[0], outside.last.body
    status, _, answer = call(path, "", body)
    assert status == 200
    for row in Incoming.objects.filter(taken_at=None):
        settling.settle(district_id=row.district_id, incoming_id=str(row.pk))
    return answer


def tried(bureau, account: Account) -> Outgoing:
    actions.try_out(by=bureau, account=account, to=NUMBER, form=FORM)
    row = Outgoing.objects.get(key=f"try:{FORM}")
    deliver(district_id=row.district_id, outgoing_id=str(row.pk))
    row.refresh_from_db()
    return row


@pytest.mark.parametrize("gateway", GATEWAYS)
@pytest.mark.parametrize(("fate", "state", "word"), [("", "delivered", "到了"), ("UNDELIV", "failed", "没有到")])
def test_what_a_gateway_says_of_a_text_reaches_the_page(
    caller, outside, call, bureau, sign_in, gateway, fate, state, word
):
    account = registered(caller, outside, gateway)
    if fate:
        caller.post("/sim/sms/fates", account="k", number=NUMBER, outcome=fate)

    assert tried(bureau, account).state == "sent"
    assert handed_in(outside, call) == GATEWAYS[gateway].TAKEN
    assert Text.objects.get().state == state
    page = sign_in(bureau).get(f"/{SLUG}/channels/{account.pk}/").content.decode()
    assert word in page
    assert ("无法送达" in page) == bool(fate)


def test_a_house_that_does_not_keep_the_gateways_id_is_found_out(caller, outside, call, bureau, monkeypatch):
    monkeypatch.setattr(keeping, "note_id", lambda text, said: None)
    tried(bureau, registered(caller, outside, "http"))  # the one that names its own id and no other
    handed_in(outside, call)
    assert Text.objects.get().state == ""


def test_an_answer_whose_text_is_lost_becomes_a_task_for_a_person(
    caller, outside, call, platform, village, chen, lin, adviser_a
):
    wang = Person(open_account("wechat", "wx0000000000000001"), "openid-wang")
    for words in ("红花村", "邻居占了我家宅基地", "1"):
        wang.says(words)
    matter = wang.chat.matter
    consultations.answer(by=adviser_a, consultation=matter, text="先丈量。", form="a" * 32)
    calling.add(matter, CallWish(NUMBER))
    registered(caller, outside, "tencent")
    caller.post("/sim/sms/fates", account="k", number=NUMBER, outcome="MOBILE_NOT_ON_SERVICE")
    Correspondent.objects.update(heard_at=None, opened_at=None)  # the window has closed

    assert (carried().way, Text.objects.get().state) == ("sms", "")
    handed_in(outside, call)
    assert (carried().state, Text.objects.get().code) == ("task", "MOBILE_NOT_ON_SERVICE")
