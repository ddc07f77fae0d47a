"""Hints: seen only where there is enough to see, with the rows in which it was seen, and the same in whatever order."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.places.rules.defaults import DEFAULTS
from menkou.worklogs.rules import hints
from menkou.worklogs.rules.hints import Bars, Shown, Stay, Work
from menkou.worklogs.rules.periods import Period

BARS = Bars.of(DEFAULTS)
is_alike = partial(hints.is_alike, percent=BARS.alike_percent)
heaped, late, alike, camped, hurried = (
    partial(one, bars=BARS) for one in (hints.heaped, hints.late, hints.alike, hints.camped, hints.hurried)
)

MARCH = Period.of(date(2026, 3, 1), "month")
MORNING = datetime(2026, 3, 5, 1, tzinfo=UTC)
CHEN, LIN, HERE, THERE = (UUID(int=number) for number in range(1, 5))
LECTURE = "在村文化广场讲民法典里的邻里、婚姻和继承，发放资料20份，约30人到场。"
works = st.lists(
    st.builds(
        Work,
        id=st.integers(0, 500).map(lambda number: UUID(int=number)),
        author=st.sampled_from([CHEN, LIN]),
        village=st.sampled_from([HERE, THERE]),
        done_on=st.dates(date(2026, 3, 1), date(2026, 3, 31)),
        recorded_on=st.dates(date(2026, 3, 1), date(2026, 5, 30)),
        text=st.sampled_from(
            ["", "讲课", LECTURE, LECTURE + "散会后又答了几个人。", "参与一起地边界纠纷的调解，双方签了字。"]
        ),
    ),
    unique_by=lambda one: one.id,
    max_size=30,
)


def work(number: int, **more) -> Work:
    day = date(2026, 3, 1) + timedelta(days=number % 28)
    facts = {"author": CHEN, "village": HERE, "done_on": day, "recorded_on": day}
    return Work(UUID(int=number), **facts | more)


def stay(number: int, village: UUID, minutes: int, long: int = 60, **more) -> Stay:
    came = MORNING + timedelta(minutes=minutes)
    return Stay(UUID(int=number), CHEN, village, came, came + timedelta(minutes=long), **more)


def all_of(some: list[Work]) -> list[hints.Hint]:
    served = {CHEN: 4, LIN: 2}
    return hints.in_order([*heaped(some, MARCH), *late(some), *alike(some), *camped(some, served)])


@given(some=works)
def test_hints_are_the_same_in_whatever_order_the_rows_come_and_name_only_rows_of_one_adviser(some):
    found = all_of(some)
    of = {one.id: one for one in some}

    assert [one.key for one in all_of(some[::-1])] == [one.key for one in found]
    assert all(of[row].author == one.author for one in found for row in one.rows)
    assert all(one.on == max(of[row].done_on for row in one.rows) for one in found)
    assert [one.on for one in found] == sorted((one.on for one in found), reverse=True)
    assert all(len(set(one.rows)) == len(one.rows) for one in found)


@given(some=works.map(lambda found: found[: BARS.fewest_entries - 1]))
def test_below_the_minimum_no_share_is_looked_at(some):
    assert not [one for one in all_of(some) if one.kind != "alike"]


@given(one=st.text("讲课村民约二三四五六", max_size=40), other=st.text("讲课村民约二三四五六", max_size=40))
def test_texts_are_alike_both_ways_and_each_with_itself(one, other):
    first, second = hints.pieces_of(one), hints.pieces_of(other)

    assert is_alike(first, second) == is_alike(second, first)
    assert is_alike(first, first)


@given(texts=st.lists(st.text("讲课村民约调解法", min_size=12, max_size=24), min_size=2, max_size=12))
def test_no_two_texts_that_are_alike_are_missed_by_comparing_only_some(texts):
    some = [work(number, text=text) for number, text in enumerate(texts)]
    together = {one.id: place for place, group in enumerate(_grouped(some)) for one in group}

    for one in some:
        for other in some:
            if is_alike(hints.pieces_of(one.text), hints.pieces_of(other.text)):
                assert together[one.id] == together[other.id]


def _grouped(some: list[Work]) -> list[list[Work]]:
    return hints._groups({one: hints.pieces_of(one.text) for one in some}, BARS.alike_percent)


def test_what_was_put_down_in_the_last_days_is_seen():
    some = [work(number, recorded_on=date(2026, 3, 30)) for number in range(8)] + [work(20), work(21)]
    (hint,) = heaped(some, MARCH)

    assert hint.words == "2026年3月的 10 条里，有 8 条是最后 3 天或者过后才记的。"
    assert len(hint.rows) == 8
    assert hint.author == CHEN


def test_work_of_the_last_days_is_no_heap():
    last = date(2026, 3, 30)

    assert not heaped([work(number, done_on=last, recorded_on=last) for number in range(20)], MARCH)


def test_what_was_put_down_a_month_later_is_seen():
    some = [work(number, recorded_on=date(2026, 5, 1)) for number in range(12)]

    assert [one.kind for one in late(some)] == ["late"]
    assert not late([one._replace(recorded_on=one.done_on + timedelta(days=29)) for one in some])


def test_nearly_the_same_words_are_seen_whatever_the_numbers_and_the_commas():
    other = LECTURE.replace("20", "45").replace("30", "60").replace("，", "；")
    some = [work(1, text=LECTURE), work(2, text=other), work(3, text=LECTURE, village=THERE)]
    (hint,) = alike(some)

    assert hint.words == "3 条日志的内容几乎一样，村或者日子不一样。"
    assert not alike(some[:2])
    assert not alike([one._replace(author=UUID(int=9 + number)) for number, one in enumerate(some)])
    assert not alike([one._replace(village=HERE, done_on=MARCH.first) for one in some])


def test_short_words_and_other_words_tell_nothing():
    assert not alike([work(number, text="法治讲座") for number in range(9)])
    assert not alike([work(number, text=text) for number, text in enumerate([LECTURE, LECTURE[::-1], "调解" * 9])])
    assert 0.5 < BARS.alike_percent / 100 < 1


def test_the_same_photo_elsewhere_or_on_another_day_is_seen_and_twice_of_one_piece_of_work_is_not():
    day = date(2026, 3, 5)
    one, other = Shown(UUID(int=1), CHEN, HERE, day, b"p"), Shown(UUID(int=2), CHEN, THERE, day, b"p")

    assert [hint.rows for hint in hints.reused([one, other])] == [(one.entry, other.entry)]
    assert not hints.reused([one, other._replace(village=HERE)])
    assert not hints.reused([one, other._replace(digest=b"q")])


def test_several_photos_that_are_the_same_in_the_same_entries_are_seen_once():
    day = date(2026, 3, 5)
    works = ((1, HERE), (2, THERE))
    shown = [Shown(UUID(int=n), CHEN, place, day, photo) for n, place in works for photo in (b"p", b"q")]
    (hint,) = hints.reused([*shown, shown[0]._replace(digest=b"r")])

    assert hint.rows == (UUID(int=1), UUID(int=2))
    assert hint.words == "同样的 2 张照片放在了 2 条日志里，村或者日子不一样。"


@pytest.mark.parametrize(
    ("stays", "words"),
    [
        ([stay(1, HERE, 0), stay(2, THERE, 30)], "还没离开一个村，就到了另一个村。"),
        ([stay(1, HERE, 0), stay(2, THERE, 62)], "离开一个村 2 分钟，就到了另一个村。"),
        (
            [stay(1, HERE, 0, place=(116.8, 35.5)), stay(2, THERE, 70, place=(117.8, 35.5))],
            "离开一个村 10 分钟，就到了另一个村。",
        ),
        ([stay(1, HERE, 0, is_doubted=True)], "同一时间，在别的村也记了到村。"),
    ],
)
def test_two_villages_too_soon_one_after_the_other_are_seen(stays, words):
    assert [hint.words for hint in hurried(stays)] == [words]


@pytest.mark.parametrize(
    "stays",
    [
        [stay(1, HERE, 0), stay(2, HERE, 30)],
        [stay(1, HERE, 0), stay(2, THERE, 75)],
        [stay(1, HERE, 0, place=(116.8, 35.5)), stay(2, THERE, 70, place=(116.85, 35.5))],
    ],
)
def test_who_had_the_time_is_not_asked(stays):
    assert not hurried(stays)


@given(one=st.tuples(st.floats(73, 135), st.floats(18, 53)), other=st.tuples(st.floats(73, 135), st.floats(18, 53)))
def test_a_distance_is_the_same_both_ways_and_within_the_country(one, other):
    assert hints.km_between(one, other) == pytest.approx(hints.km_between(other, one))
    assert 0 <= hints.km_between(one, other) < 7000  # along the 18th parallel of that frame it is 6,523


def test_one_village_is_camped_on_only_by_whoever_serves_several():
    some = [work(number) for number in range(9)] + [work(20, village=THERE)]
    (hint,) = camped(some, {CHEN: 3})

    assert hint.words == "到场做的 10 条里，有 9 条在同一个村；他服务 3 个村。"
    assert not camped(some, {CHEN: 2})
    assert not camped([one._replace(is_on_the_spot=False) for one in some], {CHEN: 3})


def test_another_row_makes_another_hint():
    one = hints.Hint("late", CHEN, MARCH.first, "", (HERE, THERE))

    assert one.key == one._replace(rows=(THERE, HERE), words="x").key
    assert len({one.key, one._replace(rows=(HERE,)).key, one._replace(kind="heaped").key}) == 3
