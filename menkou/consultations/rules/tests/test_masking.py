"""What may point at somebody gets a mask, the same person the same one; a mask is never masked again."""

from datetime import date
from time import monotonic

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stdnum.cn import ric

from menkou.consultations.rules import hiding
from menkou.consultations.rules.masking.found import Kind, Sure
from menkou.consultations.rules.masking.numerals import band_of_age, band_of_sum, value
from menkou.consultations.rules.masking.proposing import MARKS, Known, applied, masked, proposed

PIECES = st.sampled_from(
    [
        *"王李赵高方和我他的是叫说给在了家村镇路号岁元块万千百十一二三五两几多某甲乙地组年月日生老小大，。、：·- .13579０８٣@Xx〔〕\n"
    ]
    + [
        "我叫",
        "王秀英",
        "李建国",
        "丈夫",
        "书记",
        "红花村",
        "某甲",
        "某村",
        "几万元",
        "十几岁",
        "五十多岁",
        "138",
        "1234",
        "37088219900101",
    ]
    + [
        "鲁H",
        "微信",
        "a1@b.cn",
        "有限公司",
        "欧阳",
        "2023年",
        "2019.3.5",
        "¥",
        "三万五",
        "今年",
        "出生",
        "\u200b",
        "\ufffc",
        "某年出生",
    ]
)
WORDS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=12)
DIGITS = st.text("0123456789", min_size=8, max_size=8)
WAYS = st.sampled_from(["", " ", "-", "·", "\u3000", "－", "—", "\u200b", "."])
SCRIPTS = st.sampled_from(["0123456789", "０１２３４５６７８９", "零一二三四五六七八九", "〇幺二三四五六七八九"])
NAMES = st.sampled_from(["王秀英", "欧阳振华", "阿依古丽·买买提", "红花村", "仁和诊所", "李四"])


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我叫王秀英，我丈夫李建国打我，秀英怕他", "我叫某甲，我丈夫某乙打我，某甲怕他"),
        ("我叫王 秀 英，王秀英是我", "我叫某甲，某甲是我"),
        ("找王主任，王主任不在，老李说的", "找某甲主任，某甲主任不在，某乙说的"),
        ("村里都叫他王二麻子", "村里都叫他某甲"),
        ("我是阿依古丽·买买提，嫁过来的", "我是某甲，嫁过来的"),
        ("他叫诸葛小明。", "他叫某甲。"),
        ("家住红花村三组12号", "家住某村某号"),
        ("在鑫源建材有限公司上班", "在某公司上班"),
        ("我今年五十六岁，他６３岁", "我今年五十多岁，他六十多岁"),
        ("1963年5月2日出生", "某年出生"),
        ("借了三万五千元，还了 800块钱", "借了几万元，还了 几百元"),
        ("赔¥120,000", "赔十几万元"),
        ("车牌鲁H·1234K，微信 lxy_1990", "车牌某车牌，微信 某账号"),
        ("打１３８ 1234 五六七八", "打某电话"),
        ("邮箱 a.b@163.com", "邮箱 某邮箱"),
        ("(2023)鲁0882民初1234号判决", "某号码判决"),
    ],
)
def test_what_points_at_somebody_is_masked(said, shown):
    assert masked(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "我在农村种地，家里三块地两头牛",
        "邻居占了我家的承包地怎么办，村委会不管",
        "民法典第一千一百四十三条怎么说的",
        "2019年借的，2021.3.5到期",
        "当时主任不在，由于下雨没去成",
        "老房子是老人留下的，老师也知道",
        "学校和医院都去过了，派出所让找法院",
        "某甲住某村，欠某乙几万元，今年五十多岁",
    ],
)
def test_what_points_at_nobody_stays(said):
    assert masked(said) == said


def test_a_mask_says_what_it_is_and_how_sure_the_program_is():
    masks = proposed("我叫王秀英，电话13812345678，借三万")

    assert [(one.said, one.kind, one.sure) for one in masks] == [
        ("王秀英", Kind.NAME, Sure.CERTAIN),
        ("13812345678", Kind.PHONE, Sure.CERTAIN),
        ("三万", Kind.SUM, Sure.LIKELY),
    ]


def test_a_person_may_refuse_a_mask():
    text = "我叫王秀英，住红花村"
    kept = [one for one in proposed(text) if one.kind is not Kind.PLACE]

    assert applied(text, kept) == "我叫某甲，住红花村"


