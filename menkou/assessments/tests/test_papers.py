"""Papers of an assessment: each number in them is that of its page, nobody is ranked, and nothing is typed or invented."""

from collections import Counter
from datetime import timedelta
from statistics import mean

import pytest

from menkou.advisers.models import Registration
from menkou.assessments import queries
from menkou.assessments.cycling import locking
from menkou.assessments.following import actions as following
from menkou.assessments.following.actions import Finding
from menkou.assessments.models import Answer, Consequence, Cycle, Reply, Score, Sheet, Survey
from menkou.assessments.papers import circular, orders
from menkou.assessments.papers import queries as papers
from menkou.assessments.rules.items import written
from menkou.core import clock
from menkou.core.errors import Conflict
from menkou.papers.official.paper import Paper, Table, sourced_in
from menkou.papers.official.telling import in_digits, told, words_of
from menkou.papers.tests.reading import unsourced
from menkou.worklogs.models import Check, Draw
from menkou.worklogs.sampling import queries as sampling

HALF = "2026年上半年"


def found_in(paper: Paper) -> dict[str, str]:
    """What a paper says, by the keys of its pages; the same key says the same wherever it stands."""
    found: dict[str, str] = {}
    for one in sourced_in(paper):
        assert found.setdefault(one.key, str(one)) == str(one), one.key
    return found


def day(moment) -> str:
    return in_digits(moment.astimezone(clock.SHANGHAI).date())


@pytest.fixture
def locked(drawn, bureau, second, village, office, entry):
    """A half-year with three grades, a review decided, a survey and a sample, locked by another person."""
    for grade, points, name in (("优秀", 9300, "陈明"), ("合格", 8000, "林芳"), ("不合格", 4000, "吴刚")):
        Sheet.objects.filter(name=name).update(grade=grade, points=points)
    sheet, item = Sheet.objects.get(name="林芳"), Score.objects.filter(sheet__name="林芳").first().item
    facts = {"sheet": sheet, "item": item, "text": "12日去了村里", "wants_review": True, "made_at": clock.now()}
    facts |= {"made_by_id": second.user_id, "decision": "kept", "decision_note": "没有记录", "decided_at": clock.now()}
    Reply.objects.create(**facts, decided_by_id=bureau.user_id, once_digest=b"1")
    drawn_facts = {"seed": b"s", "drawn_at": clock.now(), "drawn_by_id": bureau.user_id}
    survey = Survey.objects.create(
        cycle=drawn, village=village, households=90, size=6, places=list(range(1, 7)), **drawn_facts
    )
    for place in range(1, 7):
        said = {"way": "link", "satisfied": "yes" if place < 6 else "no", "answered_on": clock.today()}
        Answer.objects.create(survey=survey, place=place, digest=bytes([place]), **said)
    sample = {"township": village.township, "period": "2026-03", "number": 1, "population": b"p", "digest": b"d"}
    draw = Draw.objects.create(**sample, count=9, percent=10, per_adviser=1, **drawn_facts)
    Check.objects.create(draw=draw, entry=entry)
    return lock(drawn, bureau, second)


def lock(cycle: Cycle, first, second) -> Cycle:
    """As its pages would, in one go."""
    now, week = clock.now(), timedelta(days=7)
    facts = {"shown_at": now, "shown_by": first.user_id, "answer_until": now + week, "publicity_at": now + week}
    facts |= {"publicity_by": first.user_id, "publicity_until": now + 2 * week, "locked_at": now + 2 * week}
    facts |= {"locked_by": second.user_id, **locking.seal(cycle), "state": Cycle.State.LOCKED}
    Cycle.objects.filter(pk=cycle.pk).update(**facts)
    cycle.refresh_from_db()
    return cycle


def on_pages(by, cycle: Cycle) -> dict[str, str]:
    """The same numbers as the pages have them, each asked for there."""
    sheets = list(queries.sheets_of(by, cycle).select_related("registration__institution"))
    grades = [one.title for one in sheets[0].scheme.grades.order_by("-least")]
    houses: dict[str, Counter] = {}
    for one in sheets:
        houses.setdefault(one.registration.institution.name, Counter())[one.grade] += 1
    found: dict[str, object] = {f"of:{one.pk}": one.grade for one in sheets}
    found |= {"sheets:adviser": len(sheets), "houses": len(houses)}
    found |= {f"grade:{grade}": sum(one.grade == grade for one in sheets) for grade in grades}
    for name, people in houses.items():
        found |= {f"house:{name}": people.total(), f"house:{name}:own": "没有单独考核"}
        found |= {f"house:{name}:{grade}": people[grade] for grade in grades}
    found |= {"scheme:title": sheets[0].scheme.title, "scheme:version": sheets[0].scheme.version}
    for name in ("opened_at", "shown_at", "publicity_at", "publicity_until", "locked_at"):
        found[name] = day(getattr(cycle, name))
    replies = [one for sheet in sheets for one in queries.replies_of(sheet)]
    found |= {"replies:all": len(replies), "replies:reviews": sum(one.wants_review for one in replies)}
    found |= {f"replies:{one}": sum(reply.decision == one for reply in replies) for one in ("kept", "changed")}
    draws = list(sampling.listed(by))
    found |= {f"sampled:{name}": sum(getattr(one, name) for one in draws) for name in ("size", "done", "differing")}
    answers = Answer.objects.filter(survey__cycle=cycle)
    found |= {"sampled:draws": len(draws), "asked:villages": 1, "asked:households": 6}
    found |= {"asked:answers": answers.count(), "asked:satisfied": answers.filter(satisfied="yes").count()}
    return {key: str(value) for key, value in (found | _of_items(sheets) | _of_posts(sheets)).items()}


