"""What is typed into a search box, how texts are folded, and how what was found is marked."""

import unicodedata

import pytest
from django.db import connection
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st

from menkou.core.finding import FOLDED, MOST_WORDS, is_enough, pairs_of, plain, words_of
from menkou.core.templatetags.finding import around, marked

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


@given(TEXTS)
def test_folding_keeps_the_length_and_is_done_once(text):
    assert len(plain(text)) == len(text)
    assert plain(plain(text)) == plain(text)


def test_what_is_folded_is_what_unicode_calls_the_same_but_wide():
    wide = {chr(one): chr(other) for one, other in FOLDED.items() if one > 0x7F}

    assert all(unicodedata.normalize("NFKC", one).lower() == other for one, other in wide.items())
    assert len(wide) == 95


@pytest.mark.django_db
def test_the_database_folds_every_character_as_we_do():
    every = "".join(chr(one) for one in [*range(1, 0xD800), *range(0xE000, 0x11000), *range(0x20000, 0x20400)])

    with connection.cursor() as cursor:
        cursor.execute("select menkou_plain(%s)", [every])
        assert cursor.fetchone()[0] == plain(every)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("土地承包", ("土地承包",)),
        ("  土地　承包 ", ("土地", "承包")),
        ("ＡＢｃ", ("abc",)),
        ("土地 土地", ("土地",)),
        ("\x00", ()),
        ("", ()),
    ],
)
def test_what_is_typed_is_words_between_spaces(typed, words):
    assert words_of(typed) == words


def test_a_box_takes_so_many_words_and_no_more():
    assert len(words_of(" ".join(f"字{n}" for n in range(20)))) == MOST_WORDS


def test_one_character_is_not_enough_and_two_are():
    assert not is_enough(("土",))
    assert is_enough(("土", "土地"))
    assert pairs_of("土地承包") == ["土地", "地承", "承包"]


def test_each_place_is_marked_and_nothing_of_a_text_is_markup():
    assert marked("<b>土地</b>", ("土地",)) == "&lt;b&gt;<mark>土地</mark>&lt;/b&gt;"
    assert marked("ＡＢC", ("abc",)) == "<mark>ＡＢC</mark>"
    assert marked("哈哈哈", ("哈哈",)) == "<mark>哈哈哈</mark>"
    assert marked("", ("土地",)) == ""


@given(TEXTS, TEXTS)
def test_a_marked_text_is_the_text(text, typed):
    bare = marked(text, words_of(typed)).replace("<mark>", "").replace("</mark>", "")

    assert bare == escape(text)


def test_of_a_long_text_the_part_around_the_first_place_is_shown():
    said = around("前" * 50 + "土地" + "后" * 200, ("土地",))

    assert said.startswith("…前")
    assert "<mark>土地</mark>" in said
    assert said.endswith("后…")
    assert around("没有", ("土地",)) == ""
