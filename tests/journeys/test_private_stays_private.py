"""J11 and J12: the wrong person opens nothing, and it is on record; what its asker erases is gone everywhere.

In a Menkou of its own, since one of its advisers leaves for good.
"""

import io
import re

import pytest
from PIL import Image

from menkou.core import clock
from menkou.demo.people import PASSWORD
from tests.journeys.conftest import DESK, started
from tests.journeys.test_speaking import (
    DONE,
    phone,  # noqa: F401 - fixtures
    phone_with_microphone,  # noqa: F401
    tap,
)
from tests.journeys.test_the_walk import QUESTION, ask

pytestmark = pytest.mark.journey
WRONG_PEOPLE = ["邻村顾问", "司法所"]
MORE_OF_THEM = ["B岗", "村干部", "机构负责人", "区司法局", "审计监督"]  # by night
NAME = "戚秋蓉"  # A岗 of the walk's village in the demo
LINE = re.compile("not shown: .*")
SECRET = "灶台后面的那三万块钱"
SECRET_REPLY = "先把借条拍照留好"
LEFT_ON_THE_PHONE = """async () => {
    const base = await new Promise((use) => { const o = indexedDB.open("menkou"); o.onsuccess = () => use(o.result); });
    const count = (name) => new Promise((use) => {
        const asked = base.transaction(name).objectStore(name).count(); asked.onsuccess = () => use(asked.result);
    });
    const kept = await Promise.all([...base.objectStoreNames].map(count));
    const words = Object.values(localStorage).concat(Object.values(sessionStorage)).join();
    return {said: kept.reduce((a, b) => a + b, 0), caches: (await caches.keys()).length, words: words.length};
}"""


@pytest.fixture(scope="module")
def menkou():
    with started() as running:
        yield running


