"""派驻依据: what the tables hold becomes what the planner is told, each fact on its day; what is wrong is named first."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.advisers.models import Base, Licence, Presence, Registration, Speciality, Strength
from menkou.core.clock import SHANGHAI, today
from menkou.places.models import Demand, Rule, Township
from menkou.places.rules.maps import kilometres
from menkou.postings import planning
from menkou.postings.models import Absence, Avoidance, Posting, Wish
from menkou.postings.rules.district import Weights
from tests.cast import LONG_AGO
from tests.counting import at_most

SAID = {"valid_from": LONG_AGO, "source": "测试文件"}
ON, UNTIL = date(2027, 1, 1), date(2028, 1, 1)


@pytest.fixture
def told(chen, lin, wu):
    """The planner's district for a plan of the year 2027, and its people by name."""

    def told(on=ON, until=UNTIL):
        district = planning.told(on, until)
        return district, {one.name: one for one in district.advisers}

    return told


def licence(who, since=LONG_AGO, until=None, number="13708200011000001", kind="lawyer"):
    return Licence.objects.create(
        registration=who, kind=kind, number=number, valid_from=since, valid_until=until, source="换证"
    )


def test_without_facts_everybody_may_stand_and_all_villages_are_alike(told):
    district, people = told()

    assert {one.unable for one in people.values()} == {""}
    assert {one.demand for one in district.villages} == {1.0}
    assert district.weights == Weights()
    assert (district.forbidden, district.wishes) == (frozenset(), ())


def test_where_no_township_has_a_centre_a_rough_place_of_somebody_makes_no_distance(told, lin):
    Base.objects.create(registration=lin, longitude=117.0, latitude=36.0, **SAID)
    district, people = told()

    assert {(one.x_km, one.y_km) for one in (*people.values(), *district.villages)} == {(0.0, 0.0)}
    assert not any(one.is_mapped for one in (*people.values(), *district.villages))


@pytest.mark.parametrize(
    ("spans", "unable"),
    [
        ([(LONG_AGO, None)], ""),
        ([(LONG_AGO, UNTIL)], ""),
        ([(LONG_AGO, date(2027, 6, 1)), (date(2027, 6, 1), None)], ""),  # renewed without a gap
        ([(LONG_AGO, date(2027, 6, 1)), (date(2027, 6, 2), None)], "licence"),
        ([(LONG_AGO, date(2027, 12, 31))], "licence"),
        ([(LONG_AGO, date(2026, 1, 1))], "licence"),
        ([(date(2027, 1, 2), None)], "licence"),
    ],
)
def test_a_licence_must_cover_the_whole_term(told, chen, spans, unable):
    for number, (since, until) in enumerate(spans):
        licence(chen, since, until, f"1370820001100000{number}")

    assert told()[1]["陈明"].unable == unable


def test_today_a_licence_that_ends_later_will_do(told, chen):
    licence(chen, until=ON + timedelta(days=1))

    assert told(ON, None)[1]["陈明"].unable == ""
    assert told(ON + timedelta(days=1), None)[1]["陈明"].unable == "licence"


def test_the_licence_says_what_somebody_is(told, chen):
    licence(chen, kind="trainee")

    assert (told()[1]["陈明"].kind, told()[1]["陈明"].cap_a) == ("trainee", 0)


@pytest.mark.parametrize(("days", "unable"), [(90, ""), (91, "away")])
def test_who_is_away_for_longer_than_the_rule_can_hold_no_post(told, chen, days, unable):
    begins = datetime(2026, 12, 1, tzinfo=SHANGHAI)  # the days before the term do not count
    ends = datetime(2027, 1, 1, tzinfo=SHANGHAI) + timedelta(days=days)
    Absence.objects.create(registration=chen, begins_at=begins, ends_at=ends, reason="illness")

    assert told()[1]["陈明"].unable == unable


def test_who_leaves_the_roster_in_the_term_is_not_told_of(told, chen):
    Registration.objects.filter(pk=chen.pk).update(valid_until=date(2027, 12, 31))

    assert "陈明" not in told()[1]
    assert "陈明" in told(ON, date(2027, 12, 31))[1]


