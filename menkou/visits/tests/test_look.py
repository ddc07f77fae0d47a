"""请看一看: what was seen, for the office and the bureau; whoever looked says why there is nothing to it, once, for good."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.visits.looking import actions, queries
from menkou.visits.models import Look
from menkou.worklogs.models import Entry, Evidence
from menkou.worklogs.rules.periods import Period
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/visits/look"
MARCH = Period.of(date(2026, 3, 5), "month")
SAID = "在村文化广场讲民法典里的邻里、婚姻和继承，答了问。"


@pytest.fixture
def heap(chen, village):
    """Ten lectures of Chen's in February, all put down in March and in the same words."""
    march = datetime(2026, 3, 4, 9, tzinfo=clock.SHANGHAI)
    facts = {
        "village": village,
        "author": chen,
        "kind": "lecture",
        "minutes": 60,
        "summary": SAID,
        "recorded_at": march,
    }
    return Entry.objects.bulk_create(Entry(done_on=date(2026, 2, 1 + number), **facts) for number in range(10))


@pytest.fixture
def february(heap, village):
    def february() -> dict[str, queries.Seen]:
        return {one.hint.kind: one for one in queries.seen(village.township, Period.of(date(2026, 2, 1), "month"))}

    return february


@pytest.fixture
def look(office, village, february):
    def look(by=None, note: str = "镇里统一办的讲座，一村一场", kind: str = "heaped") -> Look:
        one = february()[kind]
        return actions.look(
            by=by or office, township=village.township, registration=one.registration, hint=one.hint, note=note
        )

    return look


def test_what_was_heaped_and_alike_is_seen_with_its_rows(february, heap):
    found = february()

    assert set(found) == {"heaped", "alike"}
    assert {row.entry for row in found["heaped"].rows} == {one.pk for one in heap}
    assert found["alike"].registration.adviser.name == "陈明"


def test_paper_pages_corrections_consultations_and_what_was_sent_back_are_no_heap(february, heap, bureau):
    Entry.objects.filter(pk=heap[0].pk).update(paper_number="1")
    assert "heaped" not in february()
    Entry.objects.filter(pk=heap[0].pk).update(paper_number="", kind="consultation", summary="")
    assert "heaped" not in february()
    sent_back = {"outcome": "returned", "review_note": "x", "reviewed_by": bureau.user_id, "reviewed_at": clock.now()}
    Entry.objects.filter(pk=heap[0].pk).update(kind="lecture", **sent_back)
    assert "heaped" not in february()


def test_a_photo_of_another_month_is_found_again(heap, village, bureau):
    facts = {"kind": "photo", "format": "jpg", "size": 1, "digest": b"p" * 32, "made_at": clock.now()}
    later = Entry.objects.create(
        village=village, author=heap[0].author, kind="duty", done_on=date(2026, 3, 2), minutes=60
    )
    for number, entry in enumerate((heap[0], later)):
        Evidence.objects.create(entry=entry, file=f"{number}.jpg", made_by_id=bureau.user_id, **facts)
    (one,) = [one for one in queries.seen(village.township, MARCH) if one.hint.kind == "reused"]

    assert [row.entry for row in one.rows] == [heap[0].pk, later.pk]


def test_two_visits_at_once_are_seen_and_lead_to_what_was_done(tell, village, townships):
    from menkou.places.models import Village

    other = Village.objects.create(
        township=townships["here"], code="999901001202", name="白花村委会", kind="village", valid_from=date(2020, 1, 1)
    )
    tell(kinds=["lecture"])
    tell(key=UUID(int=2), village=other, kinds=["consultation"])
    (one,) = queries.seen(village.township, MARCH)

    assert one.hint.words == "还没离开一个村，就到了另一个村。"
    assert sorted(row.entry is None for row in one.rows) == [False, True]
    assert all("09:00–10:00" in row.words for row in one.rows)


def test_two_visits_in_the_early_morning_are_of_the_day_that_it_was_here(tell, village_next_door, village, hands):
    early = clock.now() - timedelta(hours=5)
    for key, place in ((1, village), (2, village_next_door)):
        place.township = village.township
        place.save()
        tell(key=UUID(int=key), village=place, came=early, left=early + timedelta(minutes=30), kinds=["lecture"])
    (one,) = queries.seen(village.township, MARCH)

    assert {row.day for row in one.rows} == {one.hint.on}


def test_who_has_looked_says_why_once_and_it_stays(look, february, office):
    made = look()
    with pytest.raises(Conflict, match="已经有人看过"):
        look(note="又看了")
    with pytest.raises(Invalid, match="为什么"):
        look(note=" ", kind="alike")

    assert february()["heaped"].look == made
    assert february()["alike"].look is None
    assert (made.looked_by_id, AuditEntry.objects.get().what) == (office.user_id, "hint.looked_at")
    assert Entry.objects.exclude(outcome="").count() == 0
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Look.objects.update(note="别的")


def test_another_row_makes_another_hint_which_nobody_has_looked_at(look, february, heap):
    look()
    heap[0].pk = UUID(int=7)
    heap[0].done_on += timedelta(days=20)
    heap[0].save(force_insert=True)

    assert february()["heaped"].look is None


def test_the_database_refuses_a_look_without_a_reason(look):
    made = look()
    facts = {name: getattr(made, name) for name in ("township", "registration", "kind", "looked_at", "looked_by")}

    with pytest.raises(IntegrityError, match="a_look_says_why"), transaction.atomic():
        Look.objects.create(key=b"k", note="", **facts)


def test_nobody_else_may_say_so(look, office_next_door, auditor, director, cadre, adviser_a):
    for by in (office_next_door, auditor, director, cadre, adviser_a):
        with pytest.raises(Refused, match="司法所"):
            look(by=by)


def test_the_page_shows_hints_to_the_office_and_the_bureau_and_takes_a_reason(heap, office, bureau, sign_in):
    for by, asked in ((bureau, 11), (office, 15)):  # seven are the page's; of an office's, five are its menu's numbers
        browser = sign_in(by)
        browser.get(HERE)
        with at_most(asked):
            page = browser.get(f"{HERE}?period=2026-02").content.decode()
        assert "不打分、不排名" in page
        assert "2026年2月的 10 条里，有 10 条是最后 3 天或者过后才记的。" in page
    key = page.split('name="key" value="')[1][:64]
    sent = {"township": "999901001", "period": "2026-02", "key": key}
    assert browser.post(HERE, {**sent, "note": ""}).status_code == 422
    assert browser.post(HERE, {**sent, "note": "字" * 201}).status_code == 422
    assert browser.post(HERE, {**sent, "note": "字\x00"}).status_code == 422
    assert browser.post(HERE, {**sent, "key": "0" * 64, "note": "x"}).status_code == 404
    assert browser.post(HERE, {**sent, "note": "镇里统一办的"}).status_code == 302
    assert "镇里统一办的" in browser.get(f"{HERE}?period=2026-02").content.decode()


def test_another_township_s_hints_do_not_exist(office_next_door, heap, sign_in):
    browser = sign_in(office_next_door)

    assert browser.get(f"{HERE}?township=999901001").status_code == 404
    assert browser.get(f"{HERE}?period=1999").status_code == 404
    assert "没有要看的" in browser.get(f"{HERE}?period=2026-02").content.decode()
