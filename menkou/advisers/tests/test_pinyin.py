"""按拼音: names stand where a reader looks for them, on either PostgreSQL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from menkou.advisers import pinyin, queries
from menkou.advisers.models import Adviser, Institution

COMMON_ENDS = 0xD8  # the first byte of GB 2312 where the common characters, in the order of sounds, are over


def is_common(character: str) -> bool:
    try:
        return character.encode("gb2312")[0] < COMMON_ENDS
    except UnicodeEncodeError:
        return False


@pytest.fixture
def put(district):
    """Put people with these names on record, and read them by sound."""

    def put(*names: str) -> list[str]:
        Adviser.objects.all().delete()
        Adviser.objects.bulk_create(Adviser(name=n, kind="lawyer", licence_no=f"no-{i}") for i, n in enumerate(names))
        return list(Adviser.objects.order_by(pinyin.ByPinyin("name")).values_list("name", flat=True))

    return put


def test_common_names_stand_by_sound_and_not_by_code_point(put):
    assert put("张伟", "陈明", "安然", "王芳", "李娜", "周杰", "左英") == [
        "安然", "陈明", "李娜", "王芳", "张伟", "周杰", "左英",
    ]  # fmt: skip


def test_rare_surnames_and_readings_of_their_own_stand_among_the_others(put):
    assert put("左英", "闫红", "臧天", "单雄", "解缙", "仇和", "张伟", "王芳", "陈明", "乐嘉", "晏平") == [
        "陈明", "仇和", "单雄", "王芳", "解缙", "闫红", "晏平", "乐嘉", "臧天", "张伟", "左英",
    ]  # fmt: skip


def test_a_rare_character_of_a_given_name_too(put):
    assert put("王婷", "王伟", "王安", "王鑫") == ["王安", "王婷", "王伟", "王鑫"]


def test_institutions_stand_by_sound(institutions):
    names = ["演示·红花法律服务所", "演示·红花律师事务所"]
    Institution.objects.filter(pk=institutions["firm"].pk).update(name="演示·左岸律师事务所")

    assert [one.name for one in queries.institutions()] == [names[0], "演示·左岸律师事务所"]


@given(st.lists(st.text(max_size=8).filter(lambda name: "\x00" not in name), max_size=5))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_name_whatever_is_sorted_and_none_is_lost(put, names):
    assert sorted(put(*names)) == sorted(names)


def test_the_tables_are_sound():
    for table in (pinyin.RARE, pinyin.SURNAMES):
        assert all(len(rare) == len(common) == 1 for rare, common in table.items())
        assert all(map(is_common, table.values()))
    assert not any(map(is_common, pinyin.RARE))
