"""《工作日志》 on paper: by adviser, village and day, consultations as one number; one at once, everybody's by the worker."""

import json
import subprocess

import pytest

from menkou.core import clock
from menkou.core.models import AuditEntry
from menkou.oversight.logbook import paper, queries
from menkou.papers import jobs, store
from menkou.papers.models import Batch
from menkou.worklogs.models import Entry
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/desk/logbook"
MONTH = Period.of(clock.today(), "month")
DAY = f"{clock.today().month}月{clock.today().day}日"


@pytest.fixture
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def write(village, chen):
    def write(kind: str = "lecture", **more) -> Entry:
        facts = {"village": village, "author": chen, "done_on": clock.today(), "minutes": 60, **more}
        return Entry.objects.create(kind=kind, **facts)

    return write


@pytest.fixture
def month(write, village_next_door, wu):
    write(people=30, items=40, summary="讲土地流转")
    write("mediation", paper_number="HH-7", minutes=30)
    write("duty", village=village_next_door, author=wu)
    for _ in range(3):
        write("consultation")


def test_a_log_says_when_what_for_whom_and_with_what_result(month, chen, adviser_a):
    (book,) = queries.books(adviser_a, [chen.pk], MONTH)

    assert (book.name, book.entries, book.minutes, book.consultations) == ("陈明", 2, 90, "3 次")
    assert [one["name"] for one in book.villages] == ["红花村（红花镇）"]
    assert book.villages[0]["rows"] == [
        [DAY, "法治讲座", "30人次，40份", "讲土地流转", "60", "待核实"],
        [DAY, "参与调解", "", "纸页 HH-7", "30", "待核实"],
    ]


def test_an_adviser_s_consultations_are_told_to_nobody_else_of_any_days(write, chen, bureau, director, adviser_a):
    for _ in range(12):
        write("consultation")
    today = Period.between(clock.today(), clock.today())

    for by in (bureau, director):
        assert queries.books(by, [chen.pk], MONTH)[0].consultations == "不列"
        assert queries.writers(by, today) == []  # nor that there was one
    assert queries.books(adviser_a, [chen.pk], today)[0].consultations == "12 次"


def test_any_number_of_logs_costs_the_same(month, bureau, adviser_b, chen, wu):
    assert queries.writers(bureau, MONTH) == [wu.pk, chen.pk] or queries.writers(bureau, MONTH) == [chen.pk, wu.pk]
    assert queries.writers(adviser_b, MONTH) == []
    with at_most(6):
        assert len(queries.books(bureau, [chen.pk, wu.pk], MONTH)) == 2


def test_it_is_set_on_paper(month, bureau, chen, wu):
    made = paper.pdf(paper.told(queries.books(bureau, [chen.pk, wu.pk], MONTH), reader="区局", is_demo=True))

    assert made.startswith(b"%PDF-")


def test_an_adviser_takes_their_own_and_it_is_on_record(month, sign_in, adviser_a):
    sent = sign_in(adviser_a).post(HERE, {"period": MONTH.key})

    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
    assert AuditEntry.objects.get(what="worklog.ledger_taken_out").count == 2


def test_an_officer_takes_the_one_that_is_chosen_and_nobody_else_s(month, sign_in, monkeypatch, office, chen, wu):
    told = []
    monkeypatch.setattr(paper, "pdf", lambda words: told.append(json.loads(words)) or b"%PDF-")
    assert b"".join(sign_in(office).post(HERE, {"period": MONTH.key, "adviser": str(chen.pk)}).streaming_content)
    assert [one["name"] for one in told[0]["books"]] == ["陈明"]

    page = sign_in(office).post(HERE, {"period": MONTH.key, "adviser": str(wu.pk)}, follow=True)
    assert "没有可打印的" in page.text
    assert len(told) == 1


@pytest.mark.usefixtures("home")
def test_everybody_s_are_one_file_of_the_worker(month, sign_in, bureau, district):
    browser = sign_in(bureau)
    page = browser.post(HERE, {"period": MONTH.key}, follow=True)
    batch = Batch.objects.get()
    assert "0 / 2 人" in page.text

    jobs.make.func(district_id=district.pk, batch_id=str(batch.pk))

    batch.refresh_from_db()
    assert (batch.state, batch.problem) == ("ready", "")
    assert store.path_of(batch.file).read_bytes().startswith(b"%PDF-")
    assert AuditEntry.objects.get(what="worklog.ledger_taken_out").count == 3


def test_a_director_chooses_somebody_first(month, sign_in, director):
    assert "请先选一位顾问" in sign_in(director).post(HERE, {"period": MONTH.key}, follow=True).text


def test_where_it_cannot_be_set_the_page_says_so(month, sign_in, monkeypatch, adviser_a):
    def fails(*args, **more):
        raise subprocess.CalledProcessError(1, "typst")

    monkeypatch.setattr(subprocess, "run", fails)
    page = sign_in(adviser_a).post(HERE, {"period": MONTH.key}, follow=True)

    assert "PDF 没有做成" in page.text
