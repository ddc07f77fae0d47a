"""列表: what is shown stands in the address and is what Excel holds; a view is its owner's, and nothing is lost by saving."""

import re
from io import BytesIO
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import load_workbook

from menkou.accounts import actions
from menkou.accounts.models import SavedView
from menkou.consultations.models import Consultation
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from menkou.engagements.models import Contract
from menkou.oversight.lists.rules import Offer, chosen_from, said_of, turned
from tests.cast import LONG_AGO
from tests.counting import at_most

LIST, SAVE = "/shili/desk/lists", "/shili/desk/views/save"
NAMES = ("consultations", "villages", "advisers", "institutions", "contracts")
OFFER = Offer(("a", "b", "c"), ("a", "b"), ("a", "c"), {"q": None, "state": ("x", "y")})
WORDS = st.text(max_size=40) | st.sampled_from(["a", "b", "c", "-a", "-c", "a,b", "c,b", "x", "y", ",", "-", " q "])


@given(st.dictionaries(st.sampled_from(["q", "state", "columns", "sort", "page", "z"]), WORDS))
def test_whatever_an_address_says_it_says_again(said):
    chosen = chosen_from(said, OFFER)
    again = dict(parse_qsl(urlencode(said_of(chosen, OFFER))))

    assert chosen_from(again, OFFER) == chosen
    assert chosen.columns[0] == "a"
    assert chosen.get("state") in ("", "x", "y")
    assert chosen.sort in ("", "a", "-a", "c", "-c")


def test_a_head_turns_up_then_down_then_back():
    first = chosen_from({}, OFFER)
    up = chosen_from({"sort": turned(first, "c")}, OFFER)
    down = chosen_from({"sort": turned(up, "c")}, OFFER)

    assert (up.sort, down.sort, turned(down, "c")) == ("c", "-c", "")


