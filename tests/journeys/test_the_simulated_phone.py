"""The phone of the simulator, as somebody who shows Menkou uses it: by keyboard, small and wide, without a fault."""

import threading

import pytest
from axe_playwright_python.sync_playwright import Axe

from simulator.control import open_account
from simulator.server import Simulator
from simulator.wecom.links import add
from simulator.wecom.replying import send
from simulator.world import World

pytestmark = pytest.mark.journey
ACCOUNTS = [
    {"kind": "corp", "id": "ww1"},
    {"kind": "kf", "id": "wk1", "corp": "ww1"},
    {"kind": "wechat", "id": "wx1", "callbacks": []},
]


@pytest.fixture
def world():
    """A simulator with a 客服 account and a service account."""
    made = World()
    server = Simulator(made)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    for facts in ACCOUNTS:
        open_account(made, facts)
    yield made
    server.shutdown()
    server.server_close()


def test_somebody_scans_a_board_writes_and_reads_the_answer(browser, world):
    corp = world.account("ww1")
    link = add(world, corp, {"open_kfid": "wk1", "scene": "board"})["url"] + "&scene_param=B17"
    context = browser.new_context(viewport={"width": 360, "height": 780}, locale="zh-CN")
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(link)
    page.get_by_role("button", name="王桂兰").click()
    page.get_by_role("button", name="扫这个码").click()
    page.get_by_text("进入会话（board B17）").wait_for()
    page.get_by_label("要说的话").fill("邻居占了我家的地")
    page.keyboard.press("Enter")
    page.get_by_text("邻居占了我家的地").wait_for()
    with world.lock:
        text = {"content": "收到，请看 http://127.0.0.1/r"}
        send(world, corp, {"touser": "wmDemoWangGuilan", "open_kfid": "wk1", "msgtype": "text", "text": text})
    assert page.get_by_role("link", name="http://127.0.0.1/r").get_attribute("target") == "_blank"
    page.get_by_role("tab", name="微信客服").press("ArrowRight")
    page.get_by_text("还没有通知。").wait_for()
    page.get_by_label("微信平台停了").check()
    page.get_by_text("现在发不出去").wait_for()
    before = world.now()
    page.get_by_role("button", name="快进 47 小时").click()
    page.wait_for_function("document.querySelector('#outage').checked")
    assert world.now() - before > 47 * 3600
    for width in (360, 1366):
        page.set_viewport_size({"width": width, "height": 780})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page).violations_count == 0
    context.close()
    assert faults == []
