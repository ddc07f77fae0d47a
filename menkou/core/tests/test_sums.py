"""Sums as people type them."""

import pytest
from django.core.exceptions import ValidationError

from menkou.core.forms import yuan

MOST = 100_000_000


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("500", 50_000), ("500.5", 50_050), ("1,234.56", 123_456), ("５００。５０", 50_050), (" 0.01 ", 1)],
)
def test_a_sum_is_kept_in_fen(typed, fen):
    assert yuan("金额", MOST).clean(typed) == fen


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        *((one, "请填金额") for one in ("", "五百", "1e3", "1.234", "12,34", "1" * 9)),
        *((one, "金额要大于 0") for one in ("0", "-5")),
        ("1000000.01", "金额太大了"),
    ],
)
def test_what_is_no_sum_is_refused_with_what_to_type(typed, words):
    with pytest.raises(ValidationError, match=words):
        yuan("金额", MOST).clean(typed)


def test_a_sum_that_need_not_be_said_is_none():
    assert yuan("金额", MOST, required=False).clean("") is None
