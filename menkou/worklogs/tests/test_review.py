"""核实, 退回, 更正: the judicial office looks at each entry once; what came back is corrected once."""

import re

import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.core.actors import Role
from menkou.core.errors import Conflict, Invalid, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.worklogs import actions, queries
from menkou.worklogs.models import Entry, Outcome
from tests.counting import at_most

PATH = "/shili/worklogs"


@pytest.fixture
def returned(office, entry):
    return actions.send_back(by=office, entry=entry, note="请补充办理结果")


@pytest.fixture
def from_consultation(adviser_a, chen, village):
    """What a closed consultation leaves in the log."""
    facts = {"kind": Entry.Kind.CONSULTATION, "done_on": clock.today(), "minutes": 20}
    return actions.record(by=adviser_a, author=chen, village=village, **facts)


def test_the_judicial_office_verifies_an_entry(office, entry):
    done = actions.verify(by=office, entry=entry)

    assert done.outcome == Outcome.VERIFIED
    assert done.reviewed_by_id == office.user_id
    assert AuditEntry.objects.get().what == "worklog.verified"


def test_a_returned_entry_sends_word_to_its_author_without_the_reason(returned, chen):
    word = Outgoing.objects.get()

    assert word.address == f"registration:{chen.pk}"
    assert "3月5日" in word.words
    assert "办理结果" not in word.words


def test_an_entry_is_reviewed_once(office, entry):
    actions.verify(by=office, entry=entry)

    with pytest.raises(Conflict):
        actions.send_back(by=office, entry=entry, note="重复")
    assert not Outgoing.objects.exists()


def test_nobody_else_may_review(
    entry, adviser_a, adviser_b, office_next_door, bureau, auditor, director, cadre, operator
):
    for by in (adviser_a, adviser_b, office_next_door, bureau, auditor, director, cadre, operator):
        with pytest.raises(Refused, match="司法所"):
            actions.verify(by=by, entry=entry)
    assert not AuditEntry.objects.exists()


def test_an_officer_who_advises_does_not_review_their_own(make_actor, entry, chen, townships):
    from menkou.accounts.models import Membership, User
    from menkou.accounts.queries import actor_for
    from tests.cast import LONG_AGO

    both = make_actor(Role.JUDICIAL_OFFICE, "both", township=townships["here"])
    user = User.objects.get(pk=both.user_id)
    Membership.objects.create(user=user, role=Role.ADVISER, registration=chen, valid_from=LONG_AGO)

    with pytest.raises(Refused, match="自己的日志"):
        actions.verify(by=actor_for(user), entry=entry)


def test_what_came_back_is_corrected_in_a_new_entry(returned, adviser_a):
    assert list(queries.sent_back(adviser_a)) == [returned]

    new = actions.amend(by=adviser_a, entry=returned, minutes=60, summary="讲土地流转，来了三十人")

    assert (new.corrects, new.outcome, new.minutes) == (returned, "", 60)
    returned.refresh_from_db()
    assert (returned.outcome, returned.minutes) == (Outcome.RETURNED, 90)
    assert not queries.sent_back(adviser_a).exists()


def test_what_came_back_is_corrected_once(returned, adviser_a):
    actions.amend(by=adviser_a, entry=returned, minutes=60, summary="一")

    with pytest.raises(Conflict):
        actions.amend(by=adviser_a, entry=returned, minutes=61, summary="二")
    assert Entry.objects.count() == 2


def test_only_what_came_back_is_corrected_and_only_by_its_author(entry, adviser_a, adviser_b, office):
    with pytest.raises(Conflict):
        actions.amend(by=adviser_a, entry=entry, minutes=1, summary="")
    for by in (adviser_b, office):
        with pytest.raises(Refused, match="更正"):
            actions.amend(by=by, entry=entry, minutes=1, summary="")


def test_who_has_left_the_roster_corrects_nothing_and_sees_no_log(returned, adviser_a, chen, sign_in):
    type(chen).objects.filter(pk=chen.pk).update(valid_until=clock.today())

    with pytest.raises(Refused, match="更正"):
        actions.amend(by=adviser_a, entry=Entry.objects.get(), minutes=60, summary="改好了")
    browser = sign_in(adviser_a)
    assert browser.get(f"{PATH}/{returned.pk}/amend").status_code == 404
    assert browser.post(f"{PATH}/{returned.pk}/amend", {"minutes": 60, "summary": "改好了"}).status_code == 404
    assert not queries.written_by(adviser_a).exists()
    assert Entry.objects.count() == 1