def cells(page) -> list[list[str]]:
    body = re.search(r"<tbody>(.*?)</tbody>", page.content.decode(), re.DOTALL)
    rows = re.findall(r"<tr data-row>(.*?)</tr>", body[1], re.DOTALL) if body else []
    return [[re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in rows]


@pytest.fixture
def contract(village, institutions):
    facts = {"village": village, "institution": institutions["firm"], "valid_from": LONG_AGO}
    return Contract.objects.create(valid_until=LONG_AGO.replace(year=2099), **facts)


@pytest.mark.parametrize("name", NAMES)
def test_each_list_opens_filters_sorts_and_asks_little(name, sign_in, bureau, chen, lin, wu, contract, consultation):
    browser = sign_in(bureau)
    with at_most(20):
        assert browser.get(f"{LIST}/{name}").status_code == 200
    for said in ({"sort": "-name", "columns": "a,code"}, {"q": "'%"}, {"page": "99"}, {"month": "2026-13"}):
        assert browser.get(f"{LIST}/{name}", said).status_code == 200


def test_columns_and_order_are_those_of_the_address_on_the_page_and_in_excel(sign_in, bureau, chen, lin, wu):
    browser, said = sign_in(bureau), {"columns": "name,a_posts", "sort": "-name", "q": "演示"}
    shown = cells(browser.get(f"{LIST}/advisers", said))
    made = browser.post(f"{LIST}/advisers/take", said)
    book = load_workbook(BytesIO(made.content))

    assert [row[:2] for row in shown] == [["吴刚", "1"], ["林芳", "0"], ["陈明", "1"]]
    assert book.get_sheet_by_index(0).to_python() == [["姓名", "A岗"], ["吴刚", 1], ["林芳", 0], ["陈明", 1]]
    assert ["行数", 3] in book.get_sheet_by_index(1).to_python()
    assert AuditEntry.objects.get(what="accounts.list_taken_out").count == 3


def test_totals_are_of_all_that_is_found(sign_in, bureau, chen, lin, wu):
    shown = sign_in(bureau).get(f"{LIST}/advisers", {"columns": "name,a_posts,b_posts"}).content.decode()

    assert re.search(r'合计</th><td class="number">2</td><td class="number">1</td>', shown)


def test_villages_that_miss_something_are_found(sign_in, bureau, village, village_next_door, chen, lin, wu):
    browser = sign_in(bureau)

    assert [row[0] for row in cells(browser.get(f"{LIST}/villages", {"empty": "B"}))] == ["青树村"]
    assert [row[0] for row in cells(browser.get(f"{LIST}/villages", {"served": "yes"}))] == []
    assert len(cells(browser.get(f"{LIST}/villages", {"served": "no"}))) == 2


def test_an_office_next_door_sees_and_takes_only_its_own(sign_in, office_next_door, chen, lin, wu, contract):
    browser = sign_in(office_next_door)

    assert [row[0] for row in cells(browser.get(f"{LIST}/villages"))] == ["青树村"]
    assert cells(browser.get(f"{LIST}/contracts")) == []
    assert [row[0] for row in cells(browser.get(f"{LIST}/advisers"))] == ["吴刚"]
    made = browser.post(f"{LIST}/villages/take", {"columns": "name"})
    assert load_workbook(BytesIO(made.content)).get_sheet_by_index(0).to_python() == [["村（社区）"], ["青树村"]]
    assert browser.get(f"{LIST}/institutions").status_code == 404


def test_consultations_are_references_months_and_timeliness_and_none_where_few(sign_in, bureau, ask, resident):
    browser = sign_in(bureau)
    for _ in range(4):
        ask(resident)
    assert "不多，不列出来" in browser.get(f"{LIST}/consultations").content.decode()
    last = ask(resident).consultation
    shown = browser.get(f"{LIST}/consultations").content.decode()

    assert last.reference in shown
    assert Consultation.objects.get(pk=last.pk).village.short_name not in shown
    assert "没有这样的" in browser.get(f"{LIST}/consultations", {"state": "overdue"}).content.decode()


def test_a_view_is_kept_under_a_name_and_opens_what_it_said(sign_in, office, office_next_door, village):
    browser, query = sign_in(office), urlencode({"served": "no", "columns": "name,township"})
    browser.post(SAVE, {"page": "villages", "name": "本月没到村的", "query": query})
    shown = browser.get("/shili/desk/villages").content.decode()

    assert "本月没到村的" in shown
    assert query.replace("&", "&amp;") in shown
    assert "本月没到村的" not in sign_in(office_next_door).get("/shili/desk/villages").content.decode()
    view = SavedView.objects.get()
    assert sign_in(office_next_door).post(f"/shili/desk/views/{view.pk}/drop").status_code == 404
    assert sign_in(office).post(f"/shili/desk/views/{view.pk}/drop").status_code == 302
    assert not SavedView.objects.exists()


def test_a_name_that_is_taken_is_a_sentence_and_changes_nothing(sign_in, office, bureau):
    for by, query in ((office, "q=a"), (office, "q=b"), (bureau, "q=c")):
        said = {"page": "villages", "name": "常看的", "query": query}
        shown = sign_in(by).post(SAVE, said, follow=True).content.decode()
        assert ("没有改动它" in shown) == (query == "q=b")

    assert sorted(SavedView.objects.values_list("query", flat=True)) == ["q=a", "q=c"]


def test_a_view_of_long_words_is_kept_whole_and_what_is_too_long_is_said(sign_in, office):
    browser, query = sign_in(office), urlencode({"q": "很长的村名" * 6, "sort": "name"})
    assert len(query) > 270
    browser.post(SAVE, {"page": "villages", "name": "长条件", "query": f"{query}&columns={'name,' * 20}"})
    browser.post(SAVE, {"page": "villages", "name": "再长的", "query": "q=" + "x" * 1990})
    shown = browser.post(SAVE, {"page": "villages", "name": "太长的", "query": "q=" + "x" * 2000}, follow=True)

    assert "条件太长了" in shown.content.decode()
    assert sorted(map(len, SavedView.objects.values_list("query", flat=True))) == [len(query) + 109, 1992]


@pytest.mark.parametrize("name", ["", "  ", "长" * 21])
def test_a_view_has_a_short_name(name, sign_in, office):
    shown = sign_in(office).post(SAVE, {"page": "villages", "name": name}, follow=True).content.decode()

    assert "起个名称" in shown
    assert not SavedView.objects.exists()


def test_no_view_of_a_page_that_is_none(sign_in, office):
    assert sign_in(office).post(SAVE, {"page": "elsewhere", "name": "x"}).status_code == 404


def test_two_windows_save_one_name_at_once_and_one_is_told_so(at_once, office):
    def save(query: str):
        view = SavedView(user_id=office.user_id, page="villages", name="同名", query=query)
        return lambda: actions.save_view(by=office, view=view)

    told = at_once(save("q=a"), save("q=b"))

    assert [type(one) for one in told if one is not None] == [Conflict]
    assert SavedView.objects.count() == 1
