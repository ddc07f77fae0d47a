"""村居档案: everything on record of a village, to each what the rules of its app let them see; never who asked."""

from datetime import date, timedelta

import pytest

from menkou.boards.models import Board
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.engagements.models import Contract
from menkou.oversight.dossier import paper, queries
from menkou.oversight.dossier.sections import TOO_FEW, sections
from menkou.places.models import Demand, FormerName, Village
from menkou.postings.models import Absence, Avoidance, Posting, Wish
from menkou.worklogs.models import Entry
from tests.cast import LONG_AGO
from tests.counting import at_most

PAGE = "/shili/desk/villages/999901001201/dossier"
SAID = {"valid_from": LONG_AGO, "source": "两委会议纪要"}
EVERYTHING = [
    "basics",
    "former",
    "posts",
    "contracts",
    "missed",
    "demands",
    "wishes",
    "avoidances",
    "duties",
    "months",
    "entries",
]


@pytest.fixture
def record(village, chen, lin, entry):
    """Something of every kind, about 红花村."""
    FormerName.objects.create(village=village, code=village.code, name="老槐村村委会", valid_until=date(2024, 1, 1))
    Demand.objects.create(village=village, population=1234, consultations=9, remoteness=3, needs=["land"], **SAID)
    Wish.objects.create(village=village, registration=chen, side="village", weight=3, **SAID)
    Wish.objects.create(village=village, institution=lin.institution, side="other", weight=-1, **SAID)
    Avoidance.objects.create(village=village, registration=lin, reason="kinship", words="表亲", **SAID)
    facts = {"village": village, "institution": chen.institution, "valid_from": LONG_AGO}
    Contract.objects.create(valid_until=date(2099, 1, 1), **facts)
    Entry.objects.create(
        village=village, author=lin, kind="lecture", done_on=clock.today(), minutes=45, summary="讲遗嘱"
    )
    Entry.objects.create(village=village, author=chen, kind="consultation", done_on=clock.today(), minutes=77)
    return village


@pytest.fixture
def keys(record):
    """The parts that somebody reads."""

    def keys(by) -> list[str]:
        return [one.key for one in sections(queries.dossier_of(by, record))]

    return keys


def part(by, village, key: str):
    return next(one for one in sections(queries.dossier_of(by, village)) if one.key == key)


def text(by, village) -> str:
    return "\n".join(" ".join(row) for one in sections(queries.dossier_of(by, village)) for row in one.rows)


def test_the_bureau_reads_everything(keys, record, bureau, cadre):
    assert keys(bureau) == [*EVERYTHING, "asked", "boards"]
    said = text(bureau, record)
    for words in ("老槐村", "陈明", "1234", "很希望", "表亲", "讲遗嘱", "履行中", "红花镇司法所", "cadre"):
        assert words in said, words


def test_each_reads_what_the_rules_of_its_app_allow(keys, record, auditor, office, director, cadre, adviser_a):
    always = ["basics", "former", "posts"]

    assert keys(auditor) == [*EVERYTHING, "asked", "boards"]
    assert keys(office) == [*always, "contracts", "missed", "duties", "months", "entries", "asked", "boards"]
    assert keys(director) == [*always, "contracts", "missed", "wishes", "duties", "months", "entries"]
    assert keys(cadre) == [*always, "demands", "wishes", "boards"]
    assert keys(adviser_a) == [*always, "duties", "months", "entries", "boards"]


def test_wishes_stay_between_each_side_and_the_bureau(record, cadre, director):
    assert [row[3] for row in part(cadre, record, "wishes").rows] == ["很希望"]
    assert part(director, record, "wishes").rows == []


def test_an_adviser_reads_own_entries_only(record, adviser_a, adviser_b):
    assert "讲遗嘱" not in text(adviser_a, record)
    assert "讲遗嘱" in text(adviser_b, record)


def test_the_file_says_what_is_asked_and_what_is_missing(record, bureau):
    duties = part(bureau, record, "duties")

    assert [row[1] for row in duties.rows] == ["8 小时", "4 次到村", "1 场讲座"]
    assert duties.note.startswith("这个月还差")


def test_a_corrected_entry_stands_once(record, lin, bureau):
    old = Entry.objects.get(summary="讲遗嘱")
    facts = {"village": record, "author": lin, "kind": "lecture", "done_on": old.done_on, "minutes": 50}
    Entry.objects.create(summary="讲遗嘱，来了三十人", corrects=old, **facts)

    assert [row[4] for row in part(bureau, record, "entries").rows] == ["讲遗嘱，来了三十人", "讲土地流转"]
    assert part(bureau, record, "months").rows[0][1:] == ("1 条", "50 分钟")


# Nothing that points at whoever asked


def test_consultations_are_never_listed_one_by_one(record, bureau):
    assert "解答咨询" not in text(bureau, record)
    assert "77" not in text(bureau, record)