def _of_items(sheets) -> dict[str, object]:
    found: dict[str, object] = {}
    scores = [one for sheet in sheets for one in queries.scores_of(sheet)]
    for item in sheets[0].scheme.items.all():
        own = [one.points for one in scores if one.item_id == item.pk and one.is_counted]
        rest = sum(one.item_id == item.pk and not one.is_counted for one in scores)
        few = len(own) < 2
        mean_ = "太少，不列" if few else written(int(mean(own) + 0.5))
        full = "太少，不列" if few else sum(one == item.most for one in own)
        key = f"item:{item.key}"
        found |= {f"{key}:mean": mean_, f"{key}:full": full, f"{key}:most": written(item.most), f"{key}:rest": rest}
    return found


def _of_posts(sheets) -> dict[str, object]:
    people = Registration.objects.filter(pk__in=[one.registration_id for one in sheets])
    return {
        f"villages:{one.pk}": "、".join(
            f"{post.village.short_name}{post.post}岗" for post in one.posting_set.order_by("village__code", "post")
        )
        for one in people
    }


@pytest.fixture
def two_are_enough(monkeypatch):
    from menkou.places.rules.defaults import DEFAULTS

    monkeypatch.setitem(DEFAULTS, "fewest_in_a_list", 2)


def test_every_number_of_the_circular_is_the_number_of_its_page(locked, bureau, district, two_are_enough):
    paper = circular.paper_of(bureau, locked, district)
    assert found_in(paper) == on_pages(bureau, locked)
    assert unsourced(paper, HALF) == []


def test_the_circular_lists_by_institution_and_name_and_prints_nobodys_points(locked, bureau, district):
    paper = circular.paper_of(bureau, locked, district)
    people = paper.annexes[0].body[0]
    assert isinstance(people, Table)
    assert [row[2] for row in people.rows] == ["林芳", "陈明", "吴刚"]  # 法律服务所 before 律师事务所, then by sound
    assert paper.annexes[0].is_wide
    assert not {"93", "80", "40"} & set(map(str, sourced_in(paper)))
    assert all("名次" not in head and "得分" not in head for head in people.heads)


def test_the_circular_has_no_number_no_day_and_no_seal(locked, bureau, district):
    said = told(circular.paper_of(bureau, locked, district))
    assert (said["head"], said["number"]) == ("示例区司法局文件", "〔    〕    号")
    assert said["signatures"] == [
        {"name": "示例区司法局", "seal": "加盖示例区司法局公章", "hand": "", "day": "    年    月    日"}
    ]
    assert said["imprint"]["printed"] == "    年    月    日印发"


def test_few_answers_and_few_scores_are_not_told(locked, bureau, district):
    Answer.objects.filter(place__gt=4).update(way="", satisfied="", answered_on=None)
    found = found_in(circular.paper_of(bureau, locked, district))
    assert "asked:answers" not in found
    assert {value for key, value in found.items() if key.endswith((":mean", ":full"))} == {"太少，不列"}


def test_before_it_is_locked_there_is_no_circular(drawn, bureau, district, auditor, office):
    with pytest.raises(Conflict, match="锁定"):
        circular.paper_of(bureau, drawn, district)
    assert not papers.cycles_for(auditor).exists()


def of_case(one: Consequence) -> dict[str, str]:
    """The facts of a case's page."""
    until = one.answer_until.astimezone(clock.SHANGHAI)
    found = {"answer_until": day(until), "answer_until:time": f"{until:%H:%M}", "told_at": day(one.told_at)}
    found |= {"decided_at": in_digits(one.decided_at and one.decided_at.astimezone(clock.SHANGHAI).date())}
    found |= {"carry_out_until": in_digits(one.carry_out_until), "ends_on": in_digits(one.ends_on)}
    found |= {"yuan": f"{(one.told_fen or 0) / 100:.2f}", "decided_yuan": f"{(one.fen or 0) / 100:.2f}"}
    found |= {"scope": one.get_scope_display(), "posts": "红花村A岗"}
    found |= {f"post:0:{at}": cell for at, cell in enumerate(("红花镇", "红花村", "A岗", "陈明"))}
    return found | {"who": f"{one.institution.name}{one.registration.adviser.name}"}


