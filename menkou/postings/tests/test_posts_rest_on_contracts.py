"""Posts rest on what is on record: contract, roster, departure, cap; publishing settles it for all at once."""

from datetime import date, timedelta

import pytest

from menkou.advisers.models import Adviser, Licence, Registration
from menkou.core import clock, remarks
from menkou.core.errors import Conflict
from menkou.engagements import actions as engagements
from menkou.engagements.models import Contract
from menkou.places.models import Rule, Village
from menkou.postings import actions
from menkou.postings.models import Departure, Plan, Posting
from tests.cast import LONG_AGO
from tests.counting import at_most

DAY = timedelta(days=1)


@pytest.fixture
def publish(bureau, district):
    """Publish posts from a day on, today if none is named: (village, post, who)."""

    def publish(*posts, start: date | None = None) -> list[Posting]:
        start = start or clock.today()
        plan = Plan(value=1, bound=1, seconds=1, valid_from=start)
        rows = [Posting(village=where, post=post, registration=who, valid_from=start) for where, post, who in posts]
        actions.publish(by=bureau, district=district, plan=plan, postings=rows, pairings=[])
        return list(Posting.objects.filter(plan=plan).order_by("post", "village__code", "valid_from"))

    return publish


@pytest.fixture
def engaged(village, chen):
    """红花村 with Chen's firm until 30 days from now; more by days."""

    def engaged(first=-30, last=30, stage="signed") -> Contract:
        today = clock.today()
        days = {"valid_from": today + first * DAY, "valid_until": today + last * DAY}
        return Contract.objects.create(village=village, institution=chen.institution, stage=stage, **days)

    return engaged


def test_a_post_ends_with_its_contract_and_the_other_institution_s_stands_without(publish, village, chen, lin, engaged):
    contract = engaged()
    a, b = publish((village, "A", chen), (village, "B", lin))
    assert (a.contract_id, a.valid_until) == (contract.pk, contract.valid_until)
    assert (b.contract_id, b.valid_until) == (None, None)


def test_it_goes_on_under_the_contract_that_follows_and_can_be_published_over(publish, village, chen, lin, engaged):
    contract, following = engaged(), engaged(30, 60)
    first, then = publish((village, "A", chen))
    assert [first.contract_id, then.contract_id] == [contract.pk, following.pk]
    assert first.valid_until == then.valid_from == contract.valid_until
    assert first.place == then.place == 1

    assert publish((village, "A", chen), start=clock.today() + DAY) == []  # both rows stay as they are
    assert list(Posting.objects.filter(plan=first.plan).order_by("valid_from")) == [first, then]


def test_a_draft_binds_nobody(publish, village, chen, engaged):
    engaged(stage="draft")
    (a,) = publish((village, "A", chen))
    assert (a.contract_id, a.valid_until) == (None, None)


def test_before_its_contract_begins_a_post_stands_without(publish, village, chen, engaged):
    contract = engaged(5, 60)
    before, under = publish((village, "A", chen))
    assert (before.contract_id, before.valid_until) == (None, contract.valid_from)
    assert under.contract_id == contract.pk


def test_a_post_ends_where_its_holder_leaves_the_roster_or_departs(publish, village, chen, lin):
    until = clock.today() + 9 * DAY
    Registration.objects.filter(pk=chen.pk).update(valid_until=until)
    Departure.objects.create(registration=lin, why="suspended", valid_from=until, valid_until=until + DAY)
    a, b = publish((village, "A", chen), (village, "B", lin))
    assert a.valid_until == b.valid_until == until


@pytest.mark.parametrize("how", ["off the roster", "suspended"])
def test_who_is_not_here_by_then_is_named_and_nothing_changes(publish, village, chen, how):
    today = clock.today()
    if how == "suspended":
        Departure.objects.create(registration=chen, why="suspended", valid_from=today)
    else:
        Registration.objects.filter(pk=chen.pk).update(valid_until=today)
    with pytest.raises(Conflict, match="陈明.*红花村的A岗"):
        publish((village, "A", chen))
    assert Posting.objects.get(registration=chen).valid_until is None


