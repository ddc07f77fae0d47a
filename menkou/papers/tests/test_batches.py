"""成批取合同: asked for once, made in the worker, taken only by who asked, honest about what came between."""

import errno
import io
import re
import stat
import zipfile
from datetime import timedelta

import pytest
import time_machine

from menkou.core import clock
from menkou.core.actors import CLOCK, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.papers import actions, jobs, queries, store
from menkou.papers.contract import word
from menkou.papers.models import Batch
from menkou.papers.tests.making import contracts, held, make
from tests.cast import SLUG
from tests.counting import at_most

ASK = f"/{SLUG}/papers/ask"


def test_the_file_is_for_the_installations_eyes_only(asked, home):
    path = store.path_of(make(asked(1)).file)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, home / "batches")} == {0o700}


def test_asking_twice_for_the_same_makes_one(asked, bureau, district):
    first = asked(2)
    again = actions.ask(by=bureau, district=district, contracts=contracts(), kind="word")

    assert again.pk == first.pk
    with pytest.raises(Conflict, match="还有一批正在做"):
        actions.ask(by=bureau, district=district, contracts=contracts(), kind="pdf")
    assert make(first).state == "ready"
    assert make(first).attempt == 1  # a job that comes twice finds nothing to do
    assert len(list(store.path_of("").iterdir())) == 1


def test_nothing_and_too_much_are_refused_in_words(engage, bureau, district, monkeypatch):
    with pytest.raises(Conflict, match="没有符合的"):
        actions.ask(by=bureau, district=district, contracts=contracts(), kind="word")
    monkeypatch.setattr(actions, "MOST", 1)
    engage(2)
    with pytest.raises(Conflict, match="一次最多取 1 份"):
        actions.ask(by=bureau, district=district, contracts=contracts(), kind="word")


def test_a_job_that_died_in_the_middle_is_done_again_and_leaves_one_file(asked, monkeypatch):
    batch, killed = asked(3), {"yet": False}
    monkeypatch.setattr(jobs, "AT_A_TIME", 1)

    def dies(paper, own):
        if not killed["yet"] and paper.village != "第300村":
            killed["yet"] = True
            raise MemoryError
        return filled(paper, own)

    filled = word.filled
    monkeypatch.setattr(word, "filled", dies)
    make(batch)
    assert (batch.state, batch.attempt) == ("making", 1)
    assert list(store.path_of("").iterdir()) == []
    jobs.lost_batches()  # the first job still stands in the queue as waiting: nothing is queued beside it
    store.path_of(batch.file).write_bytes(b"half")  # where the whole process dies, its file stays
    make(batch)

    assert (batch.state, batch.attempt) == ("ready", 2)
    assert len(held(batch).namelist()) == 3
    assert [file.name for file in store.path_of("").iterdir()] == [batch.file]


def test_whoever_was_overtaken_stops_and_takes_its_file_along(asked, monkeypatch):
    batch = asked(2)
    overtaker = Batch.objects.get(pk=batch.pk)
    filled = word.filled

    def slow(paper, own):
        if overtaker.attempt == 0:
            actions.begin(by=CLOCK, batch=overtaker)
        return filled(paper, own)

    monkeypatch.setattr(word, "filled", slow)
    make(batch)

    assert (batch.state, batch.attempt) == ("making", 2)
    assert list(store.path_of("").iterdir()) == []
    assert make(batch).state == "ready"


def test_a_batch_that_dies_every_time_is_given_up_in_words(asked, monkeypatch):
    batch = asked(1)
    Batch.objects.update(attempt=actions.MOST_ATTEMPTS, state="making")
    monkeypatch.setattr(jobs, "live", lambda *of: set())
    jobs.lost_batches()
    batch.refresh_from_db()

    assert batch.state == "failed"
    assert "中断" in batch.problem


@pytest.mark.parametrize(
    ("number", "said"), [(errno.ENOSPC, "磁盘满了"), (errno.EDQUOT, "磁盘满了"), (errno.EACCES, "写不了")]
)
def test_a_full_disk_is_told_in_words_and_leaves_nothing(asked, monkeypatch, number, said):
    def full(*of):
        raise OSError(number, "seeded")

    batch = asked(2)
    monkeypatch.setattr(store, "settle", full)
    make(batch)

    assert batch.state == "failed"
    assert said in batch.problem
    assert list(store.path_of("").iterdir()) == []


def test_a_folder_that_cannot_be_used_is_told_in_words(asked, home):
    (home / store.FOLDER).write_text("somebody's file")

    assert "写不了" in make(asked(1)).problem


