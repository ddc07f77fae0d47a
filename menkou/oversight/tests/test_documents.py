"""文书中心: each number of a report is that of its page; who may has it made; what was made is on record, and again."""

import hashlib
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from menkou.accounts.models import Membership
from menkou.assessments.tests.test_papers import found_in
from menkou.boards.models import Board
from menkou.broadcasts.models import Delivery, Notice
from menkou.core.actors import Role
from menkou.core.clock import today
from menkou.groups.keeping import queries as register
from menkou.groups.models import Group
from menkou.occasions.models import Occasion
from menkou.oversight import numbers, serving
from menkou.oversight.centre import reports
from menkou.oversight.centre import village as villages
from menkou.oversight.centre.kinds import KINDS, kind_for
from menkou.oversight.dossier.queries import dossier_of
from menkou.oversight.ledger.numbers import asked
from menkou.oversight.tests.test_numbers import MONDAY, hands, put  # noqa: F401
from menkou.papers import store
from menkou.papers.models import Batch, Draft
from menkou.papers.official.paper import sourced_in
from menkou.papers.official.telling import told, words_of
from menkou.papers.tests.making import make
from menkou.papers.tests.reading import demand_in_order, unsourced, words_in_pdf, words_in_word
from menkou.worklogs import duties, ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import ALL
from menkou.worklogs.rules.periods import Period
from tests.cast import LONG_AGO, SLUG

WEEK, MARCH, QUARTER, HALF = (Period.called(one) for one in ("2026-w10", "2026-03", "2026-q1", "2026-h1"))
PAGE = f"/{SLUG}/desk/documents"
RUDE = '#let $x$ *甲* <b>&amp; "三"'


@pytest.fixture
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def month(put, village, village_next_door, adviser_a, adviser_next_door, chen, wu, hands, bureau):  # noqa: F811
    """March: six answered and rated here, one next door; one entry of each kind; a notice that is in one of two groups."""
    for _ in range(6):
        put(village, adviser_a, 2, face=3)
    put(village_next_door, adviser_next_door, 3, face=1)
    for kind in Entry.Kind.values:
        facts = {"done_on": date(2026, 3, 3), "minutes": 50, "people": 7, "items": 3, "kind": kind}
        facts["summary"] = "" if kind == "consultation" else RUDE
        Entry.objects.create(village=village, author=chen, **facts)
    Entry.objects.create(
        village=village_next_door, author=wu, kind="lecture", done_on=date(2026, 3, 4), minutes=60, summary="课"
    )
    facts = {"kind": "warning", "title": "a", "text": "b", "levels": ["village"], "go_on": date(2026, 3, 5)}
    who = {"made_by_id": bureau.user_id, "made_at": MONDAY, "state": "going"}
    who |= {"approved_at": MONDAY, "approved_by_id": bureau_two(bureau)}
    notice = Notice.objects.create(**facts, **who)
    for place, author, state in ((village, chen, "confirmed"), (village_next_door, wu, "waiting")):
        group = Group.objects.create(
            level="village", name=f"{place}群", village=place, registration=author, residents=87
        )
        done = {"confirmed_at": MONDAY, "confirmed_by_id": bureau.user_id} if state == "confirmed" else {}
        Delivery.objects.create(notice=notice, group=group, means="paste", state=state, **done)
    hands.move_to(MONDAY + timedelta(days=30))
    return notice


def bureau_two(bureau):
    other = type(Membership.objects.first().user).objects.create(username="two", name="二")
    Membership.objects.create(user=other, role=Role.JUSTICE_BUREAU, valid_from=LONG_AGO)
    return other.pk


def on_pages(by, period: Period, townships=()) -> dict[str, str]:
    """What the ledger opens, the workbench, the notices and the samples say of the same span."""
    span = numbers.Month(period.first, period.after_last)
    found: dict[str, object] = {"first": _day(period.first), "last": _day(period.last)}
    for key in ALL:
        found[f"counter:{key}"] = _rows(by, Chosen(period, counter=key))
        found |= {f"town:{one.code}:{key}": _rows(by, Chosen(period, one.code, counter=key)) for one in townships}
    found |= {f"town:{one.code}:hours": _hours(by, Chosen(period, one.code)) for one in townships}
    served, all_ = serving.served(by, span)
    found |= {"hours": _hours(by, Chosen(period)), "served": served, "villages": all_}
    count, _, hours = numbers.pace(by, span)
    happy, rated = numbers.satisfaction(by, span)
    rows = numbers.timeliness(by, span)
    found |= {"answers:asked": count, "answers:hours": round(hours, 1), "answers:rated": rated}
    found |= {"answers:timely": _part(period, sum(row["state"] == "done" for row in rows), count)}
    found |= {"answers:happy": _part(period, happy, rated), "awaiting": numbers.awaiting_review(by)}
    if period == WEEK:  # a week could be taken from its month
        found = {key: value for key, value in found.items() if not key.startswith("answers:")}
        found |= dict.fromkeys(("answers:asked", "answers:rated"), "按月列")
    groups = Delivery.objects.filter(group__village__in=numbers.villages_of(by))
    there = groups.filter(state="confirmed").count()
    found |= {"pushed:notices": 1, "pushed:total": groups.count(), "pushed:there": there}
    found |= _registered(by)
    found |= {f"sampled:{name}": 0 for name in ("draws", "size", "done", "differing")}
    return {key: str(value) for key, value in found.items()}


