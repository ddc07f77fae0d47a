"""Who gets nothing through the API, and what no body can do to it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from menkou.accounts.models import ApiToken, User
from menkou.consultations.models import Consultation
from menkou.core import clock
from menkou.core.scope import within
from menkou.places.models import District

STAFF = ["adviser_b", "adviser_next_door", "office", "office_next_door", "bureau", "auditor", "operator", "cadre"]
STAFF += ["director"]
CALLS = [
    ("get", "consultations/{pk}", None),
    ("post", "consultations/{pk}/answers", {"text": "我来答"}),
    ("post", "consultations/{pk}/answers/{message}/take-back", None),
    ("post", "consultations/{pk}/hand-over", {"reason": "away"}),
    ("post", "consultations/{pk}/close", {"minutes": 5, "category": "land"}),
]


def is_problem(reply, status):
    said = reply.json()
    assert reply["Content-Type"] == "application/problem+json"
    assert said["status"] == reply.status_code == status
    return said["title"].isascii() and not said["detail"].isascii()


@pytest.mark.parametrize("who", STAFF)
def test_what_is_another_s_does_not_exist(program, consultation, request, who):
    call, here = program(request.getfixturevalue(who)), {"pk": consultation.pk, "message": uuid4()}

    for method, path, body in CALLS:
        theirs = call(method, path.format(**here), body)
        nothing = call(method, path.format(pk=uuid4(), message=uuid4()), body)
        assert is_problem(theirs, 404)
        assert theirs.content == nothing.content
    consultation.refresh_from_db()
    assert (consultation.state, consultation.read_at) == ("waiting", None)


@pytest.mark.parametrize("who", [one for one in STAFF if not one.startswith("adviser")])
def test_who_advises_nobody_has_no_list(program, request, who):
    assert is_problem(program(request.getfixturevalue(who))("get", "consultations"), 404)


def test_only_a_token_opens(program, client, consultation, adviser_a, sign_in):
    sign_in(adviser_a)
    for path in ("me", "consultations", f"consultations/{consultation.pk}", "numbers", "worklogs/awaiting"):
        reply = program()("get", path)
        assert is_problem(reply, 401)
        assert reply["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer x", "Basic eDp5", "Bearer 令牌", "bearer\t"])
def test_no_other_credential_opens(client, district, header):
    assert is_problem(client.get("/shili/api/me", headers={"Authorization": header}), 401)


def test_a_token_ends(program, adviser_a):
    call = program(adviser_a)
    assert call("get", "me").json()["roles"][0]["role"] == "adviser"

    ApiToken.objects.update(valid_until=clock.now() - timedelta(seconds=1))
    assert is_problem(call("get", "me"), 401)


def test_who_may_not_sign_in_has_no_token_either(program, adviser_a):
    call = program(adviser_a)
    User.objects.filter(pk=adviser_a.user_id).update(is_active=False)
    assert is_problem(call("get", "me"), 401)


def test_a_token_is_of_one_district(program, adviser_a, client):
    other = District.objects.create(slug="linqu", name="邻区", code="999902")
    call = program(adviser_a)
    with within(other.pk):
        reply = client.get("/linqu/api/me", headers=call("get", "me").wsgi_request.headers)
    assert is_problem(reply, 401)


def test_the_api_hands_out_no_cookie_and_is_kept_by_nobody(program, village, chen):
    reply = program()("get", f"villages/{village.code}")
    assert not reply.cookies
    assert reply["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["", "nothing", "villages/1", "villages/%00", "villages/红花", "consultations/1", "me/"]
)
def test_unknown_paths_are_problems_too(program, chen, adviser_a, path):
    assert is_problem(program(adviser_a)("get", path), 404)


@pytest.mark.parametrize(
    "path", ["/shili/api/villages?q=%00", "/shili/?q=a%00", "/shili/v/%00/", "/%00/", "/%00/api/me"]
)
def test_the_character_that_is_none_finds_nothing(client, district, path):
    assert client.get(path).status_code == 404


def test_an_unknown_district_is_a_problem_too(client, db):
    assert is_problem(client.get("/nowhere/api/villages"), 404)


@pytest.mark.parametrize(("method", "path"), [("post", "villages"), ("delete", "me"), ("put", "openapi.json")])
def test_unknown_methods_are_problems_too(program, district, method, path):
    reply = program()(method, path, {})
    assert is_problem(reply, 405)
    assert reply["Allow"] == "GET"


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "offset=-1", f"offset={10**30}", "q=" + "长" * 31]
)
def test_rude_queries(program, village, query):
    assert is_problem(program()("get", f"villages?{query}"), 422)


DEEP = b"[" * 100_000
RUDE = [
    (b"", 422),
    (b"{", 400),
    (b"\xff\xfe\xfd", 400),
    (b'"\xed\xa0\x80"', 422),
    (DEEP, 400),
    (b'{"text":' + DEEP, 400),
    (b"null", 422),
    (b"[]", 422),
    (b"12", 422),
    (b'"text"', 422),
    (b"NaN", 422),
    (b"9" * 5000, 400),
    (b"{}", 422),
    (b'{"text": null}', 422),
    (b'{"text": 5}', 422),
    (b'{"text": ["a"]}', 422),
    (b'{"text": {"a": 1}}', 422),
    (b'{"text": "\\ud800"}', 422),
    (b'{"text": "\\u0000"}', 422),
    (b'{"text": "a", "\\ud800": 1}', 422),
    (b'{"text": "a", "district": 2}', 422),
    (b'{"text": "a", "may_hand_over": "yes"}', 422),
    (b'{"text": "a", "may_hand_over": 1}', 422),
    (b'{"text": "' + b"a" * 1_000_000 + b'"}', 422),
    (b'{"text": "' + b"a" * 3_000_000 + b'"}', 413),
]


@pytest.mark.parametrize(("body", "status"), RUDE, ids=lambda one: str(one)[:30])
def test_rude_bodies(program, village, chen, body, status):
    assert is_problem(program()("post", f"villages/{village.code}/consultations", body), status)
    assert not Consultation.objects.exists()


@pytest.mark.parametrize(
    "body", [b"", b"{", DEEP, b"[1]", b'{"code": 1}', b'{"code": "\\u0000"}', b'{"code": "' + b"A" * 41 + b'"}']
)
@pytest.mark.parametrize("verb", ["lookup", "follow-up", "rate"])
def test_rude_bodies_of_askers(program, verb, body):
    assert program()("post", f"consultations/{verb}", body).status_code in (400, 422)


@pytest.mark.parametrize("face", [0, 4, True, "3", 2.5, None, 10**40])
def test_rude_faces(program, face):
    sent = {"code": "22222222", "face": face, "is_solved": True}
    assert is_problem(program()("post", "consultations/rate", sent), 422)


@pytest.mark.parametrize("minutes", [0, -1, 1441, 10**400, 1.5, "20", True, None, [], float("inf")])
def test_rude_minutes(program, consultation, adviser_a, minutes):
    sent = {"minutes": minutes, "category": "land"}
    assert is_problem(program(adviser_a)("post", f"consultations/{consultation.pk}/close", sent), 422)


@pytest.mark.parametrize(
    "text", ["👨‍👩‍👧‍👦", "𠮷野家的𪚥字", "é", "\u202e反的", "长" * 5000, "<script>alert(1)</script>", "{text}"]
)
def test_every_script_comes_back_as_it_was_written(program, village, chen, text):
    code = program()("post", f"villages/{village.code}/consultations", {"text": text}).json()["pickup_code"]

    assert program()("post", "consultations/lookup", {"code": code}).json()["said"][0]["text"] == text
