"""The push service, against the examples of the RFCs and its own refusals."""

import json
import os
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from simulator.webpush.sealed import CURVE, Keys, claims, data, derived, word

DAY = 86400
SENDER = ec.derive_private_key(7, CURVE)
KEY = SENDER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def test_the_example_of_rfc_8291_opens():
    private = int.from_bytes(data("q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"), "big")
    keys = Keys(ec.derive_private_key(private, CURVE), data("BTBZMqHH6r4Tts7J_aSIgg"))
    sealed = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6P"
        "Bru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert keys.open(data(sealed)) == b"When I grow up, I want to be a watermelon"
    with pytest.raises(ValueError, match="not for this"):
        keys.open(data(sealed)[:-1] + b"x")


def test_the_example_of_rfc_8292_is_signed():
    token = (
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1Y"
        "iI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2"
        "L9OkSSHzvoD1oA"
    )
    key = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs"
    assert claims(token, key)["sub"] == "mailto:push@example.com"
    with pytest.raises(ValueError, match="signature"):
        claims(token, word(KEY))


def sealed(keys, text):
    """A message for a browser, made as RFC 8291 says."""
    point, own = data(keys["p256dh"]), ec.generate_private_key(CURVE)
    mine, salt = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), os.urandom(16)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point))
    secret = derived(shared, data(keys["auth"]), b"WebPush: info\x00" + point + mine, 32)
    key = derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
    body = AESGCM(key).encrypt(nonce, text.encode() + b"\x02", None)
    return salt + (4096).to_bytes(4, "big") + bytes([len(mine)]) + mine + body


def vapid(**facts):
    said = {"exp": int(time.time()) + 3600, "sub": "mailto:a@example.cn"} | facts
    head, body = (word(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, said))
    r, s = decode_dss_signature(SENDER.sign(f"{head}.{body}".encode(), ec.ECDSA(SHA256())))
    return f"vapid t={head}.{body}.{word(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}, k={word(KEY)}"


def test_a_message_reaches_its_browser(caller):
    made = caller.post("/sim/accounts", kind="push", id="b1", key=word(KEY))
    assert made["endpoint"] == caller.world.address + "/push/b1"
    headers = {"TTL": "60", "Content-Encoding": "aes128gcm", "Authorization": vapid(aud=caller.world.address)}
    caller.ask("POST", "/push/b1", sealed(made["keys"], "您有一条新消息"), **headers)
    caller.ask("POST", "/push/b1", b"x" * 200, **headers)
    assert [line["content"] for line in caller.get("/sim/phone/b1/browser")["timeline"]] == ["您有一条新消息"]
    assert caller.world.history[-2]["event"] == "push unreadable"


def test_what_is_not_signed_for_this_service_is_refused(caller):
    caller.post("/sim/accounts", kind="push", id="b1")
    caller.post("/sim/accounts", kind="push", id="b2", gone=True)
    here = {"aud": caller.world.address}
    good = {"TTL": "60", "Content-Encoding": "aes128gcm", "Authorization": vapid(**here)}
    for where, changed, status in [
        ("b1", {"TTL": ""}, 400),
        ("b1", {"Content-Encoding": "aesgcm"}, 400),
        ("b1", {"Urgency": "now"}, 400),
        ("b1", {"Authorization": ""}, 401),
        ("b1", {"Authorization": vapid(aud="https://elsewhere.example")}, 403),
        ("b1", {"Authorization": vapid(**here, exp=int(time.time()) + 2 * DAY)}, 403),
        ("b1", {"Authorization": vapid(**here, sub="")}, 403),
        ("b2", {}, 410),
        ("b3", {}, 404),
    ]:
        assert caller.status("POST", f"/push/{where}", b"x" * 99, **(good | changed)) == status, (where, changed)
    assert caller.status("POST", "/push/b1", b"x" * 4097, **good) == 413
