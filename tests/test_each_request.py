"""What each request of staff asks for, in words that are written once: the session, the account, what is held."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config.sessions import SessionStore
from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.core import clock


@pytest.fixture
def kept(district):
    store = SessionStore()
    store["a"] = 1
    store.save()
    return store.session_key


def test_a_session_is_read_as_django_reads_it(kept):
    assert dict(SessionStore(kept).items()) == dict(db.SessionStore(kept).items()) == {"a": 1}


@pytest.mark.parametrize("key", ["", "x" * 32, "' or true --", "standing for 1 \N{REPLACEMENT CHARACTER}"])
def test_a_key_that_is_not_there_is_nobody_s(kept, key):
    store = SessionStore(key or None)
    assert (dict(store.items()), store.session_key) == ({}, None)


def test_a_session_that_has_run_out_is_nobody_s(kept):
    Session.objects.filter(pk=kept).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert dict(SessionStore(kept).items()) == {}


def test_what_was_changed_by_another_process_or_broken_is_not_believed(kept):
    Session.objects.filter(pk=kept).update(session_data="broken:signature")
    assert dict(SessionStore(kept).items()) == {}


def test_an_account_by_its_id_is_the_whole_row(bureau):
    found, plain = User.objects.get(pk=bureau.user_id), User.objects.filter(pk=bureau.user_id).get()
    assert {f.attname: getattr(found, f.attname) for f in User._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in User._meta.concrete_fields
    }
    found.name = "改了"
    found.save()
    assert User.objects.get(pk=bureau.user_id).name == "改了"
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=uuid4())
    assert User.objects.get(username=found.username) == found


def test_whoever_may_not_sign_in_any_more_is_out_at_once(bureau, sign_in):
    browser = sign_in(bureau)
    assert browser.get("/shili/desk/").status_code == 200
    User.objects.filter(pk=bureau.user_id).update(is_active=False)
    assert browser.get("/shili/desk/").status_code == 302


def test_what_is_held_ends_with_its_day_and_is_asked_for_each_time(bureau, sign_in):
    user = User.objects.get(pk=bureau.user_id)
    assert actor_for(user).holdings == bureau.holdings
    Membership.objects.filter(user=user).update(valid_until=clock.today())
    assert actor_for(user).holdings == frozenset()
    with CaptureQueriesContext(connection) as asked:
        actor_for(user)
    assert len(asked) == 1
