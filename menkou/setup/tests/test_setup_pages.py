"""开办 in the browser: real counts, places typed in by hand, contracts for all villages at once, landing there."""

from datetime import timedelta

import pytest

from menkou.core import clock
from menkou.core.actors import INSTALLER
from menkou.core.clock import today
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.engagements.models import Contract
from menkou.imports.models import Import
from menkou.places.models import JudicialOffice, Township, Village
from menkou.setup import actions, queries
from tests.counting import at_most

PAGE = "/shili/setup/"
TOWN = {"code": "999901009", "name": "新桥镇", "phone": "", "address": "", "villages": ""}


def test_whoever_opens_an_empty_district_lands_here_and_is_greeted(sign_in, bureau, operator):
    browser = sign_in(bureau)

    assert browser.get("/shili/start").url == PAGE
    said = browser.get(PAGE).content.decode()
    assert "刚开好，里面还是空的" in said
    assert said.count("还没开始") == 8
    assert sign_in(operator).get("/shili/start").url == PAGE


def test_a_workbook_that_was_put_in_is_gone_on_with_after_the_browser_was_closed(sign_in, bureau, operator):
    told = {"name": "临水台账.xlsx", "size": 9, "dropped_at": clock.now()}
    waiting = Import.objects.create(state=Import.State.READY, **told)
    done = Import.objects.create(state=Import.State.CANCELLED, **told | {"name": "旧的.xlsx"})

    said = sign_in(bureau).get(PAGE).content.decode()
    assert "<b>临水台账.xlsx</b>：等您核对" in said
    assert f"/shili/imports/{waiting.pk}/" in said
    assert f"/shili/imports/{done.pk}/" not in said
    assert "临水台账" not in sign_in(operator).get(PAGE).content.decode()


def test_until_somebody_has_asked_the_bureau_goes_on_where_it_stopped(sign_in, bureau, operator, village, request):
    assert sign_in(bureau).get("/shili/start").url == PAGE
    assert sign_in(operator).get("/shili/start").url == "/shili/desk/"  # whose links wait there

    request.getfixturevalue("answered")
    assert sign_in(bureau).get("/shili/start").url == "/shili/desk/"


def test_the_page_counts_what_is_on_record(sign_in, bureau, village, village_next_door, chen, lin, answered):
    JudicialOffice.objects.update(phone="")
    browser = sign_in(bureau)
    with at_most(28):  # counts of every app
        said = browser.get(PAGE).content.decode()

    assert "2 个镇街、2 个村（社区）。" in said
    assert "2 个镇街没有司法所电话：红花镇、青树镇" in said
    assert "1 个村有 A 岗、1 个村有 B 岗" in said
    assert "问过 1 次，答复了 1 次" in said
    assert said.count("还没开始") == 2  # contracts, boards


def test_an_operator_sees_the_steps_and_only_the_buttons_that_are_theirs(sign_in, operator, village):
    said = sign_in(operator).get(PAGE).content.decode()

    assert "登记镇街和村居" not in said
    assert "/shili/accounts/" in said


