"""利害关系 over HTTP: what pages ask_about before and after, what an adviser ticks, what the bureau sees."""

import pytest

from menkou.consultations.models import Consultation
from menkou.postings.models import Posting
from tests.cast import QUESTION, SLUG
from tests.counting import at_most

OTHER_SIDE = "王 五"


class TestDoors:
    """Over HTTP."""

    def test_the_page_says_before_sending_where_each_answer_leads(self, client, village, chen, lin, third):
        with at_most(12):
            shown = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()
        assert "这事跟谁有关" in shown
        assert "送给 冯平 律师（演示·第三所）" in shown
        Posting.objects.filter(registration=third).delete()
        shown = client.get(f"/{SLUG}/v/{village.code}/ask").content.decode()
        assert "送到区司法局" in shown
        assert "12348" in shown
        assert "0537-0000001" in shown

    def test_the_thread_names_nobody_while_nobody_may_have_it(self, client, village, chen, lin):
        client.get(f"/{SLUG}/v/{village.code}/ask")
        sent = {"text": QUESTION, "form": "a" * 32, "concerns": "committee"}
        shown = client.post(f"/{SLUG}/v/{village.code}/ask", sent, follow=True).content.decode()
        assert "区司法局正在指定" in shown
        page = f"/{SLUG}/asked/{Consultation.objects.get().pk}/"
        with at_most(13):  # a matter also has a complaint
            shown = client.get(page).content.decode()
        assert "陈明" not in shown
        assert "等人接手" in shown
        assert "12348" in shown

    def test_a_wrong_answer_is_a_sentence_and_keeps_what_was_typed(self, client, village, chen, lin):
        sent = {"text": QUESTION, "form": "a" * 32, "concerns": "mayor", "other_side": "王" * 50}
        reply = client.post(f"/{SLUG}/v/{village.code}/ask", sent)
        assert reply.status_code == 422
        assert "请从上面几项里选一项" in reply.content.decode()
        assert "最多 40 个字" in reply.content.decode()
        assert QUESTION in reply.content.decode()

    def test_it_can_be_told_on_the_thread(self, client, village, chen, lin):
        client.get(f"/{SLUG}/v/{village.code}/ask")
        client.post(f"/{SLUG}/v/{village.code}/ask", {"text": QUESTION, "form": "a" * 32})
        page = f"/{SLUG}/asked/{Consultation.objects.get().pk}/"
        assert client.post(f"{page}concern", {"concerns": ""}).status_code == 422
        shown = client.post(f"{page}concern", {"concerns": "adviser_a"}, follow=True).content.decode()
        assert "由陈明转给林芳" in shown

    @pytest.mark.interests_are_declared
    def test_the_adviser_declares_with_one_tick_beside_the_answer(self, ask_about, sign_in, adviser_a):
        asked, browser = ask_about(other_side=OTHER_SIDE), sign_in(adviser_a)
        page = f"/{SLUG}/consultations/{asked.pk}/"
        shown = browser.get(page).content.decode()
        assert "没有利害关系" in shown
        assert OTHER_SIDE in shown
        kept = browser.post(f"{page}answer", {"text": "先请村里量。", "form": "a" * 32})
        assert kept.status_code == 409
        assert "先请村里量。" in kept.content.decode()
        ticked = {"text": "先请村里量。", "has_no_interest": "on", "form": "b" * 32}
        assert browser.post(f"{page}answer", ticked).status_code == 302
        assert "没有利害关系</span>" not in browser.get(page).content.decode()

    def test_having_declared_the_page_does_not_exist_any_more(self, ask_about, sign_in, adviser_a):
        asked, browser = ask_about(), sign_in(adviser_a)
        page = f"/{SLUG}/consultations/{asked.pk}/"
        assert browser.post(f"{page}interest", {"kind": "mayor"}).status_code == 422
        shown = browser.post(f"{page}interest", {"kind": "own_client"}, follow=True).content.decode()
        assert "已转给林芳" in shown
        assert browser.get(page).status_code == 404

    def test_the_bureau_sees_a_reference_and_assigns(self, ask_about, sign_in, bureau, wu, third):
        Posting.objects.filter(registration=third).update(
            village=Posting.objects.get(registration=wu).village, post="B"
        )
        asked, browser = ask_about("committee"), sign_in(bureau)
        shown = browser.get(f"/{SLUG}/unheld/").content.decode()
        assert asked.reference in shown
        assert "红花村" not in shown[shown.index("<main") :]
        page = f"/{SLUG}/unheld/{asked.pk}"
        shown = browser.get(page).content.decode()
        assert "冯平" in shown
        assert "吴刚" not in shown
        assert browser.post(page, {"taker": ""}).status_code == 422
        assert browser.post(page, {"taker": third.pk}).status_code == 302
        assert browser.get(page).status_code == 404

    @pytest.mark.interests_are_declared
    def test_a_program_asks_and_declares(self, program, village, chen, lin, third, adviser_a):
        path = f"villages/{village.code}/consultations"
        asked = program()("post", path, {"text": QUESTION, "concerns": "committee"}).json()
        assert asked["adviser"]["name"] == "冯平"
        assert program()("post", path, {"text": QUESTION, "concerns": "mayor"}).status_code == 422
        program()("post", path, {"text": QUESTION, "other_side": OTHER_SIDE})
        chens = program(adviser_a)
        (one,) = chens("get", "consultations").json()["items"]
        case = f"consultations/{one['id']}"
        assert chens("post", f"{case}/answers", {"text": "答"}).status_code == 409
        assert chens("post", f"{case}/answers", {"text": "答", "has_no_interest": True}).status_code == 201
        assert chens("post", f"{case}/interest", {"kind": "relative"}).json() == {"is_handed_over": True}
        assert chens("get", case).status_code == 404
