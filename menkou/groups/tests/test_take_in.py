"""群里转私下: an adviser takes a question in; its asker opens it once; the group reads a number."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.claiming import actions as claiming
from menkou.consultations.claiming import queries as claims
from menkou.consultations.models import Claim, Consultation, WrongTry
from menkou.core import clock
from menkou.core.actors import Actor
from menkou.core.errors import Conflict, Refused, TooSoon
from menkou.core.models import AuditEntry
from menkou.groups import intake, queries, telling
from menkou.groups.models import Stub
from tests.cast import DEVICE, OTHER_DEVICE, SLUG
from tests.counting import at_most

COPIED = "王秀英 2026/11/28 20:15\n我男人打我，我电话13812345678，能离婚吗？"
PAGE = f"/{SLUG}/groups/"


@pytest.fixture
def take(adviser_a, village):
    forms = iter(f"{n:032x}" for n in range(9000, 9999))
    return lambda by=adviser_a, form="", text=COPIED: intake.take_once(
        by=by, village=village, text=text, form=form or next(forms)
    )


@pytest.fixture
def stub(take):
    return take()


def code_of(stub: Stub) -> str:
    return claims.claim_code(Claim.objects.get(consultation=stub.consultation))


def claim(district, code: str, device: bytes = DEVICE, may_hand_over: bool = True):
    by = Actor(None, "居民", device=device)
    return claiming.claim(by=by, district=district, typed=code, may_hand_over=may_hand_over)


def test_what_is_taken_in_is_held_by_who_took_it_without_names_and_numbers(stub, chen):
    said = content.open_for_adviser(stub.consultation)

    assert stub.consultation.holder_id == chen.pk
    assert stub.consultation.device_digest is None
    assert not stub.consultation.may_hand_over
    assert [one.text for one in said] == ["〔群友〕：\n我男人打我，我电话〔手机号〕，能离婚吗？"]


def test_the_group_and_the_log_learn_nothing_but_a_number(stub):
    lines = " ".join(str(one) for one in AuditEntry.objects.values_list("what", "subject"))

    assert telling.taken(stub) == "【1 号】已接到，私下回复。"
    assert "离婚" not in lines
    assert "王秀英" not in lines


def test_a_form_sent_twice_takes_in_once(take):
    assert take(form="7" * 32).pk == take(form="7" * 32).pk
    assert Stub.objects.count() == Consultation.objects.count() == 1


def test_numbers_go_up_in_a_village_and_none_is_given_twice(take, stub):
    assert [stub.number, take().number, take().number] == [1, 2, 3]
    with pytest.raises(IntegrityError), transaction.atomic():
        Stub.objects.filter(number=2).update(number=1)


def test_two_advisers_of_a_village_at_one_moment_get_two_numbers(at_once, adviser_a, adviser_b, take):
    met = at_once(lambda: take(adviser_a), lambda: take(adviser_b))

    assert sorted(one.number for one in met) == [1, 2]


def test_who_serves_elsewhere_takes_nothing_in(take, adviser_next_door, bureau, cadre):
    for by in (adviser_next_door, bureau, cadre):
        with pytest.raises(Refused):
            take(by)


def test_its_asker_opens_it_once_and_it_is_theirs(district, stub, adviser_a):
    code = code_of(stub)
    mine = claim(district, code.lower())

    assert mine.pk == stub.consultation_id
    assert mine.may_hand_over
    assert bytes(mine.device_digest) == DEVICE
    assert claim(district, code, OTHER_DEVICE) is None
    assert claims.waiting_claim_of(mine) is None
    assert WrongTry.objects.count() == 1


def test_the_code_is_kept_nowhere(stub):
    held = [bytes(value) for value in Claim.objects.values_list("digest", flat=True)]

    assert all(code_of(stub).encode() not in one for one in held)


def test_a_link_that_nobody_opened_is_over_after_the_district_s_days(district, stub):
    week = clock.now() - timedelta(days=7, seconds=1)
    Claim.objects.update(made_at=week)

    assert claims.waiting_claim_of(stub.consultation) is None
    assert claim(district, code_of(stub)) is None


def test_trying_codes_is_slowed(district, stub):
    with pytest.raises(TooSoon):
        for _ in range(20):
            claim(district, "2345 6789 ABCD")
    assert claim(district, code_of(stub), OTHER_DEVICE)


def test_nothing_passes_to_another_adviser_before_its_asker_agreed(stub, adviser_b):
    from menkou.consultations.passing import actions as passing

    assert passing._offer(stub.consultation) is False
    with pytest.raises(Refused):
        consultations.read(by=adviser_b, consultation=stub.consultation)


def test_two_open_one_link_at_one_moment_and_one_has_it(at_once, district, stub):
    code = code_of(stub)
    met = at_once(lambda: claim(district, code, DEVICE), lambda: claim(district, code, OTHER_DEVICE))

    assert sum(one is not None for one in met) == 1


class TestPages:
    def test_pasted_and_pressed_it_leads_to_what_is_copied_back(self, sign_in, adviser_a, village):
        browser = sign_in(adviser_a)
        page = browser.post(PAGE, {"village": village.pk, "text": COPIED, "form": "5" * 32}, follow=True)
        stub = Stub.objects.get()

        assert page.status_code == 200
        assert "【1 号】已接到，私下回复。" in page.content.decode()
        assert f"/{SLUG}/claim#{code_of(stub)}" in page.content.decode()
        assert "王秀英" not in page.content.decode()

    def test_nothing_pasted_keeps_the_page_and_says_what_to_do(self, sign_in, adviser_a, village):
        page = sign_in(adviser_a).post(PAGE, {"village": village.pk, "text": " ", "form": "5" * 32})

        assert page.status_code == 422
        assert "请从群里复制" in page.content.decode()

    def test_a_village_where_one_does_not_serve_is_no_choice(self, sign_in, adviser_a, village_next_door):
        page = sign_in(adviser_a).post(PAGE, {"village": village_next_door.pk, "text": "问", "form": "5" * 32})

        assert page.status_code == 422
        assert not Consultation.objects.exists()

    def test_another_adviser_finds_no_stub(self, sign_in, adviser_b, stub):
        assert sign_in(adviser_b).get(f"{PAGE}{stub.pk}/").status_code == 404

    def test_the_link_opens_the_thread_on_the_asker_s_phone(self, client, stub):
        client.get(f"/{SLUG}/claim")
        answer = client.post(f"/{SLUG}/claim", {"typed": code_of(stub), "may_hand_over": "on"}, follow=True)

        assert answer.status_code == 200
        assert "我男人打我" in answer.content.decode()

    def test_a_browser_without_cookies_gets_the_pickup_code_at_once(self, client, stub):
        answer = client.post(f"/{SLUG}/claim", {"typed": code_of(stub)})

        assert consultations.pickup_code(stub.consultation)[:4] in answer.content.decode()

    def test_a_link_that_is_used_up_says_whom_to_ask(self, client, district, stub):
        claim(district, code_of(stub))
        answer = client.post(f"/{SLUG}/claim", {"typed": code_of(stub)})

        assert answer.status_code == 422
        assert "请找发给您的法律顾问" in answer.content.decode()

    def test_the_group_s_page_shows_numbers_only(self, client, stub, village, adviser_a):
        page = client.get(f"/{SLUG}/v/{village.code}/group").content.decode()
        assert "1 号" in page
        assert "已接到，私下回复" in page
        assert stub.consultation.reference not in page

        Consultation.objects.update(state="answered", answered_at=clock.now(), first_answered_at=clock.now())
        assert "已回复本人" in client.get(f"/{SLUG}/v/{village.code}/group").content.decode()

    def test_pages_ask_few_questions_of_the_database(self, sign_in, adviser_a, take, client, village):
        for _ in range(5):
            stub = take()
        browser = sign_in(adviser_a)
        for path, most in ((PAGE, 12), (f"{PAGE}{stub.pk}/", 12), (f"/{SLUG}/v/{village.code}/group", 8)):
            with at_most(most):
                assert browser.get(path).status_code == 200


def test_a_village_without_a_post_for_who_asks_is_a_conflict(adviser_a, village, chen):
    from menkou.postings.models import Posting

    Posting.objects.filter(registration=chen).update(valid_until=clock.today())
    with pytest.raises((Conflict, Refused)):
        intake.take_once(by=adviser_a, village=village, text="问", form="6" * 32)


def test_what_is_shown_to_a_group_goes_back_some_months_only(stub, village):
    assert list(queries.shown_in(village)) == [stub]
    Stub.objects.update(taken_at=clock.now() - timedelta(days=91))
    assert list(queries.shown_in(village)) == []


def test_its_holder_finds_the_way_back_to_the_words_for_the_group(stub, adviser_a, sign_in):
    matter = f"/{SLUG}/consultations/{stub.consultation_id}/"

    assert f"{PAGE}{stub.pk}/" in sign_in(adviser_a).get(matter).content.decode()
