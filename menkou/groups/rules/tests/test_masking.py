"""What is copied from a chat: who spoke and every number is masked, what was said stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.groups.rules.masking import masked

digits = st.text("0123456789", min_size=8, max_size=8)


@pytest.mark.parametrize(
    ("copied", "kept"),
    [
        ("王秀英: 律师在吗，我想问个事", "〔群友〕：律师在吗，我想问个事"),
        ("幸福一家人：\n工钱没给咋办", "〔群友〕：\n工钱没给咋办"),
        ("红花村 老李 2026/11/28 20:15\n地被占了", "〔群友〕：\n地被占了"),
        ("老李 昨天 20:15\n地被占了", "〔群友〕：\n地被占了"),
        ("@陈律师 您看看\u2005这事", "@〔群友〕 您看看\u2005这事"),
        ("打我电话13812345678", "打我电话〔手机号〕"),
        ("打我 138 1234 5678 吧", "打我 〔手机号〕 吧"),
        ("+86 138-1234-5678", "〔手机号〕"),
        ("家里0537-3412345", "家里〔电话〕"),
        ("身份证370882199001011234，急", "身份证〔身份证号〕，急"),
        ("卡 6222 0216 0800 1234 567", "卡 〔卡号〕"),
        ("欠我 12000 元，2023年5月借的", "欠我 12000 元，2023年5月借的"),
        ("他说：不给。我说：那就告", "他说：不给。我说：那就告"),
        ("情况是：去年借的", "情况是：去年借的"),
    ],
)
def test_speakers_and_numbers_are_masked_and_words_stay(copied, kept):
    assert masked(copied) == kept


@given(st.text(), digits, st.text())
def test_no_mobile_number_gets_through(before, tail, after):
    number = "138" + tail

    assert number not in masked(f"{before}，{number}。{after}")


@given(st.text())
def test_masking_again_changes_nothing(text):
    assert masked(masked(text)) == masked(text)
