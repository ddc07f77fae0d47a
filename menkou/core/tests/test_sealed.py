"""Sealed text: what goes in comes out; nothing that was changed or moved is ever opened."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.core import sealed
from menkou.core.keys import KEY_BYTES, Keyring
from menkou.core.sealed import Unsealable

KEY = bytes(range(32))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
contexts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@pytest.fixture
def ring(monkeypatch):
    """A key ring of this test; it can be rotated."""
    held = {"k1": bytes([1]) * KEY_BYTES}
    monkeypatch.setattr(sealed, "keyring", lambda: Keyring(max(held), held, bytes(KEY_BYTES)))
    return held


@given(texts, contexts)
def test_what_goes_in_comes_out(text, context):
    record = sealed.seal(KEY, text, context=context)

    assert sealed.unseal(KEY, record, context=context) == text
    assert record != sealed.seal(KEY, text, context=context)  # no nonce is used twice


@given(texts, contexts, contexts)
def test_a_record_cannot_be_moved(text, here, there):
    record = sealed.seal(KEY, text, context=here)

    if here != there:
        with pytest.raises(Unsealable):
            sealed.unseal(KEY, record, context=there)


@given(texts, st.data())
def test_a_changed_byte_is_noticed(text, data):
    record = bytearray(sealed.seal(KEY, text, context="c"))
    place = data.draw(st.integers(0, len(record) - 1))
    record[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(Unsealable):
        sealed.unseal(KEY, bytes(record), context="c")


@given(st.binary(max_size=80))
def test_rubbish_is_not_opened(record):
    with pytest.raises(Unsealable):
        sealed.unseal(KEY, record, context="c")
    with pytest.raises(Unsealable):
        sealed.unwrap(record, context="c")


@given(st.data())
def test_a_cut_or_changed_wrapped_key_is_not_opened(data):
    whole = sealed.wrap(KEY, context="c")
    cut = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[cut] ^= data.draw(st.integers(1, 255))

    for record in (whole[:cut], bytes(changed)):
        with pytest.raises(Unsealable):
            sealed.unwrap(record, context="c")


def test_an_older_wrapping_key_still_opens(ring):
    wrapped = sealed.wrap(KEY, context="c")
    ring["k2"] = bytes([2]) * KEY_BYTES

    assert sealed.unwrap(wrapped, context="c") == KEY
    assert sealed.wrap(KEY, context="c")[2:4] == b"k2"


def test_a_destroyed_wrapping_key_opens_nothing(ring):
    wrapped = sealed.wrap(KEY, context="c")
    del ring["k1"]
    ring["k2"] = bytes([2]) * KEY_BYTES

    with pytest.raises(Unsealable, match="destroyed"):
        sealed.unwrap(wrapped, context="c")


def test_a_wrapped_key_cannot_be_moved(ring):
    with pytest.raises(Unsealable):
        sealed.unwrap(sealed.wrap(KEY, context="here"), context="there")
