"""急事卡: which words call for which telephone, and that ordinary questions call for none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.consultations.rules.urgent import CARDS, cards_for, unseen


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ("我男人喝了酒就打我", ["violence"]),
        ("他拿刀要杀我，我不想活了", ["violence", "despair"]),
        ("孙女在学校被欺负了", ["child"]),
        ("我们三十个工人的工钱一年没给", ["wages"]),
        ("十几个人的工资没给", ["wages"]),
        ("邻居把墙砌到我家宅基地上了，怎么办？", []),
        ("我那两亩地租给别人种，合同没写到期", []),
        ("老板欠我工钱不给", []),
        ("打官司要花多少钱", []),
    ],
)
def test_words_call_for_their_cards(said, keys):
    assert [card.key for card in cards_for(said)] == keys


@given(st.text())
def test_a_card_is_shown_once_whatever_is_written(text):
    shown = ",".join(card.key for card in cards_for(text))

    assert unseen(text, shown) == []


@given(st.text(), st.text())
def test_what_was_shown_for_other_words_does_not_hide_a_card(text, seen):
    keys = {card.key for card in CARDS}
    assert {card.key for card in unseen(text, seen)} >= {c.key for c in cards_for(text)} - (keys & set(seen.split(",")))
