"""收: from what is written in a chat to a consultation, as rows: said once, in order, by whoever it is, and by nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from menkou.channels import inbox
from menkou.channels.errors import Later
from menkou.channels.models import Incoming
from menkou.chats import actions, jobs, queries, taking
from menkou.chats.models import Binding, Chat
from menkou.chats.tests.conftest import AMR, Person
from menkou.consultations import actions as consultations
from menkou.consultations import content
from menkou.consultations.locking import actions as locking
from menkou.consultations.models import Consultation, Rating
from menkou.consultations.rights import actions as rights
from menkou.core import clock, outbox
from menkou.core.errors import Refused
from menkou.core.jobs import live
from menkou.core.models import AuditEntry, Outgoing

QUESTION = "邻居占了我家宅基地"


def said_in(consultation: Consultation) -> list[str]:
    return [one.text for one in content.open_for_asker(consultation)]


def test_a_first_question_waits_for_the_village_and_a_yes(wang, village, chen):
    assert "哪个村" in wang.says(QUESTION)
    told = wang.says("红花村")
    assert chen.adviser.name in told
    assert "村里和干部看不到" in told
    assert not Consultation.objects.exists()

    assert "送到了" in wang.says("1")
    asked = Consultation.objects.get()
    assert (asked.village, asked.may_hand_over, wang.chat.matter) == (village, True, asked)
    assert said_in(asked) == [QUESTION]
    assert not Incoming.objects.filter(sealed__isnull=False).exists()
    assert Binding.objects.get().how == "asked"


def test_more_before_the_yes_goes_along_and_a_2_shows_it_to_nobody_else(wang):
    for said in ("红花村", QUESTION, "他还骂人", "2"):
        wang.says(said)
    asked = Consultation.objects.get()
    assert said_in(asked) == [f"{QUESTION}\n他还骂人"]
    assert not asked.may_hand_over


def test_a_no_sends_nothing_and_keeps_nothing(wang):
    wang.says("红花村")
    wang.says(QUESTION)
    assert "没有送" in wang.says("0")
    assert not Consultation.objects.exists()
    assert not Incoming.objects.filter(taken_at=None).exists()


def test_what_follows_is_said_in_the_matter_and_a_new_question_begins_another(wang, asked):
    assert "送到了" in wang.says("他今天又来了")
    assert said_in(asked) == [QUESTION, "他今天又来了"]
    wang.says("新问题")
    wang.says("工钱没给")
    wang.says("1")
    assert Consultation.objects.count() == 2
    assert said_in(asked) == [QUESTION, "他今天又来了"]


def test_thanks_are_thanks(wang, asked, adviser_a):
    consultations.answer(by=adviser_a, consultation=asked, text="先丈量。", form="a" * 32)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert "不客气" in wang.says("谢谢律师")
    asked.refresh_from_db()
    assert asked.state == asked.State.ANSWERED


def test_voice_and_photos_go_along_and_what_is_gone_is_told(wang, platform, photo):
    platform.media = {"v": AMR, "p": photo, "x": b"not a voice"}
    wang.says("红花村")
    assert "先替您放着" in wang.does("voice", MediaId="v", Format="amr")
    wang.does("image", MediaId="p")
    wang.does("voice", MediaId="x")
    told = wang.says("1")
    assert "有一段语音取不到" in told
    assert "送到了" in told
    enclosed = content.open_for_asker(Consultation.objects.get())[0].enclosures
    assert [(one.mime, one.seconds) for one in enclosed] == [("audio/ogg", 2), ("image/jpeg", None)]


def test_while_the_platform_has_nothing_to_fetch_from_the_message_waits_and_goes_once(wang, asked, platform):
    platform.media = {"v": AMR}
    platform.ends = [Later("media_get", "ConnectError")]
    row = wang.keeps("voice", MediaId="v")
    wang_again = {"district_id": wang.account.district_id, "incoming_id": str(row.pk)}
    jobs.take_in(**wang_again)
    assert said_in(asked) == [QUESTION]
    assert str(row.pk) in live(inbox.TAKE_IN, "incoming_id")

    for _ in range(2):
        jobs.take_in(**wang_again)
    assert [len(one.enclosures) for one in content.open_for_asker(asked)] == [0, 1]


def test_messages_are_taken_in_their_order_by_one_job_and_a_lease_keeps_others_out(wang, asked):
    first, second = wang.keeps(Content="第一句"), wang.keeps(Content="第二句")
    held = taking.claimed_of(wang.account.district_id, first.pk)
    jobs.take_in(district_id=wang.account.district_id, incoming_id=str(second.pk))
    assert said_in(asked) == [QUESTION]

    taking.take_all(wang.account.district_id, held)
    assert said_in(asked) == [QUESTION, "第一句", "第二句"]


def test_whoever_wakes_up_late_does_nothing(wang, asked):
    """A worker that was stopped for longer than its lease finds that another one has taken over."""
    row = wang.keeps(Content="再说一句")
    late = taking.claimed_of(wang.account.district_id, row.pk)
    with time_machine.travel(clock.now() + inbox.LEASE + timedelta(seconds=1)):
        other = taking.claimed_of(wang.account.district_id, row.pk)
        taking.take_all(wang.account.district_id, late)
        assert said_in(asked) == [QUESTION]
        taking.take_all(wang.account.district_id, other)
        assert said_in(asked) == [QUESTION, "再说一句"]


def test_the_test_above_sees_a_house_without_leases(wang, asked, monkeypatch):
    monkeypatch.setattr(inbox, "still_mine", lambda claimed: True)
    row = wang.keeps(Content="再说一句")
    late = taking.claimed_of(wang.account.district_id, row.pk)
    with time_machine.travel(clock.now() + inbox.LEASE + timedelta(seconds=1)):
        taking.claimed_of(wang.account.district_id, row.pk)
        taking.take_all(wang.account.district_id, late)
        assert said_in(asked) == [QUESTION, "再说一句"]  # which is not theirs to take any more


def test_what_dies_before_its_commit_is_done_once_afterwards(wang, asked, monkeypatch):
    """The question is on record, and the worker dies before the message is emptied: nothing of it was kept."""
    row = wang.keeps(Content="再说一句")
    with monkeypatch.context() as dying:
        dying.setattr(inbox, "taken", lambda rows: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            jobs.take_in(district_id=wang.account.district_id, incoming_id=str(row.pk))
    assert said_in(asked) == [QUESTION]
    jobs.take_in(district_id=wang.account.district_id, incoming_id=str(row.pk))
    assert said_in(asked) == [QUESTION, "再说一句"]
    assert wang.told(row)


def test_what_every_worker_dies_of_is_parked_and_said_aloud(wang, asked, caplog):
    row = wang.keeps(Content="再说一句")
    Incoming.objects.filter(pk=row.pk).update(attempt=inbox.MOST_ATTEMPTS)
    jobs.find_untaken()
    assert "not taken in any more" in caplog.text
    assert "再说" not in caplog.text


def test_a_sweep_queues_what_lost_its_job(wang, asked):
    row = wang.keeps(Content="再说一句")
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        jobs.find_untaken()
    assert live(inbox.TAKE_IN, "incoming_id") == {str(row.pk)}


def test_a_matter_behind_a_secret_shows_and_does_nothing_here(wang, asked, resident):
    locking.set_secret(by=queries.actor_of(wang.chat), consultation=asked, typed="槐树下")
    assert "暗号" in wang.says("他又来了")
    assert "暗号" in wang.says("取件码")
    assert "暗号" in wang.says("满意")
    asked.refresh_from_db()
    assert AuditEntry.objects.filter(what="consultation.followed_up").count() == 0


def test_a_code_binds_and_is_said_only_when_asked_for(wang, consultation):
    code = consultations.pickup_code(consultation)
    assert "对上了" in wang.says(f"{code[:4]} {code[4:].lower()}")
    assert wang.chat.matter == consultation
    assert "没有这个取件码" in wang.says("取件码：2222 2222\n别人有了它也能看，请不要转给别人。")
    assert "送到了" in wang.says("22222222")  # a telephone, most often
    assert code[:4] in wang.says("取件码")
    said = Outgoing.objects.all()
    assert [code[:4] in outbox.opened(one) for one in said].count(True) == 1
    assert code[:4] not in "".join(said.values_list("words", flat=True))  # nobody reads it there without the key file


def test_wrong_codes_are_slowed(wang):
    told = [wang.says(f"2222222{number}") for number in range(2, 9)]
    assert "请等" in told[-1]


def test_unbinding_ends_it_after_a_yes(wang, asked):
    assert "要解绑吗" in wang.says("解绑")
    wang.says("1")
    assert wang.chat.matter is None
    assert "还没有您问过的事" in wang.says("我问过的")
    assert not queries.running(wang.chat).exists()


def test_it_is_rated_once_there_is_an_answer(wang, asked, adviser_a):
    assert "送到了" in wang.says("满意")  # nothing to rate yet: then it is said to the adviser
    consultations.answer(by=adviser_a, consultation=asked, text="先丈量。", form="a" * 32)
    with time_machine.travel(clock.now() + timedelta(minutes=1)):
        assert "解决了没有" in wang.says("满意")
        assert "记下了" in wang.says("没解决")
        assert "送到了" in wang.says("不满意")
        assert said_in(asked)[-1] == "不满意"
    assert (Rating.objects.get().face, Rating.objects.get().is_solved) == (3, False)


def test_what_is_closed_is_opened_again_or_something_new_is_asked(wang, asked, adviser_a):
    consultations.answer(by=adviser_a, consultation=asked, text="先丈量。", form="a" * 32)
    consultations.close(by=adviser_a, consultation=asked, minutes=5, category="land")
    assert "重新打开" in wang.says("他又来了")
    assert "重新打开了" in wang.says("1")
    asked.refresh_from_db()
    assert asked.state == asked.State.WAITING
    assert "他又来了" in said_in(asked)


def test_urgent_words_name_a_telephone_before_anything_else(wang):
    assert "110" in wang.says("他正在打我").partition("\n")[0]


def test_what_nobody_sent_on_is_dropped_after_a_day_and_that_is_said(wang):
    wang.says(QUESTION)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        jobs.let_go()
    assert [outbox.opened(one) for one in Outgoing.objects.all() if "放得太久" in outbox.opened(one)] != []
    assert not Incoming.objects.filter(sealed__isnull=False).exists()
    assert wang.chat.step == ""


def test_a_board_that_was_scanned_says_which_village(wang, village):
    assert "红花村" in wang.does("event", Event="subscribe", EventKey=f"qrscene_{village.code}")
    assert wang.chat.village == village
    wang.does("event", Event="unsubscribe")
    assert not wang.chat.correspondent.follows


@pytest.mark.parametrize(("kind", "said"), [("video", "收不了"), ("hologram", "收不了")])
def test_what_cannot_be_taken_is_told(wang, kind, said):
    assert said in wang.does(kind, MediaId="m")


def test_nobody_speaks_or_binds_for_others(wang, asked, stranger, consultation):
    other = replace(stranger, receipts=frozenset())
    with pytest.raises(Refused):
        actions.unbind(by=other, chat=wang.chat)
    with pytest.raises(Refused):
        actions.bind(by=queries.actor_of(wang.chat), consultation=consultation, chat=wang.chat, how="code")
    with pytest.raises(Refused):
        actions.let_go(by=stranger, chat=wang.chat, rows=[])


def test_another_ones_matter_is_not_reached_by_number(wang, asked, account, platform):
    li = Person(account, "openid-li")
    assert "还没有您问过的事" in li.says("我问过的")
    assert "没有要选的" in li.says("1")
    assert li.chat.matter is None


def test_the_database_refuses_two_chats_for_one_person_and_two_bindings_for_one_matter(wang, asked):
    with pytest.raises(IntegrityError), transaction.atomic():
        Chat.objects.create(correspondent=wang.chat.correspondent)
    bound = Binding.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Binding.objects.create(chat=bound.chat, consultation=asked, how="code", bound_at=clock.now())


def test_what_is_erased_leads_nowhere_from_the_chat(wang, asked):
    rights.erase(by=queries.actor_of(wang.chat), consultation=asked)
    jobs.forget()
    assert not Binding.objects.exists()
    assert wang.chat.matter is None
    assert "哪个村" not in wang.says("还有一件事")


def test_nothing_that_was_said_stands_in_what_we_keep(wang, asked):
    wang.says("秘密的话")
    kept = [*Chat.objects.values(), *Outgoing.objects.values(), *AuditEntry.objects.values()]
    assert "秘密" not in repr(kept)
    assert QUESTION not in repr(kept)


def test_the_clock_alone_begins_a_chat(wang, asked, stranger):
    with pytest.raises(Refused):
        actions.begin(by=stranger, correspondent=wang.chat.correspondent)
