"""登记到村: once to a key, an entry for each thing done, and nothing is refused that only does not fit."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.visits import queries
from menkou.visits.models import Clip, Deed, Visit
from menkou.visits.tests.conftest import NOON, photo
from menkou.visits.told import Voice
from menkou.worklogs.models import Entry, Evidence


def test_one_visit_leaves_an_entry_for_each_thing_done(tell, chen, village):
    logged = tell(kinds=["lecture", "meeting", "consultation"], people=9, said="讲了宅基地。")
    entries = [deed.entry for deed in Deed.objects.filter(visit=logged.visit).select_related("entry")]

    assert logged.is_new
    assert [(one.kind, one.minutes, one.people, one.summary) for one in entries] == [
        ("lecture", 20, 9, "讲了宅基地。"),
        ("meeting", 20, None, "讲了宅基地。"),
        ("consultation", 20, None, ""),
    ]
    assert {(one.author, one.village, one.done_on) for one in entries} == {(chen, village, clock.today())}
    assert [one.what for one in AuditEntry.objects.order_by("at")] == ["worklog.recorded"] * 3 + ["visit.logged"]


def test_the_same_key_again_is_the_same_visit(tell):
    first, again = tell(), tell(phone_now=NOON + timedelta(minutes=1))

    assert (again.visit, again.is_new, again.is_changed) == (first.visit, False, False)
    assert (Visit.objects.count(), Entry.objects.count()) == (1, 2)
    assert AuditEntry.objects.filter(what="visit.logged").count() == 1


def test_something_else_under_the_same_key_changes_nothing_and_is_noticed(tell):
    tell(said="第一次")
    again = tell(said="改过了", kinds=["meeting"])

    assert again.is_changed
    assert Visit.objects.get().said == "第一次"
    assert Entry.objects.count() == 2


def test_two_pages_that_send_the_same_at_once_leave_one_visit(at_once, tell):
    met = at_once(tell, tell)

    assert sorted(one.is_new for one in met) == [False, True]
    assert (Visit.objects.count(), Entry.objects.count()) == (1, 2)


def test_a_key_of_somebody_else_is_refused(tell, adviser_b, lin):
    tell()

    with pytest.raises(Conflict, match="另一个人"):
        tell(by=adviser_b, of=lin)


def test_only_the_adviser_tells_of_a_visit(tell, adviser_b, office, bureau, cadre):
    for by in (adviser_b, office, bureau, cadre):
        with pytest.raises(Refused, match="本人"):
            tell(by=by)
    assert not Entry.objects.exists()


def test_a_phone_that_is_a_day_behind_is_put_right(tell):
    day = timedelta(days=1)
    visit = tell(came=NOON - day - timedelta(hours=3), left=NOON - day - timedelta(hours=2), phone_now=NOON - day).visit

    assert visit.came_at == NOON - timedelta(hours=3)
    assert visit.off_by == day
    assert visit.doubts == []
    assert Entry.objects.first().done_on == clock.today()


def test_a_visit_dated_tomorrow_is_kept_and_marked(tell):
    visit = tell(came=NOON + timedelta(days=1), left=NOON + timedelta(days=1, hours=1)).visit

    assert (visit.came_at, visit.left_at) == (NOON - timedelta(hours=1), NOON)
    assert visit.doubts == ["clock"]


def test_two_villages_at_once_are_both_kept_and_the_second_is_marked(tell, village_next_door):
    first, second = tell().visit, tell(key=UUID(int=2), village=village_next_door).visit

    assert first.doubts == []
    assert second.doubts == ["overlap", "post"]
    assert tell(key=UUID(int=3)).visit.doubts == ["overlap", "twice"]
    assert Entry.objects.count() == 6


def test_a_day_too_long_ago_is_refused_in_a_sentence_and_leaves_nothing(tell):
    long_ago = NOON - timedelta(days=300)

    with pytest.raises(Invalid, match="太久"):
        tell(came=long_ago, left=long_ago + timedelta(hours=1))
    assert not Visit.objects.exists()


def test_a_place_is_kept_to_a_kilometre(tell):
    visit = tell(place=(116.587349, 35.551234)).visit
    visit.refresh_from_db()

    assert (str(visit.longitude), str(visit.latitude)) == ("116.59", "35.55")


def test_a_clip_is_sealed_and_only_its_speaker_hears_it(tell, adviser_a, adviser_b, office):
    visit = tell(voice=Voice("audio/webm", 20, b"voice of an adviser")).visit

    assert b"voice" not in bytes(Clip.objects.get().sound)
    assert queries.sound_of(queries.clip_of(queries.visit_for(adviser_a, visit.pk))) == b"voice of an adviser"
    for by in (adviser_b, office):
        with pytest.raises(Visit.DoesNotExist):
            queries.visit_for(by, visit.pk)


def test_a_photo_stands_beside_an_entry_that_may_have_one(tell):
    logged = tell(photo=photo())

    assert logged.left_out == ""
    assert Evidence.objects.get().entry.kind == "lecture"


@pytest.mark.parametrize(
    ("kinds", "content", "why"), [(["consultation"], photo(), "看出"), (["lecture"], b"no", "照片")]
)
def test_a_photo_that_cannot_be_taken_is_left_out_in_a_sentence(tell, kinds, content, why):
    logged = tell(kinds=kinds, photo=content)

    assert logged.left_out.startswith("照片没有收下：")
    assert why in logged.left_out
    assert not Evidence.objects.exists()
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "rule"),
    [
        ({"left_at": NOON - timedelta(days=3)}, "a_visit_ends_after_it_began"),
        ({"left_at": NOON + timedelta(days=3)}, "a_visit_is_over_within_a_day"),
        ({"longitude": 116}, "a_place_has_both_numbers"),
        ({"confirmed_how": "came"}, "what_the_village_says_has_a_time"),
        ({"confirmed_at": NOON, "confirmed_how": "perhaps"}, "what_the_village_says_has_a_time"),
        ({"doubts": ["lazy"]}, "a_doubt_is_one_that_we_know"),
    ],
)
def test_the_database_knows_what_a_visit_is(tell, wrong, rule):
    visit = tell().visit

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Visit.objects.filter(pk=visit.pk).update(**wrong)


def test_the_database_knows_one_visit_to_a_key_and_one_to_an_entry(tell):
    visit = tell().visit
    other = tell(key=UUID(int=2)).visit

    with pytest.raises(IntegrityError, match="one_visit_to_a_key"), transaction.atomic():
        Visit.objects.filter(pk=other.pk).update(key=visit.key)
    with pytest.raises(IntegrityError, match="an_entry_is_of_one_visit"), transaction.atomic():
        Deed.objects.create(visit=other, entry=visit.deeds.first().entry)
    with pytest.raises(IntegrityError, match="one_visit_to_a_word"), transaction.atomic():
        Visit.objects.filter(pk=other.pk).update(confirm_digest=visit.confirm_digest)
