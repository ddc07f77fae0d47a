"""保存期限: what was said goes when its time is over, by itself and by the same erasing; numbers stay, and are reported."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps

from menkou.consultations import actions, content, jobs
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.rights import actions as rights
from menkou.consultations.rights import queries
from menkou.consultations.rules.urgent import cards
from menkou.core import clock
from menkou.core.actors import CLOCK
from menkou.core.errors import Refused
from menkou.core.models import AuditEntry
from menkou.places import queries as places
from menkou.places.actions import set_rule
from menkou.places.models import Rule
from tests.cast import QUESTION, SLUG

YEARS = timedelta(days=3 * 365)


@pytest.fixture
def closed(answered, adviser_a):
    return actions.close(by=adviser_a, consultation=answered, minutes=20, category="land")


def after(span: timedelta):
    return time_machine.travel(clock.now() + span, tick=False)


def test_to_the_day_it_is_kept_and_then_gone_by_itself(closed, district):
    with after(YEARS - timedelta(minutes=1)):
        jobs.find_outlived()
        jobs.erase_outlived.task(district_id=district.pk, consultation_id=str(closed.pk))
        assert content.open_for_asker(closed)[0].text == QUESTION
    with after(YEARS + timedelta(minutes=1)):
        jobs.erase_outlived.task(district_id=district.pk, consultation_id=str(closed.pk))
        jobs.erase_outlived.task(district_id=district.pk, consultation_id=str(closed.pk))

    closed.refresh_from_db()
    assert closed.erased_at is not None
    assert closed.minutes == 20
    assert content.open_for_asker(closed) == []
    assert AuditEntry.objects.filter(what="consultation.erased_by_time").count() == 1


def test_what_is_open_is_never_let_go_however_old(consultation):
    with after(3 * YEARS):
        assert not queries.outlived().exists()
        assert not rights.let_go(by=CLOCK, consultation=consultation)


def test_the_district_s_own_rule_holds_from_its_day(closed):
    Rule.objects.create(key="years_of_content", value=5, valid_from=date(2020, 1, 1), source="本区规定")

    with after(YEARS + timedelta(days=1)):
        assert not queries.outlived().exists()
    with after(timedelta(days=5 * 365 + 1)):
        assert queries.outlived().get() == closed


@pytest.mark.parametrize("who", ["operator", "bureau", "resident", "adviser_a"])
def test_nobody_hurries_time(closed, request, who):
    with pytest.raises(Refused):
        rights.let_go(by=request.getfixturevalue(who), consultation=closed)


def test_the_report_says_what_would_go_what_will_and_what_went(closed, ask, resident, sign_in, operator):
    mine = ask(resident).consultation
    rights.erase(by=resident, consultation=mine)
    WrongTry.objects.create(device_digest=b"d", tried_at=clock.now())

    assert [one[2:] for one in queries.report()[:3]] == [(0, 0, 0), (0, 0, 1), (0, 1, 0)]
    with after(YEARS - timedelta(days=5)):
        assert [one[2:] for one in queries.report()][0] == (0, 1, 0)
    with after(YEARS + timedelta(days=5)):
        assert [one[2:] for one in queries.report()[:3]] == [(1, 0, 0), (0, 0, 0), (1, 1, 0)]
        rights.let_go(by=CLOCK, consultation=closed)
        assert [one[2:] for one in queries.report()][0] == (0, 0, 1)
        jobs.forget_old_tries()
        assert not WrongTry.objects.exists()
    page = sign_in(operator).get(f"/{SLUG}/consultations/keeping").content.decode()
    assert "办结后 3 年" in page


def test_a_sweep_asks_for_the_job_once(closed, monkeypatch):
    asked = []
    monkeypatch.setattr(type(jobs.erase_outlived), "defer", lambda self, **details: asked.append(details))
    with after(YEARS + timedelta(days=1)):
        jobs.find_outlived()

    assert asked == [{"consultation_id": str(closed.pk)}]
    assert Consultation.objects.get().erased_at is None


CLASSES = {  # every table about a matter, and how long a row of it is kept (docs/security.md)
    "the words": ["Message", "CaseKey", "Enclosure", "Piece", "Note", "Party", "CallBack", "Asking", "Secret"],
    "hours or days, and never sent": ["Draft", "Wording"],
    "till taken back, or for its days": ["CopiedText"],
    "until claimed, or for its days": ["Claim"],
    "a day": ["WrongTry"],
    "till its owner drops it": ["Phrase"],
    "dated, of the district's own": ["Target", "Reading"],
    "with the numbers": [
        *("Consultation", "Handover", "Rating", "Consent", "Viewing", "Meeting", "Spoken", "Interest", "Declaration"),
        *(
            "Stop",
            "Urging",
            "Nudge",
            "Reopening",
            "Concern",
            "Revisit",
            "Referral",
            "Opinion",
            "Arrangement",
            "ReviewCopy",
        ),
    ],
}


def unclassed(names: set[str]) -> set[str]:
    return names ^ {one for some in CLASSES.values() for one in some}


def test_every_table_of_consultations_has_a_class_of_keeping():
    names = {one.__name__ for one in apps.get_app_config("consultations").get_models()}

    assert unclassed(names) == set()
    assert unclassed(names | {"Diary"}) == {"Diary"}


def test_the_urgent_telephones_and_the_groups_days_are_the_districts(client, village, chen, lin, district, bureau):
    assert cards(places.telephones())[0].words.endswith("病历和照片留好。")
    facts = {"by": bureau, "district": district, "valid_from": clock.today(), "source": "公告"}
    set_rule(**facts, key="phone_of_police", value="0537-3110110")
    page = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()

    assert "马上打 0537-3110110" in page
    assert 'href="tel:0537-3110110"' in page
    assert places.rules()["days_a_group_sees"] == 90
