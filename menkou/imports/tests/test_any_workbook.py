"""Whatever a workbook says: it is read without a fault, and applied and taken back it leaves everything as it was."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.core.errors import Conflict
from menkou.imports import actions
from menkou.imports.rules import cleaning, comparing, matching
from menkou.imports.rules.cleaning import Wrong
from menkou.imports.rules.reading import Sheet
from menkou.imports.rules.referring import Known
from menkou.imports.rules.sheets import ALL
from menkou.imports.tests import samples
from menkou.imports.tests.conftest import worked
from menkou.imports.tests.samples import book
from menkou.imports.tests.test_importing import everything
from menkou.imports.undoing.actions import undo

CELLS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.sampled_from(
        ["白杨镇", "999901005", "东白杨村", "310000000000000020", "13800000009", "2026-13-01", "=1+1", "#N/A"]
    ),
)
OTHERS = {  # what an office may have changed since, by sheet and column
    "镇街": {1: ["白杨街道"], 2: ["0537-3400009", "12"], 3: ["新街 9 号"], 4: [117.01, "东经"], 5: [35.6, ""]},
    "村居": {1: ["东杨村村委会", "西白杨村"], 2: ["柳树街道", "没有这个镇"]},
    "机构": {2: ["0537-3411111"], 3: ["白杨街 30 号"]},
    "顾问": {1: ["实习律师"], 4: ["13900000001", "没有"]},
    "村居需求与意愿": {1: [1300, "多"], 2: [31], 4: ["合同", "婚姻家庭和继承"], 5: ["赵柳", "19990000000000071"]},
    "合同": {2: ["2028-01-01"], 3: ["2029-12-31"]},
    "岗位": {2: ["赵柳", "没有这人", ""], 3: ["王白", ""], 4: ["2020-01-01", "后天"]},
    "人员与角色": {4: ["13800000008"], 3: ["红花镇"]},
    "群登记": {4: ["是", "否"], 5: ["王白", "qianyi", "suner", ""], 6: [31, "三十"], 8: ["扫码就能进", "随便"]},
    "工作日历": {1: ["上班", "放假"], 2: ["新通知"]},
}


@st.composite
def workbooks(draw):
    """Some rows of a whole district's workbook, some of their cells different."""
    sheets = {}
    for name, (titles, *rows) in samples.WHOLE.items():
        kept = [list(row) for row in rows if draw(st.integers(0, 3))]
        for row in kept:
            for place, others in OTHERS[name].items():
                if place < len(row) and not draw(st.integers(0, 2)):
                    row[place] = draw(st.sampled_from(others))
        sheets[name] = [titles, *kept]
    return sheets


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ALL), st.lists(st.lists(CELLS, max_size=12), max_size=6))
def test_no_cell_is_a_fault(kind, rows):
    titles = tuple(one.title for one in kind.fields)
    sheet = Sheet(kind.title, tuple((n, tuple(row)) for n, row in enumerate([titles, *rows], 1)))
    found = matching.find(sheet, {})

    lines = comparing.compare([(sheet, found.layout)], Known("999901", "2026-11-23"), {})

    assert len(comparing.digest_of(lines)) == 64
    for line in lines:
        assert line.status in ("new", "changed", "same", "wrong", "asked")
        assert (line.status in ("wrong", "asked")) == bool(line.problems)
        assert all(problem.sentence.endswith(("。", "？")) for problem in line.problems)


@given(CELLS)
@settings(max_examples=200)
def test_what_was_cleaned_is_clean(cell):
    for kind in ALL:
        for one in kind.fields:
            try:
                once = one.clean(cell)
            except Wrong:
                continue
            if isinstance(once, str) and one.clean in (
                cleaning.phone,
                cleaning.day,
                cleaning.credit_code,
                cleaning.person,
            ):
                assert one.clean(once) == once


def there_and_back(sheets, bureau, district) -> str:
    """Import a workbook and take it back; what became of it."""
    raw, before = book(sheets), everything()
    dropped = actions.drop(by=bureau, district=district, name="名单.xlsx", file=BytesIO(raw), size=len(raw))
    worked(dropped)
    assert dropped.state == "ready", dropped.problem
    assert everything() == before
    try:
        actions.order(by=bureau, dropped=dropped)
    except Conflict:
        return "nothing to do"
    worked(dropped)
    assert (dropped.state, dropped.problem) == ("applied", "")
    assert everything() != before
    undo(by=bureau, dropped=dropped)
    assert everything() == before
    return "back"


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=QUIET)
@given(workbooks())
def test_any_import_is_taken_back_to_the_bit(bureau, district, village, wu, sheets):
    there_and_back(sheets, bureau, district)


@pytest.mark.django_db
def test_what_was_there_before_is_there_again_after_changes(drop, apply, bureau, district):
    apply(drop(samples.WHOLE))

    @settings(max_examples=10, deadline=None, suppress_health_check=QUIET)
    @given(workbooks())
    def changed(sheets):
        there_and_back(sheets, bureau, district)

    changed()


@pytest.mark.nightly
@pytest.mark.django_db
def test_many_imports_are_taken_back_to_the_bit(drop, apply, bureau, district):
    apply(drop(samples.WHOLE))

    @settings(max_examples=300, deadline=None, suppress_health_check=QUIET)
    @given(workbooks())
    def changed(sheets):
        there_and_back(sheets, bureau, district)

    changed()
