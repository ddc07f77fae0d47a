"""Words come out of XML and JSON alike; nothing is expanded, nothing fetched, and bad letters cost nobody their question."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from menkou.channels import xml

LAUGHS = b'<!DOCTYPE xml [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>'
REFUSED = {
    "a DTD": b"<!DOCTYPE xml><xml><Content>x</Content></xml>",
    "entities": LAUGHS,
    "an outside entity": b'<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><C>&f;</C></xml>',
    "an outside DTD": b'<!DOCTYPE xml SYSTEM "http://127.0.0.1/x.dtd"><xml/>',
    "an undefined entity": b"<xml><C>&f;</C></xml>",
    "a processing instruction": b'<?xml-stylesheet href="x"?><xml><C>x</C></xml>',
    "another outermost": b"<html><C>x</C></html>",
    "two outermost": b"<xml><C>x</C></xml><xml/>",
    "too deep": b"<xml><a><b><c><d><e>x</e></d></c></b></a></xml>",
    "too deep, in JSON": b'{"a":{"b":{"c":{"d":{"e":"x"}}}}}',
    "endlessly deep": b'{"a":' + b"[" * 60_000,
    "too large": b"<xml><C>" + b"x" * xml.MOST + b"</C></xml>",
    "not ended": b"<xml><C>x</C>",
    "no number": b'{"a": NaN}',
    "a list": b"[1]",
    "words": "你好".encode(),
    "nothing": b"",
    "zeros": b"\0" * 100,
}


def refusals(module: ModuleType) -> list[str]:
    """What a module reads that no platform sends."""
    found = []
    for what, said in REFUSED.items():
        try:
            module.read(said)
            found.append(what)
        except module.Unreadable as refused:
            found += [f"{what}: told"] * (str(refused) != "no message" or refused.__context__ is not None)
    return found


def test_what_no_platform_sends_is_refused_in_the_same_words():
    assert refusals(xml) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = ", ""),
        ("= parser.ProcessingInstructionHandler = _refuse", "= _refuse"),
        ("> DEEPEST:\n            raise", "> 99:\n            raise"),
        ("    if depth > DEEPEST", "    if depth > 99"),
        ("if len(said) > most", "if not said"),
        ('name != "xml"', "not name"),
        ("parse_constant=_refuse", "parse_constant=str"),
        ("ValueError, RecursionError", "ValueError"),
        ("        return None  # raised", "        raise Unreadable  # raised"),
    ],
)
def test_a_seeded_fault_is_caught(right, wrong, monkeypatch):
    source = Path(xml.__file__).read_text()
    assert right in source
    seeded = ModuleType("seeded")
    monkeypatch.setitem(sys.modules, "seeded", seeded)
    exec(compile(source.replace(right, wrong), "seeded", "exec"), seeded.__dict__)
    try:
        assert refusals(seeded)
    except RecursionError:
        assert "Recursion" in right


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (b'<?xml version="1.0" encoding="GBK"?><xml><C>\xe5\x80\x9f</C></xml>', {"C": "借"}),
        ("\ufeff<xml><C>借</C></xml>".encode(), {"C": "借"}),
        (b"<xml><C><![CDATA[a]]]]><![CDATA[>b]]></C></xml>", {"C": "a]]>b"}),
        (b"<xml><C><![CDATA[<!DOCTYPE xml>&amp;]]></C></xml>", {"C": "<!DOCTYPE xml>&amp;"}),
        ("<xml><C>𠮷👍🏽</C></xml>".encode(), {"C": "𠮷👍🏽"}),
        (b"<xml><C>a\x08\x00\x0bb</C></xml>", {"C": "ab"}),
        ("<xml><C>a\ufffe\uffffb</C></xml>".encode(), {"C": "ab"}),
        ("<xml><C>借".encode() + b"\xe5\x80</C></xml>", {"C": "借\ufffd"}),
        (b"<xml><C> a\nb </C><D/></xml>", {"C": " a\nb ", "D": ""}),
        (b"<xml><A><B>1</B><B>2</B></A></xml>", {"A": {"B": ["1", "2"]}}),
        (b"<xml><C>1</C><C>2</C></xml>", {"C": "1"}),
        (b'{"C":"1","C":"2","A":[{"B":"1"},{"B":2}]}', {"C": "1", "A": [{"B": "1"}, {"B": "2"}]}),
        (b'{"C":"a\\u0000b\\ud83d","M":' + b"9" * 5000 + b',"T":true,"N":null}',
         {"C": "ab", "M": "9" * 5000, "T": "true", "N": ""}),
        (b'{"M":9223372036854775807,"F":1.50}', {"M": "9223372036854775807", "F": "1.50"}),
        (b"<xml/>", {}),
    ],
)  # fmt: skip
def test_words_come_out(said, read):
    assert xml.read(said) == read


def test_who_wrote_is_not_changed_by_what_was_written():
    """Even where a platform would not escape what a person types."""
    typed = b"x]]></C><FromUserName><![CDATA[oVictim]]></FromUserName><C><![CDATA["
    said = b"<xml><FromUserName><![CDATA[oMe]]></FromUserName><C><![CDATA[" + typed + b"]]></C></xml>"
    assert xml.read(said)["FromUserName"] == "oMe"
