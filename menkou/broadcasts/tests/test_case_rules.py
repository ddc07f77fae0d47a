"""A case in the making, by its rules alone: no number gets out that nobody said is no person's; no mask is lost."""

from dataclasses import replace
from itertools import pairwise
from time import monotonic
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.broadcasts.rules import casing
from menkou.broadcasts.rules.casing import CHANGED, KEPT, REFUSED, Placed
from menkou.consultations.rules.masking.proposing import Known
from menkou.consultations.rules.meant import Level, People, Told, offered

FILLERS = [
    "邻居把墙砌过来了。",
    "他说电话是",
    "身份证",
    "，后来又打",
    "去年借的钱没有还，",
    "请问怎么办？",
    "我在镇上开店，",
]
numbers = st.one_of(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.from_regex(r"3709822[0-9]{3}19[6-9][0-9]0[1-9]1[0-9][0-9]{4}", fullmatch=True),
    st.from_regex(r"62[0-9]{2} [0-9]{4} [0-9]{4} [0-9]{4}", fullmatch=True),
)
pieces = st.lists(st.tuples(st.sampled_from(FILLERS), numbers), min_size=1, max_size=5)
WHO = UUID(int=1)
BIG = People(3000, 40_000, 600_000)


def said_of_all(masks: list[Placed], said: list[str]) -> list[Placed]:
    return [replace(one, said=word, by=WHO) for one, word in zip(masks, said, strict=True)]


@settings(max_examples=25, deadline=None)
@given(pieces, pieces, st.data())
def test_no_planted_number_gets_out_unless_somebody_said_that_it_is_no_person(first, more, data):
    text = "".join(filler + number + "。" for filler, number in first)
    masks = casing.placed(text)
    words = st.sampled_from([KEPT, REFUSED, ""])
    masks = said_of_all(masks, data.draw(st.lists(words, min_size=len(masks), max_size=len(masks))))
    changed = data.draw(st.permutations([text, *(filler + number + "。" for filler, number in more)]))
    after = "".join(changed)

    carried = casing.carried(text, masks, after)

    refused = [after[one.start : one.end] for one in carried if one.said == REFUSED]
    for _, number in [*first, *more]:
        if not any(number in words for words in refused):
            assert number not in casing.final(after, carried)
    said_before = {text[one.start : one.end] for one in masks if one.said == REFUSED}
    assert set(refused) <= said_before


def test_a_refusal_holds_in_its_own_surroundings_and_nowhere_else():
    text = "打12348这个电话，编号是13800001111，别打错了。"
    masks = [replace(one, said=REFUSED, by=WHO) for one in casing.placed(text)]

    after = text + "王方便的电话也是13800001111，找他。"
    carried = casing.carried(text, masks, after)

    assert [one.said for one in carried if after[one.start : one.end] == "13800001111"] == [REFUSED, ""]


def test_what_was_masked_by_hand_is_masked_again_wherever_it_stands():
    text = "老歪把地占了。"
    masks = casing.added(text, casing.placed(text), "老歪", "name", "某甲", WHO)
    after = "去年老歪把地占了，老歪不认。"

    carried = casing.carried(text, masks, after)

    assert casing.final(after, carried) == "去年某甲把地占了，某甲不认。"
    assert {one.by for one in carried} == {WHO}
    assert casing.added(text, masks, "没有的字", "name", "某乙", WHO) == []


def test_what_was_masked_by_hand_stays_whole_when_something_in_it_is_proposed_later():
    text = "大山脚下开店那家把地占了。"
    masks = casing.added(text, casing.placed(text), "大山脚下开店那家", "name", "某甲", WHO)
    after = text + "我叫王大山，电话13800001111。"

    carried = casing.carried(text, masks, after)

    assert "开店" not in casing.final(after, carried)
    assert all(one.end <= other.start for one, other in pairwise(carried))


def test_what_the_record_knew_stays_masked_where_the_program_alone_would_read_the_words_otherwise():
    text = "张三借给李四三万元。"
    masks = casing.placed(text, Known(people=("李四",)))
    assert "李" not in casing.final(text, masks)

    after = "借钱要写条子\n" + text

    assert "李" not in casing.final(after, casing.carried(text, masks, after))


