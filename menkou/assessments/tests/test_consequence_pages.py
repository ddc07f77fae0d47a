"""结果运用 on its pages: who sees what, every step with its form, why not yet, and what was typed is kept."""

from datetime import timedelta

import pytest

from menkou.assessments.following import actions, queries
from menkou.assessments.following.actions import Proposal
from menkou.assessments.models import Consequence
from menkou.assessments.replacing import actions as replacing
from menkou.assessments.tests.consequent import decided, found, told
from menkou.core import clock
from menkou.postings.models import Posting
from tests.cast import SLUG
from tests.counting import at_most

HOME = f"/{SLUG}/consequences/"


@pytest.fixture
def case(bureau, district, institutions, chen, lin):
    def case(kind: str = "rectify", key: str = "hand:1", registration=chen) -> Consequence:
        return found(bureau, district, institutions["firm"], registration, kind, key)

    return case


def page(client, one: Consequence, step: str = "", **sent):
    path = f"{HOME}{one.pk}/"
    return client.post(f"{path}{step}", sent) if step else client.get(path)


def text(answer) -> str:
    return answer.content.decode()


def wait(one: Consequence) -> Consequence:
    Consequence.objects.filter(pk=one.pk).update(answer_until=clock.now() - timedelta(hours=1))
    one.refresh_from_db()
    return one


def test_a_case_from_the_first_page_to_the_last(sign_in, bureau, second, adviser_a, chen, lin):
    browser = sign_in(bureau)
    asked = {"registration": str(chen.pk), "kind": "deduct", "facts": "核查三次都没有人", "form": "a" * 32}
    assert browser.post(f"{HOME}new", asked).status_code == 302
    assert browser.post(f"{HOME}new", asked).status_code == 302  # pressed twice
    one = Consequence.objects.get()
    assert page(browser, one, "tell", text="扣减补贴", fen="500.50").status_code == 302
    one.refresh_from_db()
    assert one.fen == 50_050

    own = sign_in(adviser_a)
    shown = text(page(own, one))
    assert "您可以陈述申辩，到 7月13日 12:00 为止，还有 7 天" in shown
    assert "拟扣 500.50 元" in shown
    assert "（bureau）" not in shown  # who of the bureau did it is theirs to know
    assert "可以陈述申辩的" in text(own.get(f"/{SLUG}/consultations/"))
    assert page(own, one, "state", text="那天去了法院").status_code == 302

    browser = sign_in(second)
    assert page(browser, one, "decide", is_upheld="yes", note="部分属实", fen="200").status_code == 302
    assert "决定扣减补贴 200 元（second）" in text(page(browser, one))
    assert page(browser, one, "finish", note="财务已扣").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.fen) == ("done", 20_000)


def test_what_was_typed_is_kept_and_the_error_says_what_to_do(sign_in, bureau, chen, institutions):
    browser = sign_in(bureau)
    both = {"registration": str(chen.pk), "institution": str(institutions["firm"].pk), "facts": "核查没人"}
    answer = browser.post(f"{HOME}new", both)
    assert answer.status_code == 422
    for words in ("只选一样", "请选要办哪一种", "核查没人"):
        assert words in text(answer)
    assert not Consequence.objects.exists()


@pytest.mark.parametrize(
    ("kind", "sent", "words"),
    [
        ("deduct", {"text": "扣"}, "请填金额"),
        ("deduct", {"text": "扣", "fen": "0"}, "金额要大于 0"),
        ("notice", {"text": "通报"}, "请选通报范围"),
        ("replace", {"text": ""}, "请写拟怎么处理"),
    ],
)
def test_telling_asks_for_what_its_kind_needs(sign_in, bureau, case, kind, sent, words):
    answer = page(sign_in(bureau), case(kind), "tell", **sent)
    assert answer.status_code == 422
    assert words in text(answer)
    assert Consequence.objects.get().state == "found"


def test_nobody_reads_of_a_finding_before_whom_it_is_about(sign_in, case, adviser_a, director, office, auditor):
    one = case()
    for by in (adviser_a, director, office):
        assert page(sign_in(by), one).status_code == 404
        assert str(one.pk) not in text(sign_in(by).get(HOME))
    assert page(sign_in(auditor), one).status_code == 200
    assert '<form method="post" action="/shili/consequences' not in text(page(sign_in(auditor), one))


def test_once_told_the_township_s_office_reads_and_others_do_not(
    sign_in, case, bureau, office, office_next_door, adviser_b, make_actor, institutions
):
    one = told(case(), bureau)
    other = make_actor("institution_director", "other", institution=institutions["office"])
    assert page(sign_in(office), one).status_code == 200
    Posting.objects.filter(registration=one.registration).update(valid_until=clock.today())
    assert page(sign_in(office), one).status_code == 200  # it was theirs when it was opened
    for by in (office_next_door, adviser_b, other):
        assert page(sign_in(by), one).status_code == 404
    assert page(sign_in(office), one, "state", text="x").status_code == 404


def test_a_person_of_the_bureau_finds_nothing_of_themselves(sign_in, case, bureau, second, chen):
    from menkou.accounts.models import Membership
    from menkou.accounts.queries import actor_for

    one, user = case(), Membership.objects.get(user=bureau.user_id).user
    Membership.objects.create(user=user, role="adviser", registration=chen, valid_from=chen.valid_from)
    both = actor_for(user)
    assert page(sign_in(both), one).status_code == 404
    assert queries.to_do(both).count() == 0
    one = wait(told(one, second))
    assert "和自己有关的除外" not in text(page(sign_in(both), one))
    assert page(sign_in(both), one, "decide", is_upheld="yes", note="x").status_code == 403