def test_a_post_ends_with_the_last_of_its_holder_s_licences(publish, village, chen):
    today = clock.today()
    for begin, end in ((-9, 5), (5, 20), (30, 40)):
        days = {"valid_from": today + begin * DAY, "valid_until": today + end * DAY}
        Licence.objects.create(registration=chen, kind="lawyer", number="19900000000000001", source="执业证", **days)
    (a,) = publish((village, "A", chen))
    assert a.valid_until == today + 20 * DAY
    with pytest.raises(Conflict, match="陈明.*没有有效的执业证"):
        publish((village, "A", chen), start=today + 25 * DAY)


def test_open_posts_of_who_leaves_before_the_plan_begins_end_with_their_time_here(publish, village, chen, wu):
    gone = clock.today() + 3 * DAY
    Registration.objects.filter(pk=chen.pk).update(valid_until=gone)
    publish((village, "A", wu), start=gone + 4 * DAY)
    assert Posting.objects.get(registration=chen).valid_until == gone


def test_a_post_of_who_has_left_can_always_be_ended(publish, village, chen, wu):
    Registration.objects.filter(pk=chen.pk).update(valid_until=clock.today() - 3 * DAY)
    publish((village, "A", wu))
    assert Posting.objects.get(registration=chen).valid_until == clock.today()


@pytest.fixture
def villages(village):
    facts = {"township": village.township, "kind": "village", "valid_from": LONG_AGO}
    return [Village.objects.create(code=f"99990100130{n}", name=f"{n}号村", **facts) for n in range(8)]


def cap(key: str, value: int) -> None:
    Rule.objects.create(key=key, value=value, valid_from=LONG_AGO, source="区规")


def test_one_post_beyond_the_district_s_cap_is_refused_in_a_sentence(publish, villages, chen):
    cap("most_a_posts", 2)
    cap("most_posts", 3)
    publish(*[(one, "A", chen) for one in villages[:2]], (villages[2], "B", chen))
    with pytest.raises(Conflict, match="陈明的A岗超过了名额.*最多任 2 个A岗"):
        publish(*[(one, "A", chen) for one in villages[:3]])
    with pytest.raises(Conflict, match="陈明的岗位（A岗、B岗合计）超过了名额.*最多任 3 个"):
        publish(*[(one, "B", chen) for one in villages[:4]])
    assert Plan.objects.count() == 1


def test_a_trainee_gets_no_a_post(publish, village, chen):
    Adviser.objects.filter(pk=chen.adviser_id).update(kind="trainee")
    with pytest.raises(Conflict, match="实习律师不能任A岗"):
        publish((village, "A", chen))


def test_a_whole_plan_is_settled_with_a_handful_of_statements(publish, villages, village, chen, lin, engaged):
    engaged()
    with at_most(45):
        publish(
            *[(one, "A", chen) for one in villages[:5]], *[(one, "B", lin) for one in villages], (village, "A", chen)
        )


@pytest.fixture
def renew(bureau, district):
    """续签 for 30 days more."""

    def renew(contract: Contract, **how) -> Contract:
        engagements.renew(
            by=bureau, district=district, contracts=[contract], until=contract.valid_until + 30 * DAY, **how
        )
        return Contract.objects.get(village=contract.village, valid_from=contract.valid_until)

    return renew


def under(contract: Contract) -> list[tuple]:
    return list(Posting.objects.filter(contract=contract).values_list("registration", "valid_from", "valid_until"))


def test_with_a_renewal_the_same_person_goes_on_and_without_it_no_more(publish, renew, village, chen, engaged, bureau):
    contract = engaged()
    publish((village, "A", chen))
    following = renew(contract)
    assert under(following) == [(chen.pk, following.valid_from, following.valid_until)]

    engagements.withdraw(by=bureau, contract=following)
    assert [post.contract_id for post in Posting.objects.filter(valid_until__gt=clock.today())] == [contract.pk]


