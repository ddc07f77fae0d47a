"""12345工单: entered without names, assigned to nobody whom it is about, its course in one list, its outcome heard."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.core import clock, keys, sealed
from menkou.core.actors import CLOCK, INSTALLER, Role
from menkou.core.errors import Conflict, Refused
from menkou.core.models import AuditEntry, Outgoing
from menkou.core.scope import within
from menkou.hotline import actions, jobs, queries, sealing
from menkou.hotline.models import Move, Order
from menkou.hotline.tests.conftest import WORDS
from menkou.places.models import District, Rule
from tests.cast import LONG_AGO, SLUG
from tests.counting import at_most

LIST = f"/{SLUG}/hotline/"


def finished(by, order):
    actions.visit(by=by, order=order)
    actions.rate(by=by, order=order, rating="dissatisfied")
    return actions.close(by=by, order=order)


def test_it_goes_its_course_and_each_step_has_its_person(answered, bureau):
    order = finished(bureau, answered)

    assert (order.state, order.outcome, order.rating) == ("closed", "true", "dissatisfied")
    steps = ["entered", "accepted", "assigned", "handled", "answered", "visited", "rated", "closed"]
    assert list(queries.moves_of(order).values_list("what", flat=True)) == steps
    assert queries.moves_of(order).get(what="assigned").to == "红花镇司法所"
    again = actions.close(by=bureau, order=order)  # pressed twice
    assert (again.closed_at, Move.objects.count()) == (order.closed_at, 8)


def test_what_is_said_is_sealed_and_nothing_of_it_goes_out(answered):
    row = Order.objects.get()
    assert WORDS.encode() not in bytes(row.sealed)
    assert sealing.opened(row) == sealing.Words(WORDS, "问了本人。", "", "查实了。")
    told = Outgoing.objects.filter(key__startswith="order:").values_list("address", "words")
    assert [address for address, _ in told.order_by("id")] == [f"township:{row.to_township_id}", "bureau"]
    assert all(WORDS not in words and row.number not in words for _, words in told)


def test_reading_leaves_a_line(answered, office):
    assert actions.read(by=office, order=answered).summary == WORDS
    assert AuditEntry.objects.filter(what="hotline.read").count() == 1


def test_a_form_sent_twice_enters_once_and_a_number_is_entered_once(enter):
    first = enter(form="a" * 32)

    assert enter(form="a" * 32).pk == first.pk
    with pytest.raises(Conflict, match="登记过了"):
        enter(number=first.number)


def test_its_deadlines_are_the_rules_and_the_hotlines_goes_before(enter, assign):
    Rule.objects.create(key="working_days_to_answer_an_order", value=2, valid_from=date(2020, 1, 1), source="本区规定")
    named = clock.start_of(date(2026, 3, 10))

    order = enter()
    assert order.due_at == order.accept_due_at == clock.now() + timedelta(days=1)
    assert order.answer_due_at == clock.now() + timedelta(days=4)  # a weekend lies between
    assert enter(due_at=named).answer_due_at == named
    assert assign().handle_due_at == order.answer_due_at  # three days, and not after the answer


def test_what_is_sent_back_is_handled_again_in_new_days(assign, office, bureau, hands):
    order = actions.handle(by=office, order=assign(), text="问过了。")
    hands.shift(timedelta(hours=2))
    order = actions.send_back(by=bureau, order=order, text="没有写查了什么。")

    assert (order.state, order.handled_at, order.handled_by) == ("assigned", None, None)
    assert sealing.opened(order).back == "没有写查了什么。"
    with pytest.raises(Conflict):
        actions.answer(by=bureau, order=order, outcome="true", text="查实了。")
    again = actions.handle(by=office, order=order, text="到村里问了三户。")
    assert (again.state, sealing.opened(again).handled) == ("handled", "到村里问了三户。")


def test_it_is_not_assigned_to_whom_it_is_about(enter, bureau, townships, institutions, chen, make_actor):
    about_chen, about_bureau = enter(), enter(subject="bureau", about=None)
    for order, handler, to in (
        (about_chen, "institution", institutions["firm"]),
        (about_bureau, "office", townships["here"]),
        (about_bureau, "institution", institutions["office"]),
    ):
        actions.accept(by=bureau, order=order)
        with pytest.raises(Conflict, match="不能派给"):
            actions.assign(by=bureau, order=order, handler=handler, to=to)
    both = User.objects.get(pk=make_actor(Role.JUDICIAL_OFFICE, "both", township=townships["here"]).user_id)
    Membership.objects.create(user=both, role=Role.ADVISER, registration=chen, valid_from=LONG_AGO)
    with pytest.raises(Conflict, match="不能派给"):
        actions.assign(by=bureau, order=about_chen, handler="office", to=townships["here"])


def test_the_database_refuses_it_too(enter, assign, bureau, office, institutions):
    own = {"state": "assigned", "handler": "institution", "to_institution": institutions["firm"]}
    made = {"accepted_at": clock.now(), "accepted_by": bureau.user_id, "assigned_at": clock.now()}
    made |= {"assigned_by": bureau.user_id}
    about_bureau = actions.accept(by=bureau, order=enter(subject="bureau", about=None))
    about_bureau = actions.assign(by=bureau, order=about_bureau, handler="bureau")
    actions.handle(by=bureau, order=about_bureau, text="查过了。")
    alone = {"state": "answered", "outcome": "untrue", "answered_at": clock.now(), "answered_by": bureau.user_id}
    for order, facts, name in (
        (enter(), own | made, "nobody_handles_an_order_about_themselves"),
        (enter(), own, "an_order_is_accepted_by_somebody"),
        (enter(), {"about": None}, "an_order_says_whom_it_is_about"),
        (assign(), {"handler": ""}, "an_order_says_to_whom_it_is_assigned"),
        (about_bureau, alone, "an_order_about_the_bureau_stays_with_it_and_takes_two"),
        (about_bureau, alone | {"outcome": ""}, "an_answered_order_has_an_outcome"),
        (enter(), {"rating": "satisfied"}, "a_rated_order_has_its_rating"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**facts)


def test_one_about_the_bureau_is_answered_by_somebody_else(enter, bureau, second):
    order = actions.accept(by=bureau, order=enter(subject="bureau", about=None))
    actions.assign(by=bureau, order=order, handler="bureau")
    order = actions.handle(by=bureau, order=order, text="查过了。")

    with pytest.raises(Conflict, match="另一个人"):
        actions.answer(by=bureau, order=order, outcome="partly", text="已经换了电话。")
    assert actions.answer(by=second, order=order, outcome="partly", text="已经换了电话。").state == "answered"


def test_who_is_or_was_that_adviser_does_not_see_it(enter, bureau, chen):
    order = enter()
    user = User.objects.get(pk=bureau.user_id)
    Membership.objects.create(
        user=user, role=Role.ADVISER, registration=chen, valid_from=date(2019, 1, 1), valid_until=LONG_AGO
    )

    assert not queries.visible_to(actor_for(user)).exists()
    with pytest.raises(Refused):
        actions.accept(by=actor_for(user), order=order)


def test_whoever_it_was_taken_from_does_not_handle_it(assign, office, bureau, townships):
    order = assign()
    actions.assign(by=bureau, order=order, handler="office", to=townships["next door"])

    assert not queries.visible_to(office).exists()
    with pytest.raises(Refused, match="不由您办理"):
        actions.handle(by=office, order=order, text="问过了。")


def test_its_words_go_when_the_years_of_keeping_are_over(answered, bureau, district, hands):
    order = finished(bureau, answered)
    jobs.forget_old()
    assert Order.objects.get().sealed is not None
    hands.shift(timedelta(days=3 * 366))
    jobs.forget_old()

    found = Order.objects.get()
    assert (found.sealed, found.outcome, sealing.opened(found)) == (None, "true", sealing.Words())
    assert actions.forget(by=CLOCK, district=district) == 0
    assert order.sealed is not None


def test_its_words_are_wrapped_anew_with_the_key(enter, district, monkeypatch):
    order, ring = enter(), keys.keyring()
    old = ring.active
    assert sealing.wrapped_by(old) == 1
    both = keys.Keyring("k9", {**ring.sealing, "k9": b"9" * 32}, ring.lookup)
    monkeypatch.setattr(sealed, "keyring", lambda: both)

    assert actions.rewrap(by=INSTALLER, district=district, most=10) == 1
    assert (sealing.wrapped_by(old), actions.rewrap(by=INSTALLER, district=district, most=10)) == (0, 0)
    order.refresh_from_db()
    assert sealing.opened(order).summary == WORDS


def test_an_officer_enters_one_and_what_was_typed_is_kept(bureau, sign_in, chen):
    desk = sign_in(bureau)
    typed = {"number": "20260305-77", "received_at": "2026-03-05T09:30", "kind": "silent", "subject": "adviser"}
    typed |= {"text": WORDS, "due_on": "2026-03-04", "form": "b" * 32}
    refused = desk.post(f"{LIST}new", typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert all(words in page for words in (WORDS, "请选哪位法律顾问。", "答复的日子要在受理以后", "姓名、电话和住址"))
    made = desk.post(f"{LIST}new", typed | {"about": str(chen.pk), "due_on": "2026-03-09"})
    found = Order.objects.get()
    assert made["Location"] == f"{LIST}{found.pk}/"
    assert found.institution_id == chen.institution_id
    assert f"{found.answer_due_at.astimezone(clock.SHANGHAI):%m-%d %H:%M}" == "03-09 23:59"
    assert desk.post(f"{LIST}new", typed | {"about": str(chen.pk), "due_on": "", "form": "c" * 32}).status_code == 409


def test_its_page_shows_who_may_do_what_next_and_its_words_only_when_opened(assign, office, bureau, sign_in):
    order = assign()
    at = f"{LIST}{order.pk}/"
    desk = sign_in(office)
    assert "办理情况" in desk.get(at).content.decode()
    assert WORDS not in desk.get(at).content.decode()
    assert WORDS in desk.post(f"{at}read").content.decode()
    assert desk.post(f"{at}handle", {"text": ""}).status_code == 422
    assert desk.post(f"{at}handle", {"text": "问了本人。"}).status_code == 302
    late = sign_in(bureau).post(f"{at}assign", {"to": "bureau"})
    assert late.status_code == 409
    desk = sign_in(bureau)
    kept = desk.post(f"{at}answer", {"outcome": "", "text": "写了一半"})
    assert (kept.status_code, "写了一半" in kept.content.decode()) == (422, True)
    for step, said in (
        ("answer", {"outcome": "untrue", "text": "没有这回事。"}),
        *(("visit", {}), ("rate", {"rating": "satisfied"}), ("close", {})),
    ):
        assert desk.post(f"{at}{step}", said).status_code == 302, step
    assert "已办结" in desk.get(at).content.decode()


def test_the_list_shows_what_is_late_and_its_excel_holds_no_words(assign, enter, bureau, office, sign_in, hands):
    assign()
    enter(kind="rude")
    hands.move_to("2026-03-12 10:00+08:00")
    desk = sign_in(bureau)
    with at_most():
        page = desk.get(f"{LIST}?state=overdue").content.decode()
    book = desk.post(f"{LIST}orders.xlsx", {"state": "overdue"})
    assert "超时的（2）" in page
    assert "共 1 件" in desk.get(f"{LIST}?state=all&kind=rude").content.decode()
    assert WORDS not in page
    assert book.content[:2] == b"PK"
    assert AuditEntry.objects.get(what="hotline.list_taken_out").count == 2
    assert "在办的（1）" in sign_in(office).get(LIST).content.decode()  # theirs alone
    assert "12345工单" in sign_in(office).get(f"/{SLUG}/desk/").content.decode()


def test_its_page_asks_few_questions(assign, bureau, sign_in):
    order = assign()
    desk = sign_in(bureau)
    with at_most(15):
        desk.get(f"{LIST}{order.pk}/")
    with at_most(15):
        desk.get(f"{LIST}new")


def test_a_table_that_was_looked_at_in_one_district_is_not_entered_in_another(bureau, district):
    carried = sealing.packed("表", reader=bureau.user_id)
    other = District.objects.create(slug="linqu", name="邻区", code="999902")

    assert sealing.unpacked(carried, reader=bureau.user_id) == "表"
    with within(other.pk):
        assert sealing.unpacked(carried, reader=bureau.user_id) is None
