"""Villages as people paste them."""

import pytest

from menkou.setup.rules.pasting import BadPaste, read, town_kind_of

TOWN = "370881101"


def told(text, **more):
    return [(one.code, one.name, one.kind) for one in read(text, TOWN, **more)]


def test_code_and_name_are_read_however_they_are_parted():
    text = "370881101201 峪口村村民委员会\n370881101202\t冯楼村民委员会\n\n３７０８８１１０１００１，吴村社区居委会\n370881101203.0 大雪 村"

    assert told(text) == [
        ("370881101201", "峪口村村民委员会", "village"),
        ("370881101202", "冯楼村民委员会", "village"),
        ("370881101001", "吴村社区居委会", "community"),
        ("370881101203", "大雪村", "village"),
    ]


def test_a_name_alone_gets_a_code_of_ours_that_nobody_has():
    made = read("峪口村\n冯楼村", TOWN, codes={f"{TOWN}901"})

    assert [(one.code, one.is_provisional) for one in made] == [(f"{TOWN}902", True), (f"{TOWN}903", True)]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("37088110120 峪口村", "代码要 12 位"),
        ("370881102201 峪口村", "不以镇街代码"),
        ("370881101201", "没有名称"),
        ("370881101209 冯楼村", "已经有了"),
        ("370881101201 大雪村", "写得分得开"),
        ("370881101201 " + "长" * 61, "最多 60 字"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(line, why):
    with pytest.raises(BadPaste, match=why) as bad:
        read(f"峪口村\n{line}", TOWN, names=["大雪村"], codes=[f"{TOWN}209"])

    assert "第 2 行" in bad.value.sentences[0]


def test_too_much_is_said_at_once():
    with pytest.raises(BadPaste, match="最多粘贴 500 行"):
        read("村\n" * 501, TOWN)
    with pytest.raises(BadPaste, match="最多 99 个"):
        read("\n".join(f"第{n}村" for n in range(100)), TOWN)


def test_a_township_says_its_kind_by_its_name():
    assert [town_kind_of(name) for name in ("吴村镇", "鲁城街道", "鲁城街道办事处", "某乡", "开发区")] == [
        "town",
        "subdistrict",
        "subdistrict",
        "rural",
        "",
    ]
