"""转介、会诊、回电、投诉 by half a year: numbers by township, and none from which a few could be worked out."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from python_calamine import CalamineWorkbook

from menkou.complaints.models import Complaint
from menkou.consultations.models import CallBack, Opinion, Referral
from menkou.core import clock
from menkou.core.keys import digest
from menkou.oversight.beside import numbers
from menkou.oversight.beside.halves import Half
from tests.counting import at_most

HERE = "/shili/desk/beside"


@pytest.fixture
def refer(ask, resident, adviser_a):
    """So many referrals of this half, of which some helped."""

    def refer(many: int, helped: int = 0) -> None:
        for number in range(many):
            by = {"referred_at": clock.now(), "referred_by_id": adviser_a.user_id, "ask_at": clock.now()}
            done = (
                {"outcome": "resolved", "received_on": clock.today(), "told_at": clock.now()} if number < helped else {}
            )
            once = digest("refer", uuid4().hex)
            matter = ask(resident).consultation
            Referral.objects.create(consultation=matter, national="12348", once_digest=once, **by, **done)

    return refer


def told(half: Half | None = None) -> dict[str, tuple]:
    return {row.name: row.numbers for row in numbers.rows(half or Half.of(clock.today()))}


def test_a_half_of_a_year_is_six_months_in_shanghai():
    half = Half.of(date(2026, 11, 28))

    assert (str(half), half.key, str(half.before)) == ("2026 年下半年", "2026-2", "2026 年上半年")
    assert (half.start, half.end) == (clock.start_of(date(2026, 7, 1)), clock.start_of(date(2027, 1, 1)))
    assert half.before.end == half.start
    assert Half.called("2026-2") == half
    assert Half.called("2026-3") is None


@pytest.mark.parametrize(
    ("counts", "each", "total"),
    [
        ([7, 6], [7, 6], 13),
        ([7, 3], [7, "不足 5"], "不写"),  # or the three would be the rest
        ([7, 3, 4], [7, "不足 5", "不足 5"], 14),
        ([7, 2, 2], [7, "不足 5", "不足 5"], "不写"),
        ([7, 4, 4], [7, "不足 5", "不足 5"], "不写"),  # eight of two that are four at most: four each
        ([1] * 5, ["不足 5"] * 5, "不写"),  # five of five that are one at least
        ([3], ["不足 5"], "不足 5"),
        ([], [], 0),
    ],
)
def test_what_is_told_gives_nothing_away(counts, each, total):
    of = {uuid4(): count for count in counts}

    found, all_ = numbers.told(of, 5)
    assert (list(found.values()), all_) == (each, total)


@pytest.mark.parametrize(
    ("parts", "each", "total"),
    [
        ([(6, 5)], ["不写"], "不写"),  # or it were said of one that it was not helped
        ([(6, 6), (12, 7)], [6, 7], 13),
        ([(6, 5), (12, 7)], ["不写", 7], "不写"),
        ([(8, 5), (9, 6)], ["不写", "不写"], 11),  # three and three, or two and four
        ([(9, 5), (9, 5)], ["不写", "不写"], 10),
        ([(6, 1), (12, 7)], ["不写", 7], "不写"),  # the same words, or they would tell which is few
        ([(9, 3), (3, 3)], ["不写", "不足 5"], 6),
        ([(7, 0), (3, 0)], [0, 0], 0),
    ],
)
def test_a_part_does_not_say_how_few_the_rest_is(parts, each, total):
    towns = [uuid4() for _ in parts]
    whole, part = ({of: pair[at] for of, pair in zip(towns, parts, strict=True)} for at in (0, 1))

    found, all_ = numbers.told(part, 5, whole)
    assert (list(found.values()), all_) == (each, total)


def test_they_are_counted_by_township_and_half(refer, townships):
    refer(10, helped=5)

    assert told()["红花镇"][:2] == (10, 5)
    assert told()["青树镇"] == (0,) * len(numbers.COLUMNS)
    assert told()["全区"][:2] == (10, 5)
    assert told(Half.of(clock.today()).before)["全区"] == (0,) * len(numbers.COLUMNS)


def test_too_few_are_not_told(refer, townships):
    refer(4)

    assert told()["红花镇"][0] == "不足 5"
    assert told()["全区"][0] == "不足 5"


def test_each_kind_stands_in_its_column(ask, resident, adviser_a, lin, townships, monkeypatch, chen):
    monkeypatch.setitem(numbers.places.DEFAULTS, "fewest_in_a_list", 1)
    matter, now = ask(resident).consultation, clock.now()
    asked = {"asked_at": now, "asked_by_id": adviser_a.user_id, "agreed_at": now, "until_at": clock.now()}
    Opinion.objects.create(consultation=matter, holder=chen, colleague=lin, state="open", **asked)
    calls = {"day": clock.today(), "part": "morning", "sealed": b"x", "tried_at": now}
    CallBack.objects.create(consultation=matter, reached_at=now, **calls)
    facts = {"about": chen, "kind": "rude", "level": "office", "is_from_office": True, "words": b"x", "raised_at": now}
    facts |= {"reply_due_at": now, "answer_due_at": now}
    for form, more in (("a", {}), ("b", {"state": "withdrawn", "ended_at": now})):
        Complaint.objects.create(consultation=matter, once_digest=digest("once", form), **facts, **more)

    assert told()["红花镇"] == (0, 0, 1, 1, 1, 1, 0)


def test_the_page_and_the_file_say_the_same(refer, bureau, sign_in, townships):
    refer(4)
    browser = sign_in(bureau)

    with at_most():
        page = browser.get(HERE).content.decode()
    assert page.count("不足 5") >= 2
    book = CalamineWorkbook.from_filelike(BytesIO(browser.get(f"{HERE}.xlsx").content))
    found = book.get_sheet_by_index(0).to_python()
    assert found[0] == ["镇街", *numbers.COLUMNS]
    assert ["红花镇", "不足 5", *[0.0] * 6] in found
    for wrong in ("?half=2020-1", "?half=x"):
        assert browser.get(f"{HERE}{wrong}").status_code == 404


@pytest.mark.parametrize("who", ["office", "director", "adviser_a", "cadre"])
def test_nobody_else_sees_them(who, sign_in, request):
    assert sign_in(request.getfixturevalue(who)).get(HERE).status_code == 404
