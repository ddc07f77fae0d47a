"""Words to an office or a post reach the people behind it: once each, and not what was withdrawn meanwhile."""

import threading
from functools import partial

import pytest
from django.db import connection
from uuid_utils.compat import uuid7

from menkou.accounts.models import Membership, User
from menkou.channels import jobs
from menkou.channels.models import Account
from menkou.channels.tests.wires import an_account
from menkou.core import clock, outbox
from menkou.core.actors import Role
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended
from menkou.core.scope import within
from menkou.reminders.tests.conftest import FILED, carry, give, parts, told, written

State = Outgoing.State
WAITING = "select count(*) from pg_locks where not granted"


def test_each_address_means_the_people_who_hold_it_today(
    platforms, app_account, adviser_a, adviser_b, office, office_next_door, bureau, auditor, director, townships
):
    chen = Membership.objects.get(user_id=adviser_a.user_id)
    firm = Membership.objects.get(user_id=director.user_id).institution_id
    meant = {
        f"registration:{chen.registration_id}": adviser_a,
        f"township:{townships['here'].pk}": office,
        f"institution:{firm}": director,
        "bureau": bureau,
        "auditor": auditor,
    }
    for address, who in meant.items():
        whole = carry(told(address))
        assert (whole.state, whole.way) == ("sent", "people")
        assert [one.address for one in parts(whole)] == [f"{address}/{who.user_id}"]


def test_everybody_of_an_office_is_told_once_and_one_who_left_is_not(platforms, app_account, make_actor, bureau):
    other, gone, shut = (make_actor(Role.JUSTICE_BUREAU, name) for name in ("other", "gone", "shut"))
    Membership.objects.create(user_id=other.user_id, role="justice_bureau", valid_from=clock.today())  # held twice over
    Membership.objects.filter(user_id=gone.user_id).update(valid_until=clock.today())
    User.objects.filter(pk=shut.user_id).update(is_active=False)
    give(bureau, to="laozhang")
    whole = carry(told("bureau"))
    for one in parts(whole):
        carry(one)

    assert {one.address for one in parts(whole)} == {f"bureau/{one.user_id}" for one in (bureau, other)}
    assert [to for _, to, _ in platforms.sent] == ["laozhang"]
    assert written() == [f"bureau/{other.user_id}"]  # has put in no way: stays to be seen


def test_where_no_channel_would_carry_it_the_whole_goes_into_the_file_as_ever(platforms, bureau):
    an_account("sms", "1400006666", {"key_id": "k", "key_secret": "k"}, FILED)  # filed for residents only
    whole = carry(told("bureau"))

    assert (whole.state, whole.way, parts(whole), written()) == ("sent", "file", [], ["bureau"])


def test_where_nobody_holds_the_post_the_whole_goes_into_the_file(platforms, app_account):
    assert (carry(told("auditor")).way, written()) == ("file", ["auditor"])


def test_what_was_put_out_before_is_carried_as_before(platforms, app_account, bureau):
    assert (carry(told("bureau", channel="file")).way, written()) == ("file", ["bureau"])


def test_killed_at_any_moment_it_is_passed_on_once(platforms, app_account, bureau, monkeypatch):
    """Before the parts are committed: nothing is there. After, and before it is settled by its deliverer: all is."""
    whole, real = told("bureau"), outbox.settle

    def killed(*_):
        raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(outbox, "settle", killed)
        with pytest.raises(SystemExit):
            carry(whole)
    assert (parts(whole), Outgoing.objects.get(pk=whole.pk).state) == ([], "sending")

    def settled_by_its_own_transaction_only(row: Outgoing, ended: Ended) -> bool:
        return real(row, ended) if connection.in_atomic_block and ended.way == "people" else killed()

    monkeypatch.setattr(outbox, "settle", settled_by_its_own_transaction_only)
    Outgoing.objects.filter(pk=whole.pk).update(lease_until=clock.now())
    carry(whole)
    carry(whole)
    assert (whole.state, len(parts(whole)), len(jobs.live(outbox.DELIVER, "outgoing_id"))) == ("sent", 1, 2)


def test_what_is_withdrawn_does_not_go_to_those_it_was_passed_on_to(platforms, app_account, adviser_a, adviser_b):
    about = uuid7()
    a, b = (Membership.objects.get(user_id=one.user_id).registration_id for one in (adviser_a, adviser_b))
    first, second = (carry(told(f"registration:{one}", about=about)) for one in (a, b))
    give(adviser_a), give(adviser_b, to="linfang")

    assert outbox.withdraw(about=about, spare=f"registration:{b}") == 1
    assert [carry(one).state for one in parts(first) + parts(second)] == ["withdrawn", "sent"]
    assert [to for _, to, _ in platforms.sent] == ["linfang"]


def test_however_it_is_withdrawn_nothing_goes_out(platforms, app_account, adviser_a):
    about, me = uuid7(), Membership.objects.get(user_id=adviser_a.user_id).registration_id
    give(adviser_a)
    for how in ("by key", "by address", "before it was passed on"):
        whole = told(f"registration:{me}", about=about)
        if not how.startswith("before"):
            carry(whole)
        near = told(f"registration:{me}0", about=about, channel="file")  # an address that begins alike
        stopped = outbox.withdraw_one(whole.key) if how == "by key" else outbox.withdraw_to(whole.address, about=about)

        carry(whole)
        assert stopped, how
        assert [carry(one).state for one in parts(whole)] == ["withdrawn"] * (not how.startswith("before"))
        assert carry(near).state == "sent"
    assert platforms.sent == []


def test_what_is_withdrawn_while_it_is_being_passed_on_does_not_go_out(
    at_once, app_account, adviser_a, monkeypatch, bare_district
):
    """The withdrawal waits for the parts to be committed, and ends them as well."""
    about, me = uuid7(), Membership.objects.get(user_id=adviser_a.user_id).registration_id
    with within(bare_district.pk):
        whole = told(f"registration:{me}", about=about)
    real, begun = outbox.send, threading.Event()

    def slow(**said):
        begun.set()
        while connection.cursor().execute(WAITING).fetchone() == (0,):
            pass
        real(**said)

    monkeypatch.setattr(outbox, "send", slow)

    def withdraw():
        assert begun.wait(10)
        outbox.withdraw(about=about)

    at_once(partial(carry, whole), withdraw)
    with within(bare_district.pk):
        assert [one.state for one in parts(whole)] == ["withdrawn"]


def test_whoever_does_not_hold_the_post_any_more_is_not_told(platforms, app_account, adviser_a):
    """What was to be told about a matter goes with the matter."""
    give(adviser_a)
    mine = Membership.objects.get(user_id=adviser_a.user_id)
    (part,) = parts(carry(told(f"registration:{mine.registration_id}")))
    Membership.objects.filter(pk=mine.pk).update(valid_until=clock.today())

    assert (carry(part).state, platforms.sent) == ("withdrawn", [])


def test_gone_since_and_known_count_the_words_and_not_the_people(platforms, app_account, bureau, make_actor):
    make_actor(Role.JUSTICE_BUREAU, "other")
    since = clock.now()
    whole = carry(told("bureau"))

    assert (outbox.gone_since("bureau", since), outbox.known([whole.key])) == (1, {whole.key})
    assert Account.objects.count() == 1
