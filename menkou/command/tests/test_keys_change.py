"""换密钥: keys of matters are wrapped anew while people ask; an erased matter does not live on in an old copy."""

import shutil
from pathlib import Path

import pytest
import time_machine
from django.apps import apps

from menkou.channels import accounts, inbox, tokens, wraps
from menkou.channels import actions as channels
from menkou.channels.models import Account, Correspondent, Incoming, Login, Token
from menkou.channels.tests.wires import SECRETS, an_account
from menkou.command import rotating
from menkou.command.problems import Problem
from menkou.consultations import actions, content
from menkou.consultations.models import CaseKey, Message
from menkou.consultations.reviewing import actions as reviewing
from menkou.consultations.rights import actions as rights
from menkou.consultations.tests.released import release
from menkou.core import clock, keys, sealed
from menkou.core.actors import INSTALLER
from menkou.core.errors import Refused
from menkou.core.keys import digest
from menkou.core.sealed import Unsealable
from tests.cast import QUESTION


@pytest.fixture
def ring(tmp_path, settings):
    """A key file of this test's own, as the installation's."""
    directory = tmp_path / "keys"
    shutil.copytree(Path(settings.MENKOU_KEYS), directory)
    directory.chmod(0o700)
    settings.MENKOU_KEYS = directory
    return directory


def change() -> str:
    name = rotating.begun()
    assert sum(number for _, number in rotating.rewrapped()) >= 0
    return name


def opened(consultation) -> str:
    return content.open_for_asker(consultation)[0].text


def test_what_was_sealed_before_opens_after_and_is_wrapped_anew(ring, consultation):
    old, before = keys.keyring().active, bytes(CaseKey.objects.get().wrapped)
    new = change()

    assert new != old
    assert opened(consultation) == QUESTION
    assert bytes(CaseKey.objects.get().wrapped).startswith(sealed.wrapped_by(new))
    assert bytes(CaseKey.objects.get().wrapped) != before
    assert (content.count_wrapped_by(old), content.count_wrapped_by(new)) == (0, 1)


def test_an_erased_matter_opens_from_no_older_copy_once_the_old_key_is_destroyed(ring, consultation, resident, ask):
    other = ask(resident).consultation
    copy = (
        bytes(CaseKey.objects.get(consultation=consultation).wrapped),
        bytes(Message.objects.get(consultation=consultation).sealed),
    )
    pk, old = Message.objects.get(consultation=consultation).pk, keys.keyring().active
    context = f"consultation:{consultation.pk}"

    def from_the_copy() -> str:
        return sealed.unseal(sealed.unwrap(copy[0], context=context), copy[1], context=f"{context}/message:{pk}")

    rights.erase(by=resident, consultation=consultation)
    assert from_the_copy() == QUESTION  # a backup and the key: erasing alone is not enough
    change()
    assert from_the_copy() == QUESTION
    with time_machine.travel(clock.now().timestamp() + 700):
        rotating.refuse_too_soon([old])
    rotating.destroyed(old)

    with pytest.raises(Unsealable, match="destroyed"):
        from_the_copy()
    assert opened(other) == QUESTION


def test_a_copy_for_review_has_its_key_wrapped_anew_and_once_taken_back_opens_from_no_older_copy(
    ring, answered, resident, bureau
):
    copy = release(by=resident, consultation=answered, may_publish=False, form="7" * 32)
    old, before = keys.keyring().active, bytes(CaseKey.objects.get(copy=copy).wrapped)
    change()
    assert content.count_wrapped_by(old) == 0
    assert QUESTION in reviewing.read(by=bureau, copy=copy)

    reviewing.take_back(by=resident, copy=copy)
    with time_machine.travel(clock.now().timestamp() + 700):
        rotating.refuse_too_soon([old])
    rotating.destroyed(old)
    with pytest.raises(Unsealable, match="destroyed"):
        sealed.unwrap(before, context=f"consultation:{copy.pk}")
    assert opened(answered) == QUESTION


def test_a_change_that_was_killed_goes_on_where_it_stopped(ring, ask, resident, monkeypatch, district):
    asked = [ask(resident).consultation for _ in range(5)]
    old, new = keys.keyring().active, keys.rotate(ring)
    done = rights.rewrap(by=INSTALLER, district=district, after=None, most=2)
    assert (done[0], content.count_wrapped_by(old), content.count_wrapped_by(new)) == (2, 3, 2)

    monkeypatch.setattr(rotating, "A_BATCH", 2)
    with pytest.raises(Problem, match="resume"):
        rotating.begun()
    assert rotating.resumed() == new
    assert sum(number for _, number in rotating.rewrapped()) == 3
    assert sum(number for _, number in rotating.rewrapped()) == 0
    assert [opened(one) for one in asked] == [QUESTION] * 5


