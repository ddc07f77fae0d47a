"""短话: what is short is understood or kept, as rows."""

from menkou.channels.models import Incoming
from menkou.chats.models import Chat
from menkou.chats.tests.test_taking import QUESTION, said_in
from menkou.consultations.models import Consultation
from menkou.postings.models import Posting


def test_a_short_sentence_before_the_village_goes_along_and_a_voice_may_name_and_choose(wang):
    wang.says(QUESTION)
    assert "放在一起" in wang.says("他还骂人")
    assert "1 送出" in wang.does("voice", MediaId="v", Recognition="红花村。")
    assert "送到了" in wang.does("voice", MediaId="v", Recognition="一。")
    assert said_in(Consultation.objects.get()) == [f"{QUESTION}\n他还骂人"]


def test_a_number_that_stood_for_a_matter_is_no_village_afterwards(wang, asked):
    wang.says("新问题")
    Chat.objects.update(village=None)
    wang.says("我问过的")
    wang.says("工钱没给，怎么办？")
    assert wang.chat.choices == []
    assert "没有这个数字" in wang.says("1")


def test_where_nobody_is_on_duty_the_office_is_named_and_no_choice_is_offered_that_fails(wang, chen, lin):
    Posting.objects.all().delete()
    wang.says("红花村")
    told = wang.says(QUESTION)
    assert "红花镇司法所 0537-0000001" in told
    assert "1 送出" not in told
    assert "1 送出" not in wang.says("1")
    assert not Consultation.objects.exists()
    assert Incoming.objects.filter(sealed__isnull=False).count() == 1  # kept: somebody may be on duty tomorrow
