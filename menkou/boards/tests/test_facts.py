"""What must be there before a board is printed, and what each carrier shows of it."""

from dataclasses import fields, replace

import pytest

from menkou.boards.facts import BOARDS, CARRIERS, Facts, Person, missing, pictures, shown

LIN = Person("B岗", "林静", "实习律师", "08372401********", "红花律师事务所", "人民路2号", "139 0000 0002")
CHEN = replace(LIN, post="A岗", name="陈明", kind="律师", phone="139 0000 0001", photo=b"photo")
WHOLE = Facts(
    district="示例区",
    township="红花镇",
    village="红花村",
    code="370812103201",
    a=CHEN,
    b=LIN,
    visiting="每月第一个周四上午，村委会一楼",
    content=("回答法律问题", "看合同"),
    commitments=("不收钱",),
    standards=("三个工作日内答复",),
    supervision=(("红花司法所", "0537-0000001"), ("示例区司法局", "0537-0000002")),
    brand="法润示例",
    logo=b"logo",
)
CHANGES = {
    "district": "别的区",
    "township": "绿叶镇",
    "village": "绿叶村",
    "code": "370812103202",
    "visiting": "每月第二个周四",
    "content": ("回答法律问题",),
    "commitments": ("守秘密",),
    "standards": ("两个工作日内答复",),
    "supervision": (("红花司法所", "0537-0000009"),),
    "brand": "",
    "logo": b"other",
    "is_demo": True,
}


def changed(before: Facts, after: Facts, carrier: str) -> set[str]:
    old, new = shown(before, carrier), shown(after, carrier)
    assert old.keys() == new.keys()
    return {name for name in old if old[name] != new[name]}


def test_nothing_is_missing_where_all_six_are_there():
    assert missing(WHOLE) == ()
    assert missing(replace(WHOLE, b=None, brand="", logo=None)) == ()


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"a": None}, "顾问个人信息：A岗还没有人"),
        ({"a": replace(CHEN, phone=" ")}, "顾问个人信息：陈明的电话还没有填"),
        ({"b": replace(LIN, licence="")}, "顾问个人信息：林静的执业证号还没有填"),
        ({"b": replace(LIN, institution="")}, "执业机构：林静的机构还没有填"),
        ({"a": replace(CHEN, office_address="")}, "办公地址：陈明的机构还没有填办公地址"),
        ({"village": ""}, "服务二维码：村居还没有名称"),
        ({"content": ()}, "服务内容：还没有填"),
        ({"visiting": "  "}, "服务内容：顾问什么时候到村还没有填"),
        ({"supervision": (("红花司法所", ""),)}, "监督管理：监督电话还没有填"),
        ({"commitments": ("",)}, "承诺：还没有填"),
        ({"standards": ()}, "标准：还没有填"),
    ],
)
def test_what_is_missing_is_named(lost, said):
    assert missing(replace(WHOLE, **lost)) == (said,)


def test_a_board_on_a_wall_shows_every_fact():
    assert CHANGES.keys() | {"a", "b"} == {field.name for field in fields(Facts)}
    for carrier in BOARDS:
        for name, value in CHANGES.items():
            assert len(changed(WHOLE, replace(WHOLE, **{name: value}), carrier)) == 1


def test_a_new_phone_is_a_reason_on_every_carrier_and_only_that():
    after = replace(WHOLE, a=replace(CHEN, phone="139 0000 0003"))
    for carrier in CARRIERS:
        assert changed(WHOLE, after, carrier) == {"A岗电话"}


def test_what_a_carrier_does_not_show_does_not_make_it_stale():
    after = replace(WHOLE, a=replace(CHEN, licence="1", photo=b"new"), commitments=("守秘密",))
    assert changed(WHOLE, after, "a3") == {"A岗执业证号", "A岗照片", "承诺"}
    assert changed(WHOLE, after, "card") == set()
    assert changed(WHOLE, after, "nameplate") == {"A岗照片", "承诺"}


def test_spaces_and_line_breaks_are_no_reason():
    after = replace(WHOLE, visiting=" 每月第一个周四上午，村委会一楼\n", content=("回答法律问题", " ", "看合同"))
    for carrier in CARRIERS:
        assert changed(WHOLE, after, carrier) == set()


def test_pictures_are_found_by_what_is_shown():
    assert set(pictures(WHOLE).values()) == {b"photo", b"logo"}
    assert pictures(WHOLE)[shown(WHOLE, "a3")["A岗照片"]] == b"photo"
    assert pictures(replace(WHOLE, a=None, logo=None)) == {}