@pytest.mark.parametrize(("many", "said"), [(4, TOO_FEW), (5, "5 件")])
def test_few_consultations_are_not_even_counted(record, ask, stranger, bureau, many, said):
    for _ in range(many):
        ask(stranger)
    start = queries.dossier_of(bureau, record).asked[0][0]
    Consultation.objects.update(asked_at=clock.start_of(start) + timedelta(days=1))

    assert [row[1] for row in part(bureau, record, "asked").rows] == [said, TOO_FEW, TOO_FEW, TOO_FEW]


def test_this_quarter_is_counted_once_it_is_over(record, ask, stranger, bureau):
    for _ in range(6):
        ask(stranger)

    assert {row[1] for row in part(bureau, record, "asked").rows} == {TOO_FEW}


def test_quarters_are_whole_ones_and_follow_one_another(record, bureau, monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2026, 2, 14))
    starts = [start for start, _ in queries.dossier_of(bureau, record).asked]

    assert starts == [date(2025, 10, 1), date(2025, 7, 1), date(2025, 4, 1), date(2025, 1, 1)]


# Who served, and before a merger


def test_days_served_go_to_whoever_was_there(village, chen, lin, bureau):
    today = clock.today()
    Posting.objects.update(valid_from=today - timedelta(days=9))
    away = {"begins_at": clock.start_of(today - timedelta(days=4)), "ends_at": clock.start_of(today)}
    Absence.objects.create(registration=chen, reason="holiday", **away)
    a, b = part(bureau, village, "posts").rows

    assert (a[1], a[4], a[5]) == ("陈明", "现任", "6 天")
    assert (b[1], b[5]) == ("林芳", "6 天，替班 4 天")


def test_what_was_merged_into_it_is_in_its_dossier(record, village_next_door, wu, bureau):
    Village.objects.filter(pk=village_next_door.pk).update(valid_until=clock.today(), successor=record)
    village_next_door.refresh_from_db()
    said = text(bureau, record)

    assert "青树村（999901002201）" in said
    assert "吴刚" in said
    assert part(bureau, record, "posts").columns[0] == "村（社区）"
    assert "并入红花村" in text(bureau, village_next_door)


def test_a_board_is_listed_with_what_is_wrong(record, bureau, office, director):
    facts = {"village": record, "carrier": "a3", "number": "ABC234", "made_at": clock.now()}
    Board.objects.create(**facts, stale_since=clock.today(), why="A岗电话")
    for by in (bureau, office):
        assert "ABC234 有码未印" in text(by, record)
    assert "ABC234" not in text(director, record)


# The page and the paper


def test_the_page_says_all_sections_and_leads_to_the_paper(record, bureau, sign_in):
    shown = sign_in(bureau).get(PAGE).content.decode()

    assert "红花村档案" in shown
    assert "谁服务过" in shown
    assert f'href="{PAGE}.pdf"' in shown
    assert f'href="{PAGE}"' in sign_in(bureau).get("/shili/desk/villages").content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("cadre", 200), ("adviser_a", 200), ("director", 200), ("office_next_door", 404), ("operator", 404)]
    + [("adviser_next_door", 404)],
)
def test_who_may_read_it(record, sign_in, request, who, status):
    browser = sign_in(request.getfixturevalue(who))

    assert browser.get(PAGE).status_code == status
    assert browser.get(PAGE.replace("201/", "299/")).status_code == 404


def test_the_paper_is_a_pdf_with_the_same_words(record, bureau, sign_in):
    reply = sign_in(bureau).get(f"{PAGE}.pdf")
    made = b"".join(reply.streaming_content)

    assert reply["Content-Type"] == "application/pdf"
    assert made.startswith(b"%PDF")
    assert b"FontFile" in made


def test_where_no_paper_can_be_made_the_page_says_so(record, bureau, sign_in, monkeypatch):
    def fail(*_, **__):
        raise paper.NotSet

    monkeypatch.setattr(paper, "pdf", fail)
    shown = sign_in(bureau).get(f"{PAGE}.pdf", follow=True).content.decode()

    assert "PDF 没有做成" in shown


def test_the_page_asks_as_much_for_a_long_record_as_for_a_short_one(record, bureau, chen, sign_in):
    browser = sign_in(bureau)
    with at_most(28):
        assert browser.get(PAGE).status_code == 200
    rows = [
        Entry(village=record, author=chen, kind="lecture", done_on=date(2026, 1, day), minutes=day, summary="讲")
        for day in range(1, 29)
    ]
    Entry.objects.bulk_create(rows)
    for year in range(2001, 2010):
        FormerName.objects.create(village=record, code=record.code, name=f"{year}村", valid_until=date(year, 1, 1))
    with at_most(28):
        assert browser.get(PAGE).status_code == 200
