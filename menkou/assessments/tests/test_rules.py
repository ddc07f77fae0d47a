"""Points of an assessment: never more than an item gives, never less for having nothing to compare, the same in any order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.assessments.rules import canonical, schemes
from menkou.assessments.rules.items import KINDS, POINT, Fact, Item, scored, share_of, written
from menkou.assessments.rules.measures import MEASURES
from menkou.assessments.rules.schemes import Grade, Scheme, fault, grade_of, total
from menkou.assessments.rules.shipped import ADVISER, SHIPPED

COUNTS = st.integers(0, 5_000)
MOST = st.integers(1, 100 * POINT)


@st.composite
def items(draw, kind=None):
    most = draw(MOST)
    least = draw(st.integers(0, 100))
    return Item("x", "某项", kind or draw(st.sampled_from(sorted(KINDS))), most, draw(st.integers(1, most)), least)


@st.composite
def facts(draw):
    return Fact(draw(COUNTS), draw(st.none() | COUNTS), draw(st.integers(0, 50)))


@given(items(), facts())
def test_an_item_gives_at_most_its_points_and_takes_more_than_it_gives_only_where_it_says_so(item, fact):
    found = scored(item, fact)

    assert (-item.most if item.kind == "on_time" else 0) <= found.points <= item.most
    assert found.words.endswith("分。") or found.words.endswith("计。")


@given(items(), COUNTS)
def test_nobody_is_charged_where_nothing_can_be_compared(item, done):
    if item.kind in ("per_result", "per_case"):
        return  # these count what happened, and compare it with nothing
    nothing = scored(item, Fact(done, None, why="村里没有登记过重大会议"))

    assert (nothing.points, nothing.is_counted) == (item.most, False)
    assert nothing.words.startswith("村里没有登记过重大会议，不扣分")


@given(st.sampled_from(["per_missing", "met", "share", "per_result", "rated"]), st.data())
def test_who_did_more_has_no_fewer_points(kind, data):
    item = data.draw(items(kind))
    asked, less = data.draw(st.integers(1, 500)), data.draw(st.integers(0, 500))
    more = less + data.draw(st.integers(0, 100))

    assert scored(item, Fact(less, asked)).points <= scored(item, Fact(more, asked)).points


@pytest.mark.parametrize(
    ("kind", "fact", "points", "words"),
    [
        ("per_missing", Fact(4, 6), 10, "要求 6 次，做了 4 次，少 2 次，每次扣 1 分，得 10 分。"),
        ("per_missing", Fact(9, 6), 12, "要求 6 次，做了 9 次，做到了，得 12 分。"),
        ("met", Fact(5, 6), 0, "6 次里做到 5 次，要求做到百分之90，没达标，得 0 分。"),
        ("share", Fact(1, 3), 4, "3 次里做到 1 次，12 分按比例得 4 分。"),
        ("per_result", Fact(0, None, why="评价不到 5 件"), 0, "评价不到 5 件，没有可以计分的，得 0 分。"),
        ("per_result", Fact(20), 12, "做了 20 次，每次 1 分，最多 12 分，得 12 分。"),
        ("on_time", Fact(3, 6, 1), 1, "应做 6 次，按时 3，晚了 1，没做 2；按时的每次 1 分，没做的同样扣，得 1 分。"),
        ("per_case", Fact(0), 12, "没有发生，得 12 分。"),
        ("per_case", Fact(2), 10, "发生 2 次，每次扣 1 分，得 10 分。"),
        ("judged", Fact(750, 1200), 7.5, "满分 12 分，评了 7.5 分。"),
        ("rated", Fact(18, 24), 9, "24 次答卷里 18 次满意，12 分按比例得 9 分。"),
    ],
)
def test_each_kind_says_how_its_points_came(kind, fact, points, words):
    least = {"met": 90}.get(kind, 0)

    found = scored(Item("x", "定期服务", kind, 12 * POINT, POINT, least), fact)

    assert (found.points, found.words) == (points * POINT, words)


@pytest.mark.parametrize("kind", ["share", "rated"])
def test_too_few_to_say_charge_nobody_and_are_shown_as_too_few(kind):
    found = scored(Item("x", "答复及时", kind, 10 * POINT, 0, 5, "件"), Fact(0, 4))

    assert (found.points, found.is_counted) == (10 * POINT, False)
    assert "只有 4 件，不到 5 件，说明不了什么" in found.words


@given(MOST, st.integers(0, 1000), st.integers(1, 1000))
def test_a_part_is_rounded_to_the_nearest_hundredth(most, done, asked):
    exact = most * min(done, asked) / asked

    assert abs(share_of(most, done, asked) - exact) <= 0.5 + 1e-9


@given(st.integers(-10_000, 10_000))
def test_points_are_written_as_people_write_them(points):
    said = written(points)

    assert round(float(said.replace("−", "-")) * 100) == points
    assert "." not in said or said[-1] not in ".0"


def test_every_shipped_scheme_holds_and_the_proposals_are_of_a_hundred_points():
    for one in SHIPPED.values():
        assert fault(one.scheme, one.subject) == ""
        assert set(one.standards) <= {line.item.key for line in one.scheme.lines}
    assert sum(line.item.most for line in ADVISER.scheme.lines) == 100 * POINT


def test_every_measure_is_counted_of_somebody_and_says_what_it_counts():
    assert all(set(one.subjects) <= set(schemes.SUBJECTS) and one.subjects for one in MEASURES.values())
    assert all(one.words.endswith("。") for one in MEASURES.values())


LINES = ADVISER.scheme.lines


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"lines": ()}, "还没有一个考核项目"),
        ({"lines": (LINES[0], LINES[0])}, "代号一样"),
        ({"lines": (replace(LINES[0], item=replace(LINES[0].item, kind="no")),)}, "不认识"),
        ({"lines": (replace(LINES[0], item=replace(LINES[0].item, most=0)),)}, "要大于 0"),
        ({"lines": (replace(LINES[5], item=replace(LINES[5].item, step=0)),)}, "每一次的分"),
        ({"lines": (replace(LINES[0], measure=""),)}, "请选数据来源"),
        ({"lines": (replace(LINES[0], measure="told"),)}, "不是用来考核这一类的"),
        ({"lines": (replace(LINES[0], measure="survey"),)}, "对不上"),
        ({"lines": (replace(LINES[0], source="office"),)}, "请选“评分”"),
        ({"grades": ADVISER.scheme.grades[:1]}, "至少要有两个等次"),
        ({"grades": (Grade("好", 0, 1000), Grade("好", 60, 1000))}, "同名"),
        ({"grades": (Grade("好", 80, 900), Grade("差", 0, 1000))}, "不能比分数低的还小"),
        ({"grades": (Grade("好", 80, 1000), Grade("差", 10, 1000))}, "从 0 分起"),
        ({"weights": {"computed": 60, "office": 40}}, "占比要和项目对上"),
        ({"weights": {"computed": 60, "office": 20, "committee": 10, "residents": 20}}, "正好 100%"),
    ],
)
def test_a_scheme_that_cannot_hold_says_why(change, words):
    assert words in fault(replace(ADVISER.scheme, **change), "adviser")


@given(st.data())
def test_all_points_are_a_hundred_with_weights_and_without_and_more_is_never_less(data):
    weights = {"computed": 60, "office": 20, "committee": 10, "residents": 10}
    scheme = replace(ADVISER.scheme, weights=data.draw(st.sampled_from([{}, weights])))
    full = [scored(line.item, Fact(10_000, 1) if line.item.kind != "per_case" else Fact(0)) for line in LINES]
    full = [one._replace(points=line.item.most) for one, line in zip(full, LINES, strict=True)]
    at = data.draw(st.integers(0, len(LINES) - 1))
    less = [
        one._replace(points=data.draw(st.integers(0, one.points))) if n == at else one for n, one in enumerate(full)
    ]

    assert total(scheme, full).points == 100 * POINT
    assert total(scheme, less).points <= 100 * POINT


def test_a_cap_holds_and_is_said():
    scheme = Scheme(LINES[:1], ADVISER.scheme.grades, cap=10 * POINT)
    found = total(scheme, [scored(LINES[0].item, Fact(3, 3))])

    assert (found.points, found.words) == (10 * POINT, "各项相加 15 分，最多计 10 分。")


@given(st.integers(-500, 12_000))
def test_points_have_the_best_grade_they_reach(points):
    found = grade_of(ADVISER.scheme, points)

    assert found.least <= max(points, 0)
    assert not any(found.least < one.least <= points for one in ADVISER.scheme.grades)


WORTH = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), WORTH, max_size=4))
def test_the_same_facts_are_the_same_bytes_in_any_order(told):
    turned = dict(reversed(list(told.items())))

    assert canonical.bytes_of(told) == canonical.bytes_of(turned)
    assert canonical.digest_of(told) == canonical.digest_of(turned)


def _paths(value, at=()):
    """The way to every fact: what stands in no list and no mapping itself."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key != canonical.WORDS:
                yield from _paths(one, (*at, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from _paths(one, (*at, place))
    else:
        yield at


def _with(value, at, one):
    """The same with another fact at one place."""
    if not at:
        return one
    copy = value.copy()
    copy[at[0]] = _with(value[at[0]], at[1:], one)
    return copy


KEYS = st.sampled_from(["points", "note", "words", "rows"])
FACTS = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=3)
TOLD = st.recursive(
    FACTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3), max_leaves=10
)


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["period", "sheets"]), TOLD, min_size=1), st.data())
def test_another_fact_is_another_digest_and_other_words_are_the_same_one(told, data):
    told = {"form": 2, **told}
    at = data.draw(st.sampled_from(sorted(_paths(told), key=str)))
    before = told
    for key in at:
        before = before[key]
    fact = data.draw(FACTS.filter(lambda one: (type(one), one) != (type(before), before)))
    said = {**told, canonical.WORDS: data.draw(TOLD)}

    assert canonical.digest_of(_with(told, at, fact)) != canonical.digest_of(told) or at == ("form",)
    assert canonical.digest_of(said) == canonical.digest_of(told)
    assert canonical.bytes_of(said) != canonical.bytes_of(told)


def test_what_was_told_before_there_were_forms_is_digested_with_its_words():
    assert canonical.digest_of({"words": "a"}) != canonical.digest_of({"words": "b"})


def test_what_has_no_bytes_of_its_own_is_refused():
    for told in ({"x": 0.1}, {"x": [{1: "y"}]}, {"x": b"y"}):
        with pytest.raises(TypeError):
            canonical.bytes_of(told)