def test_a_long_text_in_which_the_same_people_come_again_and_again_is_masked_anew_in_a_moment():
    text = "标题\n" + "张三说李四不还钱。" * 400
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.placed(text)]
    began = monotonic()

    carried = casing.carried(text, masks, text + "好。")

    assert monotonic() - began < 10
    assert [one.said for one in carried] == [KEPT] * 800


def test_a_word_that_is_masked_does_not_come_back_in_the_place_of_another():
    text = "借钱要写条子\n张三借了李四三万元。李四不还。"
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.placed(text)]
    fit = Told(is_sum_told=True)
    first = next(one for one in masks if text[one.start : one.end] == "张三")
    for instead, is_fit in (("李四的哥哥", False), ("李 四的哥哥", False), ("某丙的哥哥", True)):
        changed = [replace(one, said=CHANGED, instead=instead) if one == first else one for one in masks]
        assert (casing.fault(text, changed, fit, BIG, 5) == "") is is_fit


def test_a_place_that_is_told_nearer_than_the_test_was_asked_about_is_seen():
    text = "标题\n青石镇的人来过。"
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.placed(text)]

    assert casing.final(text, masks) == "标题\n某镇的人来过。"
    assert casing.fault(text, masks, Told(level=Level.TOWNSHIP), BIG, 5) == ""
    assert "还有“某镇”" in casing.fault(text, masks, Told(level=Level.DISTRICT), BIG, 5)


def test_what_a_step_tells_less_exactly_follows_in_the_masks():
    text = "标题\n某村的人借了三万元，今年五十三岁。"
    masks = casing.placed(text)
    told = Told(years=(50, 60), is_sum_told=True)

    for words in ("地点：", "金额：", "年龄：不写"):
        step = next(less for said, less in offered(told) if said.startswith(words))
        masks, told = casing.told_less(masks, step, WHO), step

    after = casing.final(text, masks)
    assert "某镇街的人借了一笔钱" in after
    assert "成年" in after
    assert casing._not_as_told(after, masks, told) == ""


def test_a_case_is_sent_on_when_checked_titled_and_as_told():
    text = "借钱要写条子\n张三借了李四三万元。"
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.placed(text)]
    fit = Told(is_sum_told=True)

    assert casing.fault(text, masks, fit, BIG, 5) == ""
    assert "没有逐处看过" in casing.fault(text, casing.placed(text), fit, BIG, 5)
    assert "标题" in casing.fault(f"{casing.FIRST_LINE}\n字", [], fit, BIG, 5)
    assert "小村检验" in casing.fault(text, masks, None, BIG, 5)
    assert "金额" in casing.fault(text, masks, Told(), BIG, 5)
    assert "至少要 5" in casing.fault(text, masks, Told(is_sum_told=True, topic=1), People(100, 100, 100), 5)


def test_what_is_told_less_exactly_stays_so_when_the_words_beside_it_change():
    text = "标题\n某村的人借了三万元，今年五十三岁。"
    told = Told(level=Level.TOWNSHIP)
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.told_less(casing.placed(text), told, WHO)]
    after = text + "后来还了。"

    carried = casing.carried(text, masks, after)

    assert casing.final(after, carried) == "标题\n某镇街的人借了一笔钱，今年成年。后来还了。"
    assert all(one.said for one in carried)


def test_what_is_put_in_a_place_is_no_number_and_not_the_words_themselves():
    assert casing.instead_fault("张三", "某甲") == ""
    assert casing.instead_fault("张三", "张三丰")
    assert casing.instead_fault("张三", "13800001111")
    assert casing.instead_fault("张三", "  ")
    assert casing.instead_fault("张三", "某\x00甲")
    assert casing.instead_fault("张三", "某甲\n张家的")


def test_what_a_copy_has_in_place_of_a_name_or_a_number_does_not_go_out():
    copied = casing.first_words("〔群友〕：打〔手机号〕找我，〔本村〕的。").replace(casing.FIRST_LINE, "标题")
    masks = [replace(one, said=KEPT, by=WHO) for one in casing.placed(copied)]

    assert "当事人：打〔手机号〕找我，某村的。" in copied
    assert "“〔手机号〕”" in casing.fault(copied, masks, Told(), BIG, 5)
    assert casing.fault(copied.replace("打〔手机号〕", ""), [], Told(), BIG, 5) == ""