def test_a_consultation_leaves_no_words_in_the_log(from_consultation, office, adviser_a):
    actions.send_back(by=office, entry=from_consultation, note="用时不对")
    new = actions.amend(by=adviser_a, entry=from_consultation, minutes=15, summary="张三问宅基地")

    assert new.summary == ""
    with pytest.raises(IntegrityError, match="a_consultation_leaves_no_words_in_the_log"), transaction.atomic():
        Entry.objects.filter(pk=new.pk).update(summary="张三问宅基地")


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"outcome": Outcome.VERIFIED}, "outcome_has_reviewer_and_time"),
        ({"minutes": 0}, "entry_fits_in_a_day"),
        ({"minutes": 24 * 60 + 1}, "entry_fits_in_a_day"),
    ],
)
def test_the_database_refuses(entry, change, refusal):
    with pytest.raises(IntegrityError, match=refusal), transaction.atomic():
        Entry.objects.update(**change)


def test_the_database_refuses_a_return_without_a_reason(entry, office):
    with pytest.raises(IntegrityError, match="return_gives_reason"), transaction.atomic():
        actions.send_back(by=office, entry=entry, note="")


def test_the_database_refuses_a_reviewer_who_recorded_it(entry, office):
    Entry.objects.update(recorded_by=office.user_id)
    with pytest.raises(Refused):
        entry.refresh_from_db()
        actions.verify(by=office, entry=entry)
    with pytest.raises(IntegrityError, match="nobody_reviews_own_entry"), transaction.atomic():
        Entry.objects.update(outcome="verified", reviewed_by=office.user_id, reviewed_at=entry.recorded_at)


def test_who_sees_which_entries(
    entry, adviser_a, adviser_b, office, office_next_door, bureau, auditor, director, cadre
):
    for by in (adviser_a, office, bureau, auditor, director):
        assert list(queries.visible_to(by)) == [entry]
    for by in (adviser_b, office_next_door, cadre):
        assert not queries.visible_to(by).exists()


def test_the_button_swaps_the_row_for_its_outcome(sign_in, office, entry):
    page = sign_in(office).post(f"{PATH}/{entry.pk}/verify", headers={"HX-Request": "true"})

    assert "已核实" in page.content.decode()
    assert "<html" not in page.content.decode()
    assert entry not in queries.awaiting_review(office)


def test_the_button_sets_the_numbers_right_as_well(sign_in, office, entry, village, chen):
    Entry.objects.create(village=village, author=chen, kind="lecture", done_on=entry.done_on, minutes=30)
    browser = sign_in(office)
    assert '<span id="waiting">（2）</span>' in browser.get(f"{PATH}/").content.decode()

    def left(one, path, said=None):
        said = browser.post(f"{PATH}/{one.pk}/{path}", said or {}, headers={"HX-Request": "true"}).content.decode()
        return re.findall(r'<span (?:class="badge" )?id="(.+?)" hx-swap-oob="true"( hidden)?>(.*?)</span>', said)

    assert left(entry, "send-back", {"note": " "}) == []
    assert left(entry, "verify") == [("waiting", "", "（1）"), ("count-worklogs-inbox", "", "1")]
    other = queries.awaiting_review(office).get()
    assert left(other, "send-back", {"note": "太短"}) == [
        ("waiting", "", ""),
        ("count-worklogs-inbox", " hidden", "0"),
    ]


def test_going_on_skips_nothing_though_the_page_before_has_been_verified(
    sign_in, monkeypatch, office, entry, village, chen
):
    monkeypatch.setattr("menkou.worklogs.views.review.A_PAGE", 2)
    facts = {"village": village, "author": chen, "kind": "lecture", "minutes": 30}
    more = [Entry.objects.create(done_on=entry.done_on, summary=f"第{n}讲", **facts) for n in range(3)]
    browser = sign_in(office)
    first = browser.get(f"{PATH}/").content.decode()
    assert "第0讲" in first
    assert "第1讲" not in first
    for one in (entry, more[0]):
        actions.verify(by=office, entry=one)

    following = browser.get(f"{PATH}/" + re.findall(r'rel="next" href="(.+?)"', first)[0]).content.decode()

    assert [f"第{n}讲" in following for n in range(3)] == [False, True, True]
    assert "（2）" in following
    assert 'rel="next"' not in following
    assert "后面没有了" in browser.get(f"{PATH}/?after={more[2].pk}").content.decode()
    assert "第1讲" in browser.get(f"{PATH}/?after=x").content.decode()


