"""The bureau's pages: drop, look, choose, answer, import, take back; and the ways in which it goes wrong."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from menkou.core.errors import Conflict, Refused
from menkou.core.scope import within
from menkou.imports import actions, jobs
from menkou.imports.models import Change, Import, Line
from menkou.imports.tests.conftest import worked
from menkou.imports.tests.samples import ROWS, TOWNS, VILLAGES, WHOLE, book
from menkou.imports.writing import actions as writing
from menkou.places.models import Township
from tests.cast import SLUG
from tests.counting import at_most

pytestmark = pytest.mark.django_db
HERE = f"/{SLUG}/imports/"


@pytest.fixture
def browser(sign_in, bureau):
    return sign_in(bureau)


def text(response) -> str:
    return response.content.decode()


def test_from_the_file_to_the_list_and_back_again(browser, district):
    file = SimpleUploadedFile("全区.xlsx", book(WHOLE))
    dropped = browser.post(HERE, {"file": file})
    one = dropped.headers["Location"]

    assert "正在打开文件" in text(browser.get(one))
    worked(Import.objects.get())
    page = text(browser.get(one))
    assert f"导入会新增 {ROWS} 行" in page
    assert "白杨镇" in page
    assert "请先勾选" in text(browser.post(f"{one}apply"))
    browser.post(f"{one}apply", {"sure": "on"})
    assert "正在导入" in text(browser.get(one))
    worked(Import.objects.get())
    assert "撤销这次导入" in text(browser.get(f"{one}?status=new&kind=villages"))
    assert "没有什么" not in text(browser.get(HERE))
    assert "名单和导入以前一样" in text(browser.post(f"{one}undo", follow=True))
    assert Township.objects.filter(code="999901005").count() == 0


def test_wrong_rows_come_back_in_the_same_workbook(browser, drop):
    dropped = drop({"镇街": TOWNS, "村居": [*VILLAGES, ["12", "半村", "柳树街道"]]})

    page = text(browser.get(f"{HERE}{dropped.pk}/?status=wrong"))
    made = browser.get(f"{HERE}{dropped.pk}/marked")

    assert "A 列“村居代码”：12" in page
    comment = openpyxl.load_workbook(BytesIO(made.content))["村居"]["A5"].comment
    assert comment.text.startswith("应是 12 位数字")


def test_columns_are_chosen_on_a_page(browser, drop):
    dropped = drop({"Sheet1": [["甲", "乙"], ["999901007", "松树镇"]]})
    there = f"{HERE}{dropped.pk}/columns/0"

    assert "不读这张表" in text(browser.get(there))
    assert "镇街代码" in text(browser.get(f"{there}?kind=townships"))
    refused = browser.post(there, {"kind": "townships", "header": "1", "column-0": "code", "column-1": "code"})
    assert (refused.status_code, "每项只选一列" in text(refused)) == (422, True)
    browser.post(there, {"kind": "townships", "header": "1", "column-0": "code", "column-1": "name"})
    assert worked(Import.objects.get()).counts["new"] == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (None, "请选一个文件"),
        (SimpleUploadedFile("名单.docx", b"x"), "只收 .xlsx"),
        (SimpleUploadedFile("名单.csv", b""), "这个文件是空的"),
    ],
)
def test_what_cannot_be_dropped_is_said_on_the_page(browser, file, said):
    response = browser.post(HERE, {"file": file} if file else {})

    assert (response.status_code, said in text(response)) == (422, True)
    assert not Import.objects.exists()


def test_hundreds_of_megabytes_are_refused_in_a_sentence(browser):
    response = browser.post(HERE, b"", content_type="multipart/form-data", CONTENT_LENGTH=str(300 << 20))

    assert (response.status_code, "超过 30 MB" in text(response)) == (413, True)


def test_of_a_stranger_no_file_is_taken_in(client):
    """Whoever has not signed in sends no more than a form holds, and no more than that is read."""
    response = client.post(HERE, b"0" * (3 << 20), content_type="multipart/form-data; boundary=x")

    assert (response.status_code, "最多 2 MB" in text(response)) == (413, True)


def test_a_file_that_is_no_workbook_fails_in_a_sentence(browser, drop):
    dropped = drop(b"PK\x03\x04 no workbook")

    assert dropped.state == "failed"
    assert "打不开" in text(browser.get(f"{HERE}{dropped.pk}/"))


def test_pages_ask_the_database_a_constant_number_of_times(browser, drop):
    dropped = drop(WHOLE)
    browser.get(HERE)

    with at_most(14):
        browser.get(HERE)
    with at_most(18):
        browser.get(f"{HERE}{dropped.pk}/")


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_another_does_all(drop, bureau, monkeypatch):
    dropped = drop(WHOLE)
    actions.order(by=bureau, dropped=dropped)

    def dies(*_):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setitem(writing.WRITERS, "calendar", dies)
        with pytest.raises(SystemExit):
            worked(dropped)
    assert not Township.objects.filter(code="999901005").exists()
    assert not Change.objects.exists()
    with within(dropped.district_id):
        jobs.lost_imports()
    assert worked(dropped).state == "applied"
    assert worked(dropped).attempt == dropped.attempt  # a job that comes twice finds nothing to do


def test_two_officers_who_import_at_once_take_turns(drop, bureau):
    one, other = drop({"镇街": TOWNS}), drop({"镇街": TOWNS})
    actions.order(by=bureau, dropped=one)

    with pytest.raises(Conflict, match="另一位同事正在导入"):
        actions.order(by=bureau, dropped=other)
    worked(one)
    actions.order(by=bureau, dropped=other)
    worked(other)

    assert (one.state, other.state, other.counts["same"]) == ("applied", "ready", 2)
    assert "名单有变动" in other.problem
    assert Township.objects.filter(code="999901005").count() == 1


def test_only_the_bureau_imports(drop, auditor, office, district):
    dropped = drop({"镇街": TOWNS})

    for by in (auditor, office):
        with pytest.raises(Refused):
            actions.order(by=by, dropped=dropped)
        with pytest.raises(Refused):
            actions.drop(by=by, district=district, name="x.csv", file=BytesIO(b"x"), size=1)


def test_who_may_not_any_more_applies_nothing(drop, bureau, district):
    dropped = drop({"镇街": TOWNS})
    actions.order(by=bureau, dropped=dropped)
    from menkou.accounts.models import Membership

    Membership.objects.filter(user=bureau.user_id).delete()

    worked(dropped)

    assert (dropped.state, "只有区司法局" in dropped.problem) == ("ready", True)
    assert not Township.objects.filter(code="999901005").exists()


def test_what_is_cancelled_or_old_is_forgotten(drop, apply, bureau, home):
    gone, kept = drop({"镇街": TOWNS}), apply(drop({"镇街": TOWNS}))
    actions.cancel(by=bureau, dropped=gone)
    assert not Line.objects.filter(dropped=gone).exists()
    with pytest.raises(Conflict):
        actions.order(by=bureau, dropped=gone)

    Import.objects.update(dropped_at="2020-01-01T00:00Z")
    Import.objects.filter(pk=kept.pk).update(applied_at="2020-01-02T00:00Z")
    with within(kept.district_id):
        jobs.forget_old_imports()

    assert not Line.objects.exists()
    assert not Change.objects.exists()
    assert not (home / "imports" / str(kept.district_id) / kept.file).exists()
    assert Import.objects.get(pk=kept.pk).counts["new"] == 2
