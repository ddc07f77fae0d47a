"""The pages of money: drawn up on one desk, checked on another, read by whom it is about, and objected to."""

from datetime import date
from hashlib import sha256
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from menkou.papers import store
from menkou.papers.jobs import make
from menkou.papers.models import Batch as Papers
from menkou.subsidies import jobs, sheets
from menkou.subsidies.models import Adjustment, Batch, Handing, Line, Objection, Tariff
from menkou.subsidies.tests.conftest import HALF
from tests.cast import SLUG
from tests.counting import at_most

FORM = "a" * 32
HERE = f"/{SLUG}/subsidies"


@pytest.fixture(autouse=True)
def autumn():
    with time_machine.travel("2026-09-10 10:00+08:00", tick=False):
        yield


def text(response) -> str:
    return response.content.decode()


def test_without_a_rate_the_page_says_what_to_do_first(sign_in, bureau):
    page = text(sign_in(bureau).get(f"{HERE}/"))

    assert "还没有补贴标准" in page
    assert "5,000" not in page


def test_a_rate_is_typed_in_yuan_and_agreed_to_on_another_desk(sign_in, bureau, second):
    desk = sign_in(bureau)
    said = {"form": FORM, "yearly": "5,000.5", "share_a": 70, "valid_from": "2026-01-01", "needs_contract": "on"}
    assert desk.post(f"{HERE}/terms/tariffs", {**said, "source": ""}).status_code == 422
    assert desk.post(f"{HERE}/terms/tariffs", {**said, "yearly": "5e3", "source": "文件"}).status_code == 422
    desk.post(f"{HERE}/terms/tariffs", {**said, "source": "财字1号"})
    made = Tariff.objects.get()
    assert (made.yearly, made.decision) == (500_050, "")
    assert ">同意</button>" not in text(desk.get(f"{HERE}/terms/tariffs"))

    sign_in(second).post(f"{HERE}/terms/tariffs/{made.pk}/agree")
    made.refresh_from_db()
    assert made.decision == "agreed"


@pytest.mark.parametrize(("typed", "permille"), [("1.1", 1100), ("0.95", 950), ("2", 2000)])
def test_a_coefficient_is_typed_as_a_number(sign_in, bureau, chen, typed, permille):
    said = {"form": FORM, "registration": chen.pk, "half": HALF, "permille": typed, "source": "考核"}
    desk = sign_in(bureau)
    assert desk.post(f"{HERE}/terms/factors", {**said, "permille": "2.5"}).status_code == 422
    desk.post(f"{HERE}/terms/factors", said)

    assert f"{typed[0]}." in text(desk.get(f"{HERE}/terms/factors"))
    assert Line.objects.count() == 0
    from menkou.subsidies.models import Factor

    assert Factor.objects.get().permille == permille


@pytest.mark.usefixtures("half_year")
def test_a_batch_goes_from_desk_to_desk(sign_in, bureau, second):
    desk = sign_in(bureau)
    desk.post(f"{HERE}/", {"period": HALF})
    batch = Batch.objects.get()
    assert "正在编" in text(desk.get(f"{HERE}/{batch.pk}/"))
    jobs.draw_up(batch)
    desk.post(f"{HERE}/{batch.pk}/put-forward")
    assert "复核，没有问题" not in text(desk.get(f"{HERE}/{batch.pk}/"))

    other = sign_in(second)
    assert "复核，没有问题" in text(other.get(f"{HERE}/{batch.pk}/"))
    assert other.post(f"{HERE}/{batch.pk}/send-back", {"note": ""}).status_code == 422
    other.post(f"{HERE}/{batch.pk}/check", {"seen": "1"})
    batch.refresh_from_db()
    assert batch.stage == "checked"
    for page in ("", f"{batch.pk}/", "terms/tariffs", "terms/factors", "terms/adjustments", "objections"):
        with at_most():
            assert other.get(f"{HERE}/{page}").status_code == 200


@pytest.mark.usefixtures("half_year")
def test_finance_gets_a_file_that_is_the_same_whenever_it_is_made(sign_in, bureau, checked, district):
    batch = checked()
    desk = sign_in(bureau)
    desk.post(f"{HERE}/{batch.pk}/excel")
    papers = Papers.objects.get()
    make(district_id=district.pk, batch_id=str(papers.pk))
    papers.refresh_from_db()
    file = store.path_of(papers.file).read_bytes()
    store.remove(papers.file)

    assert bytes(Handing.objects.get().digest) == sha256(file).digest()
    assert sheets.excel(sheets.told_of(batch)) == file
    book = CalamineWorkbook.from_filelike(BytesIO(file))
    houses, lines = (book.get_sheet_by_name(name).to_python() for name in ("按机构", "明细"))
    assert sum(row[5] for row in houses[1:]) == sum(row[11] for row in lines[1:]) == batch.fen
    desk.post(f"{HERE}/{batch.pk}/paid", {"paid_on": "2026-09-10", "note": "0910"})
    assert "9月10日付的" in text(desk.get(f"{HERE}/{batch.pk}/"))


