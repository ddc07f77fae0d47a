"""A push: sealed for one browser as the RFC's own example, signed as ours, each of its ends in its class."""

import hashlib
import hmac
import json
import logging
import time
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256

from menkou.channels import webpush
from menkou.channels.addresses import NotAllowed
from menkou.channels.errors import Failed, Final, Later, Spent, Unclear, Wrong
from menkou.channels.tests.outside import answering
from menkou.channels.webpush import Subscription, Unusable, Vapid
from menkou.channels.webpush.content import LONGEST, decoded, encoded, point, sealed
from menkou.channels.webpush.vapid import token

# RFC 8291, section 5 and appendix A
SAID = b"When I grow up, I want to be a watermelon"
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
P256DH = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
# RFC 8292, section 2.4
TOKEN = (
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1Yi"
    "I6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9"
    "OkSSHzvoD1oA"
)
TOKEN_KEY = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"

LINE = "您有一条新消息。"
OURS = webpush.keys("mailto:office@example.gov.cn")
GIVEN = Subscription("https://push.example.net/push/secret-place", P256DH, AUTH)


def private(word):
    return ec.derive_private_key(int.from_bytes(decoded(word), "big"), ec.SECP256R1())


def expand(secret, salt, info, length):
    """HKDF of RFC 5869 for up to 32 bytes, by hand."""
    key = hmac.digest(salt, secret, "sha256")
    return hmac.digest(key, info + b"\x01", "sha256")[:length]


def opened(body, key, auth):
    """What a browser reads: RFC 8291 backwards, with nothing of ours but the names of the curve."""
    salt, size, ours, sealed = body[:16], int.from_bytes(body[16:20], "big"), body[21 : 21 + body[20]], body[86:]
    assert (size, body[20], len(body) <= 4096) == (4096, 65, True)
    sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ours)
    shared = key.exchange(ec.ECDH(), sender)
    seed = expand(shared, auth, b"WebPush: info\0" + point(key.public_key()) + ours, 32)
    plain = AESGCM(expand(seed, salt, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
        expand(seed, salt, b"Content-Encoding: nonce\0", 12), sealed, None
    )
    assert plain.rstrip(b"\0")[-1:] == b"\x02"
    return plain.rstrip(b"\0")[:-1]


def verified(jwt, public):
    """The claims of a token whose signature is that of this key. Raises InvalidSignature."""
    head, claims, signature = jwt.split(".")
    raw = decoded(signature)
    assert len(raw) == 64
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(public))
    numbers = (int.from_bytes(half, "big") for half in (raw[:32], raw[32:]))
    key.verify(encode_dss_signature(*numbers), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    return json.loads(decoded(claims))


@pytest.fixture(scope="module")
def server():
    with answering() as stub:
        yield stub


@pytest.fixture
def stub(server):
    server.status, server.headers, server.hang_up, server.answer = 201, {}, False, b""
    server.asked.clear()
    return server


def push(stub, text=LINE, ttl_s=3600, **how):
    given = replace(GIVEN, endpoint=f"{stub.url}/push/secret-place")
    webpush.send(given, text, ttl_s, OURS, permits=stub.permits, **how)


def test_the_example_of_rfc_8291_comes_out_to_the_byte():
    assert encoded(sealed(SAID, P256DH, AUTH, key=private(SENDER), salt=decoded(SALT))) == BODY
    assert opened(decoded(BODY), private(BROWSER), decoded(AUTH)) == SAID


def test_what_we_seal_a_browser_opens_and_no_two_are_alike():
    first, second = (sealed("村".encode() * 1331, P256DH, AUTH) for _ in "12")

    assert opened(first, private(BROWSER), decoded(AUTH)).decode() == "村" * 1331
    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]
    assert len(sealed(b"x" * LONGEST, P256DH, AUTH)) == 4096


def test_the_token_of_rfc_8292_is_written_and_signed_as_ours():
    claims = verified(TOKEN, TOKEN_KEY)
    ours = token(replace(OURS, contact=claims["sub"]), claims["aud"], claims["exp"])

    assert ours.rpartition(".")[0] == TOKEN.rpartition(".")[0]
    assert verified(ours, OURS.public) == claims
    with pytest.raises(InvalidSignature):
        verified(ours, TOKEN_KEY)


