"""台账: each number opens exactly its rows; consultations are counted, never listed; Excel says the same."""

import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from menkou.core import clock
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry
from menkou.oversight.ledger import making, numbers, views
from menkou.papers import jobs, store
from menkou.papers.models import Batch
from menkou.worklogs import actions as worklogs
from menkou.worklogs import ledger
from menkou.worklogs.ledger import Chosen
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.counters import ALL
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/desk/ledger"
MONTH = Period.of(clock.today(), "month")
OFFICERS = ("office", "bureau", "auditor", "director")


@pytest.fixture
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def write(village, chen):
    """An entry of today by Chen, unless something else is said."""

    def write(kind: str = "lecture", **more) -> Entry:
        facts = {"village": village, "author": chen, "done_on": clock.today(), "minutes": 60, "summary": "", **more}
        return Entry.objects.create(kind=kind, **facts)

    return write


@pytest.fixture
def year(write):
    """One entry of each kind, and of some a second that tells nothing."""
    for kind in Entry.Kind.values:
        write(kind, people=7, items=3)
    for kind in ("lecture", "drafting", "consultation", "training"):
        write(kind)


def figures(by, chosen: Chosen) -> dict[str, int | str]:
    found = numbers.numbers_of(by, chosen)
    return {one.counter.key: one.value for one in (*found.eight, *found.report)}


def test_the_eight_are_counted_from_entries(year, adviser_a):
    found = figures(adviser_a, Chosen(MONTH))

    assert [found[key] for key in ("lectures", "consultations", "mediations", "trained")] == [7, 8, 1, 7]
    assert [found[key] for key in ("handed-out", "legal-aid", "drafted", "rules")] == [9, 1, 4, 3]
    assert [found[key] for key in ("services", "lectures-given", "disputes")] == [21, 2, 3]


def worth(counter, one: Entry) -> int:
    if counter.what == "entries":
        return 1
    said = getattr(one, counter.what)
    return counter.untold if said is None else said


@pytest.mark.parametrize("key", list(ALL))
def test_each_number_opens_exactly_its_rows(year, adviser_a, key):
    chosen = Chosen(MONTH, counter=key)
    rows = list(ledger.listed(adviser_a, chosen))

    assert sum(worth(ALL[key], one) for one in rows) == figures(adviser_a, Chosen(MONTH))[key]
    assert all(worth(ALL[key], one) for one in rows)


def test_what_came_back_does_not_count_and_its_correction_does(write, office, adviser_a):
    wrong = write("drafting", items=9)
    worklogs.send_back(by=office, entry=wrong, note="份数不对")
    assert figures(adviser_a, Chosen(MONTH))["drafted"] == 0

    worklogs.amend(by=adviser_a, entry=wrong, minutes=60, summary="", items=2)

    assert figures(adviser_a, Chosen(MONTH))["drafted"] == 2


def test_a_ledger_is_narrowed_by_time_place_adviser_and_kind(write, village, village_next_door, chen, wu, bureau):
    here, there = write(), write("mediation", village=village_next_door, author=wu)
    write(done_on=MONTH.first - timedelta(days=1))

    def rows(**narrowed) -> list[Entry]:
        return list(ledger.listed(bureau, Chosen(MONTH, **narrowed)))

    assert len(rows()) == 2
    assert rows(township=village.township.code) == rows(village=village.code) == rows(adviser=chen.pk) == [here]
    assert rows(kind="mediation") == rows(counter="mediations") == [there]
    assert rows(township="0" * 9) == rows(village="nowhere") == []


def test_a_merged_village_s_entries_are_its_heir_s(write, village, village_next_door, bureau):
    before = write()
    village.valid_until, village.successor = clock.today(), village_next_door
    village.save()

    assert list(ledger.listed(bureau, Chosen(MONTH, village=village_next_door.code))) == [before]


def test_who_sees_which_ledger(write, request):
    write()
    seen = {
        name: figures(request.getfixturevalue(name), Chosen(MONTH))["services"] for name in (*OFFICERS, "adviser_a")
    }

    assert set(seen.values()) == {1}
    for name in ("adviser_b", "office_next_door", "cadre"):
        assert figures(request.getfixturevalue(name), Chosen(MONTH))["services"] == 0


def test_the_page_s_numbers_lead_to_their_rows(sign_in, bureau, year):
    browser = sign_in(bureau)
    with at_most(17):  # three lists to choose from, and the saved views, besides what any page asks
        page = browser.get(HERE).text
    links = [one.replace("&amp;", "&") for one in re.findall(r'href="(\?[^"#]*counter=[^"]*)#rows"', page)]
    assert len(links) == len(ALL) - 1  # consultations are told once the month is over
    drafted = browser.get(f"{HERE}?period={MONTH.key}&counter=drafted").text
    assert "（2 条，合计 4 份）" in drafted
    assert "红花村" in drafted


