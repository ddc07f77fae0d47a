"""Callbacks that were genuine until somebody touched them: each of these must be refused, whatever was touched."""

import random
from collections.abc import Callable, Iterator
from urllib.parse import parse_qsl, urlencode

from tests.callbacks.platform import Platform

Call = tuple[str, bytes]  # query and body
SEALED, END = b"<Encrypt>", b"</Encrypt>"


def mutated(platform: Platform, chance: random.Random) -> Iterator[Call]:
    """One after the other, without end."""
    stranger = Platform(platform.slug, platform.account, "another", platform.token, platform.aes_key)
    while True:
        plain = (
            f"<xml><FromUserName>o-mutated</FromUserName><CreateTime>1</CreateTime>{'很长' * chance.randrange(9)}</xml>"
        )
        yield stranger.sealed(plain)
        for mutate in MUTATIONS:
            yield mutate(*platform.sealed(plain), chance)


def _parameter(query: str, body: bytes, chance: random.Random) -> Call:
    """One letter of what is signed beside the message, or of the signature, is another."""
    said = dict(parse_qsl(query))
    name = chance.choice(("timestamp", "nonce", "msg_signature"))
    said[name] = _other_letter(said[name], chance)
    return urlencode(said), body


def _absent(query: str, body: bytes, chance: random.Random) -> Call:
    said = dict(parse_qsl(query))
    del said[chance.choice(("timestamp", "nonce", "msg_signature"))]
    return urlencode(said), body


def _sealed(query: str, body: bytes, chance: random.Random) -> Call:
    """One letter of what is encrypted is another."""
    start, end = body.index(SEALED) + len(SEALED), body.index(END)
    return query, body[:start] + _other_letter(body[start:end].decode(), chance).encode() + body[end:]


def _shortened(query: str, body: bytes, chance: random.Random) -> Call:
    return query, body[: chance.randrange(body.index(END))]


def _frames(query: str, body: bytes, chance: random.Random) -> Call:
    """Whole blocks of the cipher are left out, doubled or exchanged."""
    start, end = body.index(SEALED) + len(SEALED), body.index(END)
    blocks = [body[start:end][at : at + 64] for at in range(0, end - start, 64)]
    blocks = chance.choice(([*blocks, blocks[-1]], blocks[1:], [blocks[0], *blocks], [*blocks, b"A" * 64]))
    return query, body[:start] + b"".join(blocks) + body[end:]


def _plain(query: str, _: bytes, chance: random.Random) -> Call:
    """Plain mode, behind a genuine signature of something else."""
    return (
        query,
        f"<xml><FromUserName>o-mutated</FromUserName><CreateTime>{chance.random()}</CreateTime></xml>".encode(),
    )


def _bomb(query: str, body: bytes, _: random.Random) -> Call:
    return query, b'<!DOCTYPE xml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + body.replace(
        SEALED, SEALED + b"&b;"
    )


def _noise(query: str, _: bytes, chance: random.Random) -> Call:
    return query, chance.randbytes(chance.randrange(2000))


def _other_letter(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    letters = "0123456789abcdefABCDEF" if text.isalnum() else "ABCxyz+/"
    return text[:at] + chance.choice([one for one in letters if one != text[at]]) + text[at + 1 :]


MUTATIONS: tuple[Callable[[str, bytes, random.Random], Call], ...] = (
    _parameter,
    _absent,
    _sealed,
    _shortened,
    _frames,
    _plain,
    _bomb,
    _noise,
)