def test_a_pair_of_keys_is_new_each_time_and_not_shown():
    again = webpush.keys("mailto:office@example.gov.cn")

    assert len(decoded(OURS.public)) == 65
    assert again.public != OURS.public
    assert Vapid(OURS.private, OURS.contact).public == OURS.public
    assert OURS.private not in repr(OURS)
    assert "secret-place" not in repr(GIVEN)
    assert AUTH not in repr(GIVEN)


def test_what_the_push_service_receives_is_for_it_alone_and_only_the_browser_reads_it(stub, caplog):
    caplog.set_level(logging.DEBUG)
    push(stub, topic="c" * 40)
    came = stub.last

    assert opened(came.body, private(BROWSER), decoded(AUTH)).decode() == LINE
    assert (came.headers["ttl"], came.headers["content-encoding"], len(came.headers["topic"])) == (
        "3600",
        "aes128gcm",
        32,
    )
    scheme, jwt, key = came.headers["authorization"].replace(",", "").split()
    claims = verified(jwt.removeprefix("t="), key.removeprefix("k="))
    assert (scheme, key, claims["aud"]) == ("vapid", f"k={OURS.public}", stub.url)
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    assert "secret-place" not in caplog.text


ENDS = {
    200: None,
    201: None,
    202: None,
    204: None,
    404: Final,
    410: Final,
    429: Spent,
    406: Spent,
    413: Wrong,
    400: Wrong,
}
ENDS |= {401: Wrong, 403: Wrong, 500: Unclear, 503: Unclear, 307: Unclear}


@pytest.mark.parametrize(("status", "kind"), ENDS.items())
def test_every_status_has_its_class_and_tells_no_address(stub, status, kind):
    stub.status, stub.headers = status, {"Retry-After": "90", "Location": "https://elsewhere.example/"}
    if kind is None:
        return push(stub)
    with pytest.raises(Failed) as failed:
        push(stub)
    assert type(failed.value) is kind
    assert "secret-place" not in str(failed.value)
    assert kind is not Spent or failed.value.after_s == 90
    return None


def test_a_day_that_is_named_instead_of_seconds_is_no_number(stub):
    stub.status, stub.headers = 429, {"Retry-After": "Fri, 06 Mar 2026 00:00:00 GMT"}
    with pytest.raises(Spent) as spent:
        push(stub)
    assert spent.value.after_s is None


def test_a_service_that_hangs_up_may_have_taken_it_and_one_that_is_away_has_not(stub):
    stub.hang_up = True
    with pytest.raises(Unclear):
        push(stub)
    gone = replace(stub.permits, hosts=frozenset({"127.0.0.1:1"}))
    with pytest.raises(Later):
        webpush.send(replace(GIVEN, endpoint="http://127.0.0.1:1/"), LINE, 60, OURS, permits=gone)


def test_too_long_a_line_and_keys_of_no_browser_are_not_sent(stub):
    with pytest.raises(Wrong):
        push(stub, "字" * (LONGEST // 3 + 1))
    with pytest.raises(Final):
        webpush.send(Subscription(f"{stub.url}/", "AAAA", AUTH), LINE, 60, OURS, permits=stub.permits)
    assert stub.asked == []


@pytest.mark.parametrize("endpoint", ["http://push.example.net/", "https://127.0.0.1/", "https://u@push.example.net/"])
def test_a_browser_cannot_make_us_call_our_own_network(endpoint):
    said = {"endpoint": endpoint, "keys": {"p256dh": P256DH, "auth": AUTH}}
    with pytest.raises(NotAllowed):
        webpush.parse(said)
    with pytest.raises(NotAllowed):
        webpush.send(replace(GIVEN, endpoint=endpoint), LINE, 60, OURS)


def test_what_a_page_posts_is_a_subscription_or_unusable():
    said = {"endpoint": GIVEN.endpoint, "expirationTime": None, "keys": {"p256dh": P256DH, "auth": AUTH}}
    assert webpush.parse(said) == GIVEN

    off_curve = encoded(b"\x04" + hashlib.sha512(b"no point").digest())
    bad = [None, [], {}, {**said, "keys": None}, {**said, "keys": {"p256dh": off_curve, "auth": AUTH}}]
    bad += [{**said, "keys": {"p256dh": P256DH, "auth": "AAAA"}}, {**said, "keys": {"p256dh": "村", "auth": AUTH}}]
    bad += [{**said, "keys": {"p256dh": 4, "auth": AUTH}}, {**said, "endpoint": 3}]
    for one in bad:
        with pytest.raises(Unusable):
            webpush.parse(one)
