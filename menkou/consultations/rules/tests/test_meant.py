"""Who could be meant in a small village, and what is told less exactly until there are enough of them."""

from hypothesis import given
from hypothesis import strategies as st

from menkou.consultations.rules.meant import ALL, FEWEST, Level, People, Told, could_be_meant, generalised

SMALL = People(village=300, township=20_000, district=500_000)
THOUSANDTHS = st.integers(0, ALL)
AGES = st.tuples(st.integers(0, 99), st.integers(1, 20)).map(lambda one: (one[0], min(100, one[0] + one[1])))
TOLD = st.builds(
    Told,
    level=st.sampled_from(Level),
    years=st.none() | AGES,
    is_sex_told=st.booleans(),
    household=THOUSANDTHS,
    is_sum_told=st.booleans(),
    topic=THOUSANDTHS,
)
PEOPLE = st.builds(
    People, village=st.integers(0, 5_000), township=st.integers(0, 90_000), district=st.integers(0, 1_500_000)
)


def test_everybody_of_a_village_could_be_meant_by_a_text_that_tells_nothing():
    assert generalised(Told(), SMALL) == generalised(Told(), SMALL, FEWEST)
    assert could_be_meant(Told(), SMALL) == 300
    assert generalised(Told(), SMALL).steps == ()


def test_a_widow_of_eighty_who_divorces_in_a_village_of_three_hundred_is_one_person():
    told = Told(years=(80, 90), is_sex_told=True, topic=20)

    assert could_be_meant(told, SMALL) == 0
    found = generalised(told, SMALL)
    assert found.is_enough
    assert found.steps == ("地点：某村改成某镇街", "年龄：80 至 90 岁放宽到 70 至 100 岁")
    assert found.meant == 16


def test_a_sum_is_left_out_before_an_age():
    found = generalised(Told(years=(40, 50), is_sum_told=True, topic=5), People(100, 5_000, 100_000))

    assert found.steps == (
        "地点：某村改成某镇街",
        "金额：不写数目，只写“一笔钱”",
        "年龄：40 至 50 岁放宽到 30 至 60 岁",
    )
    assert found.is_enough


def test_what_happens_to_nobody_else_cannot_be_told():
    found = generalised(Told(years=(20, 30), is_sex_told=True, household=1, topic=0), SMALL)

    assert not found.is_enough
    assert found.steps[-1] == "性别：不写，用“当事人”"


def test_a_district_may_ask_for_more_than_the_default():
    told = Told(topic=20)

    assert generalised(told, SMALL).steps == ()
    assert generalised(told, SMALL, 50).told.level is Level.TOWNSHIP


def test_a_township_on_record_as_smaller_than_its_village_counts_as_the_village():
    assert could_be_meant(Told(level=Level.TOWNSHIP), People(300, 0, 0)) == 300


@given(TOLD, PEOPLE, st.integers(1, 60))
def test_what_is_told_less_exactly_never_means_fewer(told, people, fewest):
    found = generalised(told, people, fewest)

    assert found.meant >= could_be_meant(told, people)
    assert found.meant == could_be_meant(found.told, people)
    assert found.is_enough == (found.meant >= fewest)
    assert found.told.topic == told.topic
    assert generalised(found.told, people, fewest).is_enough == found.is_enough


@given(TOLD, PEOPLE)
def test_where_nothing_is_left_to_leave_out_and_too_few_are_meant_it_is_said(told, people):
    found = generalised(told, people)

    bare = Told(level=Level.DISTRICT, topic=told.topic)
    assert found.is_enough == (could_be_meant(bare, people) >= FEWEST)
