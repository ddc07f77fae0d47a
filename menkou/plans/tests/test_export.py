"""Excel: sheets that another reader understands, numbers as numbers, and nothing from the data as a formula."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest

from menkou.core.models import AuditEntry
from menkou.plans.tests.drawn import HERE, PLANS, THERE, version

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TRICK = "=HYPERLINK(1)"


@pytest.fixture
def zhou(register):
    return register(TRICK, "office", 6)


@pytest.fixture
def drawn(bureau, chen, lin, wu, zhou):
    return version(bureau, {HERE: (chen, lin), THERE: (chen, zhou)}, locks=[[HERE, "A"]])


@pytest.fixture
def desk(sign_in, bureau):
    return sign_in(bureau)


def opened(answer) -> dict[str, list[list[str]]]:
    """The rows of each sheet, by its name, as the file's own XML has them; a formula is an error."""
    assert answer.status_code == 200
    book = zipfile.ZipFile(BytesIO(answer.content))
    shared = [
        "".join(part.text or "" for part in one.iter(f"{MAIN}t"))
        for one in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314  # our own file
    ]
    names = re.findall(r'<sheet name="([^"]+)"', book.read("xl/workbook.xml").decode())
    found = {}
    for number, name in enumerate(names, 1):
        sheet = ElementTree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
        assert not list(sheet.iter(f"{MAIN}f"))
        found[name] = [[_value(cell, shared) for cell in row] for row in sheet.iter(f"{MAIN}row")]
    return found


def _value(cell, shared: list[str]) -> str:
    value = cell.findtext(f"{MAIN}v") or ""
    return shared[int(value)] if cell.get("t") == "s" else value


def test_a_version_is_four_sheets(drawn, desk):
    sheets = opened(desk.get(f"{PLANS}/1/export"))
    taken = AuditEntry.objects.get(what="plans.taken_out")
    assert (taken.subject, taken.count) == (f"plans.Version:{drawn.pk}", len(sheets["村居"]) - 1)

    assert list(sheets) == ["村居", "机构", "顾问", "说明"]
    assert sheets["村居"][2][:6] == [THERE, "青树村", "青树镇", "1", "陈明", "演示·红花律师事务所"]
    assert TRICK in sheets["村居"][2]
    assert [row[0] for row in sheets["机构"][1:]] == ["演示·红花律师事务所", "演示·红花法律服务所"]
    assert ["陈明", "2"] in [[row[0], row[2]] for row in sheets["顾问"]]
    about = {row[0]: row[1] for row in sheets["说明"]}
    assert (about["代价合计（分）"], about["下界（分）"], about["离最好至多差"]) == ("1640", "1600", "2.44%")


def test_the_file_has_a_name_that_says_what_it_is(drawn, desk):
    answer = desk.get(f"{PLANS}/1/export")

    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "attachment; filename*=utf-8''%E6%B4%BE%E9%A9%BB%E6%96%B9%E6%A1%881-" in answer["Content-Disposition"]


def test_a_comparison_is_five_sheets(drawn, desk):
    sheets = opened(desk.get(f"{PLANS}/compare/export?other=1"))

    assert list(sheets) == ["换人的村", "机构", "顾问", "各项代价", "说明"]
    assert [row[1:6] for row in sheets["换人的村"][1:]] == [
        ["青树村", "青树镇", "A岗", "吴刚（演示·红花律师事务所）", "陈明（演示·红花律师事务所）"],
        ["青树村", "青树镇", "B岗", "空缺", f"{TRICK}（演示·红花法律服务所）"],
    ]
    assert sheets["各项代价"][-1][0] == "合计"
    assert {row[0]: row[1] for row in sheets["说明"]}["换人的村"] == "1"


def test_the_auditor_may_take_it_and_others_find_nothing(drawn, sign_in, auditor, office):
    assert sign_in(auditor).get(f"{PLANS}/1/export").status_code == 200
    assert sign_in(office).get(f"{PLANS}/1/export").status_code == 404