def test_a_renewal_binds_once_it_is_signed(publish, renew, village, chen, engaged, bureau, district):
    contract = engaged()
    publish((village, "A", chen))
    following = renew(contract, stage="draft")
    assert under(following) == []
    engagements.sign(by=bureau, district=district, contracts=[following], signed_on=clock.today())
    assert len(under(following)) == 1


def test_who_leaves_with_the_old_contract_does_not_go_on(publish, renew, village, chen, engaged):
    contract = engaged()
    publish((village, "A", chen))
    Registration.objects.filter(pk=chen.pk).update(valid_until=contract.valid_until)
    assert under(renew(contract)) == []


def test_a_post_without_a_contract_stands_under_the_one_that_is_signed_later(
    publish, village, chen, lin, bureau, district, engaged
):
    publish((village, "A", chen), (village, "B", lin))
    contract = engaged(3, 60, stage="draft")
    engagements.sign(by=bureau, district=district, contracts=[contract], signed_on=clock.today())
    assert under(contract) == [(chen.pk, contract.valid_from, contract.valid_until)]
    before = Posting.objects.get(registration=chen, contract=None, valid_from=clock.today())
    assert before.valid_until == contract.valid_from


def test_a_contract_that_ends_early_takes_its_posts_along(publish, village, chen, engaged, bureau):
    contract = engaged()
    publish((village, "A", chen), start=clock.today() - DAY)
    engagements.end(by=bureau, contract=contract, reason="机构注销")
    assert {post.valid_until for post in Posting.objects.filter(contract=contract)} == {clock.today()}


@pytest.fixture
def signed(bureau, district, village, chen):
    """Sign contracts of 红花村 with Chen's firm, each from a day until a day; returns what whoever signs is told."""

    def signed(*spans: tuple[int, int]) -> list[str]:
        today, facts = clock.today(), {"village": village, "institution": chen.institution, "stage": "signed"}
        rows = [Contract(valid_from=today + a * DAY, valid_until=today + b * DAY, **facts) for a, b in spans]
        with remarks.listening() as heard:
            engagements.engage(by=bureau, district=district, contracts=rows)
        return [one.words for one in heard]

    return signed


def test_that_a_year_s_contract_signed_today_ends_in_a_year_is_no_warning(publish, signed, village, chen, lin):
    publish((village, "A", chen), (village, "B", lin))
    assert signed((0, 365)) == []


def test_an_end_that_is_near_and_nobody_follows_is_said(publish, signed, village, chen, lin):
    publish((village, "A", chen), (village, "B", lin))
    (words,) = signed((0, 30))
    assert "聘用合同到期" in words
    assert words.endswith("请按时续签。")


def test_days_between_two_contracts_are_said_however_far_ahead(publish, signed, village, chen, lin):
    publish((village, "A", chen), (village, "B", lin))
    assert signed((310, 600)) == []
    (words,) = signed((0, 300))
    hole = [clock.in_words(clock.today() + day * DAY) for day in (300, 310)]
    assert "从 {}起到 {}没有人".format(*hole) in words


@pytest.mark.parametrize("spans", [((5, 300), (300, 600)), ((300, 600), (5, 300))])
def test_two_contracts_signed_at_once_are_stood_under_one_after_the_other(publish, signed, village, chen, spans):
    publish((village, "A", chen))
    signed(*spans)
    ends = [
        (post.valid_until - clock.today()).days for post in Posting.objects.filter(registration=chen, village=village)
    ]
    assert sorted(ends)[-3:] == [5, 300, 600]


def test_what_is_empty_between_two_contracts_signed_at_once_is_said(publish, signed, village, chen, lin):
    publish((village, "A", chen), (village, "B", lin))
    (words,) = signed((0, 300), (310, 600))
    assert f"从 {clock.in_words(clock.today() + 300 * DAY)}起到" in words
