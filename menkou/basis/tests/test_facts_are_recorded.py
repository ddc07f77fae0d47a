"""派驻依据 put on record and ended: by whom, with what said where it cannot be."""

from datetime import date, timedelta

import pytest

from menkou.advisers.models import Base, Licence, Speciality, Strength
from menkou.basis import actions, queries
from menkou.basis.kinds import KINDS
from menkou.core.actors import INSTALLER
from menkou.core.clock import today
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry
from menkou.engagements.models import Obligation
from menkou.places.models import Demand
from menkou.postings.models import Avoidance, Wish
from tests.cast import LONG_AGO

SAID = {"valid_from": LONG_AGO, "source": "测试文件"}
LATER = date(2026, 6, 1)


def licence(who, number="13708200011000001", **more):
    return Licence(registration=who, kind="lawyer", number=number, **SAID | more)


def test_a_new_fact_ends_the_one_before_that_day(bureau, chen):
    old = actions.record(by=bureau, fact=licence(chen))
    new = actions.record(by=bureau, fact=licence(chen, valid_from=LATER))
    old.refresh_from_db()

    assert (old.valid_until, new.valid_until) == (LATER, None)
    assert AuditEntry.objects.filter(what="basis.recorded", subject=f"advisers.Licence:{new.pk}").exists()


@pytest.mark.parametrize("day", [LONG_AGO, date(2019, 1, 1)])
def test_history_is_not_rewritten(bureau, chen, day):
    actions.record(by=bureau, fact=licence(chen))

    with pytest.raises(Conflict, match="更晚的一天"):
        actions.record(by=bureau, fact=licence(chen, valid_from=day))


def test_facts_about_other_things_stay(bureau, chen, lin, village):
    for fact in (
        Speciality(registration=chen, topic="land", **SAID),
        Speciality(registration=chen, topic="family", **SAID),
        Wish(village=village, registration=chen, side="village", weight=1, **SAID),
        Wish(village=village, registration=chen, side="other", weight=1, **SAID),
        Wish(village=village, institution=lin.institution, side="village", weight=1, **SAID),
        Wish(village=village, institution=chen.institution, side="village", weight=-3, **SAID),
    ):
        actions.record(by=bureau, fact=fact)

    assert Speciality.objects.filter(valid_until=None).count() == 2
    assert Wish.objects.filter(valid_until=None).count() == 4


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda c, v: licence(c, number="？"), "不像一个证号"),
        (lambda c, v: licence(c, valid_until=LONG_AGO), "结束的日子要在开始的日子之后|range lower"),
        (lambda c, v: Strength(institution=c.institution, headcount=1, share=1001, **SAID), "千分之 1000"),
        (lambda c, v: Base(registration=c, **SAID), "只填一样"),
        (lambda c, v: Avoidance(village=v, reason="other", **SAID), "只选一样"),
        (lambda c, v: Wish(village=v, registration=c, side="village", weight=2, **SAID), "意愿|有效"),
        (
            lambda c, v: Demand(
                village=v,
                population=1,
                consultations=1,
                remoteness=1,
                needs=["land", "loans", "family", "labour"],
                **SAID,
            ),
            "最多选三项",
        ),
        (lambda c, v: Obligation(unit="hours", per="village", window="month", least=0, **SAID), "至少要写 1"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(bureau, chen, village, make, said):
    with pytest.raises(Invalid, match=said):
        actions.record(by=bureau, fact=make(chen, village))


def test_a_number_of_somebody_else_is_said(bureau, chen, lin):
    actions.record(by=bureau, fact=licence(chen))

    with pytest.raises(Invalid, match="已经登记给别人"):
        actions.record(by=bureau, fact=licence(lin))


def test_directors_and_cadres_record_their_own_and_nothing_else(
    director, cadre, office, chen, lin, village, institutions
):
    wish = {"village": village, "weight": 1, **SAID}
    for by, fact in (
        (director, Speciality(registration=chen, topic="land", **SAID)),
        (director, Base(registration=chen, longitude=116.6, latitude=35.4, **SAID)),
        (director, Wish(institution=institutions["firm"], side="other", **wish)),
        (director, Wish(registration=chen, side="other", **wish)),
        (cadre, Wish(registration=chen, side="village", **wish)),
    ):
        actions.record(by=by, fact=fact)
    for by, fact in (
        (director, licence(chen)),
        (director, Speciality(registration=lin, topic="land", **SAID)),
        (director, Wish(institution=institutions["office"], side="other", **wish)),
        (director, Wish(institution=institutions["firm"], side="village", **wish)),
        (cadre, Wish(registration=lin, side="other", **wish)),
        (cadre, Avoidance(village=village, registration=chen, reason="other", **SAID)),
        (office, Strength(institution=institutions["firm"], headcount=1, **SAID)),
    ):
        with pytest.raises(Refused, match="区司法局"):
            actions.record(by=by, fact=fact)


def test_a_fact_ends_after_its_last_day_once(bureau, chen):
    fact = actions.record(by=bureau, fact=licence(chen))
    yesterday = today() - timedelta(days=1)
    actions.end(by=bureau, fact=fact, last=yesterday)
    fact.refresh_from_db()

    assert fact.valid_until == today()
    with pytest.raises(Conflict, match="已经结束"):
        actions.end(by=bureau, fact=fact, last=yesterday)


def test_what_has_not_begun_is_struck_out(bureau, chen):
    fact = actions.record(by=bureau, fact=licence(chen, valid_from=today() + timedelta(days=3)))
    actions.end(by=bureau, fact=fact, last=today())

    assert not Licence.objects.exists()


@pytest.mark.parametrize(
    ("until", "last", "said"),
    [(None, date(2019, 1, 1), "这天或以后"), (date(2099, 1, 1), date(2099, 1, 1), "提前结束")],
)
def test_an_end_that_cannot_be_is_said(bureau, chen, until, last, said):
    fact = actions.record(by=bureau, fact=licence(chen, valid_until=until))

    with pytest.raises(Invalid, match=said):
        actions.end(by=bureau, fact=fact, last=last)


def test_many_are_taken_in_whole_or_not_at_all(district, bureau, chen, lin, director):
    facts = [licence(chen), licence(lin, "13708200011000002"), Speciality(registration=chen, topic="land", **SAID)]
    with pytest.raises(Refused, match="区司法局"):
        actions.take_in(by=director, district=district, facts=facts)
    with pytest.raises(Conflict):
        actions.take_in(by=INSTALLER, district=district, facts=[*facts, licence(chen, "13708200011000003")])
    assert not Licence.objects.exists()

    assert actions.take_in(by=bureau, district=district, facts=facts) == 3


def test_each_sees_their_own(bureau, auditor, director, cadre, office, chen, lin, village, village_next_door):
    for who, number in ((chen, 1), (lin, 2)):
        actions.record(by=bureau, fact=licence(who, f"1370820001100000{number}"))
    for where, side in ((village, "village"), (village, "other"), (village_next_door, "village")):
        fact = Wish(village=where, registration=chen, side=side, weight=1, **SAID)
        actions.record(by=bureau, fact=fact)
    seen = {by.name: queries.counts(by) for by in (bureau, auditor, director, cadre, office)}

    assert seen["bureau"] == seen["auditor"]
    assert set(seen["bureau"]) == set(KINDS)
    assert (seen["bureau"]["licences"], seen["bureau"]["wishes"]) == (2, 3)
    assert (seen["director"]["licences"], seen["director"]["wishes"]) == (1, 1)
    assert seen["cadre"] == {"demands": 0, "wishes": 1}
    assert seen["office"] == {}
