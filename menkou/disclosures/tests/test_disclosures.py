"""Pages for everybody: find a village in whatever way, a township's list, six disclosures in their order."""

import re
from datetime import date

import pytest

from menkou.boards.models import Disclosure, VillageHours
from menkou.boards.rules import words
from menkou.core import memory
from menkou.places.models import FormerName, Township, Village
from tests.cast import LONG_AGO
from tests.counting import at_most

SIX = ["顾问个人信息", "执业机构", "办公地址", "服务二维码", "服务内容", "监督管理"]
PAGE = "/shili/v/999901001201/"
TOWN = "/shili/t/999901001/"


@pytest.fixture
def read(client, village):
    """What somebody reads at an address."""

    def read(path: str, status: int = 200) -> str:
        reply = client.get(path)
        assert reply.status_code == status
        return reply.content.decode()

    return read


@pytest.fixture
def adopted(district):
    """The bureau's own words are adopted."""
    return Disclosure.objects.create(
        brand=words.BRAND,
        content=["教您写欠条"],
        commitments=list(words.COMMITMENTS),
        standards=list(words.STANDARDS),
        visiting="每月十五上午",
        licence_mask=Disclosure.Mask.LAST,
        bureau_phone="0537-0000009",
        valid_from=LONG_AGO,
        source="测试",
    )


def disclosed(page: str) -> list[str]:
    """The six, in the order of the page."""
    return page[page.index('<ol class="six">') : page.index("</ol>")].split("<li><h3>")[1:]


# The district's own page


@pytest.mark.parametrize("typed", ["红花", "honghua", "hhc", "9999010012", "红花社区"])
def test_a_village_is_found_and_what_was_typed_stays(read, village_next_door, typed):
    page = read(f"/shili/?q={typed}")

    assert f'value="{typed}"' in page
    assert f'href="{PAGE}"' in page
    assert ">青树村<" not in page
    assert "红花镇" in page


def test_an_old_name_leads_to_the_village_and_is_said(read, village):
    FormerName.objects.create(village=village, code=village.code, name="老槐村村委会", valid_until=date(2024, 1, 1))

    assert "原来的老槐村" in read("/shili/?q=lhc")


def test_what_is_not_there_says_what_to_do_and_keeps_what_was_typed(read):
    page = read("/shili/?q=%3Cb%3E没有这个")

    assert "没找到“&lt;b&gt;没有这个”" in page
    assert 'value="&lt;b&gt;没有这个"' in page
    assert f'href="{TOWN}"' in page  # the other way to find it


def test_a_township_is_found_by_its_name(read, village_next_door):
    page = read("/shili/?q=青树镇")

    assert "没找到" not in page
    assert "看青树镇的村（社区）" in page


def test_the_district_s_page_counts_townships_and_villages_of_today(read, village_next_door, townships):
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO, "valid_until": date(2024, 1, 1)}
    Village.objects.create(code="999901001299", name="没了村委会", **facts)
    Township.objects.create(code="999901009", name="空镇", kind="town")
    page = read("/shili/")

    assert "2 个镇街、2 个村（社区）的法律顾问" in page
    assert "空镇" not in page
    assert "<details" not in page


def test_a_district_without_villages_says_so(client, district):
    assert "还没有村（社区）" in client.get("/shili/").content.decode()


# A township


def test_a_township_lists_its_villages_and_its_judicial_office(read, village_next_door):
    page = read(TOWN)

    assert f'href="{PAGE}"' in page
    assert "青树村" not in page
    assert "tel:0537-0000001" in page


def test_a_township_s_old_code_leads_to_it_and_no_other(read, townships):
    FormerName.objects.create(township=townships["here"], code="999900001", name="红花乡", valid_until=LONG_AGO)

    assert "红花镇" in read("/shili/t/999900001/")
    assert "没找到这一页" in read("/shili/t/999900009/", 404)


# A village


def test_all_six_are_there_in_their_order_for_everybody(read, chen, lin):
    shown = disclosed(read(PAGE))

    assert [one.split("</h3>")[0] for one in shown] == SIX
    person, house, address, code, content, supervision = shown
    assert "A岗：陈明，律师" in person
    assert "B岗（替班）：林芳，基层法律服务工作者" in person
    assert person.count('href="tel:') == 2
    assert "演示·红花律师事务所" in house
    assert "演示·红花法律服务所" in house
    assert "演示路2号" in address
    assert "演示路3号" in address
    assert "<svg" in code
    assert "解答法律问题" in content
    assert all(phone in supervision for phone in ("0537-0000001", "12348", "12345"))


def test_what_the_bureau_adopted_is_said(read, chen, adopted):
    person, *_, content, supervision = disclosed(read(PAGE))

    assert re.search(r"执业证号 尾号 \d{4}", person)
    assert chen.adviser.licence_no not in person
    assert "教您写欠条" in content
    assert "解答法律问题" not in content
    assert "顾问什么时候来：每月十五上午" in content
    assert "tel:0537-0000009" in supervision


def test_a_program_reads_the_same_words_as_the_page_and_no_more_of_a_licence(client, village, chen, adopted):
    said = client.get(f"/shili/api/villages/{village.code}").json()

    assert said["advisers"][0]["licence_no"] == f"尾号 {chen.adviser.licence_no[-4:]}"
    assert chen.adviser.licence_no not in str(said)
    assert said["services"] == ["教您写欠条"]


def test_a_village_s_own_hours_go_before_the_district_s(read, village, chen, adopted):
    VillageHours.objects.create(village=village, words="逢集的上午", valid_from=LONG_AGO, source="测试")
    memory.forget()

    assert "顾问什么时候来：逢集的上午" in read(PAGE)


def test_what_is_missing_says_so(read, village):
    shown = disclosed(read(PAGE))

    assert [one.split("</h3>")[0] for one in shown] == SIX
    assert [one.count("还没有安排") for one in shown] == [2, 1, 1, 0, 0, 0]


def test_the_village_leads_to_its_township_and_to_the_check_of_boards(read, chen):
    page = read(PAGE)

    assert f'href="{TOWN}"' in page
    assert 'href="/shili/verify"' in page


def test_pages_for_everybody_ask_little_of_the_database(client, chen, lin, townships):
    facts = {"township": townships["here"], "kind": "village", "valid_from": LONG_AGO}
    for number in range(20):
        Village.objects.create(code=f"9999010015{number:02}", name=f"红花{number}村委会", **facts)
    for path, most in (("/shili/", 5), ("/shili/?q=honghua", 8), (TOWN, 4), (PAGE, 8)):
        memory.forget()
        with at_most(most):
            assert client.get(path).status_code == 200