def test_an_identity_number_with_a_right_check_character_is_surer_than_one_with_a_wrong_one():
    body = "37088219900101123"
    right = body + ric.calc_check_digit(body + "0")
    wrong = body + ("1" if right[-1] != "1" else "2")

    found = {number: proposed(f"号{number}")[0] for number in (right, wrong)}
    assert {one.kind for one in found.values()} == {Kind.IDENTITY}
    assert [found[right].sure, found[wrong].sure] == [Sure.CERTAIN, Sure.LIKELY]


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("12,000", 12_000),
        ("三万五", 35_000),
        ("伍万元整", 50_000),
        ("15w", 150_000),
        ("3.5万", 35_000),
        ("两千多", 2_000),
    ]
    + [("一千二百零五", 1_205), ("二十一万六千", 216_000), ("八百", 800), ("壹拾贰万", 120_000), ("6800", 6_800)],
)
def test_a_written_number_is_read(written, yuan):
    assert value(written) == yuan


def test_bands_say_the_order_and_no_more():
    assert [band_of_sum(n) for n in (30, 450, 8_000, 120_000, 990_000, 2e8)] == [
        *("几十元", "几百元", "几千元", "十几万元", "几十万元", "上亿元")
    ]
    assert [band_of_age(n) for n in (3, 16, 56, 60, 101)] == ["几岁", "十几岁", "五十多岁", "六十多岁", "百岁上下"]


def test_what_is_known_is_masked_as_people_say_it():
    known = Known(people=("王秀英",), places=("红花村", "青石镇"), organisations=("正衡律师事务所",))
    said = "秀 英说红花的地，青石镇不管，正衡律师事务所的王 秀英来了"

    assert masked(said, known) == "某甲说某村的地，某镇不管，某律所的某甲来了"


@pytest.mark.parametrize("said", ["13800001111", "王秀英", "红花村老王", "王秀英，138 0000"])
def test_brackets_of_a_mark_around_other_words_hide_nothing_from_the_program(said):
    text, known = f"我叫王秀英。她〔{said}〕说的", Known(people=("王秀英",), places=("红花村",))

    assert said not in masked(text, known)


def test_a_mark_of_a_copy_is_left_as_it_is():
    text = "".join(f"〔{mark}〕说。" for mark in MARKS)

    assert masked(text) == text
    assert {*hiding._WORDS.values(), "〔手机号〕", "〔电话〕"} <= {f"〔{mark}〕" for mark in MARKS}


def test_a_long_text_is_masked_in_a_moment():
    text = "我叫王秀英，住红花村三组12号，老李借了三万五，138 1234 5678。" * 200
    began = monotonic()

    assert "王秀英" not in masked(text)
    assert monotonic() - began < 5


def test_more_people_than_stems_are_still_told_to_be_people():
    names = [f"王{one}{other}" for one in "建国文明志" for other in "军强伟芳英"]

    assert masked("，".join(f"我叫{name}" for name in names)).count("某") == len(names)


@given(WORDS)
@example("5三万元")
@example("某甲王秀英，某甲说")
def test_what_is_masked_needs_no_mask(words):
    once = masked(words)

    assert masked(once) == once


@given(WORDS, DIGITS, SCRIPTS, WAYS, WORDS)
def test_no_phone_gets_through_whatever_stands_around_it(before, tail, script, gap, after):
    number = "138" + tail
    written = gap.join((number[:3], number[3:7], number[7:])).translate(str.maketrans("0123456789", script))

    assert written not in masked(f"{before}，{written}。{after}")
    assert written not in masked(f"{before}{written}{after}")


@given(WORDS, st.dates(date(1930, 1, 1), date(2026, 1, 1)), DIGITS, SCRIPTS, WAYS, WORDS)
def test_no_identity_number_gets_through(before, born, tail, script, gap, after):
    written = gap.join(("370882", f"{born:%Y%m%d}", tail[:3] + "X")).translate(str.maketrans("0123456789", script))

    assert written not in masked(f"{before}{written}{after}")


@given(WORDS, DIGITS, DIGITS, WAYS, WORDS)
def test_no_card_gets_through(before, one, other, gap, after):
    number = f"622848{one}{other}"[:19]
    written = gap.join(number[at : at + 4] for at in range(0, 19, 4)) if gap in (" ", "-") else number

    assert written not in masked(f"{before}{written}{after}")


@given(WORDS, NAMES, WAYS, WORDS)
def test_no_known_name_gets_through(before, name, gap, after):
    written = gap.join(name)
    known = Known(people=(name,)) if name[-1] not in "村所" else Known(places=(name,), organisations=(name,))

    assert written not in masked(f"{before}{written}{after}", known)
    assert name not in masked(f"{before}{written}{after}", known)