def test_a_key_that_is_needed_is_not_destroyed(ring, consultation):
    old = keys.keyring().active
    keys.rotate(ring)

    with pytest.raises(Problem, match="分钟"):
        rotating.refuse_too_soon([old])
    with time_machine.travel(clock.now().timestamp() + 700), pytest.raises(Problem, match="还有 1 件"):
        rotating.refuse_too_soon([old])
    with pytest.raises(keys.KeyFault, match="正在用"):
        keys.destroy(ring, keys.keyring().active)
    with pytest.raises(keys.KeyFault, match="没有叫"):
        keys.destroy(ring, "k99")


def test_a_name_is_never_used_twice_and_no_draft_is_left(ring):
    first = keys.keyring().active
    second = keys.rotate(ring)
    keys.destroy(ring, first)
    third = keys.rotate(ring)
    keys.destroy(ring, second)

    assert len({first, second, third}) == 3
    assert keys.rotate(ring) not in (first, second, third)
    assert {one.name for one in ring.iterdir()} <= {keys.FILE, "secret.key"}
    assert (ring / keys.FILE).stat().st_mode & 0o077 == 0


def test_a_running_process_sees_the_new_key_at_once(ring, ask, resident):
    keys.keyring()
    new = keys.rotate(ring)
    asked = ask(resident).consultation

    assert bytes(CaseKey.objects.get(consultation=asked).wrapped).startswith(sealed.wrapped_by(new))


def test_the_pickup_code_stays_the_same(ring, consultation):
    before = actions.pickup_code(consultation)
    change()

    assert actions.pickup_code(consultation) == before


def test_only_the_installation_changes_keys(district, operator, bureau):
    for by in (operator, bureau):
        with pytest.raises(Refused):
            rights.rewrap(by=by, district=district, after=None, most=1)


def test_the_age_of_the_oldest_key_and_the_strictest_rule_are_known(ring, district):
    assert rotating.days_allowed() == 30
    old = rotating.oldest_since()
    keys.rotate(ring)
    assert rotating.oldest_since() <= old
    assert len(list(rotating.listed())) == len(keys.keyring().sealing)


@pytest.fixture
def wired(district):
    """An account, its token, somebody who wrote, what they wrote, and a code that waits."""
    made = an_account()
    who = inbox.correspondent(made, "openid-1")
    inbox.keep(made, sender="openid-1", key="1", plain=b"what was said")
    row = Token(account=made)
    row.sealed = sealed.wrap(b"token", context=tokens.context_of(row.pk))
    row.save()
    state = digest("login", "state")
    login = Login(account=made, state_digest=state, device_digest=b"d", until_at=clock.now(), step="back")
    login.sealed = sealed.wrap(b"code", context=wraps.CONTEXT_OF_LOGIN(login.pk))
    login.save()
    return who


def test_what_channels_keep_is_wrapped_anew_and_opens_once_the_old_key_is_destroyed(ring, wired):
    old = keys.keyring().active
    assert wraps.wrapped_by(old) == len(wraps.TABLES)
    new = change()
    assert (wraps.wrapped_by(old), wraps.wrapped_by(new)) == (0, len(wraps.TABLES))
    with time_machine.travel(clock.now().timestamp() + 700):
        rotating.refuse_too_soon([old])
    rotating.destroyed(old)

    assert accounts.opened(Account.objects.get()).secrets == SECRETS
    assert inbox.name_of(Correspondent.objects.get()) == "openid-1"
    assert inbox.opened(Incoming.objects.get()) == b"what was said"
    for row, context in ((Token.objects.get(), tokens.context_of), (Login.objects.get(), wraps.CONTEXT_OF_LOGIN)):
        assert sealed.unwrap(bytes(row.sealed), context=context(row.pk)) in (b"token", b"code")


def test_a_table_of_channels_that_is_forgotten_keeps_the_old_key_from_being_destroyed(ring, wired, monkeypatch):
    old, everything = keys.keyring().active, wraps.TABLES
    monkeypatch.setattr(wraps, "TABLES", everything[1:])  # seeded: accounts are not wrapped anew
    change()
    monkeypatch.setattr(wraps, "TABLES", everything)

    with time_machine.travel(clock.now().timestamp() + 700), pytest.raises(Problem, match="还有 1 件"):
        rotating.refuse_too_soon([old])


def test_every_table_with_a_wrapped_column_is_wrapped_anew():
    models = {model for model in apps.get_app_config("channels").get_models() if hasattr(model, "sealed")}

    assert models == {model for model, _, _ in wraps.TABLES}


def test_what_channels_keep_is_wrapped_in_batches_and_by_nobody_else(ring, wired, bureau, monkeypatch):
    with pytest.raises(Refused):
        channels.rewrap(by=bureau, account=wired.account, most=5)
    keys.rotate(ring)
    monkeypatch.setattr(rotating, "A_BATCH", 2)

    assert [number for _, number in rotating.rewrapped()] == [2, 2, 1]
