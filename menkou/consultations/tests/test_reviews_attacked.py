"""评查 by pages that are older than what they show: nobody is taken at a word that they gave to something else."""

from uuid import uuid4

import pytest

from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.models import Consultation, Message, ReviewCopy
from menkou.consultations.referring import actions as referring
from menkou.consultations.reviewing import actions, queries, sealing
from menkou.consultations.tests.released import release
from menkou.consultations.tests.test_review_pages import look, phone, signed_in
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.places.models import FormerName, Village
from tests.cast import LONG_AGO, SLUG

__all__ = ["phone"]

FORM, OTHER_FORM = "7" * 32, "8" * 32
MASKED = "某村的某人占了地。"
BOTH = {"may_review": "on", "may_publish": "on", "form": FORM}


def test_what_was_said_after_the_asker_looked_is_not_released_unseen(phone, adviser_a):
    seen = look(phone)
    consultations.answer(by=adviser_a, consultation=phone.asked, text="还有一句", form="5" * 32)
    Message.objects.update(visible_at=phone.asked.asked_at)
    Consultation.objects.update(answered_at=phone.asked.asked_at)

    told = phone.post(f"{phone.thread}review", {**BOTH, "seen": seen})
    page = told.content.decode()
    assert told.status_code == 409
    assert "又有了新的话" in page
    assert "还有一句" in page
    assert "checked" not in page
    assert not ReviewCopy.objects.exists()
    phone.post(f"{phone.thread}review", {**BOTH, "seen": look(phone)})
    assert "还有一句" in sealing.words_of(ReviewCopy.objects.get())


def test_a_page_gone_back_to_does_not_say_that_something_was_given(phone):
    sent = {**BOTH, "seen": look(phone)}
    phone.post(f"{phone.thread}review", sent)
    phone.post(f"{phone.thread}reviews/{ReviewCopy.objects.get().pk}/take-back")

    told = phone.post(f"{phone.thread}review", sent)
    assert told.status_code == 409
    assert "已经收回" in told.content.decode()
    assert ReviewCopy.objects.get().state == "taken_back"


def test_who_takes_a_tick_back_on_the_same_page_is_told_that_it_was_sent(answered, resident):
    release(by=resident, consultation=answered, may_publish=True, form=FORM)

    with pytest.raises(Conflict, match="已经有一份"):
        release(by=resident, consultation=answered, may_publish=False, form=FORM)


def test_who_agrees_otherwise_afterwards_is_told_where_to_change_it(answered, resident, adviser_a):
    copy = actions.propose(by=adviser_a, consultation=answered, text=MASKED, form=FORM)
    actions.agree(by=resident, copy=copy, may_publish=True)

    with pytest.raises(Conflict, match="已经同意过"):
        actions.agree(by=resident, copy=copy, may_publish=False)


def test_a_draft_changed_on_a_page_gone_back_to_is_not_taken_for_the_one_before(phone, adviser_a):
    holder, at = signed_in(adviser_a), f"{phone.thread}review".replace("asked", "consultations")
    for _ in range(2):
        assert holder.post(at, {"text": "王五占了地。", "form": FORM}).status_code == 302
    told = holder.post(at, {"text": MASKED, "form": FORM})

    assert told.status_code == 409
    assert MASKED in told.content.decode()
    assert "再点一次" in told.content.decode()
    assert FORM not in told.content.decode()  # so that once more sends it


def test_who_else_serves_there_and_what_the_village_was_called_do_not_lead_to_it(
    consultation, lin, village, institutions
):
    old = {"code": "999901001299", "name": "老河村委会", "kind": "village", "valid_from": LONG_AGO}
    Village.objects.create(township=village.township, successor=village, valid_until=clock.today(), **old)
    FormerName.objects.create(village=village, code="999901001288", name="柳行村委会", valid_until=clock.today())
    said = f"老河村、柳行村的都去找{institutions['office'].name}的林芳。"
    content.add(consultation, said, author_id=None)

    shown = queries.words_to_copy(consultation)
    assert shown.endswith("〔本村〕、〔本村〕的都去找〔顾问的单位〕的〔顾问〕。")


def test_no_case_is_made_of_whom_is_sent_to_the_police_after_they_agreed_to_one(answered, resident, adviser_a):
    release(by=resident, consultation=answered, may_publish=True, form=FORM)
    referring.refer(by=adviser_a, consultation=answered, to="12348", text="问问。", bring="", form="4" * 32)
    assert ReviewCopy.objects.get().may_publish
    referring.refer(by=adviser_a, consultation=answered, to="110", text="先报警。", bring="", form="5" * 32)

    copy = ReviewCopy.objects.get()
    assert (copy.state, copy.may_publish) == ("open", False)


def test_whoever_reloads_after_a_button_is_led_to_its_page(phone, bureau):
    one, desk = uuid4(), signed_in(bureau)
    for button in ("agree", "take-back", "publish"):
        led = phone.get(f"{phone.thread}reviews/{one}/{button}")
        assert led.headers["Location"] == phone.thread
    for button in ("read", "judge"):
        assert desk.get(f"/{SLUG}/reviews/{one}/{button}").headers["Location"] == f"/{SLUG}/reviews/{one}/"
    for button in ("put-up", "take-down"):
        assert desk.get(f"/{SLUG}/readings/{one}/{button}").headers["Location"] == f"/{SLUG}/readings/"
