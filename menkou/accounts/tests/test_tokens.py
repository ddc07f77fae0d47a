"""接口令牌: shown once, kept as a digest, good until its hour, for one's own account only."""

from datetime import timedelta

import pytest
import time_machine

from menkou.accounts import actions
from menkou.accounts.models import ApiToken, User
from menkou.accounts.queries import user_of_token
from menkou.core import clock
from menkou.core.actors import INSTALLER
from menkou.core.errors import Refused


@pytest.fixture
def user(bureau):
    return User.objects.get(pk=bureau.user_id)


def test_a_token_stands_for_its_person_until_its_hour(bureau, user):
    with time_machine.travel("2026-03-05 12:00+08:00", tick=False) as hands:
        secret = actions.issue_token(by=bureau, user=user, name="统计", days=1)
        assert user_of_token(secret) == user
        hands.shift(timedelta(days=1, seconds=-1))
        assert user_of_token(secret) == user
        hands.shift(timedelta(seconds=1))
        assert user_of_token(secret) is None


def test_the_secret_is_not_kept(bureau, user):
    secret = actions.issue_token(by=bureau, user=user, name="统计", days=1)

    assert secret.encode() not in bytes(ApiToken.objects.get().digest)
    assert ApiToken.objects.get().valid_until > clock.now()
    assert user_of_token(secret + "x") is None
    assert user_of_token("") is None


def test_a_closed_account_has_no_token(bureau, user):
    secret = actions.issue_token(by=bureau, user=user, name="统计", days=1)
    User.objects.update(is_active=False)

    assert user_of_token(secret) is None


def test_a_token_is_of_its_district(bureau, user):
    from menkou.core.scope import within
    from menkou.places.models import District

    secret = actions.issue_token(by=bureau, user=user, name="统计", days=1)
    other = District.objects.create(slug="other", name="另一区", code="999902")
    with within(other.pk):
        assert user_of_token(secret) is None


def test_nobody_gets_a_token_for_another(bureau, office, resident, user):
    for by in (office, resident):
        with pytest.raises(Refused, match="自己"):
            actions.issue_token(by=by, user=user, name="统计", days=1)
    assert actions.issue_token(by=INSTALLER, user=user, name="统计", days=1)
