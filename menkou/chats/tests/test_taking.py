"""收: from what is written in a chat to a consultation and back, as rows."""

from menkou.consultations import content
from menkou.consultations.models import Consultation


def test_a_first_question_waits_for_the_village_and_a_yes(wang, village, chen):
    assert "哪个村" in wang.says("邻居占了我家宅基地")
    assert "红花村" in (told := wang.says("红花村"))
    assert chen.adviser.name in told and "村里和干部看不到" in told
    assert not Consultation.objects.exists()

    assert "送到了" in wang.says("1")
    asked = Consultation.objects.get()
    assert (asked.village, asked.may_hand_over, wang.chat.matter) == (village, True, asked)
    assert [one.text for one in content.open_for_asker(asked)] == ["邻居占了我家宅基地"]
