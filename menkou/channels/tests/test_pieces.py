"""Long texts are cut where one draws breath, and nothing of them is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.channels.pieces import pieces

FAMILY, FLAG, THUMB = "👨‍👩‍👧", "🇨🇳", "👍🏽"


def test_a_short_text_stays_whole():
    assert pieces("借条上没有写利息。") == ["借条上没有写利息。"]
    assert pieces("x" * 2048) == ["x" * 2048]
    assert pieces("x" * 2049) == ["x" * 2048, "x"]
    assert pieces(" \n") == pieces("") == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("一二三。四五六。七八九十", "一二三。四五六。"),
        ("一二三。\n四五六，七八九十", "一二三。\n"),
        ("一二三“四五。”六七八九十", "一二三“四五。”"),
        ("一二三四五，六七八九十甲", "一二三四五，"),
        ("一二三四五六七八九十甲乙", "一二三四五六七八九十"),
        ("请到网上看 http://a.cn/b?c=d,e", "请到网上看 "),
        ("一二三四五六13800000000000000", "一二三四五六"),
        ("13800000000000000138000000000000", "138000000000000001380000000000"),
        (f"一二三四五六七{FAMILY}八九十", "一二三四五六七"),
        (f"一二三四五六七八{FLAG}八九十", "一二三四五六七八"),
        (f"一二三四五六七八{THUMB}八九十", "一二三四五六七八"),
        ("一二三四五六七八九é\u0301十", "一二三四五六七八九"),
    ],
)
def test_a_long_text_is_cut_where_one_draws_breath(text, first):
    assert pieces(text, 30)[0] == first
    assert "".join(pieces(text, 30)) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("ab 。，\n借条é𠮷\u200d\u0301👍🏽🇨 "), max_size=120), st.integers(4, 60))
def test_pieces_fit_and_are_together_the_text(text, most):
    found = pieces(text, most)
    assert all(0 < len(piece.encode()) <= most and piece.strip() for piece in found)
    assert "".join("".join(found).split()) == "".join(text.split())
