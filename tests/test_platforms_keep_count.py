"""What goes out, against 微信模拟, which counts with code of its own: no platform's limit is ever broken (P-07), and an
outage of three days leaves nobody silently unanswered (P-09). Both clocks are the test's.
"""

import random
import threading

import pytest
import time_machine
from django.conf import settings

from menkou.channels import jobs, ledger
from menkou.channels.models import Account
from menkou.channels.tests.outside import answering
from menkou.chats import carrying
from menkou.chats.models import Chat
from menkou.chats.rules import ways
from menkou.chats.tests.conftest import KF, Person, open_account
from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.models import Consultation
from menkou.core import outbox
from menkou.core.models import Outgoing
from simulator.control import open_account as open_simulated
from simulator.server import Simulator
from simulator.tests.conftest import Caller
from simulator.world import World

MORNING = "2026-03-05 09:00+08:00"
NUMBER, CORP, TEMPLATE = "wx0000000000000001", "ww0000000000000001", "t" * 30
KEYS = {"token": "t" * 32, "aes_key": "k" * 42 + "A"}
TURNS = 150
HOUR_S = 3600
STEPS_S = (1, 5, 20, 29, 31, 59, 61, 600, 47 * HOUR_S, 48 * HOUR_S - 61, 48 * HOUR_S - 31, 48 * HOUR_S - 1, 48 * HOUR_S)
TERMINAL = {"sent", "task"}


@pytest.fixture(scope="module")
def simulator():
    server = Simulator(World())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server.world
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def world(simulator, monkeypatch):
    """A service account and a 微信客服 that both sides know."""
    simulator.reset(1)
    with answering() as intake:  # it has our words by another way, which keeps both in step
        intake.answer = b"success"
        _open_accounts(simulator, f"{intake.url}/", monkeypatch)
        yield simulator


def _open_accounts(simulator, callback: str, monkeypatch) -> None:
    monkeypatch.setattr(settings, "MENKOU_SIMULATOR", simulator.address)
    templates = {TEMPLATE: {"keys": ["thing1"], "long_term": False}}
    for sheet in (
        {"kind": "wechat", "id": NUMBER, "secret": "s" * 32, **KEYS, "templates": templates, "callbacks": [callback]},
        {"kind": "corp", "id": CORP, "secrets": {"s" * 32: 1}, **KEYS},
        {"kind": "kf", "id": KF, "corp": CORP},
    ):
        open_simulated(simulator, sheet)


@pytest.fixture
def time():
    with time_machine.travel(MORNING, tick=False) as moved:
        yield moved


@pytest.fixture
def accounts(time, world, district):
    simulated = {"is_simulated": "yes"}
    service = open_account("wechat", NUMBER, template=TEMPLATE, **simulated)
    return {"wechat": service, "kf": open_account("kf", KF, corpid=CORP, **simulated)}


def speak(world, person: Person, text: str) -> None:
    """The same word on the platform, which counts it, and in our inbox."""
    Caller(world).post("/sim/push", account=person.account.number, user=person.name, kind="text", content=text)
    person.says(text)


def tap(world, person: Person) -> None:
    Caller(world).post("/sim/push", account=NUMBER, user=person.name, kind="click", key="help")
    person.does("event", Event="CLICK", EventKey="help")


def carry_what_is_due() -> None:
    for row in Outgoing.objects.filter(state__in=["waiting", "sending"], channel__in=["chat", "answer"]):
        jobs.deliver(district_id=row.district_id, outgoing_id=str(row.pk))


def random_days(world, time, people: list[Person], turns: int = TURNS) -> int:
    """People write and tap, we write back, and time jumps to and over every edge; how many words were not sent."""
    chance = random.Random(7)
    for number in range(turns):
        time.shift(chance.choice(STEPS_S))
        person = chance.choice(people)
        match chance.choice(("speak", "tap", "write", "write", "write", "write")):
            case "speak":
                speak(world, person, "帮助")
            case "tap" if person.account.kind == "wechat":
                tap(world, person)
            case _:
                outbox.send(to=f"chat:{person.chat.pk}", channel="chat", words="您有一条新回复。", key=f"n{number}")
        carry_what_is_due()
    return Outgoing.objects.filter(channel="chat").exclude(state="sent").count()


@pytest.fixture
def people(world, accounts, village, chen, lin):
    """Two who write on each account."""
    found = [Person(accounts["wechat"], f"openid-{n}") for n in (1, 2)]
    found += [Person(accounts["kf"], f"wm{n}") for n in (1, 2)]
    for person in found:
        speak(world, person, "你好")
    return found


def test_no_limit_of_a_platform_is_ever_broken(world, time, people):
    unsent = random_days(world, time, people)
    assert world.violations == []
    assert unsent > 5  # so that the edges were there
    assert Outgoing.objects.filter(channel="chat", state="sent").count() > 50


def test_a_ledger_that_does_not_count_is_found_out(world, time, people, monkeypatch):
    monkeypatch.setattr(carrying, "left", lambda openings, now: 1)
    monkeypatch.setattr(ledger, "reserve", lambda who: True)
    random_days(world, time, people, turns=40)
    assert world.violations != []


def asks(world, person: Person, notices: int = 0) -> Consultation:
    for words in ("红花村", "邻居占了我家宅基地", "1"):
        speak(world, person, words)
    carry_what_is_due()
    if notices:
        Caller(world).post("/sim/push", account=NUMBER, user=person.name, kind="consent", template=TEMPLATE)
        chat = person.chat
        type(chat.correspondent).objects.filter(pk=chat.correspondent_id).update(notices=notices)
    return person.chat.matter


