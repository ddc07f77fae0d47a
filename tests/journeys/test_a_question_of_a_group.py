"""From a village's group to all groups: a question is taken out of one, answered in private, made a typical case by the
yes of whoever asked it, agreed to by a second person, and brought into the groups of three levels, one by one, by people.

All receipts come but one village's: that one is named, its adviser is reminded, and the rest is called off.
"""

import re
import time
from collections import Counter

import pytest

from menkou.core import clock
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.scenario import scenario
from tests.journeys.conftest import DESK, PHONE, VILLAGES
from tests.journeys.pressing import done, press
from tests.journeys.test_every_page import examine, fits

pytestmark = pytest.mark.journey
SAID = "王秀芹：李大壮家的墙砌到我家宅基地上来了，我今年67岁，管他要一万二千块行不行？打13800001111找我"
NAMES = ("王秀芹", "李大壮", "13800001111")
ANSWER = "先别急着要钱。拍照留好证据，请村里调解，量一量界；谈不拢再打官司，要他拆墙、赔损失。"
TITLE = "邻居的墙砌过了界，怎么办"
TOWN = WALK_VILLAGE[:9]

CARRIED_S = 60


def bringers() -> list[tuple[str, int]]:
    """The advisers who bring words into the groups of the town's villages, and into how many; the last into fewest."""
    told = scenario(VILLAGES)
    named = {one.target: one.username for one in told.accounts if one.role == "adviser"}
    return Counter(named[a] for code, (a, _) in told.plan.posts.items() if code.startswith(TOWN)).most_common()


def villages_of(adviser: str) -> list[str]:
    """Where somebody holds the A post, as a page names it."""
    told = scenario(VILLAGES)
    licence = next(one.target for one in told.accounts if one.username == adviser)
    return [
        re.sub("(社区)?(居|村)委会$", "", one.name) for one in told.villages if told.plan.posts[one.code][0] == licence
    ]


def look(page, where: str) -> None:
    """With axe as wide as the window is; laid out in the other width too."""
    examine(page, where)
    both(page, where)


def both(page, where: str) -> None:
    size = page.viewport_size
    for other in (size, DESK if size == PHONE else PHONE):
        page.set_viewport_size(other)
        fits(page, where)
    page.set_viewport_size(size)


def take_out_of_the_group(adviser) -> str:
    """Paste it, and get two texts; return the link for the asker alone."""
    press(adviser, "群里有人问", "link")
    adviser.get_by_label("哪个村的群").select_option(label="北关村")
    adviser.get_by_label("群里问的话").fill(SAID)
    press(adviser, "转成私下回")
    adviser.get_by_role("heading", name=re.compile(r"群里 \d+ 号")).wait_for()
    look(adviser, "what goes back to the group")
    assert "已接到，私下回复" in adviser.get_by_label("发回群里").input_value()
    to_asker = adviser.get_by_label("单独发给问的人").input_value()
    assert not any(name in to_asker for name in NAMES)
    return re.search(r"https?://\S+", to_asker).group()


def open_it(asker, link: str) -> None:
    """By the link, once; from now on it is theirs."""
    asker.goto(link)
    look(asker, "claim")
    press(asker, "打开")
    asker.get_by_role("heading", name="我问的").wait_for()
    talk = asker.locator(".talk").inner_text()
    assert "李大壮" in talk
    assert "13800001111" not in talk


def answer(adviser) -> None:
    press(adviser, "去答复", "link")
    adviser.get_by_label("答复").fill(ANSWER)
    adviser.get_by_label("没有利害关系").first.check()
    press(adviser, "发出")
    done(adviser, "已发出")


def end(adviser) -> None:
    press(adviser, "看这件事", "link")
    adviser.locator("summary", has_text="办结").click()
    adviser.get_by_label("用了多少分钟").fill("18")
    adviser.get_by_label("哪一类事").select_option(label="邻里纠纷")
    press(adviser, "办结并记日志")
    done(adviser, "工作日志已经自动记好")


