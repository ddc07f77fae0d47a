"""我的提醒: each puts in their own ways, sees nobody else's, and is told honestly how a trial ended."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from menkou.accounts.models import Membership
from menkou.channels import webpush
from menkou.channels.errors import Final, Unclear
from menkou.channels.tests.wires import an_account
from menkou.core import clock, keys, sealed
from menkou.core.actors import CLOCK, INSTALLER
from menkou.core.models import AuditEntry, Outgoing
from menkou.places.rules.defaults import DEFAULTS
from menkou.reminders import actions, jobs, queries, reaching, sealing
from menkou.reminders.models import MOST, Way
from menkou.reminders.tests.conftest import NUMBER, carry, give
from tests.cast import SLUG
from tests.counting import at_most

HERE = f"/{SLUG}/reminders/"
FORM = "3" * 32
POINT = webpush.keys("mailto:a@example.cn").public


def page(browser) -> str:
    return browser.get(HERE).content.decode()


def test_a_way_is_put_in_seen_and_taken_away_and_that_is_taken_back(sign_in, adviser_a, app_account, sms_account):
    browser = sign_in(adviser_a)
    assert "还没有登记" in page(browser)
    for kind, to in (("wecom", "chenming"), ("phone", NUMBER), ("wecom", "chenming")):
        assert browser.post(f"{HERE}add/{kind}", {"to": to}).status_code == 302
    with at_most():
        shown = page(browser)
    assert "chenming" in shown
    assert "130****0001" in shown
    assert NUMBER not in shown
    way = Way.objects.get(kind="phone")

    browser.post(f"{HERE}{way.pk}/remove")
    assert "删掉了，不再用它提醒您" in page(browser)
    assert [one.kind for one in queries.ways_of(adviser_a.user_id)] == ["wecom"]
    browser.post(f"{HERE}{way.pk}/restore")
    assert len(queries.ways_of(adviser_a.user_id)) == 2
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert browser.post(f"{HERE}{way.pk}/restore").status_code == 409
    assert [one.what for one in AuditEntry.objects.filter(what__startswith="reminders").order_by("at")] == [
        "reminders.way_added", "reminders.way_added", "reminders.way_removed", "reminders.way_restored"
    ]  # fmt: skip


def test_where_it_leads_is_sealed_and_in_no_log(adviser_a, app_account):
    way = give(adviser_a, "phone", NUMBER)
    kept = [*Way.objects.values(), *AuditEntry.objects.values(), *Outgoing.objects.values()]
    assert NUMBER not in str(kept)
    assert sealing.opened(way) == {"to": NUMBER}
    Way.objects.filter(pk=way.pk).update(sealed=sealing.wrapped(app_account.pk, {"to": "1"}))  # carried from elsewhere
    with pytest.raises(sealing.Unopenable):
        sealing.opened(Way.objects.get())


def test_it_is_wrapped_anew_when_the_keys_change(adviser_a, district, monkeypatch):
    way, old = give(adviser_a), sealed.active()
    ring = keys.keyring()
    both = keys.Keyring("k9", {**ring.sealing, "k9": b"9" * 32}, ring.lookup)
    monkeypatch.setattr(sealed, "keyring", lambda: both)
    assert sealing.wrapped_by(old) == 1
    assert actions.rewrap(by=INSTALLER, district=district, most=10) == 1
    assert (sealing.wrapped_by(old), actions.rewrap(by=INSTALLER, district=district, most=10)) == (0, 0)
    assert sealing.opened(Way.objects.get(pk=way.pk)) == {"to": "chenming"}


def test_what_leads_nowhere_comes_back_with_what_was_typed(sign_in, adviser_a, app_account, sms_account):
    browser = sign_in(adviser_a)
    for kind, to in (("wecom", "@all"), ("wecom", "a|b"), ("wecom", ""), ("phone", "12345")):
        answer = browser.post(f"{HERE}add/{kind}", {"to": to})
        assert answer.status_code == 422
        assert (to or "请填您的账号") in answer.content.decode()
    assert not Way.objects.exists()


def test_nobody_has_more_than_five_and_the_database_refuses_the_sixth(sign_in, adviser_a, app_account):
    for number in range(MOST):
        give(adviser_a, to=f"chen{number}")
    answer = sign_in(adviser_a).post(f"{HERE}add/wecom", {"to": "chen6"})
    assert (answer.status_code, "最多登记 5 种" in answer.content.decode()) == (409, True)
    for fault, name in (({"place": 6}, "nobody_has_more_ways"), ({"place": 2}, "one_way_to_a_place")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Way.objects.filter(place=1).update(**fault)
    with pytest.raises(IntegrityError, match="no_way_is_told_twice"), transaction.atomic():
        Way.objects.filter(place=1).update(digest=Way.objects.get(place=2).digest)


def test_what_the_bureau_has_not_turned_on_is_said_and_cannot_be_put_in(sign_in, adviser_a, app_account):
    browser = sign_in(adviser_a)
    shown = page(browser)
    assert [one for one in ("没有开通给工作人员的短信", "没有开通浏览器通知") if one not in shown] == []
    assert browser.post(f"{HERE}add/phone", {"to": NUMBER}).status_code == 409
    assert browser.post(f"{HERE}add/pigeon", {"to": "x"}).status_code == 404


def test_nobody_touches_anothers_way(sign_in, adviser_a, adviser_b, app_account, platforms):
    way = give(adviser_a)
    actions.try_out(by=adviser_a, way=way, form=FORM)
    browser = sign_in(adviser_b)
    assert "chenming" not in page(browser)
    doors = [browser.post(f"{HERE}{way.pk}/{what}") for what in ("remove", "restore", "try")]
    assert [one.status_code for one in [*doors, browser.get(f"{HERE}trials/{FORM}")]] == [404] * 4


def test_a_trial_ends_as_the_platform_said_and_is_made_once(sign_in, adviser_a, app_account, platforms):
    way, browser = give(adviser_a), sign_in(adviser_a)
    ends = (
        (None, "sent", "发出去了"),
        (Unclear("x", 502), "unknown", "结果不明"),
        (Final("x", 81013), "failed", "81013"),
    )
    for number, (end, state, words) in enumerate(ends):
        platforms.ends = [end]
        tried = [browser.post(f"{HERE}{way.pk}/try", {"form": f"{number:032x}"})["Location"] for _ in range(2)]
        assert 'http-equiv="refresh"' in browser.get(tried[0]).content.decode()
        row = Outgoing.objects.latest("made_at")
        carry(row)
        carry(row)
        assert row.state == state
        assert words in browser.get(tried[1]).content.decode()
    assert (len(platforms.sent), Outgoing.objects.count()) == (1, 3)
    assert "试发" in page(browser)


def test_an_hour_bears_so_many_trials(sign_in, adviser_a, app_account, monkeypatch):
    way, browser = give(adviser_a), sign_in(adviser_a)
    monkeypatch.setitem(DEFAULTS, "reminder_trials_an_hour", 2)
    answers = [browser.post(f"{HERE}{way.pk}/try", {"form": f"{number:032x}"}) for number in range(3)]
    assert [one.status_code for one in answers] == [302, 302, 409]


def test_a_browser_is_put_in_with_the_key_of_the_account_and_no_address_inside(sign_in, adviser_a):
    vapid = webpush.keys("mailto:a@example.cn")
    an_account("push", "浏览器通知", {"private": vapid.private}, {"contact": "a@example.cn"})
    browser, one = sign_in(adviser_a), {"p256dh": POINT, "auth": "A" * 22}
    assert f'data-subscribe="{vapid.public}"' in page(browser)
    for inside in ("https://127.0.0.1/x", "http://push.example.com/x", "https://intranet/x", "https://10.0.0.8/x", ""):
        assert browser.post(f"{HERE}add/push", {**one, "endpoint": inside}).status_code == 422
    assert browser.post(f"{HERE}add/push", {**one, "endpoint": "https://push.example.com/1"}).status_code == 302
    assert "push.example.com" in page(browser)

    actions.refuse(by=CLOCK, way=Way.objects.get())
    assert "不收了" in page(browser)
    browser.post(f"{HERE}add/push", {**one, "endpoint": "https://push.example.com/1"})  # yes again
    assert [bool(way.refused_at) for way in queries.ways_of(adviser_a.user_id)] == [False]


def test_what_a_browser_keeps_shows_fixed_words_and_opens_where_one_signs_in(client, district):
    answer = client.get(f"{HERE}worker.js")
    source = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert reaching.PUSHED in source
    assert not {"event.data", "fetch(", "caches", "importScripts"} & set(source.replace(";", " ").split())
    assert '"../start"' in source


def test_nothing_is_kept_of_what_was_removed_and_of_who_has_left(adviser_a, adviser_b, bureau, district):
    gone, left, kept = give(adviser_a), give(adviser_b), give(bureau)
    actions.remove(by=adviser_a, way=gone)
    jobs.forget()
    assert Way.objects.count() == 3
    Membership.objects.filter(user_id=left.user_id).update(valid_until=clock.today())
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        jobs.forget()
    assert [one.pk for one in Way.objects.all()] == [kept.pk]


def test_everybody_reads_what_they_are_told_of(sign_in, adviser_a, auditor, operator, cadre):
    told = ((adviser_a, "新咨询"), (auditor, "特别查阅"), (operator, "系统自己的告警"), (cadre, "没有要提醒的事"))
    for who, words in told:
        assert words in page(sign_in(who))
