"""开办: what the steps make of what is on record, which are done, and what each says is missing."""

from dataclasses import replace

import pytest

from menkou.setup.rules.steps import DONE, NOT_YET, PARTLY, Counts, next_of, steps

WHOLE = Counts(
    townships=2,
    villages=10,
    firms=1,
    advisers=2,
    bureau=2,
    operators=1,
    advisers_with_login=2,
    towns_with_login=2,
    version="方案 1：已发布",
    with_a=10,
    with_b=10,
    engaged=10,
    is_worded=True,
    boards=10,
    printed=10,
    asked=1,
    answered=1,
)


def told(now: Counts, key: str):
    return next(one for one in steps(now) if one.key == key)


def test_in_an_empty_district_nothing_has_begun_and_places_come_first():
    found = steps(Counts(bureau=1))

    assert {one.state for one in found} == {NOT_YET}
    assert {one.word for one in found} == {"还没开始"}
    assert next_of(found).key == "places"
    assert not any(one.lacks for one in found)


def test_whoever_cannot_be_answered_yet_is_not_sent_to_ask():
    assert told(replace(WHOLE, asked=0, answered=0), "question").button == "先请一位顾问启用账号"
    assert told(replace(WHOLE, asked=0, answered=0, is_askable=True), "question").button == "去问一句"


def test_where_nothing_is_missing_all_is_done():
    found = steps(WHOLE)

    assert {one.state for one in found} == {DONE}
    assert next_of(found) is None


@pytest.mark.parametrize(
    ("key", "facts", "sentence"),
    [
        ("places", {"towns_without_phone": ("甲镇", "乙镇", "丙镇")}, "3 个镇街没有司法所电话：甲镇、乙镇、丙镇"),
        ("places", {"towns_without_villages": ("甲镇",)}, "1 个镇街还没有村（社区）：甲镇"),
        ("places", {"villages": 0}, "还没有村（社区）"),
        ("institutions", {"offices": 1, "offices_without_home": ("甲所",)}, "1 家法律服务所没有写所在镇街：甲所"),
        ("advisers", {"institutions_without_people": ("甲所",)}, "1 家机构在名册上还没有人：甲所"),
        ("advisers", {"advisers": 1}, "人手：10 个村要 20 个岗位，1 人每人最多 12 个，只够 12 个"),
        ("people", {"bureau": 1}, "区司法局的第二个人：方案要由另一个人审定"),
        ("people", {"operators": 0}, "系统运维：启用链接由他发"),
        ("people", {"unopened": 4}, "4 个账号等本人启用"),
        ("people", {"advisers_with_login": 1}, "1 位顾问还不能登录，不能在手机上回答"),
        ("people", {"towns_with_login": 1}, "1 个司法所还不能登录"),
        ("plan", {"with_a": 9, "with_b": 8}, "1 个村没有 A 岗"),
        ("contracts", {"engaged": 7}, "3 个村没有签好的合同"),
        ("boards", {"is_worded": False}, "公示的话（服务内容、承诺、标准、监督电话）还没有审定"),
        ("boards", {"printed": 4}, "6 个村还没有印"),
        ("boards", {"stale": 2}, "2 块和现在的对不上，要重印"),
        ("question", {"answered": 0}, "还没有一条得到答复"),
    ],
)
def test_what_is_missing_is_counted_and_named(key, facts, sentence):
    step = told(replace(WHOLE, **facts), key)

    assert step.state == PARTLY
    assert sentence in step.lacks
    assert next_of(steps(replace(WHOLE, **facts))).key == key


def test_a_long_list_names_the_first_few():
    names = tuple(f"{n}镇" for n in range(9))

    assert told(replace(WHOLE, towns_without_phone=names), "places").lacks == (
        "9 个镇街没有司法所电话：0镇、1镇、2镇、3镇、4镇等",
    )


def test_a_button_says_what_comes_next_in_its_step():
    assert told(replace(WHOLE, drafts=3, engaged=7), "contracts").button == "登记签订"
    assert told(replace(WHOLE, drafts=1, engaged=7), "contracts").button == "成批拟合同"
    assert told(replace(WHOLE, unopened=1), "people").button == "看谁还没启用"
    assert told(replace(WHOLE, version=""), "plan").button == "做方案"
    assert told(replace(WHOLE, is_worded=False), "boards").button == "审定公示的话"