def say_that_it_is_answered(adviser) -> None:
    """The group reads a number, and nothing else; once the ten seconds are over in which an answer is taken back."""
    press(adviser, "去复制“已答复”，发回群里", "link")
    for _ in range(30):
        if "已答复本人" in adviser.get_by_label("发回群里").input_value():
            break
        adviser.wait_for_timeout(500)
        adviser.reload()
    both(adviser, "answered, for the group")
    press(adviser, "群里的人看到的", "link", to="群里的问题")
    look(adviser, "what the group reads")
    assert "已回复本人" in adviser.locator("main").inner_text()
    assert "宅基地" not in adviser.content()
    adviser.go_back()


def agree(asker) -> None:
    """The asker sees what the bureau would, and ticks two boxes, each for itself."""
    asker.reload()
    both(asker, "an ended thread")
    asker.locator("summary", has_text="让司法局看看").click()
    press(asker, "看看给他们看什么", "link", to="给他们看的，就是这些字")
    assert ANSWER[:12] in asker.locator("main").inner_text()
    look(asker, "what the bureau would see")
    asker.get_by_label("同意给区司法局看").check()
    asker.get_by_label("做成案例给大家看").check()
    press(asker, "给司法局看")
    asker.get_by_role("heading", name="给司法局看了一份").wait_for()
    look(asker, "agreed")


def begin_a_case(bureau) -> None:
    press(bureau, "评查", "link")
    bureau.locator("tr[data-row]", has_text="居民同意").filter(has_text="还没评").last.get_by_role("link").click()
    press(bureau, "打开看")
    bureau.get_by_label("问的和答的").wait_for()
    assert ANSWER[:12] in bureau.locator("main").inner_text()
    look(bureau, "a copy")
    press(bureau, "做成典型案例", "link", to="做成案例")
    both(bureau, "before a case")
    press(bureau, "开始做")


def write_the_case(bureau) -> None:
    """A title; every place that may point at somebody; how many could be meant."""
    bureau.get_by_role("heading", name="写案例：逐处看").wait_for()
    look(bureau, "a case in the making")
    written = bureau.get_by_label("标题和正文")
    words = written.input_value().partition("\n")[2].replace("打〔手机号〕找我", "")
    written.fill(f"{TITLE}\n{words}")
    press(bureau, "存下，重新标")
    done(bureau, "改好了")
    for place in bureau.locator("fieldset[data-row]").all():
        place.get_by_label("遮住，换成“").check()
    press(bureau, "记下定了的")
    done(bureau, "记下了")
    both(bureau, "every place is checked")
    small_village(bureau)
    shown = bureau.get_by_label("批准以后大家看到的").inner_text()
    assert not any(name in shown for name in NAMES)
    press(bureau, "交给另一个人批")
    done(bureau, "交上去了")


def small_village(bureau) -> None:
    """As it is told now it fits too few; the page offers what to say less exactly."""
    bureau.get_by_label("地点写到哪一级").select_option(label="某村")
    bureau.get_by_label("年龄从").fill("60")
    bureau.get_by_label("年龄到").fill("70")
    bureau.get_by_label("写了大概多少钱").check()
    bureau.get_by_label("这样的事多不多").select_option(label="少有")
    press(bureau, "算一算")
    done(bureau, "个人对得上，太少了")
    look(bureau, "too few could be meant")
    press(bureau, "地点：某村改成某镇街")
    done(bureau, "都好了")


def agree_to_the_case(second) -> None:
    press(second, "推送", "link", to="推送")
    both(second, "notices")
    press(second, "典型案例", "link")
    second.locator("tr[data-row]", has_text="等另一个人批").first.get_by_role("link").click()
    second.get_by_role("heading", name=TITLE).wait_for()
    look(second, "a case to agree to")
    assert not any(name in second.content() for name in NAMES)
    press(second, "批准")
    done(second, "批准了，可以推送")


def make_a_notice(bureau) -> None:
    """For the groups of three levels, today."""
    bureau.reload()
    look(bureau, "an approved case")
    press(bureau, "推送这个案例")
    for level in ("区", "镇街（司法所）", "村（社区）"):
        assert bureau.get_by_label(level, exact=True).is_checked()
    bureau.get_by_label("鼓楼街道").check()
    bureau.get_by_label("哪天发").fill(clock.today().isoformat())
    look(bureau, "where it goes")
    press(bureau, "存草稿")
    done(bureau, "改好了")
    both(bureau, "a draft of a notice")
    press(bureau, "交给另一个人批")
    done(bureau, "交上去了")


