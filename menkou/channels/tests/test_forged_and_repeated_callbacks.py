"""Thousands of callbacks, changed and repeated: no changed one is opened, no repeated one counts twice."""

import random
from contextlib import suppress

import pytest

from menkou.channels.arrived import Arrived, Unreadable
from menkou.channels.envelope import Envelope, Forged
from menkou.channels.tests.sealing import APPID, KEY, NONCE, TOKEN
from menkou.channels.wechat.messages import parse

OURS = Envelope(TOKEN, KEY, APPID)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
SAID = """<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>\
<CreateTime>{at}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[{text}]]></Content>\
<MsgId>{number}</MsgId></xml>"""
IN_JSON = """{{"ToUserName":"gh_1","FromUserName":"{sender}","CreateTime":{at},"MsgType":"text",\
"Content":"{text}","MsgId":{number}}}"""


def callback(chance: random.Random, at: int = 1_760_000_000):
    text = "借条上没有写利息。" * chance.randint(0, 6)
    said = SAID.format(sender="oA", at=at, text=text, number=chance.getrandbits(63))
    return OURS.seal(said, timestamp=str(at), nonce=NONCE)


def letter_changed(chance: random.Random, text: str, letters: str = LETTERS) -> str:
    """Another letter at one place, or one more, or one less, or two that changed places."""
    place, how = chance.randrange(len(text)), chance.randrange(4)
    if how == 0:
        other = chance.choice(letters.replace(text[place], ""))
        return text[:place] + other + text[place + 1 :]
    if how == 1:
        return text[:place] + chance.choice(letters) + text[place:]
    if how == 2:
        return text[:place] + text[place + 1 :]
    return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]


def changed(chance: random.Random, first, second):
    """A callback that was tampered with on its way: in what is signed, or by parts of another one."""
    (body, params), (other_body, other_params) = first, second
    how = chance.randrange(6)
    if how < 3:
        name, letters = [("msg_signature", "0123456789abcdef"), ("timestamp", "0123456789"), ("nonce", LETTERS[:62])][
            how
        ]
        return {**params, name: letter_changed(chance, params[name], letters)}, body
    if how == 3:
        return {**other_params, "nonce": params["nonce"]}, body
    if how == 4:
        return params, other_body
    before, mark, rest = body.decode().partition("<Encrypt><![CDATA[")
    sealed, end, after = rest.partition("]]>")
    return params, (before + mark + letter_changed(chance, sealed) + end + after).encode()


def opened(times: int) -> list[tuple]:
    """Of so many changed callbacks, those that open, or are refused in words of their own."""
    chance, found = random.Random(times), []
    for turn in range(times):
        if not turn % 50:
            first, second = callback(chance), callback(chance, 1_760_000_001)
        params, body = changed(chance, first, second)
        if (body, params) == first:
            continue  # two equal letters changed places
        try:
            found.append((params, OURS.open(params, body)))
        except Forged as refused:
            found += [(params, str(refused))] * (str(refused) != "not from the platform")
    return found


def repeats(chance: random.Random, people: int, numbers: int, times: int):
    """So many messages of few people with few numbers, in any order and form: (who and what it is, as it was read)."""
    for _ in range(times):
        sender, number = f"oA{chance.randrange(people)}", (1 << 63) - 1 - chance.randrange(numbers)
        written = chance.choice(["{}", "00{}", " {} "]).format(number)
        form = IN_JSON if written == str(number) and chance.random() < 0.5 else SAID
        said = form.format(sender=sender, at=1_760_000_000, text="借条", number=written)
        body, params = OURS.seal(said, timestamp=str(chance.randint(1_760_000_000, 1_760_009_999)), nonce=NONCE)
        yield (sender, number), parse(OURS.open(params, body))


def counted(times: int) -> tuple[int, int, int]:
    """Of so many: different messages sent, different keys, and pairs of message and key."""
    pairs = [(what, arrived.key) for what, arrived in repeats(random.Random(times), 9, times // 20, times)]
    return len({what for what, _ in pairs}), len({key for _, key in pairs}), len(set(pairs))


def test_of_changed_callbacks_none_is_opened():
    assert opened(2_000) == []


def test_a_repeated_callback_counts_once_and_one_number_of_two_people_twice():
    sent, keys, pairs = counted(1_000)
    assert sent == keys == pairs < 1_000


@pytest.mark.nightly
def test_of_a_hundred_thousand_changed_callbacks_none_is_opened():
    assert opened(100_000) == []


@pytest.mark.nightly
def test_of_a_hundred_thousand_repeated_callbacks_none_counts_twice():
    sent, keys, pairs = counted(100_000)
    assert sent == keys == pairs < 100_000


def garbage(chance: random.Random, times: int):
    """Messages that are rightly signed and make little sense: cut, doubled, with letters changed anywhere."""
    for _ in range(times):
        said = SAID.format(sender="oA", at=1_760_000_000, text="借条", number=chance.getrandbits(63)).encode()
        said = bytearray(said[: chance.randint(1, len(said))] if chance.random() < 0.2 else said)
        for _ in range(chance.randint(1, 4)):
            said[chance.randrange(len(said))] = chance.randrange(256)
        yield bytes(said)


@pytest.mark.parametrize("times", [2_000, pytest.param(100_000, marks=pytest.mark.nightly)])
def test_what_makes_little_sense_is_read_or_said_to_be_unreadable_and_nothing_else(times):
    read = 0
    for said in garbage(random.Random(times), times):
        with suppress(Unreadable):
            read += isinstance(parse(said), Arrived)
    assert 0 < read < times