def test_a_contract_that_ends_meanwhile_is_left_out_and_named(asked, bureau, sign_in):
    batch = asked(3)
    ended = contracts().first()
    engagements.end(by=bureau, contract=ended, reason="机构注销")
    Contract.objects.filter(pk=contracts().last().pk).delete()  # withdrawn
    make(batch)
    page = sign_in(bureau).get(f"/{SLUG}/papers/{batch.pk}/").content.decode()

    assert len(held(batch).namelist()) == 1
    assert "没有放进来" in page
    assert ended.village.short_name in page
    assert "有 1 份已经撤回" in page


def test_a_contract_that_ends_after_the_file_was_made_is_named(asked, bureau, sign_in):
    batch = make(asked(2))
    engagements.end(by=bureau, contract=contracts().first(), reason="机构注销")

    assert "请抽出来" in sign_in(bureau).get(f"/{SLUG}/papers/{batch.pk}/").content.decode()


def test_where_every_contract_has_ended_it_says_so(asked, bureau):
    batch = asked(1)
    engagements.end(by=bureau, contract=contracts().get(), reason="机构注销")

    assert "都终止或撤回了" in make(batch).problem


def test_who_asked_takes_it_with_an_audit_line(asked, bureau, sign_in):
    batch = make(asked(1))
    answer = sign_in(bureau).post(f"/{SLUG}/papers/{batch.pk}/file")

    assert zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"
    assert AuditEntry.objects.filter(what="papers.taken", by=str(bureau)).count() == 1


def test_a_colleague_finds_nothing_there(asked, make_actor, sign_in):
    batch, colleague = make(asked(1)), make_actor(Role.JUSTICE_BUREAU, "colleague")
    desk = sign_in(colleague)

    assert desk.get(f"/{SLUG}/papers/{batch.pk}/").status_code == 404
    assert desk.post(f"/{SLUG}/papers/{batch.pk}/file").status_code == 404
    with pytest.raises(Refused):
        actions.take(by=colleague, batch=batch)


def test_the_page_counts_and_asks_again_until_it_is_settled(asked, bureau, sign_in):
    batch, desk = asked(2), sign_in(bureau)
    Batch.objects.update(state="making", done=1)
    page = desk.get(f"/{SLUG}/papers/{batch.pk}/").content.decode()
    assert "1 / 2 份" in page
    assert 'http-equiv="refresh"' in page
    assert desk.post(f"/{SLUG}/papers/{batch.pk}/file").status_code == 302
    make(batch)
    with at_most():
        page = desk.get(f"/{SLUG}/papers/{batch.pk}/").content.decode()

    assert 'http-equiv="refresh"' not in page
    assert "下载" in page


def test_the_list_is_asked_for_as_it_is_filtered(engage, bureau, sign_in):
    engage(2)
    desk = sign_in(bureau)
    with at_most():
        page = desk.get(f"/{SLUG}/contracts/?q=300").content.decode()
    assert "取 Word" in page
    with at_most():
        answer = desk.post(ASK, {"kind": "word", "q": "300", "state": "running"})

    assert answer.status_code == 302
    assert Batch.objects.get().total == 1
    assert desk.post(ASK, {"kind": "exe"}).status_code == 302
    assert Batch.objects.count() == 1


def test_each_button_has_words_of_its_own_and_makes_what_it_says(engage, bureau, sign_in):
    engage(1)
    desk = sign_in(bureau)
    page = desk.get(f"/{SLUG}/contracts/").content.decode()
    buttons = re.findall(r'<button[^>]* name="kind" value="(\w+)">(.+?)</button>', page)

    assert [words for _, words in buttons] == ["取 Word（每村一份）", "取 PDF（合成一个）"]
    for kind, _ in buttons:
        desk.post(ASK, {"kind": kind})
        batch = Batch.objects.get(kind=kind)
        assert make(batch).state == "ready"


def test_the_buttons_are_the_bureaus(engage, director, sign_in):
    engage(1)
    page = sign_in(director).get(f"/{SLUG}/contracts/").content.decode()

    assert "第300村" in page
    assert "取 Word" not in page


def test_the_worker_asks_the_same_of_the_database_for_one_as_for_many(asked):
    batch = asked(jobs.AT_A_TIME)

    with at_most(15):  # one of them for the persons
        make(batch)


def test_after_some_days_nothing_is_kept(asked, home):
    batch = make(asked(1))
    path = store.path_of(batch.file)
    with time_machine.travel(clock.now() + timedelta(days=actions.KEPT_DAYS, minutes=1)):
        jobs.forget_old_files()

    assert not path.exists()
    assert not queries.old_batches(0).exists()


def test_what_a_dead_process_left_is_swept(asked):
    batch = make(asked(1))
    store.path_of("left.zip").write_bytes(b"half")
    jobs.forget_old_files()
    assert store.path_of("left.zip").exists()  # perhaps somebody writes it at this moment
    with time_machine.travel(clock.now() + timedelta(hours=2)):
        jobs.forget_old_files()

    assert [file.name for file in store.path_of("").iterdir()] == [batch.file]
