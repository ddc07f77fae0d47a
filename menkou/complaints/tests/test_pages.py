"""The doors of a complaint: a resident's page, the officers' page, the list and its Excel."""

import pytest
from django.test import Client

from menkou.complaints.models import Complaint
from menkou.complaints.tests.conftest import ANSWER_FORM, FORM, WORDS
from menkou.consultations.models import Consultation
from tests.cast import SLUG


@pytest.fixture
def phone(client, village, chen, lin):
    phone = Client()
    phone.get(f"/{SLUG}/v/{village.code}/ask")
    phone.post(f"/{SLUG}/v/{village.code}/ask", {"text": "地被占了。"})
    phone.matter = Consultation.objects.get()
    return phone


def test_a_resident_complains_from_the_thread_and_reads_how_it_stands(phone, village, chen, office, sign_in, hands):
    thread, page = (f"/{SLUG}/asked/{phone.matter.pk}/{at}" for at in ("", "complaint"))
    assert page in phone.get(thread).content.decode()
    refused = phone.post(page, {"kind": "rude", "about": str(chen.pk), "text": "", "contact": "电话"})
    assert refused.status_code == 422
    assert "电话只填数字" in refused.content.decode()
    sent = {"kind": "rude", "about": str(chen.pk), "text": WORDS, "contact": "", "form": FORM}
    for _ in range(2):
        assert phone.post(page, sent).status_code == 302
    found = Complaint.objects.get()
    assert "送到了" in phone.get(thread).content.decode()
    assert "最晚" in phone.get(page).content.decode()
    assert str(phone.matter.pk) in phone.get(f"/{SLUG}/v/{village.code}/complain").content.decode()
    desk = sign_in(office)
    assert WORDS not in desk.get(f"/{SLUG}/complaints/{found.pk}/").content.decode()
    assert WORDS in desk.post(f"/{SLUG}/complaints/{found.pk}/read").content.decode()
    desk.post(f"/{SLUG}/complaints/{found.pk}/accept")
    kept = desk.post(f"/{SLUG}/complaints/{found.pk}/answer", {"outcome": "", "text": "写了一半"})
    assert (kept.status_code, "写了一半" in kept.content.decode()) == (422, True)
    desk.post(f"/{SLUG}/complaints/{found.pk}/answer", {"outcome": "partly", "text": "批评过了。", "form": ANSWER_FORM})
    answered = phone.get(page).content.decode()
    assert "批评过了。" in answered
    assert "部分属实" in answered
    assert Client().post(f"/{SLUG}/complained/{found.pk}/judge", {"is_satisfied": "yes"}).status_code == 404
    phone.post(f"/{SLUG}/complained/{found.pk}/judge", {"is_satisfied": "yes"})
    assert "办完了" in phone.get(thread).content.decode()


def test_the_list_keeps_its_filter_in_the_address_and_its_excel_holds_no_words(
    complaint, bureau, sign_in, hands, django_assert_max_num_queries
):
    hands.move_to("2026-03-09 10:00+08:00")
    desk = sign_in(bureau)
    with django_assert_max_num_queries(16):
        page = desk.get(f"/{SLUG}/complaints/?state=overdue").content.decode()
    book = desk.get(f"/{SLUG}/complaints/complaints.xlsx?state=overdue")

    assert "超时的（1）" in page
    assert "超 3 天" in page
    assert "没有这样的投诉" in desk.get(f"/{SLUG}/complaints/?state=closed").content.decode()
    assert book.content[:2] == b"PK"
    assert WORDS not in page
