"""A notice goes into groups by 微信模拟's platforms, is confirmed there by the owner, and the receipts come back."""

import threading

import pytest

from menkou.broadcasts import actions, jobs
from menkou.broadcasts.models import Delivery, Notice, Task
from menkou.channels.jobs import deliver
from menkou.channels.tests.wires import an_account
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.models import Outgoing
from menkou.groups.keeping import actions as keeping
from menkou.groups.models import Group
from simulator.server import Simulator
from simulator.tests.conftest import Caller
from simulator.world import World

CORP, KEY = "ww00000000000000d1", "00000000-0000-4000-8000-0000000000d1"
SIMULATED = {"is_simulated": "yes"}


@pytest.fixture
def caller(district, settings):
    server = Simulator(World())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    settings.MENKOU_SIMULATOR = server.world.address
    yield Caller(server.world)
    server.shutdown()
    server.server_close()


def test_by_robot_and_by_task_it_arrives_and_is_known_to(caller, bureau, make_actor, village, chen):
    caller.post("/sim/accounts", kind="robot", id=KEY, name="工作群")
    chats = {"wr1": "chenlushi"}
    caller.post("/sim/accounts", kind="corp", id=CORP, secrets={"s" * 32: 1}, members={"chenlushi": "陈"}, chats=chats)
    robot = an_account("robot", "工作群", {"key": KEY}, SIMULATED)
    mass = an_account("mass", "1", {"secret": "s" * 32}, {**SIMULATED, "corpid": CORP})
    top = Group.objects.create(level="district", name="顾问之家", owner_id=bureau.user_id)
    here = Group.objects.create(level="village", form="wecom", name="村群", village=village, registration=chen)
    keeping.connect(by=bureau, group=top, means="robot", account=robot)
    keeping.connect(by=bureau, group=here, means="mass", account=mass, chat_id="wr1", sender="chenlushi")

    facts = {"kind": "notice", "title": "别信", "text": "土地确权不收钱。", "levels": ["district", "village"]}
    notice = Notice(go_on=clock.today(), **facts)
    actions.draft(by=bureau, notice=notice)
    actions.hand_in(by=bureau, notice=notice)
    actions.approve(by=make_actor(Role.JUSTICE_BUREAU, "second"), notice=notice, edition=1)
    jobs.spread(district_id=notice.district_id, notice_id=str(notice.pk))
    for row in Outgoing.objects.filter(channel__startswith="push-"):
        deliver(district_id=row.district_id, outgoing_id=str(row.pk))

    task = Task.objects.get()
    assert dict(Delivery.objects.values_list("group__name", "state")) == {"顾问之家": "sent", "村群": "task"}
    assert "土地确权不收钱" in str(caller.get(f"/sim/phone/{KEY}/group"))
    caller.post("/sim/wecom/confirm", corp=CORP, task=task.msgid)
    jobs.poll(district_id=notice.district_id, task_id=str(task.pk))
    assert Delivery.objects.get(group=here).state == "sent"
    assert "土地确权不收钱" in str(caller.get(f"/sim/phone/{CORP}/wr1"))