def test_demand_is_one_number_from_people_and_consultations(told, village):
    facts = {"population": 2000, "consultations": 40, "remoteness": 3, "needs": ["land"], "one_team": True}
    Demand.objects.create(village=village, **facts, **SAID)
    one, other = told()[0].villages

    assert one.demand == 96 + 40 * 0.5 + 2000 / 100
    assert (one.needs, one.one_team) == (frozenset({"land"}), True)
    assert other.demand == one.demand  # not on record: as the average


def test_skills_bases_headcounts_and_shares_are_told(told, chen, lin, wu, townships, institutions):
    Speciality.objects.create(registration=chen, topic="land", **SAID)
    Speciality.objects.create(registration=chen, topic="family", **SAID | {"valid_from": UNTIL})
    Township.objects.filter(pk=townships["here"].pk).update(longitude=116.0, latitude=35.0)
    Base.objects.create(registration=chen, township=townships["here"], **SAID)
    Base.objects.create(registration=lin, longitude=117.0, latitude=36.0, **SAID)
    Strength.objects.create(institution=institutions["firm"], headcount=9, share=250, **SAID)
    district, people = told()
    firm = next(one for one in district.institutions if one.kind == "law_firm")

    assert people["陈明"].skills == {"land"}
    assert (people["陈明"].x_km, people["陈明"].y_km) == kilometres(116.0, 35.0)
    assert (people["林芳"].x_km, people["林芳"].y_km) == kilometres(117.0, 36.0)
    assert (firm.headcount, firm.share) == (9, 0.25)
    assert next(one for one in district.institutions if one != firm).share is None


def test_avoidances_of_people_and_institutions_forbid(told, chen, lin, wu, village, village_next_door, institutions):
    Avoidance.objects.create(village=village_next_door, registration=lin, reason="kinship", **SAID)
    Avoidance.objects.create(village=village, institution=institutions["firm"], reason="dispute", **SAID)
    late = SAID | {"valid_from": UNTIL}
    Avoidance.objects.create(village=village, registration=lin, reason="other", **late)

    there, here = village_next_door.code, village.code
    assert told()[0].forbidden == {(str(lin.pk), there), (str(chen.pk), here), (str(wu.pk), here)}


def test_wishes_are_told_with_their_sign(told, lin, village, institutions):
    liked = Wish.objects.create(village=village, registration=lin, side="village", weight=3, **SAID)
    Wish.objects.create(village=village, institution=institutions["firm"], side="other", weight=-1, **SAID)
    wishes = {one.weight: one for one in told()[0].wishes}

    assert (wishes[3].adviser, wishes[3].village, wishes[3].key) == (str(lin.pk), village.code, str(liked.pk))
    assert wishes[-1].institution == str(institutions["firm"].pk)


def test_who_holds_a_post_is_the_incumbent_even_where_it_ends_the_day_before(told, chen, lin, village):
    Posting.objects.filter(registration=chen).update(valid_until=ON)
    Posting.objects.filter(registration=lin).update(valid_until=today() - timedelta(days=1))

    assert told()[0].incumbents.get((village.code, "A")) == str(chen.pk)
    assert (village.code, "B") not in told()[0].incumbents


def test_limits_and_weights_are_the_district_s_rules(told):
    for key, value in (("most_institutions_in_a_township", 3), ("weight_b_share", 50), ("weight_wish", 0)):
        Rule.objects.create(key=key, value=value, **SAID)
    district, _ = told()

    assert (district.caps.institutions, district.caps.townships) == (3, 4)
    assert (district.weights.b_share, district.weights.wish) == (0.5, 0.0)


def test_the_questions_are_as_many_whatever_the_size(told, register, village):
    def questions():
        with at_most(16):
            told()

    questions()
    for number in range(5, 9):
        person = register(f"新来{number}", "firm", number)
        licence(person, number=f"1370820001100000{number}")
        Speciality.objects.create(registration=person, topic="land", **SAID)
        Wish.objects.create(village=village, registration=person, side="village", weight=1, **SAID)
        Avoidance.objects.create(village=village, registration=person, reason="other", **SAID)
    questions()


