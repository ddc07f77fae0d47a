"""搜日志: every word of two or more characters is found, in one's own scope and nowhere else."""

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.finding import is_enough, plain, words_of
from menkou.core.scope import within
from menkou.places.models import District
from menkou.worklogs import queries
from menkou.worklogs.models import Entry
from tests.cast import SLUG

# common and rare ones, beyond the first plane, letters of both widths, and what means something to PostgreSQL
ALPHABET = "土地承包合同的村民丶龘㐂𠀀𪚥ａＡaA1１'\"\\%_&|!:*()<> 　\n，。"
TEXTS = st.lists(st.text(ALPHABET, max_size=30), min_size=1, max_size=6)
FROM_A_TEXT = st.tuples(st.integers(0, 5), st.integers(0, 30), st.integers(1, 8))
TYPED = st.one_of(st.text(ALPHABET, max_size=6), st.lists(FROM_A_TEXT, min_size=1, max_size=3))


@pytest.fixture
def write(village, chen):
    """Entries with these words, of lectures."""

    def write(*texts: str, **more) -> list[Entry]:
        facts = {"village": village, "author": chen, "kind": "lecture", "done_on": clock.today(), "minutes": 60}
        return Entry.objects.bulk_create([Entry(**facts | {"summary": one} | more) for one in texts])

    return write


def asked(typed, texts: list[str]) -> str:
    """What somebody types: anything, or pieces of the texts."""
    if isinstance(typed, str):
        return typed
    return " ".join(texts[n % len(texts)][at : at + long] for n, at, long in typed)


@pytest.mark.parametrize("has_index", [True, False])
def test_what_a_plain_scan_finds_is_found_and_nothing_else(bureau, write, has_index):
    with connection.cursor() as cursor:
        cursor.execute(f"set local enable_seqscan = {'off' if has_index else 'on'}")

    @settings(max_examples=60)
    @given(TEXTS, TYPED)
    def search(texts, typed):
        Entry.objects.all().delete()
        write(*texts)
        if not is_enough(words := words_of(asked(typed, texts))):
            return
        found = sorted(one.summary for one in queries.found(bureau, words))
        assert found == sorted(one for one in texts if all(word in plain(one) for word in words))

    search()


@pytest.mark.django_db
def test_the_index_may_be_used_under_row_security():
    """Which the planner does where there is much to look through (bench.finding); of a test's few rows, any way is cheap."""
    with connection.cursor() as cursor:
        cursor.execute("select proleakproof from pg_proc where proname = 'ts_match_vq'")
        assert cursor.fetchone()[0]
        cursor.execute("select indexdef from pg_indexes where indexname = 'worklogs_entry_pairs'")
        assert "USING gin (pairs)" in cursor.fetchone()[0]


def test_an_office_finds_its_own_township_s_and_no_other(office, make_actor, townships, write):
    [entry] = write("讲了土地承包")

    assert list(queries.found(office, ("土地",))) == [entry]
    assert not queries.found(make_actor(Role.JUDICIAL_OFFICE, township=townships["next door"]), ("土地",)).exists()


def test_an_adviser_finds_only_what_they_wrote(adviser_a, adviser_b, write):
    [entry] = write("讲了土地承包")

    assert list(queries.found(adviser_a, ("土地",))) == [entry]
    assert not queries.found(adviser_b, ("土地",)).exists()


def test_another_district_finds_nothing(bureau, write):
    write("讲了土地承包")
    other = District.objects.create(slug="linqu", name="邻区", code="999902")

    with within(other.pk):
        assert not queries.found(bureau, ("土地",)).exists()


def test_what_was_changed_is_found_by_its_new_words(bureau, write):
    [entry] = write("讲了土地承包")
    Entry.objects.filter(pk=entry.pk).update(summary="讲了婚姻家庭")

    assert not queries.found(bureau, ("土地",)).exists()
    assert list(queries.found(bureau, ("婚姻",))) == [entry]


def test_the_page_marks_what_it_found(sign_in, office, write):
    write("讲了土地承包", "讲了婚姻家庭")

    page = sign_in(office).get(f"/{SLUG}/worklogs/search?q=土地").content.decode()

    assert "讲了<mark>土地</mark>承包" in page
    assert "婚姻" not in page


def test_the_page_goes_on_below_the_last_row(sign_in, office, write):
    write(*[f"讲了土地{n:02}" for n in range(35)])
    browser = sign_in(office)
    first = browser.get(f"/{SLUG}/worklogs/search", {"q": "土地"})

    after = first.context["rows"][-1].pk
    rest = browser.get(f"/{SLUG}/worklogs/search", {"q": "土地", "after": after})

    assert len(first.context["rows"]) == 30
    assert len(rest.context["rows"]) == 5


@pytest.mark.parametrize(("typed", "said"), [("土", "再多写一个字"), ("龘龘", "没有找到"), ("", "至少两个字")])
def test_the_page_says_why_there_is_nothing(sign_in, office, write, typed, said):
    write("讲了土地承包")

    page = sign_in(office).get(f"/{SLUG}/worklogs/search", {"q": typed}).content.decode()

    assert said in page
    assert "data-row" not in page


def test_a_cadre_searches_no_logs(sign_in, cadre):
    assert sign_in(cadre).get(f"/{SLUG}/worklogs/search?q=土地").status_code in (403, 404)
