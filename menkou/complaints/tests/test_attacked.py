"""What a second pair of eyes tried on complaints: shut threads, former posts, stale and repeated pages, rude words."""

import pytest

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.complaints import actions, queries
from menkou.complaints.models import Complaint
from menkou.complaints.tests.conftest import ANSWER_FORM, FORM, WORDS
from menkou.complaints.tests.test_pages import phone
from menkou.consultations import actions as matters
from menkou.consultations.interests import actions as interests
from menkou.consultations.rights import actions as rights
from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Refused
from tests.cast import LONG_AGO, SLUG

__all__ = ["phone"]


def test_behind_a_secret_every_door_of_a_complaint_is_shut_and_no_list_shows_it(phone, village, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    thread, begin = f"/{SLUG}/asked/{phone.matter.pk}/", f"/{SLUG}/v/{village.code}/complain"
    sent = {"kind": "silent", "about": "office", "text": WORDS, "form": FORM}
    assert phone.post(f"{thread}complaint", sent).status_code == 302
    phone.post(f"{thread}lock", {"secret": "三月麦子"})
    said = phone.get(begin).content.decode()  # the secret is said, and a list shows nothing all the same
    assert f"{phone.matter.pk}/complaint" not in said
    assert "地被占了" not in phone.post(f"/{SLUG}/asked/copy", follow=True).content.decode()
    phone.get(f"/{SLUG}/leave")

    doors = [
        f"{thread}complaint",
        *(f"/{SLUG}/complained/{Complaint.objects.get().pk}/{at}" for at in ("judge", "withdraw")),
    ]
    assert [phone.post(door, sent | {"is_satisfied": "yes"}).status_code for door in doors] == [403, 404, 404]
    pages = [
        phone.get(at) for at in (f"{thread}complaint", thread, f"/{SLUG}/asked/", begin, f"/{SLUG}/v/{village.code}/")
    ]
    shown = "".join(page.content.decode() for page in pages)
    assert not any(words in shown for words in ("送到了", "您的投诉", WORDS, "一直不回："))
    assert not any(f"{phone.matter.pk}/complaint" in page.content.decode() for page in pages[1:])
    assert Complaint.objects.get().state == "received"


def test_whoever_was_the_adviser_then_deals_with_no_complaint_about_themselves_now(
    complaint, chen, make_actor, townships
):
    by = make_actor(Role.JUDICIAL_OFFICE, "moved", township=townships["here"])
    facts = {"role": Role.ADVISER, "registration": chen, "valid_from": LONG_AGO, "valid_until": clock.today()}
    Membership.objects.create(user_id=by.user_id, **facts)
    by = actor_for(User.objects.get(pk=by.user_id))

    assert not queries.visible_to(by).exists()
    for act in (actions.read, actions.accept):
        with pytest.raises(Refused):
            act(by=by, complaint=complaint)


def test_a_page_left_open_asks_for_no_review_of_what_was_erased_since(complaint, office, resident, consultation):
    refused = actions.refuse(by=office, complaint=complaint, reason="unclear")
    rights.erase(by=resident, consultation=consultation)

    with pytest.raises(Conflict):
        actions.judge(by=resident, complaint=refused, is_satisfied=False)
    assert Complaint.objects.get().state == "refused"


def test_the_same_form_with_other_words_is_told_and_loses_nothing(complaint, complain, accepted, office, adviser_a):
    with pytest.raises(Conflict, match="不一样"):
        complain(form=FORM, text="还有，他要我送烟。")
    asked, _ = actions.ask_statement(by=office, complaint=accepted, sides=["adviser", "institution"], summary="")
    actions.give_statement(by=adviser_a, statement=asked, text="那几天在开庭。", form="1" * 32)
    with pytest.raises(Conflict, match="已经说明过"):
        actions.give_statement(by=adviser_a, statement=asked, text="改一改。", form="1" * 32)
    actions.answer(by=office, complaint=accepted, outcome="true", text="查实了。", form=ANSWER_FORM)
    with pytest.raises(Conflict, match="已经答复"):
        actions.answer(by=office, complaint=accepted, outcome="untrue", text="没有的事。", form=ANSWER_FORM)


def test_a_review_is_not_accepted_as_if_it_were_new(complaint, office, bureau, resident):
    refused = actions.refuse(by=office, complaint=complaint, reason="unclear")
    looked = actions.judge(by=resident, complaint=refused, is_satisfied=False)

    with pytest.raises(Conflict):
        actions.accept(by=bureau, complaint=looked)
    assert Complaint.objects.get().state == "review"


def test_rude_words_are_told_and_kept(phone, chen, hands):
    rude = [{"about": "0" * 36}, {"kind": "gold"}, {"text": " \n "}, {"text": "长" * 5001}, {"text": "字\x00"}]
    rude += [{"contact": "<script>"}, {"contact": "1" * 21}, {"contact": "1\x002345"}, {"form": "<i>"}]
    for one in rude:
        sent = {"kind": "rude", "about": str(chen.pk), "text": "😀<i>", "contact": "", "form": FORM, **one}
        page = phone.post(f"/{SLUG}/asked/{phone.matter.pk}/complaint", sent)
        shown = page.content.decode()
        assert (page.status_code, "<i>" in shown, 'role="alert"' in shown) == (422, False, True)
        assert "text" in one or "😀&lt;i&gt;" in shown
    assert not Complaint.objects.exists()


def test_what_was_written_too_late_stands_there_to_be_copied(answered, office, sign_in):
    late = sign_in(office).post(
        f"/{SLUG}/complaints/{answered.pk}/answer", {"outcome": "true", "text": "我也写了。", "form": "9" * 32}
    )

    assert (late.status_code, "我也写了。" in late.content.decode()) == (409, True)


def test_a_statement_written_twice_stands_there_to_be_copied(accepted, office, adviser_a, sign_in):
    asked = actions.ask_statement(by=office, complaint=accepted, sides=["adviser"], summary="")[0]
    actions.give_statement(by=adviser_a, statement=asked, text="那几天在开庭。", form="1" * 32)
    late = sign_in(adviser_a).post(
        f"/{SLUG}/complaints/statements/{asked.pk}/", {"text": "再补一句。", "form": "2" * 32}
    )

    assert late.status_code == 409
    for words in ("再补一句。", "已经说明过了", "那几天在开庭。"):
        assert words in late.content.decode()


def test_who_read_it_before_an_interest_was_told_can_be_complained_of(consultation, resident, adviser_a, chen):
    assert queries.people_of(consultation) == [chen]
    matters.read(by=adviser_a, consultation=consultation)
    interests.tell_concern(by=resident, consultation=consultation, concerns="committee")

    assert queries.people_of(consultation) == [chen]


def test_who_never_got_it_for_an_interest_is_not_named(consultation, resident):
    interests.tell_concern(by=resident, consultation=consultation, concerns="committee")

    assert queries.people_of(consultation) == []