def agree_to_the_notice(second) -> None:
    press(second, "推送", "link")
    second.locator("tr[data-row]", has_text=TITLE).get_by_role("link").click()
    second.get_by_role("heading", name=TITLE).wait_for()
    look(second, "a notice to agree to")
    press(second, "批准")
    done(second, "批准了")


def bring(page, *, is_first: bool = False) -> int:
    """Copy, paste, and say so with one tap, for every group that waits for somebody. Returns into how many."""
    number = 0
    press(page, "要发到群里的", "link", to="要发到群里的")
    while (waiting := page.locator("li[data-row]", has_text=TITLE).filter(has_text="还没发")).count():
        if is_first and not number:
            look(page, "what is to be brought")
        waiting.first.get_by_role("link").click()
        if is_first and not number:
            page.get_by_label("发到群里的话").wait_for()
            look(page, "words for a group")
        press(page, "已发到群里")
        done(page, "记下了：已发到群里")
        press(page, "要发到群里的", "link", to="要发到群里的")
        number += 1
    return number


def read_the_receipts(bureau, left: str) -> None:
    """All but one, and that one by its name."""
    until = time.monotonic() + CARRIED_S  # the district's group is a robot's, and the worker carries it there
    bureau.reload()
    while "区 1 / 1" not in bureau.get_by_role("status", name="送达").inner_text() and time.monotonic() < until:
        bureau.reload()
    look(bureau, "receipts")
    told = bureau.get_by_role("status", name="送达").inner_text()
    groups = int(re.search(r"共 (\d+) 个群", told).group(1))
    assert f"发到了 {groups - 1} 个" in told
    assert "还没到 1 个" in told
    assert f"区 1 / 1，镇街（司法所）1 / 1，村（社区） {groups - 3} / {groups - 2}" in told.replace(
        "） 1 / 1", "）1 / 1"
    )
    [row] = bureau.locator("tr[data-row]").all()
    assert left in row.inner_text()
    press(bureau, f"看发到了的 {groups - 1} 个群", "link", to="发到了的群")
    look(bureau, "where it is")
    assert bureau.locator("tr[data-row]").count() == groups - 1
    press(bureau, "看还没送到的群", "link")


def remind_and_call_off(bureau, new_page, menkou) -> None:
    press(bureau, "都催一下")
    done(bureau, "提醒了负责这 1 个群的人")
    assert "今天催过了" in bureau.locator("tr[data-row]").inner_text()
    reader = new_page(PHONE)
    notice = bureau.url.rstrip("/").split("/")[-1]
    reader.goto(f"{menkou.district}/n/{notice}")
    look(reader, "what everybody reads")
    bureau.locator("summary", has_text="撤销这条推送").click()
    press(bureau, "撤销")
    done(bureau, "撤销了，没发的不再发")
    both(bureau, "called off")
    assert "不发了 1 个" in bureau.get_by_role("status", name="送达").inner_text()
    reader.reload()
    done(reader, "这条消息撤下了")


def test_a_question_of_a_group_becomes_a_case_that_comes_to_every_group_but_one(menkou, new_page, sign_in):
    adviser, asker = sign_in("A岗", PHONE), new_page(PHONE)
    open_it(asker, take_out_of_the_group(adviser))
    answer(adviser)
    bureau, second = sign_in("区司法局", DESK), sign_in("区司法局第二人", DESK)  # while the answer is on its way
    *brought, (name, _) = bringers()
    others = [(sign_in("司法所", DESK), 1), *((sign_in(who, PHONE), groups) for who, groups in brought)]
    say_that_it_is_answered(adviser)
    end(adviser)
    agree(asker)

    begin_a_case(bureau)
    write_the_case(bureau)
    agree_to_the_case(second)
    make_a_notice(bureau)
    agree_to_the_notice(second)

    for nth, (page, groups) in enumerate(others):  # an office, then advisers
        assert bring(page, is_first=nth == 1) == groups
    [left] = villages_of(name)
    read_the_receipts(bureau, left)
    remind_and_call_off(bureau, new_page, menkou)