def answered(world, accounts, adviser_a, number: int = 12, notices: int = 3) -> tuple[list[Person], list[Consultation]]:
    """People who have asked on both accounts, and whom nobody can reach from now on; each is answered."""
    kinds = [("wechat", "wechat", "kf")[n % 3] for n in range(number)]
    people = [Person(accounts[kind], f"{'openid' if kind == 'wechat' else 'wm'}-{n}") for n, kind in enumerate(kinds)]
    return people, [asks(world, person, notices=n % notices == 0) for n, person in enumerate(people)]


def answer_all(matters: list[Consultation], adviser_a) -> None:
    for number, matter in enumerate(matters):
        consultations.answer(by=adviser_a, consultation=matter, text="先别动手。", form=f"{number:032d}")


def pass_time(time, minutes: list[int]) -> None:
    for one in minutes:
        time.shift(one * 60)
        carry_what_is_due()


def silently_unanswered(world, matters: list[Consultation]) -> list[str]:
    """Everything that is wrong once the platforms are back: whom nobody told, and whom nobody is to telephone."""
    found = dict(Outgoing.objects.filter(channel="answer").values_list("about", "state"))
    told = [f"{matter.pk}: {found.get(matter.pk)}" for matter in matters if found.get(matter.pk) not in TERMINAL]
    told += [
        f"{matter.pk}: not by 取件码" for matter in matters if content.open_for_asker(matter)[-1].text != "先别动手。"
    ]
    return told + [str(one) for one in world.violations]


OUTAGE = [1] * 5 + [10] * 6 + [180] * 24  # minutes: three days


def test_three_days_without_the_platforms_leave_nobody_silently_unanswered(
    world, time, accounts, village, chen, lin, adviser_a
):
    people, matters = answered(world, accounts, adviser_a)
    world.faults.add({"kind": "status", "endpoint": "*", "status": 502})
    answer_all(matters, adviser_a)
    pass_time(time, OUTAGE)
    assert all(content.open_for_asker(matter)[-1].text == "先别动手。" for matter in matters)  # by 取件码 all along
    assert Account.objects.filter(failures__gte=5).count() == 2  # both were left alone meanwhile
    world.faults.set.clear()
    pass_time(time, [1, 1])
    assert silently_unanswered(world, matters) == []
    speak(world, people[0], "您还在吗")  # whoever comes back is told what could not be told
    carry_what_is_due()
    assert Outgoing.objects.get(channel="answer", about=matters[0].pk).state == "sent"
    assert Chat.objects.count() == len(people)


def gives_up(end, taken, begun, reach, ended, now) -> ways.Next:
    """Lets a platform that is down have the last word."""
    return ways.Next(ways.State.SENT if end is ways.End.SENT else ways.State.FAILED, taken)


def never_looks_further(end, taken, begun, reach, ended, now) -> ways.Next:
    """Tries the same way for ever."""
    return ways.Next(ways.State.SENT if end is ways.End.SENT else ways.State.WAITING, "chat", now + ways.LATEST)


@pytest.mark.parametrize("bug", [gives_up, never_looks_further])
def test_whoever_leaves_somebody_silently_unanswered_is_found_out(
    world, time, accounts, village, chen, lin, adviser_a, monkeypatch, bug
):
    _, matters = answered(world, accounts, adviser_a, 3)
    world.faults.add({"kind": "status", "endpoint": "*", "status": 502})
    monkeypatch.setattr(ways, "after", bug)
    answer_all(matters, adviser_a)
    pass_time(time, [1] * 5 + [720] * 6)
    world.faults.set.clear()
    pass_time(time, [1, 1])
    assert silently_unanswered(world, matters) != []


def too_often(world, people: list[Person], since: int) -> list[str]:
    """Who was told twice in a way that cannot be told from two answers. In 微信客服 a word keeps its number."""
    told = []
    for person in people:
        mine = [one for one in world.deliveries if (one["user"], one["id"] > since) == (person.name, True)]
        plain = [
            one for one in mine if one["channel"] == "custom" and carrying.NUMBERED not in str(one.get("content", ""))
        ]
        numbers = {one["msgid"] for one in mine if one.get("msgid")}
        if len(plain) > 1 or len(numbers) > 1 or len(mine) > 3:
            told.append(f"{person.name}: {len(plain)} unnumbered, {len(numbers)} numbers, {len(mine)} in all")
    return told


def over_lossy_lines(world, time, accounts, adviser_a) -> list[str]:
    """A platform that takes what it is given and says nothing, every second time (P-06): everything that is wrong."""
    people, matters = answered(world, accounts, adviser_a, 12, notices=2)
    since = max((one["id"] for one in world.deliveries), default=0)
    for endpoint in ("/wx/cgi-bin/message", "/qy/cgi-bin/kf/send_msg"):
        world.faults.add({"kind": "drop-reply", "endpoint": endpoint, "probability": 0.5})
    answer_all(matters, adviser_a)
    pass_time(time, [1] * 10 + [30] * 20)
    assert sum(fault.struck for fault in world.faults.set) > len(people) / 3  # else nothing was lost on the way
    return [*silently_unanswered(world, matters), *too_often(world, people, since)]


def test_where_nobody_knows_whether_it_arrived_nobody_is_told_the_same_thing_twice_unmarked(
    world, time, accounts, village, chen, lin, adviser_a
):
    assert over_lossy_lines(world, time, accounts, adviser_a) == []


def test_whoever_sends_again_what_may_have_arrived_is_found_out(
    world, time, accounts, village, chen, lin, adviser_a, monkeypatch
):
    honest = ways.after
    monkeypatch.setattr(  # a seeded fault: silence is taken for a refusal
        ways, "after", lambda end, *rest: honest(ways.End.LATER if end is ways.End.UNCLEAR else end, *rest)
    )
    assert over_lossy_lines(world, time, accounts, adviser_a) != []