@pytest.mark.parametrize(
    ("kind", "paper", "proposal", "says"),
    [
        ("replace", "told", {"villages": ("999901001201",)}, "拟责令更换法律顾问"),
        ("deduct", "told", {"fen": 50_050}, "拟扣减补贴500.50元"),
        ("notice", "told", {"scope": "own"}, "只告诉本人和所在机构"),
        ("replace", "replace", {"villages": ("999901001201",)}, "红花镇司法所，红花镇红花村村民委员会"),
        ("rectify", "rectify", {}, "本局复查"),
        ("notice", "notice", {"scope": "institutions"}, "各律师事务所、基层法律服务所："),
        ("deduct", "deduct", {"fen": 50_050}, "的补贴500.50元。扣减的数额从决定以后下一批补贴里扣除"),
    ],
)
def test_a_paper_of_a_case_says_what_its_page_says(case, district, chen, kind, paper, proposal, says):
    one = case(kind, **proposal)
    made = orders.of_case(paper, one, district)
    page, typed = of_case(one), (one.facts + one.proposed + one.decision_note).replace("\n", "")
    for found in sourced_in(made):
        if found.key in ("facts", "proposed", "decision_note"):
            assert found in typed
        else:
            assert (found.page, found) == ("结果运用", page[found.key])
    assert unsourced(made) == []
    assert says in "".join(words_of(told(made)))
    assert told(made)["signatures"][0]["seal"] == "加盖示例区司法局公章"


def test_what_was_not_told_or_decided_has_no_paper(case, bureau, district, chen):
    one = case("rectify", decided=False)
    with pytest.raises(Conflict, match="还没有决定"):
        orders.rectification(one, district)
    with pytest.raises(Conflict, match="不是这一种"):
        orders.replacement(one, district)
    assert orders.offered(one) == ["told"]
    finding = Finding("seen:y", "other", "事实", chen.institution)
    untold = following.open_one(by=bureau, district=district, finding=finding, kind="rectify")
    with pytest.raises(Conflict, match="还没有告知"):
        orders.told(untold, district)


def test_a_statement_is_said_to_have_been_heard_and_not_repeated(case, district):
    words = "".join(words_of(told(orders.rectification(case("rectify", statement="路断了"), district))))
    assert "收到了陈述申辩，已经一并考虑" in words
    assert "路断了" not in words


def test_papers_of_cases_are_the_bureaus_and_the_auditors(case, bureau, auditor, office, director, adviser_a):
    one = case("rectify")
    assert [papers.cases_for(by).filter(pk=one.pk).exists() for by in (bureau, auditor)] == [True, True]
    assert not any(papers.cases_for(by).exists() for by in (office, director, adviser_a))
    assert not papers.reviews_for(office).exists()


def test_a_number_that_is_wrong_is_seen(locked, bureau, district, two_are_enough, monkeypatch):
    monkeypatch.setattr(circular.numbers, "replies", lambda _: {"all": 1, "reviews": 1, "kept": 0, "changed": 1})
    found, pages = found_in(circular.paper_of(bureau, locked, district)), on_pages(bureau, locked)
    assert {key for key in pages if found[key] != pages[key]} == {"replies:kept", "replies:changed"}


def test_what_was_told_stays_as_it_was_told_though_less_is_decided_on(case, second, bureau, district):
    one = case("deduct", decided=False, fen=50_050)
    following.decide(by=second, consequence=one, is_upheld=True, note="减半", fen=25_000)
    words = "".join(words_of(told(orders.told(papers.case_for(bureau, one.pk), district))))
    assert "拟扣减补贴500.50元" in words
    assert "250.00" not in words


def test_a_deduction_says_what_comes_off_and_that_it_is_less_than_was_told(case, second, bureau, district):
    one = case("deduct", decided=False, fen=50_050)
    assert orders.offered(one) == ["told"]
    with pytest.raises(Conflict, match="还没有决定"):
        orders.deduction(one, district)

    one = following.decide(by=second, consequence=one, is_upheld=True, note="减半", fen=25_000)

    assert orders.offered(one) == ["told", "deduct"]
    words = "".join(words_of(told(orders.deduction(papers.case_for(bureau, one.pk), district))))
    assert "扣减演示·红花律师事务所陈明的补贴250.00元。告知时拟扣减500.50元，决定时减为上面的数额。" in words


def test_a_grade_may_have_braces_in_its_name(locked, bureau, district):
    grade = Sheet.objects.get(name="陈明").scheme.grades.order_by("-least").first()
    grade._meta.model.objects.filter(pk=grade.pk).update(title="{优}秀")
    assert "{优}秀0名" in "".join(words_of(told(circular.paper_of(bureau, locked, district))))