@pytest.mark.usefixtures("half_year")
def test_everybody_reads_their_own_and_nothing_before_it_is_checked(sign_in, bureau, adviser_a, adviser_b, draw, chen):
    batch = draw()
    own = f"{HERE}/{batch.pk}/people/{chen.pk}"
    assert sign_in(bureau).get(own).status_code == 200
    assert sign_in(adviser_a).get(own).status_code == 404
    assert "还没有补贴" in text(sign_in(adviser_a).get(f"{HERE}/mine"))


@pytest.mark.usefixtures("half_year")
def test_an_adviser_sees_why_and_objects_and_two_officers_change_it(
    sign_in, adviser_a, adviser_b, director, bureau, second, checked, draw, chen
):
    batch = checked()
    line = Line.objects.get(registration=chen)
    mine = sign_in(adviser_a)
    assert f"people/{chen.pk}" in text(mine.get(f"{HERE}/mine"))
    assert "3,500.00 × 181 ÷ 365" in text(mine.get(f"{HERE}/lines/{line.pk}"))
    assert mine.post(f"{HERE}/lines/{line.pk}/object", {"words": ""}).status_code == 422
    mine.post(f"{HERE}/lines/{line.pk}/object", {"words": "少了一天"})
    assert mine.post(f"{HERE}/lines/{line.pk}/object", {"words": "少了一天"}).status_code == 409
    assert sign_in(adviser_b).get(f"{HERE}/lines/{line.pk}").status_code == 404
    assert "少了一天" in text(sign_in(director).get(f"{HERE}/objections"))

    made, desk = Objection.objects.get(), sign_in(bureau)
    wrong = {"outcome": "stands", "text": "对的", "fen": "9"}
    assert desk.post(f"{HERE}/objections/{made.pk}/answer", wrong).status_code == 422
    desk.post(f"{HERE}/objections/{made.pk}/answer", {"outcome": "amount", "text": "补一天", "fen": "9.59"})
    assert desk.post(f"{HERE}/objections/{made.pk}/agree").status_code == 403
    sign_in(second).post(f"{HERE}/objections/{made.pk}/agree")

    assert Adjustment.objects.get().fen == 959
    assert [one.fen for one in Line.objects.filter(batch=draw("2026-07"), kind="bonus")] == [959]
    line.refresh_from_db()
    assert line.fen == Line.objects.get(pk=line.pk, batch=batch).fen


@pytest.mark.usefixtures("half_year")
def test_an_objection_that_is_answered_otherwise_waits_anew(sign_in, adviser_a, bureau, second, checked, chen):
    checked()
    line = Line.objects.get(registration=chen)
    sign_in(adviser_a).post(f"{HERE}/lines/{line.pk}/object", {"words": "少了一天"})
    made = Objection.objects.get()
    sign_in(bureau).post(f"{HERE}/objections/{made.pk}/answer", {"outcome": "record", "text": "改请假"})
    assert "等另一个人定" in text(sign_in(adviser_a).get(f"{HERE}/objections/{made.pk}"))
    sign_in(second).post(f"{HERE}/objections/{made.pk}/reconsider")
    sign_in(second).post(f"{HERE}/objections/{made.pk}/answer", {"outcome": "stands", "text": "天数对"})
    made.refresh_from_db()

    assert (made.state, made.answered_by.username) == ("settled", "second")
    assert not Adjustment.objects.exists()


@pytest.mark.usefixtures("half_year")
def test_whoever_is_paid_does_not_check(sign_in, make_actor, draw, bureau, chen):
    from menkou.accounts.models import Membership
    from menkou.core.actors import Role

    both = make_actor(Role.JUSTICE_BUREAU, "both")
    Membership.objects.create(user_id=both.user_id, role=Role.ADVISER, registration=chen, valid_from=date(2020, 1, 1))
    batch = draw()
    sign_in(bureau).post(f"{HERE}/{batch.pk}/put-forward")

    assert sign_in(both).post(f"{HERE}/{batch.pk}/check", {"seen": "1"}).status_code == 403