def _registered(by) -> dict[str, object]:
    """The groups of the register's page, and who is in them."""
    seen = list(register.listed(by, {}))
    return {"groups:groups": len(seen), "groups:members": sum(one.members for one in seen)}


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _rows(by, chosen: Chosen) -> int | str:
    """As its page adds up its rows."""
    if chosen.counter == "consultations":
        return asked(by, chosen)
    return chosen.number.of(ledger.tallied(ledger.listed(by, chosen)))


def _hours(by, chosen: Chosen) -> float:
    rows = ledger.listed(by, chosen).exclude(kind="consultation")
    return round(sum(rows.values_list("minutes", flat=True)) / 60, 1)


def _part(period: Period, count: int, whole: int) -> int | str:
    """Told of quarters, where neither it nor the rest is few."""
    few = "太少，不列" if 0 < count < 5 or 0 < whole - count < 5 else count
    return "按季度列" if period == MARCH else few


@pytest.mark.parametrize(("period", "window"), [(WEEK, "week"), (MARCH, "month"), (QUARTER, "quarter")])
def test_every_number_of_a_report_is_the_number_of_its_page(month, bureau, district, townships, period, window):
    paper = reports.paper_of(bureau, period, window, district)
    found = found_in(paper)
    assert found == on_pages(bureau, period, townships.values())
    assert unsourced(paper, reports._called(period, window)) == []
    parts = {
        QUARTER: ("7", "太少，不列"),
        MARCH: ("按季度列", "按季度列"),
        WEEK: (None, None),
    }  # 6 of 7 would tell of one
    assert (found.get("answers:timely"), found.get("answers:happy")) == parts[period]


def test_an_office_reports_on_its_own_township_alone(month, office, district):
    paper = reports.paper_of(office, MARCH, "month", district)
    found = found_in(paper)
    assert found == on_pages(office, MARCH)
    said = told(paper)
    assert (said["head"], said["annexes"], said["addressee"]) == ("", [], "示例区司法局：")
    assert said["signatures"][0]["name"] == "红花镇司法所"
    assert "青树" not in "".join(words_of(said))


def test_few_questions_and_ratings_are_not_told(month, office_next_door, bureau, district):
    found = found_in(reports.paper_of(office_next_door, MARCH, "month", district))
    assert (found["answers:asked"], found["answers:rated"]) == ("太少，不列", "太少，不列")
    assert not {"answers:hours", "answers:timely", "answers:happy"} & set(found)
    empty = found_in(reports.paper_of(bureau, Period.called("2025-12"), "month", district))
    assert (empty["answers:asked"], empty["answers:rated"]) == ("0", "0")


@pytest.fixture
def to_come(village, bureau):
    facts = {"village": village, "registered_by_id": bureau.user_id, "registered_at": MONDAY}
    for kind, title in (("meeting", "村民代表会议"), ("dispute", "张家李家排水沟")):
        Occasion.objects.create(
            kind=kind, title=title, happens_at=MONDAY + timedelta(days=40), once_digest=kind.encode(), **facts
        )
    Board.objects.create(village=village, carrier="board", number="7K3QX2", made_at=MONDAY)


def test_a_villages_report_says_what_its_file_and_ledger_say(month, village, bureau, district, to_come):
    paper = villages.paper_of(bureau, village, HALF, district)
    found, file = found_in(paper), dossier_of(bureau, village)
    for one in duties.of_village(village):
        key = f"duty:{one.asked.unit}:{one.asked.window}"
        if one.asked.unit != "contacts":
            assert found[f"{key}:2"] == f"{one.done:g}"
            assert found[f"{key}:3"] == f"{one.missing:g}"
    for one in file.posts:
        assert found[f"post:{one.pk}:1"] == one.registration.adviser.name
    for start, count in file.asked:
        if start in HALF:
            assert (found[f"asked:{start}"], count) == ("太少，不列", None)  # one next door would be the rest
    for key in ("lectures", "mediations", "contracts", "meetings"):
        assert found[f"counter:{key}"] == str(_rows(bureau, Chosen(HALF, village=village.code, counter=key)))
    (board,) = file.boards
    assert found[f"board:{board.pk}:1"] == "7K3QX2"
    assert unsourced(paper, str(HALF)) == []


def test_a_villages_report_tells_nobody_that_somebody_asked(
    month, village, village_next_door, office, district, to_come
):
    found = found_in(villages.paper_of(office, village, HALF, district))
    words = "".join(words_of(told(villages.paper_of(office, village, HALF, district))))
    assert {found[f"counter:{key}"] for key in ("drafted", "legal-aid", "petitions")} == {"太少，不列"}
    assert not {"counter:services", "counter:consultations"} & set(found)
    assert found["asked:2026-01-01"] == "6"
    assert "村民代表会议" in words
    assert "排水沟" not in words
    assert RUDE not in words
    assert all(
        one.page in ("村居档案", "台账", "村里的事")
        for one in sourced_in(villages.paper_of(office, village, HALF, district))
    )