def test_going_on_skips_nothing(sign_in, monkeypatch, bureau, write):
    monkeypatch.setattr(views, "A_PAGE", 2)
    for n in range(5):
        write(summary=f"第{n}讲", done_on=MONTH.first)
    browser, link, seen = sign_in(bureau), "", []
    for _ in range(3):
        page = browser.get(HERE + link).text
        seen += re.findall(r"第\d讲", page)
        link = "".join(re.findall(r'rel="next" href="([^"#]+)', page)).replace("&amp;", "&")
    assert seen == [f"第{n}讲" for n in (4, 3, 2, 1, 0)]
    assert link == ""


def test_nonsense_in_the_address_is_this_month(sign_in, bureau, write):
    write()
    page = sign_in(bureau).get(f"{HERE}?period=x&adviser=y&kind=z&counter=w&after=v")

    assert page.status_code == 200
    assert "（1 条）" in page.text


def test_an_adviser_reads_their_own_with_consultations(sign_in, adviser_a, write):
    write("consultation")
    page = sign_in(adviser_a).get(HERE).text

    assert "解答咨询" in page.split('id="rows"')[1]
    assert 'name="village"' not in page


def test_a_cadre_and_a_resident_see_no_ledger(client, sign_in, cadre, district):
    assert client.get(HERE).status_code == 302
    assert sign_in(cadre).get(HERE).status_code == 404
    with pytest.raises(Refused, match="村干部看不到日志"):
        worklogs.take_out(by=cadre, district=district, rows=1)


def read(content: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_excel_has_the_numbers_and_the_rows(sign_in, bureau, year):
    sent = sign_in(bureau).post(f"{HERE}/take", {"period": MONTH.key})
    sheets = read(sent.content)

    said = dict(row[:2] for row in sheets["合计"])
    assert (said["代写文书（份）"], said["服务时长（小时）"]) == (4, 21)
    assert len(sheets["台账"]) == 1 + 21
    assert sheets["台账"][1][:3] == [clock.today().isoformat(), "红花镇", "红花村"]
    assert "解答咨询" not in str(sheets["台账"])
    taken = AuditEntry.objects.get(what="worklog.ledger_taken_out")
    assert taken.count == 21


def test_text_stays_text(sign_in, bureau, write):
    write(summary="=1+1")
    sent = sign_in(bureau).post(f"{HERE}/take", {"period": MONTH.key}).content

    assert b"<f>" not in ZipFile(BytesIO(sent)).read("xl/worksheets/sheet2.xml")
    assert "=1+1" in str(read(sent)["台账"])


@pytest.mark.usefixtures("home")
def test_a_long_one_is_made_by_the_worker(
    sign_in, monkeypatch, office, bureau, write, village, village_next_door, wu, district
):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(making, "AT_A_TIME", 1)
    for _ in range(3):
        write()
    write("mediation", village=village_next_door, author=wu)
    browser = sign_in(bureau)
    page = browser.post(f"{HERE}/take", {"period": MONTH.key, "kind": ""}, follow=True)
    batch = Batch.objects.get()
    assert "0 / 2 个村" in page.text

    jobs.make.func(district_id=district.pk, batch_id=str(batch.pk))

    batch.refresh_from_db()
    assert (batch.state, batch.done, batch.problem) == ("ready", 2, "")
    rows = read(store.path_of(batch.file).read_bytes())["台账"]
    assert [row[5] for row in rows[1:]] == ["法治讲座"] * 3 + ["参与调解"]
    assert AuditEntry.objects.get(what="worklog.ledger_taken_out").count == 4
    assert "下载" in browser.get(f"/{SLUG}/papers/{batch.pk}/").text
    assert sign_in(office).get(f"/{SLUG}/papers/{batch.pk}/").status_code == 404


def test_a_long_one_of_an_adviser_has_to_be_shorter(sign_in, monkeypatch, adviser_a, write):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 0)
    write()
    page = sign_in(adviser_a).post(f"{HERE}/take", {"period": MONTH.key}, follow=True)

    assert "请选短一些的时间" in page.text
    assert not Batch.objects.exists()


def test_what_no_database_holds_is_no_place(sign_in, bureau):
    sent = dict.fromkeys(("period", "township", "village", "adviser", "kind", "counter"), "\x00")
    assert sign_in(bureau).post(f"{HERE}/take", sent).status_code == 200
