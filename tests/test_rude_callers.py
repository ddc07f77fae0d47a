"""What rude or broken callers send gets an answer in words, and never a fault; nothing of anybody's is lost by it."""

import io
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from config import middleware
from config.middleware import DEVICE, DEVICE_SIGNER
from menkou.accounts.models import User
from menkou.core.errors import Conflict
from menkou.core.models import AuditEntry
from tests.cast import PASSWORD


def test_a_form_from_a_foreign_page_does_not_name_the_phone_anew(village, chen, client):
    sent = client.post(f"/shili/v/{village.code}/ask", {"text": "问", "form": "a" * 32})

    assert sent.status_code == 201
    assert DEVICE not in sent.cookies
    assert DEVICE in client.get(f"/shili/v/{village.code}/ask").cookies


def test_whose_account_is_closed_reads_the_same_words_as_for_a_wrong_password(adviser_a, client):
    User.objects.filter(username="chenming").update(is_active=False)

    answer = client.post("/shili/sign-in", {"login": "chenming", "password": PASSWORD}, follow=True)

    assert answer.status_code == 200
    assert "用户名或密码不对" in answer.content.decode()


def test_a_cookie_with_a_character_that_no_text_has(district, client):
    client.cookies["sessionid"] = "\x00aaaaaaaaaaaa"

    assert client.get("/shili/").status_code == 404


def test_a_form_without_a_boundary(village, chen, client):
    answer = client.generic("POST", f"/shili/v/{village.code}/ask", b"x", content_type="multipart/form-data")

    assert answer.status_code == 400
    assert "看不明白" in answer.content.decode()


@pytest.mark.parametrize("said", ["x/y; charset=zlib", "text/plain;charset=utf-7; a=b", "x/y; CHARSET = idna"])
def test_an_alphabet_that_a_caller_names_is_not_believed(said, installation, monkeypatch):
    from config import wsgi  # once the static files have been collected

    seen = []
    monkeypatch.setattr(wsgi, "django", lambda environ, start_response: seen.append(environ["CONTENT_TYPE"]))
    wsgi.application({"CONTENT_TYPE": said}, None)

    assert seen[0].split(";")[0] == said.split(";")[0]
    assert "charset" not in seen[0].lower()


@pytest.mark.parametrize(("path", "size"), [("pickup", 3_000_000), ("v/999901001201/ask", 25_500_000)])
def test_more_than_any_form_holds_is_not_even_read(village, chen, client, path, size):
    answer = client.post(f"/shili/{path}", {"text": "问", "f": io.BytesIO(b"x" * size)})

    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


@pytest.mark.parametrize("size", [2 << 20, 50 << 20])
def test_a_table_of_orders_that_is_too_large_is_told_so_and_read_to_its_end(bureau, sign_in, size, monkeypatch):
    thrown_away = []
    monkeypatch.setattr(middleware, "drain", lambda request, length, most: thrown_away.append(int(length) <= most))
    table = SimpleUploadedFile("工单.xlsx", b"x" * (size + 1))
    answer = sign_in(bureau).post("/shili/imports/orders", {"file": table})

    assert "文件超过 2 MB。一次最多 200 件" in answer.content.decode()
    assert all(thrown_away)  # a browser that is cut off shows no words of ours


def test_what_was_typed_beside_what_is_too_large_stands_on_the_page_with_the_way_back(village, chen, client):
    typed = {"text": "院墙的事 <b>", "form": "a" * 32, "draft": "院墙的事 <b>", "when": "morning", "packed": "Ab-" * 30}
    answer = client.post(f"/shili/v/{village.code}/ask", typed | {"f": io.BytesIO(b"x" * 25_500_000)})
    page = answer.content.decode()

    assert answer.status_code == 413
    assert page.count("院墙的事 &lt;b&gt;") == 1
    assert f'href="/shili/v/{village.code}/ask"' in page
    assert all(carried not in page for carried in ("a" * 32, "morning", "Ab-Ab-"))
    assert b"xxx" not in answer.content


PAGES_BEHIND_UPLOADS = {
    "boards/{pk}/up": "boards/{pk}/",
    "boards/{pk}/seen": "boards/{pk}/",
    "boards/words": "boards/words",
    "pushes/deliveries/{pk}/confirm": "pushes/deliveries/{pk}/",
    "contracts/{pk}/scans": "contracts/{pk}/",
    "worklogs/{pk}/evidence": "worklogs/{pk}/",
    "worklogs/new": "worklogs/new",
    "occasions/{pk}/papers": "occasions/{pk}/",
    "asked/{pk}/follow-up": "asked/{pk}/",
    "consultations/{pk}/answer": "consultations/{pk}/",
    "readings/{pk}/put-up": "readings/",
    "imports/orders": "imports/orders",
    "hotline/{pk}/handle": "hotline/{pk}/",
}


@pytest.mark.parametrize(("path", "page"), PAGES_BEHIND_UPLOADS.items())
def test_what_is_too_large_leads_back_to_the_page_it_was_typed_on(bureau, sign_in, path, page):
    pk, desk = uuid4(), sign_in(bureau)
    answer = desk.post(f"/shili/{path.format(pk=pk)}", {"f": io.BytesIO(b"x" * 33_000_000)})

    assert answer.status_code == 413
    assert f'href="/shili/{page.format(pk=pk)}"' in answer.content.decode()
    assert desk.get(f"/shili/{page.format(pk=pk)}").status_code != 405


@pytest.mark.parametrize("path", ["/shili/nowhere", "/\\evil.example/pickup", "//evil.example/pickup"])
def test_what_is_too_large_leads_to_no_other_house(district, client, path):
    answer = client.generic("POST", "/", b"x" * 2_200_000, content_type="text/plain", PATH_INFO=path)

    assert answer.status_code == 413
    assert not re.search(r'href="[^"]*(evil|nowhere|pickup)', answer.content.decode())


@pytest.mark.parametrize("body", [b"x", b'--y\r\nContent-Disposition: form-data; name="text"\r\n\r\nab', b"--y--"])
def test_what_is_too_large_and_broken_is_told_so_all_the_same(district, client, body):
    body += b"x" * 2_200_000
    answer = client.generic("POST", "/shili/pickup", body, content_type="multipart/form-data; boundary=y")

    assert answer.status_code == 413


@pytest.mark.parametrize("path", ["", "pickup", "sign-in"])
def test_a_program_may_ask_for_the_head_alone(district, client, path):
    assert client.head(f"/shili/{path}").status_code == 200


def test_consent_taken_away_is_not_overlooked(ask, resident):
    ask(resident, form="a" * 32, may_hand_over=True)

    with pytest.raises(Conflict, match="不一样"):
        ask(resident, form="a" * 32, may_hand_over=False)


def test_a_wrong_try_is_counted_and_leaves_no_line_for_ever(district, client):
    client.cookies[DEVICE] = DEVICE_SIGNER.sign("d" * 32)
    client.post("/shili/pickup", {"code": "AAAA 2222"})

    assert not AuditEntry.objects.exists()


def test_the_adviser_sees_that_the_asker_did_not_agree_to_another(ask, resident, adviser_a, sign_in):
    asked = ask(resident, may_hand_over=False).consultation

    assert "没有同意替班" in sign_in(adviser_a).get(f"/shili/consultations/{asked.pk}/").content.decode()


def test_a_key_that_broken_programs_all_send_is_refused(village, chen, client):
    answer = client.post(
        f"/shili/api/villages/{village.code}/consultations",
        {"text": "问"},
        content_type="application/json",
        headers={"Idempotency-Key": "00000000-0000-0000-0000-000000000000"},
    )

    assert answer.status_code == 422