def test_a_township_is_typed_in_with_its_office_and_villages(sign_in, bureau, district):
    browser = sign_in(bureau)
    lines = "999901009201 南桥村民委员会\n北桥村\n桥头社区居委会"
    done = browser.post(f"{PAGE}places", TOWN | {"villages": lines, "phone": "0537-4412345"}, follow=True)

    assert "新桥镇登记好了，3 个村（社区）；其中 2 个没有写代码，先由系统编了" in done.content.decode()
    town = Township.objects.get()
    assert (town.kind, town.offices.get().name) == ("town", "新桥镇司法所")
    found = {(one.code, one.kind) for one in Village.objects.all()}
    assert found == {
        ("999901009201", "village"),
        ("999901009901", "village"),
        ("999901009902", "community"),
    }
    assert queries.counts().villages == 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": "99990100"}, "镇街代码要 9 位数字"),
        ({"code": "999901001"}, "代码 999901001 已经是红花镇的了"),
        ({"name": "红花镇"}, "已经有红花镇了"),
        ({"name": "新桥"}, "以“镇”“街道”或“乡”结尾"),
        ({"phone": "没有"}, "电话写数字和短横"),
        ({"villages": "1 桥"}, "第 1 行“1 桥”：代码要 12 位数字"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(sign_in, bureau, townships, wrong, said):
    answer = sign_in(bureau).post(f"{PAGE}places", TOWN | {"address": "桥头路 1 号"} | wrong)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "桥头路 1 号" in answer.content.decode()
    assert Township.objects.count() == 2


def test_villages_are_added_to_a_township_and_its_office_is_put_right(sign_in, bureau, village):
    browser, page = sign_in(bureau), f"{PAGE}places/999901001"
    assert "红花村委会" in browser.get(page).content.decode()
    same = browser.post(page, {"villages": "红花村委会"})
    assert (same.status_code, Village.objects.count()) == (422, 1)
    browser.post(page, {"villages": "999901001202 新村"})
    assert Village.objects.filter(township=village.township).count() == 2

    browser.post(f"{page}/office", {"office": "红花司法所", "phone": "0537-4411111", "address": "红花路 9 号"})
    office = JudicialOffice.objects.get(township=village.township)
    assert (office.name, office.phone, office.address) == ("红花司法所", "0537-4411111", "红花路 9 号")
    wrong = browser.post(f"{page}/office", {"office": "", "phone": "x", "address": ""})
    assert wrong.status_code == 422
    assert "请填司法所名称" in wrong.content.decode()
    assert browser.get(f"{PAGE}places/999999999").status_code == 404


def test_two_who_type_the_same_township_at_once_do_it_once(bureau, district, townships):
    again = Township(code="999901001", name="红花镇", kind="town")
    with pytest.raises(Conflict, match="刚刚有别人登记了同样的代码"):
        actions.enter(by=bureau, district=district, townships=[again])

    assert Township.objects.count() == 2


def engaging(**more):
    days = {"first": str(today()), "last": str(today() + timedelta(days=364)), "signed_on": str(today())}
    return {"township": "all", "institution": "posts", "first_party": "committee", "stage": "signed"} | days | more


def test_all_villages_get_a_contract_with_the_institution_of_their_a_post(
    sign_in, bureau, village, village_next_door, chen, lin, institutions
):
    browser = sign_in(bureau)
    shown = browser.get(f"{PAGE}contracts").content.decode()
    assert "2 个村（社区）还没有合同。照今天的 A 岗：演示·红花律师事务所 1 个村" in shown
    done = browser.post(f"{PAGE}contracts", engaging(), follow=True).content.decode()
    assert "登记了 1 份签好的合同。另有 1 个村还没有 A 岗顾问，没有拟。" in done
    assert Contract.objects.get().institution == institutions["firm"]

    office = str(institutions["office"].pk)
    browser.post(f"{PAGE}contracts", engaging(institution=office, township="999901002", stage="draft"))
    other = Contract.objects.get(village=village_next_door)
    assert (other.stage, other.institution, other.signed_on) == ("draft", institutions["office"], None)

    nothing = browser.post(f"{PAGE}contracts", engaging())
    assert nothing.status_code == 409
    assert "每个村都有合同或者拟稿了" in nothing.content.decode()


def test_without_a_plan_it_asks_for_one_or_for_an_institution(sign_in, bureau, village):
    answer = sign_in(bureau).post(f"{PAGE}contracts", engaging())

    assert answer.status_code == 409
    assert "请先发布派驻方案，或者选一家机构" in answer.content.decode()


def test_others_may_do_none_of_it(office, bureau, district):
    with pytest.raises(Refused, match="只有区司法局"):
        actions.enter(by=office, district=district)
    with pytest.raises(Refused, match="只有区司法局"):
        actions.engage(by=office, district=district, contracts=[])
    with pytest.raises(Refused, match="menkou district add"):
        actions.found(by=bureau, district=district)
    actions.found(by=INSTALLER, district=district)

    assert list(AuditEntry.objects.values_list("what", flat=True)) == ["setup.founded"]
