"""Lists as they come out of people's spreadsheets and chats; what is no list is named, with the line."""

import pytest

from menkou.mergers.rules.lists import BadList, decoded, read
from menkou.mergers.rules.succession import Place

RED = Place("999901001001", "红花社区")


@pytest.mark.parametrize(
    "text",
    [
        "999901001001 红花社区\r\n",
        "999901001001　红花社区",  # noqa: RUF001  # as a Chinese keyboard writes a space
        "999901001001\xa0红花社区",
        "999901001001、红花社区",
        "999901001001\u200b 红花社区",
        "\ufeff代码,名称\n999901001001,红花社区",
        "\n代码,名称\n999901001001,红花社区",
        "９９９９０１００１００１ 红花社区",  # noqa: RUF001
        '"999901001001","红花社区"',
        '="999901001001",红花社区',  # so that a spreadsheet keeps the digits as they are
        "'999901001001,红花社区",
        "999901001001,红花社区,999901001000,红花镇",
    ],
)
def test_a_line_is_read_however_it_was_written(text):
    assert read(text, "999901")[0] == [RED]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_as_the_usual_programs_write_it(encoding):
    raw = "代码,名称\r\n999901001001,红花社区\r\n".encode(encoding)
    assert read(decoded(raw), "999901") == ([RED], {})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("999901001001,=1+1", "第 1 行的村名是“=1\\+1”，不像名称"),
        ("999901001001,@红花", "不像名称"),
        ("999901001001,<b>红花</b>", "不像名称"),
        ("999901001001,111,红花社区", "请核对各列的顺序"),
        ("999901001000,红花镇", "末三位是 000，是镇街"),
        ("999901001001,红花社区,999901009,红花镇", "镇街代码应是村代码的前 9 位 999901001"),
        ("999901001001,红花社区,999901001," + "镇" * 41, "镇街名称超过 40 个字"),
    ],
)
def test_what_is_no_village_is_named(line, said):
    with pytest.raises(BadList, match=said):
        read(line, "999901")
