"""J5: an adviser notes a visit with the network off, the page killed twice and a clock that is a day behind: it is one."""

import os
from datetime import datetime, timedelta
from io import BytesIO
from time import monotonic

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.journeys.test_every_page import examine
from tests.journeys.test_speaking import phone as speaking_phone
from tests.journeys.test_speaking import phone_with_microphone, sign_in_with_microphone

pytestmark = pytest.mark.journey
__all__ = ["phone_with_microphone", "speaking_phone"]
VILLAGE = "北关村"
SYNC = "[data-visits-words]"
IS_KEPT = "navigator.serviceWorker.ready.then((kept) => Boolean(kept.active))"
ROWS = """(rows) => new Promise((done) => {
  const opening = indexedDB.open("menkou_visits", 1);
  opening.onsuccess = () => {
    const all = opening.result.transaction("waiting", "readwrite").objectStore("waiting");
    (rows || []).forEach((row) => all.put(row));
    all.getAll().onsuccess = (found) => done(found.target.result);
  };
})"""
HAS_CHOSEN = """(count) => new Promise((done) => {
  const opening = indexedDB.open("menkou_visits", 1);
  opening.onsuccess = () => {
    const found = opening.result.transaction("now").objectStore("now").getAll();
    found.onsuccess = () => { opening.result.close(); done(found.result.some((one) => one.kinds.length === count)); };
  };
})"""
MANY = """async (count) => {
  const { who } = await import(document.querySelector("script[src*=visits_queue]").src);
  const [mine, hour] = [await who(), 3600000];
  return [...Array(count).keys()].map((n) => ({
    account: mine.account, key: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`, village: mine.villages[0].id,
    name: "多", how: "chosen", came: Date.now() - (n + 2) * hour, left: Date.now() - (n + 1) * hour, at: n,
    kinds: ["lecture"], people: 0, said: "", place: null, mime: "", seconds: 0,
  }));
}"""


class Phone:
    """One phone whose page is killed and opened again; it counts what is tapped."""

    def __init__(self, page, home: str) -> None:
        self.page, self.home, self.taps = page, home, 0

    def open(self, **options) -> None:
        self.page.close(run_before_unload=False)
        self.page = self.page.context.new_page()
        self.page.goto(self.home, **options)

    def tap(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).click()
        self.taps += 1

    def choose(self, chip: str) -> None:
        self.page.locator("label", has_text=chip).click()
        self.taps += 1
        chosen = self.page.locator("input[name=kinds]:checked").count()
        self.page.wait_for_function(HAS_CHOSEN, arg=chosen)  # the phone has written it down

    def says(self, words: str) -> None:
        self.page.locator(SYNC, has_text=words).wait_for()


@pytest.fixture
def phone(sign_in, menkou):
    """A's phone, on which the page was opened once with a network."""
    page = sign_in("A岗")
    page.goto(f"{menkou.district}/visits/")
    assert page.evaluate(IS_KEPT)
    return Phone(page, page.url)


def test_a_visit_without_a_network_arrives_once_and_the_village_confirms_it(phone, new_page):
    before = phone.page.locator("[data-own] > li").count()
    context = phone.page.context
    context.clock.set_system_time(datetime.now() - timedelta(days=1))
    context.set_offline(True)
    phone.open()
    phone.tap(f"到了{VILLAGE}")
    phone.choose("法治讲座")
    phone.open()  # the phone has killed the page
    expect(phone.page.get_by_label("法治讲座")).to_be_checked()
    phone.choose("参与调解")
    phone.tap("多一个人")
    examine(phone.page, "visit that goes on")
    phone.tap("走了")
    phone.tap("记好了")
    phone.says("没有网络 · 待上传 1")
    assert phone.taps == 6
    rows = phone.page.evaluate(ROWS)

    phone.open()
    phone.says("待上传 1")
    context.set_offline(False)
    phone.says("都上传了")
    assert "手机的时间慢了1天" in phone.page.locator(SYNC).inner_text()
    phone.page.evaluate(ROWS, rows)  # its answer was lost: it goes once more
    phone.open()
    phone.says("都上传了")
    phone.open()
    own = phone.page.locator("[data-own] > li")
    expect(own).to_have_count(before + 1)
    assert f"{datetime.now():%-m月%-d日}" in own.first.inner_text()
    confirm(phone.page, new_page)


def confirm(page, new_page) -> None:
    """The cadre opens the link, without an account, and says it with one tap."""
    page.locator("[data-own] a").first.click()
    examine(page, "one visit")
    link = page.get_by_label("发给村干部的网址").input_value()
    cadre = new_page()
    cadre.goto(link)
    examine(cadre, "link for the village")
    assert "参与调解" in cadre.locator("main").inner_text()
    cadre.get_by_role("button", name="来过").click()
    cadre.get_by_text("点过了：来过").wait_for()
    page.reload()
    page.get_by_text("村里已确认").wait_for()


@pytest.mark.nightly
def test_five_hundred_visits_go_in_half_a_minute(phone):
    phone.page.evaluate(ROWS, phone.page.evaluate(MANY, 500))
    began = monotonic()
    phone.open()
    phone.page.set_default_timeout(60_000)
    phone.says("都上传了")

    assert monotonic() - began < 30
    assert phone.page.evaluate(ROWS) == []


@pytest.mark.nightly
def test_a_scanned_visit_keeps_voice_and_photo_and_is_not_lost_by_signing_out(speaking_phone, menkou):
    page = sign_in_with_microphone(speaking_phone, menkou)
    page.goto(menkou.village)
    page.get_by_role("link", name="到村了").click()
    page.get_by_role("heading", name=f"{VILLAGE} · 到村").wait_for()
    page.locator("label", has_text="法治讲座").click()
    page.get_by_role("button", name="说两句，二十秒").click()
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="说完了").click()
    page.locator("#photo").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": noise()})
    page.get_by_role("img", name="这次到村的照片").wait_for()
    page.get_by_label("也可以写两句").fill("讲了宅基地确权。")
    page.reload()
    page.get_by_role("button", name="不要这段").wait_for()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_text("还有 1 次到村没上传").wait_for()
    page.context.clear_cookies()  # the session ends meanwhile
    page.get_by_role("button", name="记好了").click()
    page.get_by_role("link", name="重新登录").wait_for()
    [row] = page.evaluate(SIZES)
    assert row["said"] == "讲了宅基地确权。"
    assert 0 < row["photo"] <= 300 * 1024
    assert row["clip"] > 0


SIZES = """() => new Promise((done) => {
  const opening = indexedDB.open("menkou_visits", 1);
  opening.onsuccess = () => {
    opening.result.transaction("waiting").objectStore("waiting").getAll().onsuccess = ({ target }) => {
      done(target.result.map(({ said, photo, clip }) => ({ said, photo: photo.size, clip: clip.size })));
    };
  };
})"""


def noise() -> bytes:
    """A photo of ten megabytes that is as hard to make small as any."""
    made = BytesIO()
    Image.frombytes("RGB", (1200, 900), os.urandom(1200 * 900 * 3)).resize((4000, 3000)).save(made, "JPEG", quality=95)
    return made.getvalue()