def test_doubts_name_what_is_missing_and_the_cure(told, chen, lin, wu, institutions):
    licence(chen, until=date(2027, 6, 1))
    chen.adviser.kind = "other"
    chen.adviser.save()
    Registration.objects.filter(pk=lin.pk).update(valid_until=UNTIL - timedelta(days=1))
    Presence.objects.filter(institution=institutions["office"]).update(home_township=None)
    said = "\n".join(planning.doubts(ON, UNTIL))

    assert "陈明（演示·红花律师事务所）的执业证 2027-06-01 到期，管不到方案结束，不排岗位。换证以后请登记新证" in said
    assert "林芳（演示·红花法律服务所）、吴刚（演示·红花律师事务所）没有登记执业证的有效期" in said
    assert "林芳（演示·红花法律服务所）的名册登记到 2027-12-31 为止" in said
    assert "红花镇、青树镇没有登记中心位置" in said
    assert "红花村、青树村没有登记需求" in said
    assert "演示·红花法律服务所没有登记所在的镇街" in said


def test_doubts_name_a_plan_for_last_year_and_an_institution_with_nobody(told, lin):
    Registration.objects.filter(pk=lin.pk).update(valid_until=date(2021, 1, 1))
    said = "\n".join(planning.doubts(today() - timedelta(days=300)))

    assert "这一天已经过去。请改成今天或以后的日子。" in said
    assert "演示·红花法律服务所在名册上没有人，排不上岗位。请登记这家机构的法律顾问" in said


def test_doubts_name_who_has_no_kind_and_who_is_away(told, chen):
    licence(chen, kind="other")
    begins = datetime(2027, 2, 1, tzinfo=SHANGHAI)
    Absence.objects.create(registration=chen, begins_at=begins, ends_at=begins + timedelta(days=120), reason="illness")
    said = "\n".join(planning.doubts(ON, UNTIL))

    assert "陈明（演示·红花律师事务所）没有写明是律师还是基层法律服务工作者" in said
    assert "请假 120 天，超过本区规定的 90 天，不排岗位。提前回来的，请先销假再算。" in said


def test_doubts_of_a_long_list_name_a_few(told, register):
    for number in range(5, 9):
        register(f"新来{number}", "firm", number)

    assert any("等 7 个没有登记执业证的有效期" in one for one in planning.doubts(ON))


@pytest.mark.parametrize(
    ("make", "refusal"),
    [
        (lambda c: licence(c.chen), "one_licence_at_a_time"),
        (lambda c: licence(c.lin), "a_licence_number_is_one_person_s"),
        (lambda c: licence(c.wu, UNTIL, ON, "13708200011000009"), "licence_ends_after_it_began|range lower bound"),
        (lambda c: Base.objects.create(registration=c.chen, longitude=1.0, **SAID), "a_base_is_a_township_or"),
        (lambda c: Avoidance.objects.create(village=c.village, reason="other", **SAID), "an_avoidance_is_of_a_person"),
        (
            lambda c: Wish.objects.create(village=c.village, registration=c.chen, side="village", weight=2, **SAID),
            "a_wish_has_a_weight",
        ),
        (
            lambda c: Wish.objects.create(village=c.village, registration=c.lin, side="village", weight=3, **SAID),
            "a_side_wishes_about_a_person_once",
        ),
        (
            lambda c: Strength.objects.create(institution=c.chen.institution, headcount=1, share=1001, **SAID),
            "a_share_is_no_more_than_all",
        ),
    ],
)
def test_the_database_refuses(told, chen, lin, wu, village, make, refusal):
    class Cast:
        """Who is here."""

    Cast.chen, Cast.lin, Cast.wu, Cast.village = chen, lin, wu, village
    licence(chen)
    Wish.objects.create(village=village, registration=lin, side="village", weight=1, **SAID)

    with pytest.raises(Exception, match=refusal) as refused, transaction.atomic():
        make(Cast)
    assert isinstance(refused.value, IntegrityError) or "range lower bound" in str(refused.value)
