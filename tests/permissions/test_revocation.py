"""P-16: what somebody may do ends with what it rests on, on the very next request; nothing is kept in a session."""

from datetime import timedelta

import pytest

from menkou.accounts.models import ApiToken, Membership, User
from menkou.core import clock
from menkou.postings.models import Posting
from tests.cast import LONG_AGO, SLUG

DISTRICT = f"/{SLUG}"


def end_membership(by, matter, browser) -> None:
    Membership.objects.filter(user=by.user_id).update(valid_until=clock.today())


def end_posting(by, matter, browser) -> None:
    Posting.objects.filter(registration=matter.holder_id).update(valid_until=clock.today())


def shut_account(by, matter, browser) -> None:
    User.objects.filter(pk=by.user_id).update(is_active=False)


def end_session(by, matter, browser) -> None:
    browser.session.flush()


def change_password(by, matter, browser) -> None:
    user = User.objects.get(pk=by.user_id)
    user.set_password("another-one-of-december")
    user.save()


def off_the_roster(by, matter, browser) -> None:
    type(matter.holder).objects.filter(pk=matter.holder_id).update(valid_until=LONG_AGO + timedelta(days=1))
    end_posting(by, matter, browser)


@pytest.mark.parametrize(
    ("revoke", "status"),
    [
        (end_membership, 404),
        (end_posting, 404),
        (off_the_roster, 404),
        (shut_account, 302),
        (end_session, 302),
        (change_password, 302),
    ],
)
def test_the_next_request_finds_nothing(sign_in, consultation, adviser_a, revoke, status):
    browser, path = sign_in(adviser_a), f"{DISTRICT}/consultations/{consultation.pk}/"
    assert browser.get(path).status_code == 200

    revoke(adviser_a, consultation, browser)

    assert browser.get(path).status_code == status
    assert browser.post(f"{path}answer", {"text": "答"}).status_code == status
    assert browser.post(f"{path}close", {"minutes": 5, "category": "other"}).status_code == status


@pytest.mark.parametrize(
    ("revoke", "status"),
    [
        (lambda by: ApiToken.objects.all().delete(), 401),
        (lambda by: ApiToken.objects.update(valid_until=clock.now()), 401),
        (lambda by: User.objects.filter(pk=by.user_id).update(is_active=False), 401),
        (lambda by: Membership.objects.filter(user=by.user_id).update(valid_until=clock.today()), 404),
    ],
)
def test_a_program_is_revoked_like_its_person(program, consultation, adviser_a, revoke, status):
    call = program(adviser_a)
    assert call("get", f"consultations/{consultation.pk}").status_code == 200

    revoke(adviser_a)

    assert call("get", f"consultations/{consultation.pk}").status_code == status
    assert call("post", f"consultations/{consultation.pk}/answers", {"text": "答"}).status_code == status


def test_what_is_not_revoked_goes_on(sign_in, consultation, adviser_a):
    browser, path = sign_in(adviser_a), f"{DISTRICT}/consultations/{consultation.pk}/"

    assert [browser.get(path).status_code for _ in range(3)] == [200, 200, 200]
