"""The envelope opens what the platforms seal and nothing else, and each of its guards is missed when it is gone."""

import random
import sys
from pathlib import Path
from types import ModuleType

import pytest
from wechatpy.crypto import WeChatCrypto

from menkou.channels import envelope
from menkou.channels.envelope import Envelope, Forged, open_with
from menkou.channels.tests import sealing
from menkou.channels.tests.sealing import APPID, HELLO, KEY, NONCE, TIMESTAMP, TOKEN, VECTORS, encrypt, posted, sign

OURS = Envelope(TOKEN, KEY, APPID)
OTHER_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["id"])
def test_published_vectors_come_out_as_published(vector):
    sealed, plain = vector["cipher"], vector["plaintext"]
    account = Envelope(vector["token"], vector["aes_key"], vector["receive_id"])
    seen = {name: vector.get(name, "1409659813") for name in ("timestamp", "nonce", "msg_signature")}

    if vector["op"] == "encrypt":
        when = {"timestamp": seen["timestamp"], "nonce": seen["nonce"]}
        body, params = account.seal(plain, **when, random16=vector["random"].encode())
        assert sealed in body.decode()
        assert params["msg_signature"] == vector.get("msg_signature", params["msg_signature"])
    elif vector["op"] == "verify_url":
        assert account.verify_url({**seen, "echostr": sealed}) == plain
    else:
        assert account.open(seen, f"<xml><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>".encode()).decode() == plain


def test_the_published_plain_check_is_answered():
    seen = {"timestamp": "1714037059", "nonce": "486452656", "signature": "899cf89e464efb63f54ddac96b0a0a235f53aa78"}
    assert Envelope("AAAAA", KEY, APPID).verify_plain_url({**seen, "echostr": "4375120948345356249"}) == (
        "4375120948345356249"
    )


