"""岗位 from a table: who serves today and is not on record yet, what is wrong in words, and all of it taken back."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from menkou.advisers.models import Adviser, Licence, Registration
from menkou.core.clock import today
from menkou.core.errors import Conflict, Refused
from menkou.engagements.models import Contract
from menkou.imports import queries
from menkou.imports.models import Line
from menkou.imports.tests.test_importing import everything
from menkou.imports.undoing.actions import undo
from menkou.places.models import Rule, Village
from menkou.postings import actions
from menkou.postings.models import Avoidance, Departure, Posting
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
HEAD = ["代码", "行政村", "A岗", "B岗", "起始日"]
DAY = timedelta(days=1)
SAID = {"valid_from": LONG_AGO, "source": "测试文件"}


@pytest.fixture(autouse=True)
def nobody_serves(chen, lin, wu):
    """All three are on the roster, and no post is on record."""
    Posting.objects.all().delete()


@pytest.fixture
def row(village):
    """A row that is right, with what a test changes of it."""

    def row(**said):
        plain = {"代码": village.code, "A岗": "陈明", "B岗": "林芳", "起始日": "2026-01-15"}
        return [(plain | said).get(title, "") for title in HEAD]

    return row


def said(dropped) -> list[str]:
    return [one.problems[0]["sentence"] for one in queries.lines_of(dropped).exclude(problems=[])]


def held() -> list[tuple]:
    return sorted(Posting.objects.values_list("post", "registration__adviser__name", "valid_from", "valid_until"))


def test_a_row_becomes_two_posts_and_goes_again(drop, apply, bureau, row):
    before = everything()
    dropped = drop({"在岗名单": [HEAD, row()]})
    line = Line.objects.get(dropped=dropped)

    assert (dropped.sheets[0]["kind"], line.status, line.title, said(dropped)) == ("postings", "new", "红花村委会", [])
    assert everything() == before
    apply(dropped)
    assert [(post, who, str(since), until) for post, who, since, until in held()] == [
        ("A", "陈明", "2026-01-15", None),
        ("B", "林芳", "2026-01-15", None),
    ]
    undo(by=bureau, dropped=dropped)
    assert everything() == before


def test_without_a_code_the_name_is_enough_and_without_a_day_it_is_today(drop, apply, row, village):
    apply(drop({"岗位": [HEAD, row(代码="", 行政村="红花村", B岗="", 起始日="")]}))

    assert held() == [("A", "陈明", today(), None)]
    again = drop({"岗位": [HEAD, row(起始日="")]})
    assert Line.objects.get(dropped=again).was == {"b": None}
    apply(again)
    assert [who for _, who, *_ in held()] == ["陈明", "林芳"]
    line = Line.objects.get(dropped=drop({"岗位": [HEAD, row(起始日="2026-03-01")]}))
    assert (line.status, "valid_from" in line.values) == ("same", False)  # since when somebody serves stays as it is


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"代码": ""}, "没有写是哪个村"),
        ({"代码": "99990100120"}, "应是 12 位数字"),
        ({"代码": "999901001299"}, "没有代码是 999901001299 的村"),
        ({"行政村": "青树村"}, "这个代码是红花村委会，不是青树村"),
        ({"A岗": "没有这人"}, "没有叫“没有这人”的法律顾问"),
        ({"A岗": "", "B岗": ""}, "A岗、B岗都空着"),
        ({"B岗": "陈明"}, "两岗必须是两个人"),
        ({"起始日": "2099-01-01"}, "起始日还没到"),
        ({"起始日": "去年"}, "看不懂是哪一天"),
        ({"起始日": "1990-01-01"}, "起在名册上"),
    ],
)
def test_what_is_wrong_is_said_by_row(drop, row, change, says):
    Village.objects.create(
        code="999901001202",
        name="青树村",
        kind="village",
        township=Village.objects.get(code=row()[0]).township,
        valid_from=LONG_AGO,
    )
    dropped = drop({"岗位": [HEAD, row(**change)]})

    assert says in said(dropped)[0]
    assert not dropped.will_do


def test_who_is_on_record_already_is_not_changed_by_a_table(drop, row, village, wu):
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=LONG_AGO)

    assert "A岗已经登记了吴刚" in said(drop({"岗位": [HEAD, row()]}))[0]
    assert "两岗必须是两个人" in said(drop({"岗位": [HEAD, row(A岗="", B岗="吴刚")]}))[0]


def test_what_was_held_until_a_day_is_begun_on_that_day(drop, row, village, wu):
    until = today() - 5 * DAY
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=LONG_AGO, valid_until=until)

    assert f"到 {until} 为止登记过人" in said(drop({"岗位": [HEAD, row()]}))[0]
    assert said(drop({"岗位": [HEAD, row(起始日=until)]})) == []


def test_what_is_arranged_for_later_comes_after_it(drop, apply, bureau, row, village, wu):
    later = today() + 20 * DAY
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=later)
    apply(drop({"岗位": [HEAD, row(B岗="")]}))

    assert [(who, until) for _, who, _, until in held()] == [("吴刚", None), ("陈明", later)]


@pytest.mark.parametrize(
    ("fact", "says"),
    [
        (lambda c: Avoidance.objects.create(village=c.village, registration=c.chen, reason="kinship", **SAID), "回避"),
        (
            lambda c: Avoidance.objects.create(
                village=c.village, institution=c.chen.institution, reason="dispute", **SAID
            ),
            "回避",
        ),
        (
            lambda c: Departure.objects.create(registration=c.chen, why="suspended", valid_from=today() - DAY),
            "登记了停止执业",
        ),
        (lambda c: licence(c.chen, until=today() - DAY), "有效的执业证"),
        (lambda c: contract(c, until=today() - DAY), "为止，岗位也到那天"),
        (lambda c: Rule.objects.create(key="most_a_posts", value=0, **SAID), "陈明的A岗超过了名额"),
        (lambda c: Rule.objects.create(key="b_kinds", value=2, **SAID), "林芳这一类人员不能替"),
        (lambda c: Adviser.objects.filter(pk=c.chen.adviser_id).update(kind="trainee"), "实习律师不能任A岗"),
    ],
)
def test_each_rule_of_a_post_is_said_by_row_and_holds_in_the_action_too(
    drop, bureau, district, row, village, chen, lin, fact, says
):
    class Cast:
        pass

    cast = Cast()
    cast.village, cast.chen = village, chen
    fact(cast)

    assert says in said(drop({"岗位": [HEAD, row()]}))[0]
    with pytest.raises(Conflict):
        actions.record(by=bureau, district=district, postings=posts(village, chen, lin))
    assert not Posting.objects.exists()


def posts(village, a, b) -> list[Posting]:
    since = today() - 300 * DAY
    return [Posting(village=village, post=p, registration=who, valid_from=since) for p, who in (("A", a), ("B", b))]


def licence(who, until) -> None:
    facts = {"kind": "lawyer", "number": "13708200011000001", "source": "换证"}
    Licence.objects.create(registration=who, valid_from=LONG_AGO, valid_until=until, **facts)


def contract(cast, until) -> None:
    house = cast.chen.institution
    Contract.objects.create(
        village=cast.village, institution=house, stage="signed", valid_from=LONG_AGO, valid_until=until
    )


def test_the_cap_is_counted_over_the_rows_of_the_file(drop, row, village):
    Rule.objects.create(key="most_a_posts", value=1, **SAID)
    other = {"code": "999901001202", "name": "二号村", "kind": "village", "township": village.township}
    Village.objects.create(**other, valid_from=LONG_AGO)
    dropped = drop({"岗位": [HEAD, row(), row(代码=other["code"], B岗="吴刚")]})

    assert said(dropped) == ["陈明的A岗超过了名额：按本区规则，每人最多 1 个A岗。"]
    assert dropped.counts["new"] == 1


def test_a_post_stands_under_the_contract_of_the_same_file_and_both_go_again(drop, apply, bureau, row, chen):
    first, last = today() - 100 * DAY, today() + 200 * DAY
    before = everything()
    dropped = apply(
        drop(
            {
                "合同": [
                    ["村（社区）", "执业机构", "起", "止（含当天）"],
                    [row()[0], chen.institution.name, first, last],
                ],
                "在岗": [HEAD, row(起始日=first)],
                "工作日历": [["日期", "上班或放假", "依据"], ["2027-10-01", "放假", "放假通知"]],
            }
        )
    )

    assert Posting.objects.get(post="A").contract == Contract.objects.get()
    undo(by=bureau, dropped=dropped)
    assert everything() == before


def test_posts_are_recorded_by_the_bureau_only(office, district, village, chen, lin):
    with pytest.raises(Refused, match="区司法局"):
        actions.record(by=office, district=district, postings=posts(village, chen, lin))
    assert not Posting.objects.exists()


def test_nobody_is_recorded_in_a_village_that_has_been_merged_since_the_rows_were_read(
    bureau, district, village, chen, lin
):
    Village.objects.filter(pk=village.pk).update(valid_until=today())
    with pytest.raises(Conflict, match="已经撤并"):
        actions.record(by=bureau, district=district, postings=posts(village, chen, lin))
    assert not Posting.objects.exists()


def test_nobody_is_recorded_for_a_day_to_come_or_where_somebody_is(bureau, district, village, chen, lin, wu):
    ahead = Posting(village=village, post="A", registration=chen, valid_from=today() + DAY)
    with pytest.raises(Conflict, match="起始日还没到"):
        actions.record(by=bureau, district=district, postings=[ahead])
    Posting.objects.create(village=village, post="A", registration=wu, valid_from=LONG_AGO)
    with pytest.raises(Conflict, match="红花村A岗在这些天里已经登记了人"):
        actions.record(by=bureau, district=district, postings=posts(village, chen, lin))
    assert Registration.objects.filter(posting__isnull=False).count() == 1


def test_a_row_that_is_wrong_puts_nobody_anywhere_for_the_rows_that_follow(drop, apply, row, village, lin):
    other = {"code": "999901001202", "name": "二号村", "kind": "village", "township": village.township}
    elsewhere = Village.objects.create(**other, valid_from=LONG_AGO)
    Posting.objects.create(village=elsewhere, post="B", registration=lin, valid_from=LONG_AGO)
    Rule.objects.create(key="most_posts", value=1, **SAID)
    dropped = drop({"岗位": [HEAD, row(), row(B岗="吴刚")]})

    assert said(dropped) == ["林芳的岗位（A岗、B岗合计）超过了名额：按本区规则，每人最多 1 个岗位（A岗、B岗合计）。"]
    apply(dropped)
    here = Posting.objects.filter(village=village).order_by("post")
    assert [str(one.registration) for one in here] == ["陈明", "吴刚"]


def test_who_left_and_came_back_is_put_on_record_like_anybody(drop, apply, row, chen, institutions):
    day = today() - 100 * DAY
    Departure.objects.create(registration=chen, why="left", valid_from=day)
    licence(chen, until=day)
    Registration.objects.filter(pk=chen.pk).update(valid_until=day)
    of = {"adviser": chen.adviser, "institution": institutions["office"], "phone": chen.phone}
    back = Registration.objects.create(**of, valid_from=day)
    dropped = drop({"岗位": [HEAD, row(起始日=day)]})

    assert said(dropped) == []
    apply(dropped)
    assert Posting.objects.get(post="A").registration == back


def test_whoever_publishes_at_the_same_moment_and_an_import_never_wait_for_each_other(drop, apply, row):
    dropped = drop({"岗位": [HEAD, row()]})
    with CaptureQueriesContext(connection) as asked:
        apply(dropped)
    said = [one["sql"] for one in asked]
    turn = next(at for at, sql in enumerate(said) if "pg_advisory_xact_lock" in sql and "'postings:" in sql)
    rows = next(at for at, sql in enumerate(said) if "FOR UPDATE" in sql and 'FROM "postings_posting"' in sql)
    assert turn < rows
