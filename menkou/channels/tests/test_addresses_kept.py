"""Addresses that a platform gave us and that we show again: of its own places only, or of a simulator that is there."""

import pytest

from menkou.channels import accounts
from menkou.channels.errors import Wrong
from menkou.channels.models import Account


@pytest.fixture
def account(district):
    facts = {"is_simulated": "yes", "corpid": "ww0000000000000001"}
    one = Account(kind="kf", name="客服", number="wk0000000000000001", facts=facts, is_on=True)
    one.sealed = accounts.wrapped(one.pk, {"secret": "s" * 32})
    one.save()
    return one


def test_a_link_of_the_simulator_is_nowhere_without_it(account, settings):
    held = accounts.opened(account)
    settings.MENKOU_SIMULATOR = "http://127.0.0.1:8093"
    kept = accounts.address_kept(held, "http://127.0.0.1:8093/kf/wk?enc_scene=E")
    settings.MENKOU_SIMULATOR = "http://127.0.0.1:8193"
    assert accounts.address_shown(kept) == "http://127.0.0.1:8193/kf/wk?enc_scene=E"
    settings.MENKOU_SIMULATOR = ""
    assert accounts.address_shown(kept) == ""
    with pytest.raises(Wrong):
        accounts.address_kept(held, "javascript:alert(1)")
