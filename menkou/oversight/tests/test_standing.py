"""What stands is written once: on no page of anybody is a question written anew, nor is anything other than it says."""

import logging
from datetime import datetime, timedelta

import pytest
from django.db.models import QuerySet

from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.standing import StandingCounts
from menkou.oversight.workbench.asking import WAITING

WHO = ("bureau", "auditor", "office", "director", "adviser_a", "cadre", "operator")
PAGES = ("desk/", "desk/ledger", "desk/villages", "desk/advisers", "worklogs/mine", "consultations/")


@pytest.fixture
def late(ask, resident, chen):
    """Chen Ming is two days late with one answer."""
    asked, at = ask(resident).consultation, clock.now() - timedelta(days=3)
    Consultation.objects.filter(pk=asked.pk).update(asked_at=at, due_at=at + timedelta(days=1))


@pytest.fixture
def everybody(request):
    return {name: request.getfixturevalue(name) for name in WHO}


def test_no_page_writes_a_question_anew_each_time(everybody, village, chen, sign_in, caplog):
    with caplog.at_level(logging.WARNING, "menkou.standing"):
        for by in everybody.values():
            browser = sign_in(by)
            for page in PAGES:
                assert browser.get(f"/shili/{page}").status_code < 500
    assert not [one.getMessage() for one in caplog.records if one.name == "menkou.standing"]


def test_whoever_is_an_officer_and_an_adviser_as_well_is_asked_for_by_the_same_words(office, adviser_a, village):
    both = Actor(office.user_id, office.name, office.holdings | adviser_a.holdings)

    assert WAITING.is_steady_for(both)


def test_counts_are_those_of_each_question_written_by_itself(everybody, late, village):
    for by in everybody.values():
        asked = {name: ask(by) for name, ask in WAITING.questions.items()}
        own = {name: 0 if rows is None else rows.count() for name, rows in asked.items()}
        assert WAITING(by) == WAITING(by) == own
    assert WAITING(everybody["bureau"])["late"] == 1


def test_a_question_written_anew_each_time_is_found_out(bureau, village, caplog):
    def known(by: Actor) -> QuerySet:
        rows = type(village).objects.all()
        return rows.filter(pk__in=[one.pk for one in rows]) if by.has_role(Role.JUSTICE_BUREAU) else rows.none()

    with caplog.at_level(logging.WARNING, "menkou.standing"):
        assert StandingCounts(known=known)(bureau) == {"known": 1}
    assert "written anew each time: known" in caplog.text


class Unlooked(datetime):
    """A moment that may go into the words of a question, and at whose hour nobody may look."""

    @classmethod
    def of(cls, moment):
        return cls.combine(moment.date(), datetime.time(moment), moment.tzinfo)

    @property
    def plain(self):
        return datetime.combine(self.date(), datetime.time(self), self.tzinfo)

    def astimezone(self, tz=None):
        return Unlooked.of(self.plain.astimezone(tz))

    def utcoffset(self):
        return self.plain.utcoffset()

    def _looked_at(self, *_, **__):
        raise AssertionError("a question looked at the hour")

    __lt__ = __le__ = __gt__ = __ge__ = __format__ = strftime = isoformat = _looked_at
    hour = minute = second = property(_looked_at)
    time = timetz = timestamp = timetuple = utctimetuple = _looked_at


@pytest.fixture
def by_the_day_alone(monkeypatch):
    """A clock at whose hour no draft may look: what holds for some hours only is not seen from both ends of a day."""
    told = clock.told
    monkeypatch.setattr(clock, "told", lambda moment: told(Unlooked.of(moment)))


def test_no_question_looks_at_the_hour(everybody, village, chen, sign_in, by_the_day_alone):
    for by in everybody.values():
        browser = sign_in(by)
        for page in PAGES:
            assert browser.get(f"/shili/{page}").status_code < 500


def test_a_question_that_looks_at_the_hour_is_found_out(bureau, village, by_the_day_alone):
    for look in (lambda: clock.now().hour, lambda: clock.now() < clock.start_of(clock.today())):
        asked = StandingCounts(
            looks=lambda by, look=look: type(village).objects.filter(pk=village.pk if look() else None)
        )
        with pytest.raises(AssertionError, match="hour"):
            asked(bureau)