def test_why_not_yet_stands_where_the_button_will_be(sign_in, case, bureau, second):
    one = told(case("replace"), bureau)
    assert "还在陈述申辩的时间里：收到陈述申辩，或者过了 7月13日 12:00，才能决定。" in text(page(sign_in(second), one))
    wait(one)
    assert "不能是拟处理意见的人" in text(page(sign_in(bureau), one))
    refused = page(sign_in(bureau), one, "decide", is_upheld="yes", note="属实")
    assert refused.status_code == 403
    assert "不能是拟处理意见的人" in text(refused)
    actions.decide(by=second, consequence=one, is_upheld=True, note="属实")
    assert "还不能办结：红花村A岗还没有换人。" in text(page(sign_in(bureau), one))


def test_a_form_that_comes_too_late_keeps_its_words(sign_in, case, bureau, adviser_a):
    one = wait(told(case(), bureau))
    answer = page(sign_in(adviser_a), one, "state", text="我有传票")
    assert answer.status_code == 409
    assert "时间过了" in text(answer)
    assert "我有传票" in text(answer)


def test_an_order_shows_its_repair_and_who_stands_there(sign_in, case, bureau, second, auditor, adviser_a):
    one = decided(case("replace"), bureau, second)
    browser = sign_in(bureau)
    wrong = page(browser, one, "order", on="2026-01-01")
    assert wrong.status_code == 422
    assert "过去的日子" in text(wrong)
    assert page(browser, one, "order", on="2026-07-06").status_code == 302
    shown = text(page(sign_in(auditor), one))
    assert "A岗陈明，B岗林芳" in shown
    assert "修补方案 1：排队中" in shown
    own = text(page(sign_in(adviser_a), one))
    assert "从 7月6日起不再派" in own
    assert "修补方案" not in own


def test_a_failed_re_check_leads_to_another_case(sign_in, case, bureau, second):
    one = decided(case(), bureau, second)
    browser = sign_in(bureau)
    assert "请选复查合格不合格" in text(page(browser, one, "finish", note="看了"))
    assert page(browser, one, "finish", note="没有改", is_mended="no").status_code == 302
    assert "另立一件" in text(page(browser, one))
    assert page(browser, one, "again", kind="notice", facts="到期没有改").status_code == 302
    assert "复查不合格以后另立的一件" in text(page(browser, one))


def test_the_list_counts_what_is_due_and_finds_by_name(sign_in, case, bureau, second, lin, institutions, district):
    case(key="1"), told(case(key="2"), bureau)
    wait(told(case(key="3"), bureau))
    decided(case("notice", key="4"), bureau, second)
    decided(case("deduct", key="5"), bureau, second)
    other = found(bureau, district, institutions["office"], lin, key="6")

    counted = queries.counts(bureau)
    assert (counted["due"], counted["told"], counted["all"]) == (4, 2, 6)
    assert queries.to_do(bureau).count() == 4
    browser = sign_in(bureau)
    with at_most():
        shown = text(browser.get(f"{HOME}?state=all&q=林芳"))
    assert str(other.pk) in shown
    assert "陈明" not in shown
    assert "4 件" in text(browser.get(f"/{SLUG}/desk/"))
    assert "通报到" in text(browser.get(f"{HOME}?state=all&kind=notice"))


@pytest.mark.parametrize(
    ("scope", "hear"),
    [
        ("own", {"adviser_a", "director", "bureau", "auditor"}),
        ("institutions", {"adviser_a", "adviser_b", "director", "bureau", "auditor"}),
        ("district", {"adviser_a", "adviser_b", "director", "bureau", "auditor", "office", "cadre"}),
    ],
)
def test_a_notice_is_for_its_scope_and_gone_on_its_day(
    case, bureau, second, noon, scope, hear, adviser_a, adviser_b, director, auditor, office, cadre, operator
):
    one = decided(case("notice"), bureau, second, Proposal("通报批评", scope=scope))
    everybody = {"adviser_a": adviser_a, "adviser_b": adviser_b, "director": director, "bureau": bureau}
    everybody |= {"auditor": auditor, "office": office, "cadre": cadre, "operator": operator}

    assert {name for name, by in everybody.items() if queries.notices_for(by).exists()} == hear
    noon.move_to(clock.start_of(one.ends_on) - timedelta(seconds=1))
    assert queries.notices_for(bureau).exists()
    noon.shift(timedelta(seconds=2))
    assert not queries.notices_for(bureau).exists()


def test_the_notices_page_says_until_when(sign_in, case, bureau, second, adviser_b):
    decided(case("notice"), bureau, second, Proposal("通报批评", scope="institutions"))
    shown = text(sign_in(adviser_b).get(f"{HOME}notices"))
    assert "陈明（演示·红花律师事务所）" in shown
    assert "2027年1月2日 撤下" in shown


def test_a_director_s_desk_says_that_something_may_be_answered(sign_in, case, bureau, director):
    told(case(), bureau)
    assert "可以陈述申辩" in text(sign_in(director).get(f"/{SLUG}/desk/"))
    assert replacing.NOBODY_LEFT not in text(sign_in(director).get(HOME))
