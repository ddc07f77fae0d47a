"""The envelope against samples that Tencent published (vectors.json names the source of each)."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.envelopes import Envelope, sign
from simulator.xml import write

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
ONE = VECTORS[0]


def envelope(vector):
    return Envelope(vector["token"], vector["aes_key"], vector["receive_id"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_published_samples_open_and_their_signatures_are_ours(vector):
    assert envelope(vector).open(vector["cipher"]) == vector["plaintext"]
    if "msg_signature" in vector:
        parts = (vector["token"], vector["timestamp"], vector["nonce"], vector["cipher"])
        assert sign(*parts) == vector["msg_signature"]


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_what_is_sealed_opens(text):
    sealed, signature = envelope(ONE).seal(text, "1", "2")
    assert envelope(ONE).open(sealed) == text
    assert signature == sign(ONE["token"], "1", "2", sealed)


def test_another_accounts_envelope_does_not_open():
    sealed, _ = envelope(ONE).seal("x", "1", "2", receiver="wxanother")
    with pytest.raises(ValueError, match="not of this envelope"):
        envelope(ONE).open(sealed)


def test_a_section_that_ends_inside_a_text_is_closed_and_opened_again():
    assert write({"A": "a]]>b", "N": 2**63, "L": {"B": ["x"]}}) == (
        f"<xml><A><![CDATA[a]]]]><![CDATA[>b]]></A><N>{2**63}</N><L><B><![CDATA[x]]></B></L></xml>"
    )
