"""成批打印: boards become one PDF or a zip, exactly what was set is on record, and one sheet is looked at before."""

import pytest

from menkou.boards import printing, queries
from menkou.boards.carriers import setting
from menkou.boards.models import Board, Disclosure, Printing
from menkou.papers import actions as papers
from menkou.papers import store
from menkou.papers.models import Batch
from menkou.papers.tests.making import held
from menkou.papers.tests.making import make as worker_makes
from tests.cast import SLUG

PAGE = f"/{SLUG}/boards/print"


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.MENKOU_HOME = tmp_path
    return tmp_path


@pytest.fixture
def two(make, village, adopted, chen, lin) -> list[Board]:
    """红花村 has an A3 board and cards."""
    return make(village, carriers=("a3", "card"))


@pytest.fixture
def ask(bureau, district):
    def ask(boards) -> Batch:
        chosen, kind = [one.pk for one in boards], printing.kind_for(boards)
        return papers.ask_of(by=bureau, district=district, maker=printing.MAKER, chosen=chosen, kind=kind)

    return ask


def test_two_carriers_are_a_zip_and_both_are_on_record(two, ask, bureau):
    batch = worker_makes(ask(two))
    assert (batch.state, batch.problem, batch.ending) == ("ready", "", "zip")
    with held(batch) as found:
        assert len(found.namelist()) == 2
        assert all(found.read(name).startswith(b"%PDF") for name in found.namelist())
    assert set(Printing.objects.values_list("board", "version", "printed_by")) == {
        (one.pk, 1, bureau.user_id) for one in two
    }


def test_one_carrier_of_a_township_is_one_pdf(two, ask):
    batch = worker_makes(ask(two[:1]))
    assert batch.ending == "pdf"
    assert store.path_of(batch.file).read_bytes().startswith(b"%PDF")
    two[0].refresh_from_db()
    assert (two[0].state, two[0].due) == ("printed", "hang")


def test_what_is_missing_is_said_and_nothing_is_on_record(two, ask):
    Disclosure.objects.update(bureau_phone="", commitments=[])
    batch = worker_makes(ask(two))
    assert batch.state == "failed"
    assert "承诺：还没有填" in batch.problem
    assert not Printing.objects.exists()


def test_what_changed_while_it_was_set_is_not_on_record(two, ask, monkeypatch):
    def changes(groups):
        Disclosure.objects.update(brand="别的")
        return real(groups)

    real = setting.documents
    monkeypatch.setattr(setting, "documents", changes)
    batch = worker_makes(ask(two))
    assert batch.problem == printing.CHANGED
    assert not Printing.objects.exists()


def test_what_fits_no_page_is_named(two, ask, monkeypatch):
    def too_long(*of):
        raise setting.TooLong("红花村")

    monkeypatch.setattr(setting, "documents", too_long)
    assert "红花村的字太多" in worker_makes(ask(two)).problem


def test_groups_go_to_a_child_some_at_a_time(monkeypatch):
    monkeypatch.setattr(setting, "AT_A_TIME", 3)
    groups = [("a", [1, 2]), ("b", [3]), ("c", [4, 5, 6, 7]), ("d", [8])]
    assert [[name for name, _ in part] for part in printing._in_parts(groups)] == [["a", "b"], ["c"], ["d"]]


def test_the_page_lists_boards_and_those_ticked_become_a_batch(two, bureau, sign_in):
    desk = sign_in(bureau)
    page = desk.get(PAGE, {"carrier": "a3"}).content.decode()
    assert str(two[0].pk) in page
    assert str(two[1].pk) not in page
    answer = desk.post(PAGE, {"board": [str(one.pk) for one in two]})
    batch = Batch.objects.get()
    assert answer.url.endswith(f"/papers/{batch.pk}/")
    assert (batch.maker, batch.kind, set(batch.contracts)) == ("boards", "zip", {one.pk for one in two})
    assert "取 2 份公示牌和联系卡" in desk.get(answer.url).content.decode()


def test_nothing_ticked_is_said(two, bureau, sign_in):
    desk = sign_in(bureau)
    answer = desk.post(PAGE, {}, follow=True)
    assert "请至少勾一块牌" in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_cadre_looks_at_the_sheet_and_prints_their_own_board(two, cadre, sign_in):
    desk, at = sign_in(cadre), f"/{SLUG}/boards/{two[0].pk}"
    sheet = desk.get(f"{at}/sheet.png")
    assert sheet.content.startswith(b"\x89PNG")
    assert not Printing.objects.exists()  # looking prints nothing
    printed = desk.post(f"{at}/print")
    assert printed.content.startswith(b"%PDF")
    assert Printing.objects.get().board_id == two[0].pk


def test_a_new_phone_is_on_the_next_sheet_and_the_code_stays(two, ask, lin):
    worker_makes(ask(two))
    before = queries.papers_of(two)
    type(lin).objects.filter(pk=lin.pk).update(phone="139 0000 9999")
    after = queries.papers_of(Board.objects.filter(pk__in=[one.pk for one in two]).select_related("village__township"))
    assert {one.link for one in before} == {one.link for one in after}
    assert {one.version for one in after} == {2}
    assert all("139 0000 9999" in (one.facts.a.phone, one.facts.b.phone) for one in after)
    assert all("139 0000 9999" in setting.told(one).values() for one in after)


def test_what_is_on_record_of_a_single_print_is_what_its_sheet_says(
    sign_in, bureau, make, village, adopted, chen, lin, monkeypatch
):
    """A word that changes while the sheet is set is not on the sheet, and so not on record either."""
    (board,), really, sheets = make(village), setting.write, []

    def meanwhile(papers, file):
        Disclosure.objects.update(brand="另一句话")
        sheets.extend(papers)
        return really(papers, file)

    monkeypatch.setattr(setting, "write", meanwhile)

    answer = sign_in(bureau).post(f"/{SLUG}/boards/{board.pk}/print")

    kept = Printing.objects.get(board=board)
    assert (answer.status_code, kept.shown["品牌语"]) == (200, sheets[0].facts.brand)
    assert kept.shown["品牌语"] != "另一句话"


def test_a_single_print_that_cannot_be_set_is_not_on_record(
    sign_in, bureau, make, village, adopted, chen, lin, monkeypatch
):
    (board,) = make(village)

    def too_long(papers, file):
        raise setting.TooLong("红花村")

    monkeypatch.setattr(setting, "write", too_long)

    assert sign_in(bureau).post(f"/{SLUG}/boards/{board.pk}/print").status_code == 302
    assert not Printing.objects.exists()
