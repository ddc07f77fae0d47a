"""Numbers and names that are known are hidden however somebody wrote them; what only looks like one stays."""

import pytest

from menkou.consultations.rules.hiding import without_names, without_numbers

SEEN = {"王 秀英": "〔本人〕", "Ali Wang": "〔对方〕", "阿依古丽·买买提": "〔顾问〕", "红花村": "〔本村〕"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("１３８１２３４５６７８", "〔手机号〕"),
        ("138  1234 5678", "〔手机号〕"),
        ("138.1234.5678", "〔手机号〕"),
        ("138\u30001234\u30005678", "〔手机号〕"),
        ("138—1234—5678", "〔手机号〕"),
        ("138\u200b1234\u200b5678", "〔手机号〕"),
        ("138 123 45678", "〔手机号〕"),
        ("1381 234 5678", "〔手机号〕"),
        ("一三八一二三四五六七八", "〔手机号〕"),
        ("幺三八 一二三四 五六七八", "〔手机号〕"),
        ("05373412345", "〔电话〕"),
        ("(0537)3412345", "〔电话〕"),
        ("（0537）341-2345", "〔电话〕"),
        ("0537－3412345", "〔电话〕"),
        ("370882 19900101 1234", "〔身份证号〕"),
        ("370882-1990-01-01-123X", "〔身份证号〕"),
        ("37088219900101123Ｘ", "〔身份证号〕"),
        ("３７０８８２１９９００１０１１２３４", "〔身份证号〕"),
    ],
)
def test_a_number_is_known_however_it_is_written(said, shown):
    assert without_numbers(f"我的{said}，急") == f"我的{shown}，急"


@pytest.mark.parametrize(
    "said", ["2026.11.28 收到 12000 元", "二〇二六年十一月", "138 块 1234", "民法典第一千一百四十三条"]
)
def test_days_and_sums_stay(said):
    assert without_numbers(said) == said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("王秀英", "〔本人〕"),
        ("王　秀　英", "〔本人〕"),
        ("王·秀英", "〔本人〕"),
        ("ａｌｉ wang", "〔对方〕"),
        ("ALIWANG", "〔对方〕"),
        ("阿依古丽•买买提", "〔顾问〕"),
        ("阿依古丽买买提", "〔顾问〕"),
        ("红花 村", "〔本村〕"),
    ],
)
def test_a_name_is_known_however_it_is_written(said, shown):
    assert without_names(f"我是{said}，", SEEN) == f"我是{shown}，"


def test_what_is_left_stands_as_it_was_typed():
    assert without_names("ＡＢ　王秀英—aliwangs", SEEN) == "ＡＢ　〔本人〕—aliwangs"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("913812345678", "〔电话〕"),
        ("鲁H·1234K", "〔车牌〕"),
        ("微信 lxy_1990", "微信 〔账号〕"),
        ("a.b@163.com", "〔邮箱〕"),
    ],
)
def test_what_is_glued_to_other_digits_and_other_numbers_of_a_person_are_hidden(said, shown):
    assert without_numbers(f"我的{said}，急") == f"我的{shown}，急"
