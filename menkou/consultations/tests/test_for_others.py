"""帮家里人问、替别人问、哪一类事: what is kept of who asked, and what a helper can never open."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from menkou.consultations import actions, intake, policies, queries
from menkou.consultations.enclosing import actions as enclosing
from menkou.consultations.models import Asking, Consultation, Draft
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.rights import actions as rights
from menkou.consultations.rules.circumstances import HELPERS, Circumstances
from menkou.consultations.rules.topics import TOPICS, category_of
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Refused
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

FORM = "7" * 32


@pytest.fixture
def ask_for(village, chen, lin):
    forms = iter(f"{n:032x}" for n in range(500, 999))

    def ask_for(by: Actor, through: str = "", topic: str = "", form: str = "") -> intake.Accepted:
        facts = {"text": QUESTION, "form": form or next(forms), "may_hand_over": True}
        return intake.ask_once(by=by, village=village, how=Circumstances(through, topic), **facts)

    return ask_for


@pytest.fixture
def door(village, chen, lin):
    """A phone at the village's page, that keeps cookies."""
    phone = Client()
    phone.get(f"/{SLUG}/v/{village.code}/ask")
    phone.ask = f"/{SLUG}/v/{village.code}/ask"
    return phone


@pytest.mark.parametrize("through", sorted(HELPERS))
def test_of_a_helper_no_phone_is_kept_and_only_the_code_leads_there(ask_for, resident, district, through):
    accepted = ask_for(resident, through)

    assert accepted.consultation.device_digest is None
    assert not queries.asked_by(resident).exists()
    asker = Actor(None, "居民", device=b"a" * 32)
    assert pickup.pick_up(by=asker, district=district, typed=accepted.code) == accepted.consultation


def test_whoever_asks_for_the_family_keeps_it_on_their_phone(ask_for, resident):
    asked = ask_for(resident, "family").consultation

    assert list(queries.asked_by(resident)) == [asked]
    assert Asking.objects.get().through == "family"


def test_an_account_that_asked_for_somebody_opens_it_with_no_phone_and_no_code(ask_for, cadre, district):
    accepted = ask_for(cadre, "other")

    asking = Asking.objects.get()
    assert (asking.through, asking.helper_id) == ("committee", cadre.user_id)  # whatever a cadre says among helpers
    with pytest.raises(Refused, match="只给本人看"):
        pickup.pick_up(by=cadre, district=district, typed=accepted.code)
    forged = Actor(cadre.user_id, "", cadre.holdings, receipts=frozenset([accepted.consultation.pk]))
    assert not queries.asked_by(forged).exists()
    assert not policies.follow_up.allows(forged, accepted.consultation)


def test_a_helper_sees_the_code_once_sent_and_nothing_afterwards(door, village):
    page = door.post(door.ask, {"text": QUESTION, "form": FORM, "through": "other"})

    asked = Consultation.objects.get()
    words = page.content.decode()
    assert page.status_code == 201
    assert page["Clear-Site-Data"] == '"storage"'
    assert actions.pickup_code(asked)[:4] in words
    assert f"/asked/{asked.pk}" not in words
    for path in ("", "delivered"):
        assert door.get(f"/{SLUG}/asked/{asked.pk}/{path}", follow=True).status_code == 404
    assert "没有记录" in door.get(f"/{SLUG}/asked/").content.decode()
    again = door.post(door.ask, {"text": QUESTION, "form": FORM, "through": "other"})
    assert (again.status_code, Consultation.objects.count()) == (200, 1)


def test_a_helper_s_clip_leaves_no_draft_and_their_script_is_sent_nowhere(door, say, resident):
    say(by=resident)
    sent = {"text": "", "form": "1" * 32, "through": "committee", "enclosed": "1:4:17"}
    answer = door.post(door.ask, sent, headers={"Accept": "application/json"})

    assert answer.json() == {"go": ""}
    assert not Draft.objects.exists()


def test_the_same_form_for_somebody_else_is_another_question(ask_for, resident):
    ask_for(resident, form=FORM)

    with pytest.raises(Conflict, match="不一样"):
        ask_for(resident, "other", form=FORM)
    assert not ask_for(resident, form=FORM).is_new


def test_the_asker_is_told_who_asked_and_the_adviser_that_somebody_did(ask_for, cadre, adviser_a, sign_in, village):
    accepted = ask_for(cadre, "committee")
    phone = Client()
    phone.post(f"/{SLUG}/pickup", {"code": accepted.code})

    with at_most():
        thread = phone.get(f"/{SLUG}/asked/{accepted.consultation.pk}/").content.decode()
    assert f"{cadre.name}替您问的" in thread
    page = sign_in(adviser_a).get(f"/{SLUG}/consultations/{accepted.consultation.pk}/").content.decode()
    assert "由村（居）委会的人代问" in page
    assert "不要跟代问的人说" in page


def test_a_topic_is_chosen_beforehand_when_closing_and_goes_with_the_content(door, adviser_a, sign_in):
    assert door.post(door.ask, {"text": QUESTION, "form": FORM, "topic": "wages"}).status_code == 302
    asked = Consultation.objects.get()
    actions.answer(by=adviser_a, consultation=asked, text="先谈。", form="a" * 32)

    desk = sign_in(adviser_a)
    with at_most(16):  # as any matter's page
        page = desk.get(f"/{SLUG}/consultations/{asked.pk}/").content.decode()
    assert '<option value="labour" selected>' in page
    rights.erase(by=Actor(None, "", device=bytes(asked.device_digest)), consultation=asked)
    assert not Asking.objects.exists()


def test_every_topic_leads_to_a_category_that_there_is():
    known = {key for key, _ in Consultation._meta.get_field("category").choices}

    assert {category_of(one.key) for one in TOPICS} <= known
    assert category_of("") == ""


@pytest.mark.parametrize("wrong", [{"topic": "gold"}, {"through": "king"}, {"call_day": "9"}])
def test_what_is_not_among_the_choices_is_told_and_nothing_is_lost(door, wrong):
    page = door.post(door.ask, {"text": QUESTION, "form": FORM, **wrong})

    assert page.status_code == 422
    assert QUESTION in page.content.decode()


def test_the_database_names_helpers_only_and_keeps_no_empty_row(consultation, cadre):
    for wrong in ({}, {"through": "family", "helper_id": cadre.user_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Asking.objects.create(consultation=consultation, **wrong)


def test_a_draft_of_a_helper_is_anybodys_no_longer(ask_for, resident, village):
    draft, _ = enclosing.start_question(by=resident, village=village, form=FORM)
    ask_for(resident, "other", form=FORM)

    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_phone_of_an_account_keeps_what_waits_there_for_matters_of_its_own(door, sign_in, adviser_a, village):
    phone = sign_in(adviser_a)
    for_other = phone.post(door.ask, {"text": QUESTION, "form": FORM, "through": "other"})
    cleared = phone.post(f"/{SLUG}/asked/forget")

    assert (for_other.status_code, cleared.status_code) == (201, 302)
    assert not any(page.has_header("Clear-Site-Data") for page in (for_other, cleared))
    assert door.post(f"/{SLUG}/asked/forget").has_header("Clear-Site-Data")
    door.cookies["menkou_waits"] = "1"  # an adviser's answers wait here, though their hours are over
    assert not door.post(f"/{SLUG}/asked/forget").has_header("Clear-Site-Data")
