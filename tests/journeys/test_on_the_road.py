"""J4: an adviser answers with the network off; what waits is sent in order, once, by its writer, or told what to do."""

import pytest

from menkou.demo.people import PASSWORD
from tests.journeys.conftest import username
from tests.journeys.test_speaking import DONE, phone, phone_with_microphone, sign_in_with_microphone, tap
from tests.journeys.test_the_walk import ask

pytestmark = pytest.mark.journey
__all__ = ["phone", "phone_with_microphone"]
WAITING = "[data-sync-words]"
ROWS = """(act) => new Promise((done) => {
  const opening = indexedDB.open("menkou_desk", 1);
  opening.onsuccess = () => {
    const all = opening.result.transaction("waiting", "readwrite").objectStore("waiting");
    if (act === "put") { window.rows.forEach((row) => all.put(row)); all.count().onsuccess = (e) => done(e.target.result); }
    else all.getAll().onsuccess = (e) => { window.rows = e.target.result; done(JSON.stringify(window.rows)); };
  };
})"""


def open_first(page) -> None:
    """The newest of what is unread."""
    page.locator("li[data-row]", has_text="未读").last.get_by_role("link").click()
    page.taps += 1
    page.get_by_label("答复").wait_for()


def opened(menkou, new_page, sign_in):
    """The adviser's page of a question that has just been asked."""
    ask(new_page(), menkou)
    page = sign_in("A岗")
    page.taps = 0
    open_first(page)
    return page


def slow_down(page, latency_ms: int) -> None:
    slow = {"offline": False, "latency": latency_ms, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)


def says(page, words: str) -> None:
    page.locator(WAITING, has_text=words).wait_for()


def answers(page) -> list[str]:
    """What this matter was answered, voice told apart, in order."""
    mine = page.locator(".talk .bubble--mine:not([data-waits])")
    return ["voice" if one.locator("audio").count() else one.locator("p").inner_text() for one in mine.all()]


def write_and_speak(page) -> str:
    """Without a network: a phrase at a tap, taken back and sent again, then a clip; both wait."""
    page.context.set_offline(True)
    page.locator("[data-phrase]").first.click()
    page.taps += 1
    tap(page, "发出")
    says(page, "待上传 1")
    tap(page, "撤回")
    page.get_by_text("撤回来了").wait_for()
    phrase = page.get_by_label("答复").input_value()
    assert phrase
    page.get_by_role("button", name="发出").click()
    says(page, "待上传 1")
    page.get_by_role("button", name="语音答复").click()
    page.get_by_role("button", name=DONE).wait_for()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="发出").click()
    says(page, "没有网络 · 待上传 2")
    return phrase


def test_an_answer_given_without_a_network_arrives_in_order_and_once(menkou, new_page, phone):
    ask(new_page(), menkou)
    page = sign_in_with_microphone(phone, menkou)
    context = page.context
    open_first(page)
    where = page.url
    page.get_by_label("没有利害关系").first.check()  # asked for once, before the first answer of a matter
    phrase = write_and_speak(page)
    assert page.taps <= 4
    page.get_by_role("link", name="回到今天").click()
    says(page, "打不开别的页")
    page.close(run_before_unload=False)  # the phone kills the page

    context.set_offline(False)
    keeper, again = phone(context), phone(context)
    keeper.goto(menkou.village)
    assert phrase not in keeper.evaluate(ROWS, "get")
    again.goto(f"{menkou.district}/consultations/")
    says(again, "都送到了")
    again.goto(where)
    assert answers(again) == [phrase, "voice"]

    assert keeper.evaluate(ROWS, "put") == 2  # the same once more
    again.reload()
    says(again, "都送到了")
    again.reload()
    assert answers(again) == [phrase, "voice"]


def test_what_was_just_sent_over_a_slow_network_is_no_draft_any_more(menkou, new_page, sign_in):
    page = opened(menkou, new_page, sign_in)
    page.get_by_label("没有利害关系").first.check()
    slow_down(page, 1500)
    page.get_by_label("答复").fill("当天就能办")
    page.get_by_role("button", name="发出").click()
    assert not page.get_by_label("答复").is_editable()  # nothing can be typed that would go with the page
    page.get_by_text("已发出").wait_for()
    page.wait_for_load_state("networkidle")

    assert answers(page) == ["当天就能办"]
    assert page.get_by_label("答复").input_value() == ""
    assert not page.get_by_text("上次写的还在").is_visible()


@pytest.mark.nightly
def test_what_cannot_be_sent_is_kept_and_told_and_never_goes_in_another_name(menkou, new_page, sign_in):
    page = opened(menkou, new_page, sign_in)
    where = page.url
    page.get_by_label("没有利害关系").first.check()
    page.get_by_label("答复").fill("路上写的")
    page.get_by_text("草稿存好了").wait_for()
    other = sign_in("A岗")  # the same adviser at a desk: the draft is there, and the matter is given away
    other.goto(where)
    assert other.get_by_label("答复").input_value() == "路上写的"

    page.context.set_offline(True)
    page.get_by_role("button", name="发出").click()
    says(page, "待上传 1")
    other.locator("summary", has_text="移交").click()
    other.get_by_label("为什么移交").select_option(label="这几天不在")
    other.get_by_role("button", name="移交").click()
    other.get_by_text("已移交给").wait_for()
    page.context.set_offline(False)
    says(page, "1 条没送成")
    assert "不在您手上" in page.locator("[data-sync-list]").inner_text()
    assert "路上写的" in page.locator("[data-sync-list]").inner_text()

    page.goto(f"{menkou.district}/consultations/")
    says(page, "1 条没送成")
    page.context.clear_cookies()  # the session ends; somebody else signs in on this phone
    page.goto(f"{menkou.district}/sign-in")
    page.get_by_label("用户名").fill(username("B岗"))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto(where)
    page.wait_for_load_state("networkidle")
    assert not page.locator("[data-sync]").is_visible()
    assert answers(page) == []
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "consultations" not in url)


@pytest.mark.nightly
def test_signing_out_says_what_would_be_lost_and_clears_the_phone(menkou, new_page, sign_in):
    page = opened(menkou, new_page, sign_in)
    page.get_by_label("没有利害关系").first.check()
    page.get_by_label("答复").fill("还没发")
    page.context.set_offline(True)
    page.get_by_role("button", name="发出").click()
    says(page, "待上传 1")
    page.get_by_role("button", name="退出登录").click()
    says(page, "还有 1 条没上传")
    page.route("**/answer", lambda route: route.abort())  # nothing of it gets through meanwhile
    page.context.set_offline(False)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url(lambda url: "consultations" not in url)
    assert page.evaluate(ROWS, "get") == "[]"