@pytest.fixture(scope="module")
def private(menkou, browser):
    """Where a question can be read: the asker's address and the adviser's."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{menkou.village}/ask")
    page.get_by_label("您遇到了什么事？").fill(QUESTION)
    page.locator("[name=may_hand_over]").uncheck()  # so that it stays A's, also when A has left
    page.get_by_role("button", name="送给法律顾问").click()
    page.get_by_role("link", name="看我问的").click()
    pk = page.url.rstrip("/").split("/")[-1]
    yield [f"{menkou.district}/asked/{pk}/", f"{menkou.district}/consultations/{pk}/"]
    context.close()


def log_of(menkou) -> str:
    return "".join(one.read_text() for one in sorted(menkou.home.joinpath("logs").glob("*.log")))


def opens_nothing(page, menkou, private, name: str) -> None:
    """404 at both addresses, not a word of it, and a line in the log for each that says who tried."""
    for address in private:
        before = len(LINE.findall(log_of(menkou)))
        reply = page.goto(address)
        assert reply.status == 404
        assert QUESTION not in page.content()
        lines = LINE.findall(log_of(menkou))[before:]
        assert [address.rstrip("/").split("/")[-1] in line and name in line for line in lines] == [True]


@pytest.mark.parametrize(
    "role", [*WRONG_PEOPLE, *(pytest.param(one, marks=pytest.mark.nightly) for one in MORE_OF_THEM)]
)
def test_the_wrong_person_opens_nothing_and_it_is_on_record(private, menkou, sign_in, role):
    opens_nothing(sign_in(role), menkou, private, "to user ")


def test_who_runs_the_system_opens_nothing(private, menkou, sign_in, new_page):
    page = new_page(DESK)
    page.goto(f"{menkou.district}/sign-in")
    page.get_by_label("用户名").fill("yunwei")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))
    opens_nothing(page, menkou, private, "to user ")


def test_a_stranger_with_the_address_opens_nothing(private, menkou, new_page):
    page = new_page()
    opens_nothing(page, menkou, private[:1], "to a resident")
    page.goto(private[1])
    assert "/sign-in" in page.url  # as any address of staff
    assert QUESTION not in page.content()


def test_who_was_the_adviser_until_today_opens_nothing_any_more(menkou, new_page, sign_in):
    page = new_page()
    ask(page, menkou)
    page.get_by_role("link", name="看我问的").click()
    pk = page.url.rstrip("/").split("/")[-1]
    private = [f"{menkou.district}/consultations/{pk}/"]
    adviser, desk = sign_in("A岗"), sign_in("区司法局", DESK)
    assert adviser.goto(private[0]).status == 200
    desk.goto(f"{menkou.district}/desk/advisers?q={NAME}")
    desk.get_by_role("link", name=f"{NAME}离任").click()
    desk.get_by_label("缘由").select_option(label="离职")
    desk.get_by_label("从哪天起不再任职").fill(clock.today().isoformat())
    desk.get_by_role("button", name="登记离任").click()
    desk.get_by_text("登记好了").first.wait_for()
    opens_nothing(adviser, menkou, private, "to user ")


def ask_with_all_there_is(page, menkou) -> tuple[str, str, list]:
    """Spoken, photographed and written; the 取件码, the matter, and the addresses of its pieces."""
    page.goto(f"{menkou.village}/ask")
    tap(page, "说出您的问题")
    page.get_by_role("button", name=DONE).wait_for()
    page.wait_for_timeout(2000)
    tap(page, DONE)
    with page.expect_file_chooser() as chooser:
        page.locator("[data-photo-label]").click()
    chooser.value.set_files({"name": "借条.png", "mimeType": "image/png", "buffer": a_photo()})
    page.get_by_label("您遇到了什么事？").fill(SECRET)
    tap(page, "送给法律顾问")
    page.get_by_role("heading", name="送到了").wait_for()
    code, matter = "".join(page.locator(".slip__code span").all_inner_texts()), page.url.split("/")[-2]
    tap(page, "看我问的", "link")
    pieces = [one.get_attribute("src") for one in page.locator(".bubble audio, .bubble img").all()]
    return code, matter, pieces


def test_what_its_asker_erases_is_gone_from_phone_pages_and_server(menkou, phone, sign_in):  # noqa: F811
    page, figures = phone(), sign_in("区司法局", DESK)
    asked = count_of_questions(figures, menkou)
    code, matter, pieces = ask_with_all_there_is(page, menkou)
    adviser = next(
        one
        for one in map(sign_in, ("B岗", "A岗"))
        if one.goto(f"{menkou.district}/consultations/{matter}/").status == 200
    )
    adviser.get_by_label("答复").fill(SECRET_REPLY)
    adviser.get_by_label("没有利害关系").first.check()
    adviser.get_by_role("button", name="发出").click()
    adviser.get_by_text("已发出").wait_for()

    page.locator("summary", has_text="我的数据").click()
    tap(page, "删掉这件事", "link")
    tap(page, "删掉，不找回")
    page.get_by_text("谁也打不开了").wait_for()
    page.goto(f"{menkou.district}/asked/{matter}/")
    assert SECRET not in page.content()
    assert len(pieces) == 2
    assert [page.request.get(menkou.base + one).status for one in pieces] == [404, 404]
    assert page.evaluate(LEFT_ON_THE_PHONE) == {"said": 0, "caches": 0, "words": 0}
    adviser.reload()
    assert SECRET not in adviser.content()
    assert SECRET_REPLY not in adviser.content()
    other = phone()
    other.goto(f"{menkou.district}/pickup#{code}")
    tap(other, "看回复")
    other.get_by_text("谁也打不开了").wait_for()
    assert count_of_questions(figures, menkou) == asked + 1
    assert kept_on_the_server(menkou) == []


def count_of_questions(page, menkou) -> int:
    """What the bureau counts this month."""
    page.goto(f"{menkou.district}/desk/")
    return int(re.search(r"\d+", page.locator(".figures li", has_text="本月新咨询").first.inner_text()).group())


def a_photo() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1200, 900), "beige").save(written, "PNG")
    return written.getvalue()


def kept_on_the_server(menkou) -> list[str]:
    """Files of the installation, its database's among them, that hold the words in the clear."""
    words = [SECRET.encode(), SECRET_REPLY.encode()]
    files = [one for one in [*menkou.home.rglob("*"), menkou.home.with_suffix(".log")] if one.is_file()]
    return [str(one) for one in files if any(word in one.read_bytes() for word in words)]