def in_unicode(chance: random.Random, size: int) -> str:
    """A text of about so many bytes from all over Unicode."""
    reach = chance.choice([0x7F, 0x7FF, 0xD7FF, 0x10FFFF])
    letters = [chr(chance.randint(0, reach)) for _ in range(min(size, 64))]
    drawn = "".join(chance.choices(letters, k=min(size, 999)) if size else ()).encode("utf-8", "ignore")
    drawn = drawn * (size // max(len(drawn), 1) + 1)
    return drawn[:size].decode("utf-8", "ignore")


def go_round(times: int, largest: int) -> set[int]:
    """Seal and open so many texts, with ours and with wechatpy, both ways; the lengths of padding that were seen."""
    chance, theirs, pads = random.Random(times), WeChatCrypto(TOKEN, KEY, APPID), set()
    for turn in range(times):
        text = in_unicode(chance, turn % 64 if turn < times // 2 else chance.randint(0, largest))
        pads.add(32 - (20 + len(text.encode()) + len(APPID)) % 32)
        body, params = OURS.seal(text, timestamp=TIMESTAMP, nonce=NONCE)
        assert OURS.open(params, body).decode() == text
        assert theirs.decrypt_message(body, params["msg_signature"], TIMESTAMP, NONCE) == text
        sealed = theirs.encrypt_message(text, NONCE, TIMESTAMP)
        signature = sealed.partition("<MsgSignature><![CDATA[")[2][:40]
        seen = {"timestamp": TIMESTAMP, "nonce": NONCE, "msg_signature": signature}
        assert OURS.open(seen, sealed.encode()).decode() == text
    return pads


def test_texts_go_round_with_wechatpy_with_every_length_of_padding():
    assert go_round(500, 1_200) == set(range(1, 33))


@pytest.mark.nightly
def test_many_and_long_texts_go_round_with_wechatpy():
    assert go_round(10_000, 60 << 10) == set(range(1, 33))


def test_an_envelope_opens_by_the_old_key_and_the_new_one_while_the_platform_changes_over():
    new, third = Envelope("newtoken", OTHER_KEY, APPID), Envelope("third", KEY, APPID)
    when = {"timestamp": TIMESTAMP, "nonce": NONCE}
    for sealer in (OURS, new):
        body, params = sealer.seal("借条", **when)
        assert open_with([new, OURS], params, body).decode() == "借条"
    body, params = third.seal("借条", **when)
    with pytest.raises(Forged):
        open_with([new, OURS], params, body)


def test_the_message_may_come_as_json():
    params, _ = posted(encrypt(sealing.frame()))
    body = f'{{"ToUserName": "gh_1", "Encrypt": "{encrypt(sealing.frame())}"}}'
    assert OURS.open(params, body.encode()) == HELLO


@pytest.mark.parametrize(("token", "key", "whom"), [("", KEY, APPID), (TOKEN, KEY, ""), (TOKEN, KEY[1:], APPID)])
def test_an_account_that_lacks_something_makes_no_envelope(token, key, whom):
    with pytest.raises(ValueError, match="an ") as told:
        Envelope(token, key, whom)
    assert KEY[1:] not in str(told.value)


def moved_to_the_nonce():
    """A real callback whose first 128 letters stand at the end of the nonce: signed as well as before.

    What a person wrote begins, behind the letters that were moved, with a length of its own.
    """
    inner = HELLO.replace(b"hello", b"forged")
    text = b"x" * 92 + (len(inner) + 5).to_bytes(4, "big") + inner + b"</xml>"[:5]
    for drawn in range(10_000):
        whole = drawn.to_bytes(16, "big") + sealing.frame(text)[16:]
        sealed = encrypt(whole)
        nonce = "9" + sealed[:128]
        same = sign(TIMESTAMP, "9", sealed) == sign(TIMESTAMP, nonce, sealed[128:])
        if nonce.isalnum() and same:
            params, body = posted(sealed[128:], nonce=nonce)
            assert params["msg_signature"] == sign(TIMESTAMP, "9", sealed)
            return params, body
    raise AssertionError("none found")


def forgeries(module: ModuleType):
    """What nobody but the platform sent, or what was not sent to us: (what is wrong, parameters, body)."""
    good = encrypt(sealing.frame())
    params, body = posted(good)
    plain = {**params, "signature": sign(TIMESTAMP, NONCE)}
    del plain["msg_signature"]
    yield "another signature", {**params, "msg_signature": "0" * 40}, body
    yield "no signature", {**params, "msg_signature": ""}, body
    yield "a signature that is no ASCII", {**params, "msg_signature": "签" * 40}, body
    yield "another timestamp", {**params, "timestamp": "1409659814"}, body
    yield "another token", *posted(good, token="guessed")
    yield "plain mode", plain, HELLO
    yield "plain mode, with a signature of the wrong kind", {**params, "msg_signature": plain["signature"]}, HELLO
    yield "plain mode, signed as if it were sealed", *(posted("")[0], HELLO)
    yield "an envelope in plain mode", plain, body
    yield from wrong_frames(good)
    yield from moved(good)
    yield "another ciphertext beside it", params, body.replace(b"<Encrypt>", b"<Encrypt>x</Encrypt><Encrypt>", 1)
    yield "too large", params, body + b" " * module.MOST
    yield "a DTD", params, b"<!DOCTYPE xml>" + body
    yield "an entity", params, b'<!DOCTYPE xml [<!ENTITY e "x">]>' + body
    yield "no XML", params, body[:-1]
    yield "nothing", params, b""
    yield "no parameters", {}, body


def wrong_frames(good: str):
    """Rightly signed, and wrong within."""
    yield "somebody else's", *posted(encrypt(sealing.frame(receive_id="wx0000000000000000")))
    yield "ours and more", *posted(encrypt(sealing.frame(receive_id=APPID + "x")))
    yield "the beginning of ours", *posted(encrypt(sealing.frame(receive_id=APPID[:-1])))
    yield "nobody's", *posted(encrypt(sealing.frame(receive_id="")))
    yield "another key", *posted(encrypt(sealing.frame(), OTHER_KEY))
    yield "a length past the end", *posted(encrypt(sealing.frame(length=1 << 31)))
    yield "a length below nothing", *posted(encrypt(sealing.frame(length=-len(APPID))))
    yield "padding of nothing", *posted(encrypt(sealing.frame(b"x" * (76 - len(APPID)), pad=b"\0" * 32)))
    yield "padding of 33", *posted(encrypt(sealing.frame(b"x" * (75 - len(APPID)), pad=b"!" * 33)))
    yield (
        "padding that is not all the same",
        *posted(encrypt(sealing.frame(b"x" * (76 - len(APPID)), pad=b"a" * 31 + b" "))),
    )
    yield "not in whole blocks", *posted(encrypt(sealing.frame(b"x" * (44 - len(APPID)), pad=b"\x10" * 16)))
    yield "not base64", *posted("!" + good[1:])
    yield "base64 with a break in it", *posted(good[:64] + "\n" + good[64:])
    yield "nothing in it", *posted("")


def moved(good: str):
    """Rightly signed, since a signature does not say where one part ends and the next begins."""
    yield (
        "digits moved over to the timestamp",
        *(
            {**posted(good, nonce="114")[0], "nonce": "11", "timestamp": "4" + TIMESTAMP},
            posted(good, nonce="114")[1],
        ),
    )
    yield "letters moved over to the nonce", *moved_to_the_nonce()
    yield "a nonce of signs", *posted(good, nonce="<b>")


def urls():
    good = {"timestamp": TIMESTAMP, "nonce": NONCE}
    signed = {**good, "signature": sign(TIMESTAMP, NONCE)}
    sealed = encrypt(sealing.frame(b"123"))
    yield "plain, another signature", "verify_plain_url", {**good, "signature": "0" * 40, "echostr": "1"}
    yield "plain, markup to be echoed", "verify_plain_url", {**signed, "echostr": "<script>"}
    yield "plain, nothing to be echoed", "verify_plain_url", signed
    yield "another signature", "verify_url", {**good, "msg_signature": "0" * 40, "echostr": sealed}
    yield "a plain signature", "verify_url", {**good, "msg_signature": signed["signature"], "echostr": sealed}
    yield "nothing", "verify_url", {**good, "msg_signature": sign(TIMESTAMP, NONCE, "")}
    words = encrypt(sealing.frame("中文".encode()))
    yield "no ASCII", "verify_url", {**good, "msg_signature": sign(TIMESTAMP, NONCE, words), "echostr": words}


def complaints(module: ModuleType, monkeypatch) -> list[str]:
    """What is wrong with a module of envelopes: what it opens, how it refuses, what it decrypts before it looks."""
    ours, found, decrypted = module.Envelope(TOKEN, KEY, APPID), [], []
    cipher = module.Cipher
    with monkeypatch.context() as during:
        during.setattr(module, "Cipher", lambda *how: decrypted.append(how) or cipher(*how))
        for what, params, body in forgeries(module):
            decrypted.clear()
            found += unlike_a_refusal(module, what, lambda: ours.open(params, body))  # noqa: B023
            found += [f"{what}: decrypted"] * (bool(decrypted) and "signature" in what)
        for what, check, params in urls():
            found += unlike_a_refusal(module, what, lambda: getattr(ours, check)(params))  # noqa: B023
    body, params = ours.seal("好", timestamp=TIMESTAMP, nonce=NONCE)
    second = [module.Envelope("other", OTHER_KEY, APPID), ours]
    found += unlike(
        b"", "by the second", lambda: b"" if module.open_with(second, params, body) == "好".encode() else b"x"
    )
    found += unlike(HELLO, "good", lambda: ours.open(*posted(encrypt(sealing.frame()))))
    return found


def unlike_a_refusal(module, what, act) -> list[str]:
    try:
        act()
    except module.Forged as refused:
        bare = refused.__cause__ is None and refused.__context__ is None
        return [] if str(refused) == "not from the platform" and bare else [f"{what}: not the same refusal"]
    except Exception as error:
        return [f"{what}: {type(error).__name__}"]
    return [f"{what}: opened"]


def unlike(expected, what, act) -> list[str]:
    try:
        return [] if act() == expected else [f"{what}: differs"]
    except Exception as error:
        return [f"{what}: {type(error).__name__}"]


def test_whatever_is_wrong_is_refused_in_the_same_words_and_undecrypted_where_it_is_not_signed(monkeypatch):
    assert complaints(envelope, monkeypatch) == []


LOOKED = """        if not sealed or not _same(signature, self._signature(timestamp, nonce, sealed)):
            raise Forged
"""
OPENED = "        message = self._message(self._frame(sealed))\n"
PLAIN_SIGNED = '_same(params.get("signature"), self._signature(timestamp, nonce))'
OPEN = 'return self._opened(params.get("msg_signature"), timestamp, nonce, _sealed_in(body))'
REFUSED = "        if message is None:\n            raise "
SEEDED = {  # a comparison by != instead of compare_digest differs in its time alone, and no test here can see it
    "the signature is not looked at": [(LOOKED, "")],
    "it is decrypted before the signature is looked at": [(OPENED, ""), (LOOKED, OPENED + LOOKED)],
    "an absent signature will do": [("if not sealed or not _same(", "if not sealed or signature and not _same(")],
    "whom it is for is not looked at": [("if compare_digest(whole[end:], self._receive_id)", "if end <= len(whole)")],
    "whom it is for may be longer": [("compare_digest(whole[end:], self", "whole[end:].startswith(self")],
    "padding is not looked at": [("if not frame or not _is_padded(frame)", "if not frame")],
    "padding may be longer than a block": [("1 <= pad <= BLOCK", "1 <= pad")],
    "padding goes to 16": [("BLOCK, HEAD = 32", "BLOCK, HEAD = 16")],
    "blocks need not be whole": [("len(encrypted) % BLOCK", "len(encrypted) % 16")],
    "base64 is read leniently": [("validate=True", "validate=False")],
    "a nonce may be long": [("{1,63}", "{1,999}")],
    "a timestamp may be long": [("[0-9]{10}", "[0-9]{1,20}")],
    "anything is echoed": [(" or not ECHO.fullmatch(echo)", "")],
    "a plain check needs no signature": [(PLAIN_SIGNED, "True")],
    "a plain message will do": [(OPEN, "return body if not _sealed_in(body) else " + OPEN.removeprefix("return "))],
    "an envelope may be of any size": [("xml.read(body, most=MOST)", "xml.read(body, most=1 << 30)")],
    "only the first key is tried": [("            continue", "            raise")],
    "the refusal says what is wrong": [(REFUSED + "Forged", REFUSED + "ValueError('padding')")],
    "the refusal holds what was written": [("            pass\n        raise Forged", "            raise Forged")],
}


@pytest.mark.parametrize("fault", SEEDED)
def test_a_seeded_fault_is_caught(fault, monkeypatch):
    source = Path(envelope.__file__).read_text()
    for right, wrong in SEEDED[fault]:
        assert right in source
        source = source.replace(right, wrong)
    seeded = ModuleType("seeded")
    monkeypatch.setitem(sys.modules, "seeded", seeded)
    exec(compile(source, "seeded", "exec"), seeded.__dict__)

    assert complaints(seeded, monkeypatch)
