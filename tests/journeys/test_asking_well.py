"""Asking for somebody else, covering a number in a photo, a 暗号, and nothing left on a phone that was cleared."""

import base64
import io

import pytest
from PIL import Image

from tests.journeys.papers import papers
from tests.journeys.test_speaking import SEND, code_of, phone, phone_with_microphone, tap

__all__ = ["phone", "phone_with_microphone"]
pytestmark = pytest.mark.journey
KEPT = """async () => (await indexedDB.databases()).some(({ name }) => name === "menkou") ? await new Promise((use) => {
    const opening = indexedDB.open("menkou");
    opening.onsuccess = () => {
        const base = opening.result, has = base.objectStoreNames.contains("said");
        const count = has && base.transaction("said").objectStore("said").count();
        const done = (many) => { base.close(); use(many); };
        if (has) count.onsuccess = () => done(count.result); else done(0);
    };
}) : 0"""
OF_AN_ADVISER = """() => new Promise((use) => {
    const opening = indexedDB.open("menkou");
    opening.onsuccess = () => {
        const putting = opening.result.transaction("said", "readwrite");
        putting.objectStore("said").put({ form: "f", number: 1, at: 0, page: "an-account:/enclose", time: Date.now() });
        putting.oncomplete = () => { opening.result.close(); use(); };
    };
})"""
JUDGE = """async ([url, b64]) => {
    const { prepare } = await import(url);
    const bytes = Uint8Array.from(atob(b64), (letter) => letter.charCodeAt(0));
    return (await prepare(new Blob([bytes], { type: "image/jpeg" }))).doubt;
}"""


@pytest.fixture
def white(tmp_path):
    """A photo without anything on it."""
    file = tmp_path / "white.png"
    Image.new("RGB", (600, 400), "white").save(file)
    return file


def photograph(page, menkou, file) -> None:
    page.goto(f"{menkou.village}/ask")
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".clips img").wait_for()


def test_a_part_is_black_before_it_leaves_the_phone_and_a_helper_s_phone_keeps_nothing(menkou, phone, white):
    page, sent = phone(), []
    page.on("request", lambda one: sent.append(one.url) if one.url.endswith("/enclose") else None)
    photograph(page, menkou, white)
    assert page.evaluate(KEPT) == 1
    tap(page, "涂掉一块：照片")
    box = page.locator(".cover canvas").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] * 0.6)
    page.mouse.up()
    tap(page, "涂好了")
    assert sent == []
    page.locator("summary", has_text="替别人问").click()
    page.get_by_label("我替别人问").check()
    tap(page, SEND)
    page.get_by_text("把这张码交给本人").wait_for()

    assert len(sent) == 1
    assert page.evaluate(KEPT) == 0
    code = code_of(page)
    page.goto(f"{menkou.district}/asked/")
    page.get_by_text("这部手机上没有记录").wait_for()

    own = phone()
    own.goto(f"{menkou.district}/pickup#{code}")
    tap(own, "看回复")
    own.get_by_text("别人替您问的").wait_for()
    jpeg = own.request.get(menkou.base + own.locator(".bubble img").get_attribute("src")).body()
    pixels = Image.open(io.BytesIO(jpeg)).convert("L")
    assert pixels.getpixel((300, 160)) < 20
    assert pixels.getpixel((20, 20)) > 235


@pytest.mark.nightly
def test_who_leaves_in_a_hurry_leaves_no_photo_and_an_adviser_s_clips_stay(menkou, phone, white):
    page = phone()
    photograph(page, menkou, white)
    page.evaluate(OF_AN_ADVISER)
    assert page.evaluate(KEPT) == 2
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("**/leave")
    assert page.evaluate(KEPT) == 1
    page.goto(f"{menkou.village}/ask")
    page.wait_for_load_state("networkidle")
    assert not page.locator(".clips img").count()


@pytest.mark.nightly
def test_clearing_a_phone_takes_what_was_not_sent_as_well_and_a_secret_shuts_a_thread(menkou, phone, white):
    page = phone()
    page.goto(f"{menkou.village}/ask")
    page.get_by_label("您遇到了什么事？").fill("测试暗号的事")
    tap(page, SEND)
    tap(page, "看我问的", "link")
    thread = page.url
    page.locator("#secret summary").click()
    page.get_by_label("暗号").fill("三月麦子")
    tap(page, "记住了，加上")
    page.get_by_text("暗号定好了").wait_for()
    page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("**/leave")
    page.goto(thread)
    assert "测试暗号的事" not in page.content()
    page.get_by_label("暗号").fill("三月麦子")
    tap(page, "打开")
    page.get_by_text("测试暗号的事").wait_for()

    photograph(page, menkou, white)
    page.evaluate(OF_AN_ADVISER)
    page.context.add_cookies([{"name": "menkou_waits", "value": "1", "url": menkou.base}])
    assert page.evaluate(KEPT) == 2
    page.goto(f"{menkou.district}/asked/")
    page.locator("summary", has_text="清除这部手机上的记录").click()
    tap(page, "记下了，清除")
    page.get_by_text("这部手机上的记录清掉了").wait_for()
    assert page.evaluate(KEPT) == 1  # what an adviser has said on this phone and not sent
    page.goto(f"{menkou.village}/ask")
    page.wait_for_timeout(500)
    assert not page.locator(".clips img").count()


@pytest.mark.nightly
def test_a_phone_says_rightly_which_of_sixty_papers_cannot_be_read(menkou, new_page):
    page = new_page()
    page.goto(f"{menkou.village}/ask")
    module = page.locator("[data-module]").get_attribute("data-module")
    wanted, right, sixty = {"good": "", "blurred": "太糊", "dark": "太暗"}, {}, list(papers())
    for paper in sixty:
        said = page.evaluate(JUDGE, [module, base64.b64encode(paper.jpeg).decode()])
        is_right = said.startswith(wanted[paper.kind]) if wanted[paper.kind] else said == ""
        right[paper.kind] = right.get(paper.kind, 0) + is_right
    assert len(sixty) == 60
    assert sum(right.values()) >= 51  # 85 of a hundred