def taken(browser, where: str, form: str, **said) -> bytes:
    """Ask by the page, let the worker work, take the file away."""
    batch = browser.post(f"{PAGE}/{where}/take", {"form": form, **said}).url
    make(Batch.objects.get(pk=batch.split("/")[-2]))
    assert "做好了" in browser.get(batch).content.decode()
    return b"".join(browser.post(f"{batch}file").streaming_content)


def test_a_report_is_read_made_put_on_record_and_made_again(month, home, bureau, sign_in, district):
    browser, said = sign_in(bureau), {"period": "2026-03"}
    page = browser.get(f"{PAGE}/monthly", said).content.decode()
    assert "数从哪里来" in page
    words = words_of(told(reports.paper_of(bureau, MARCH, "month", district)))

    files = {form: taken(browser, "monthly", form, **said) for form in ("docx", "pdf", "xlsx")}

    demand_in_order(words, words_in_word(files["docx"]))
    demand_in_order(words, words_in_pdf(files["pdf"], "演示：人和事都是编的"))
    made = {one.kind: one for one in Draft.objects.all()}
    for form, file in files.items():
        assert bytes(made[form].digest) == hashlib.sha256(file).digest()
    listed = browser.get(PAGE).content.decode()
    assert made["pdf"].digest.hex() in listed
    assert f"{PAGE}/monthly?period=2026-03" in listed
    assert store.path_of(Batch.objects.latest("asked_at").file).exists()


def test_the_excel_has_the_tables_and_where_each_number_is_from(month, home, bureau, sign_in):
    made = taken(sign_in(bureau), "monthly", "xlsx", period="2026-03")
    book = CalamineWorkbook.from_filelike(BytesIO(made))
    assert book.sheet_names[-1] == "数的出处"
    rows = book.get_sheet_by_name("数的出处").to_python()
    assert ["正文", 7.0, "工作台"] in rows
    town = book.get_sheet_by_name("附件1 各镇街服务情况（一）").to_python()
    assert town[0][0] == "镇街"
    assert town[1][1] == 7.0  # a number, not its digits


@pytest.mark.parametrize(
    ("who", "reads", "offered"),
    [("bureau", True, 10), ("auditor", True, 10), ("office", False, 4)],
)
def test_offices_have_reports_alone_and_auditors_take_nothing(request, home, month, sign_in, who, reads, offered):
    by = request.getfixturevalue(who)
    browser = sign_in(by)
    assert sum(kind.is_read_by(by) for kind in KINDS.values()) == offered + reads
    page = browser.get(PAGE)
    assert page.status_code == 200
    assert ("考核通报" in page.content.decode()) is reads
    assert browser.get(f"{PAGE}/monthly", {"period": "2026-03"}).status_code == 200
    assert browser.get(f"{PAGE}/case-told", {"of": "x"}).status_code == 404
    asked_for = browser.post(f"{PAGE}/monthly/take", {"period": "2026-03", "form": "docx"})
    assert asked_for.status_code == (404 if who == "auditor" else 302)


def test_what_is_missing_is_said_on_the_page(home, bureau, sign_in, village):
    browser = sign_in(bureau)
    for kind, said, words in (
        ("monthly", {"period": "2026-q1"}, "请选时间"),
        ("village", {"period": "2026-h1"}, "请选一个村"),
    ):
        assert words in browser.get(f"{PAGE}/{kind}", said, follow=True).content.decode()
    answer = browser.post(f"{PAGE}/monthly/take", {"period": "2026-03", "form": "exe"}, follow=True)
    assert "请点“取 Word”" in answer.content.decode()
    assert browser.get(f"{PAGE}/nothing").status_code == 404
    assert browser.get(f"{PAGE}/village", {"period": "2026-h1", "village": "1"}).status_code == 404
    assert not Batch.objects.exists()


def test_a_paper_is_not_made_for_whoever_is_of_the_bureau_no_more(month, home, bureau, sign_in):
    sign_in(bureau).post(f"{PAGE}/monthly/take", {"period": "2026-03", "form": "docx"})
    Membership.objects.filter(user=bureau.user_id).update(valid_until=today())
    made = make(Batch.objects.get())
    assert (made.state, made.problem) == ("failed", "这件文书您现在看不到了，没有做。")
    assert not Draft.objects.exists()


def test_an_office_sees_its_own_drafts_and_the_bureau_all(month, home, office, bureau, sign_in):
    taken(sign_in(office), "monthly", "docx", period="2026-03")
    assert "红花镇2026年3月" in sign_in(bureau).get(PAGE).content.decode()
    assert "红花镇2026年3月" in sign_in(office).get(PAGE).content.decode()
    assert kind_for(office, "monthly").title == "月报"