def test_without_script_the_button_leads_back_to_the_inbox(sign_in, office, entry):
    page = sign_in(office).post(f"{PATH}/{entry.pk}/verify", follow=True)

    assert page.redirect_chain == [(f"{PATH}/", 302)]
    assert "没有待核实的日志" in page.content.decode()


def test_a_return_without_a_reason_says_so_and_is_none(sign_in, office, entry):
    page = sign_in(office).post(f"{PATH}/{entry.pk}/send-back", {"note": " "})

    assert page.status_code == 422
    assert "请写退回原因" in page.content.decode()
    entry.refresh_from_db()
    assert entry.outcome == ""


def test_another_township_s_entry_does_not_exist(sign_in, office_next_door, entry):
    assert sign_in(office_next_door).post(f"{PATH}/{entry.pk}/verify").status_code == 404


def test_the_author_is_told_why_not(sign_in, make_actor, adviser_a, entry, townships):
    page = sign_in(adviser_a).post(f"{PATH}/{entry.pk}/verify")

    assert page.status_code in (403, 404)
    entry.refresh_from_db()
    assert entry.outcome == ""


def test_the_author_corrects_on_a_page_that_says_why(sign_in, adviser_a, returned):
    browser, path = sign_in(adviser_a), f"{PATH}/{returned.pk}/amend"
    assert "请补充办理结果" in browser.get(path).content.decode()

    wrong = browser.post(path, {"minutes": "9999", "summary": "改好了"})
    assert wrong.status_code == 422
    assert "一天只有 1440 分钟" in wrong.content.decode()
    assert "改好了" in wrong.content.decode()

    page = browser.post(path, {"minutes": "60", "summary": "改好了"}, follow=True)
    new = Entry.objects.get(corrects=returned)
    assert page.redirect_chain == [(f"{PATH}/{new.pk}/", 302)]
    for words in ("更正已报上去", "60 分钟", "改好了", "待核实"):
        assert words in page.content.decode()


def test_a_correction_that_changes_nothing_is_none(sign_in, adviser_a, returned):
    said = {"minutes": returned.minutes, "summary": returned.summary}
    page = sign_in(adviser_a).post(f"{PATH}/{returned.pk}/amend", said)

    assert page.status_code == 422
    for words in ("没有改动", returned.summary, f'value="{returned.minutes}"'):
        assert words in page.content.decode()
    assert Entry.objects.count() == 1


def test_a_correction_of_a_consultation_changes_its_minutes(from_consultation, office, adviser_a):
    actions.send_back(by=office, entry=from_consultation, note="用时不对")
    with pytest.raises(Invalid, match="没有改动"):
        actions.amend(by=adviser_a, entry=from_consultation, minutes=20, summary="这些字不算")


def test_what_is_corrected_leads_to_the_correction(sign_in, adviser_a, returned):
    browser = sign_in(adviser_a)
    assert "已退回，要更正" in browser.get(f"{PATH}/mine").content.decode()
    assert f"{PATH}/{returned.pk}/amend" in browser.get(f"{PATH}/{returned.pk}/").content.decode()

    new = actions.amend(by=adviser_a, entry=returned, minutes=60, summary="改好了")

    listed = browser.get(f"{PATH}/mine").content.decode()
    assert "已退回，已更正" in listed
    assert "/amend" not in listed
    page = browser.get(f"{PATH}/{returned.pk}/amend", follow=True)
    assert page.redirect_chain == [(f"{PATH}/{returned.pk}/", 302)]
    assert f"{PATH}/{new.pk}/" in page.content.decode()


def test_the_inbox_and_the_log_ask_little_of_the_database(sign_in, office, adviser_a, entry):
    for by, path in ((office, "/"), (adviser_a, "/mine")):
        browser = sign_in(by)
        browser.get(PATH + path)  # and the process remembers rules and mergers
        with at_most(11):
            assert browser.get(PATH + path).status_code == 200
