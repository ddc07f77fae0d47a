"""What a copy for review says: the talk in order, without the names and numbers that are known."""

import pytest

from menkou.consultations.rules.copying import copied
from menkou.consultations.rules.hiding import without_names

NAMES = {"红花村": "〔本村〕", "红花村委会": "〔村委会〕", "王": "〔本人〕", "": "〔对方〕"}


def test_the_talk_stands_in_order_and_what_was_spoken_is_said_to_be_missing():
    words = copied([("红花村委会占地", False), ("去红花村看看", True), (" ", False)], NAMES)

    assert words == (
        "居民问：\n〔村委会〕占地\n\n顾问答：\n去〔本村〕看看\n\n居民问：\n（说了话或者拍了照片，没有附在这里）"
    )


def test_one_letter_is_no_name_and_no_name_changes_nothing():
    assert without_names("国王", NAMES) == "国王"
    assert without_names("红花", {}) == "红花"


@pytest.mark.parametrize("said", ["红花村", "去红花村，红花村委会", "红花村村", "红红花村花村"])
def test_a_name_that_is_known_does_not_get_through(said):
    assert "红花村" not in without_names(said, NAMES)
