"""The walk of a question through programs: asked, answered, seen, rated, closed and verified."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from menkou.consultations.api import shapes
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.views import forms
from menkou.core import clock
from menkou.core.models import AuditEntry, Reply
from menkou.postings.models import Posting
from tests.cast import QUESTION

ANSWER = "可以先请村里调解，谈不拢再到法院。"


@pytest.fixture
def asked(program, village, chen, lin):
    """A question asked through the API: what came back."""
    reply = program()("post", f"villages/{village.code}/consultations", {"text": QUESTION})
    assert reply.status_code == 201
    return reply.json()


@pytest.fixture
def thread(program, asked):
    """What the asker sees now."""
    return lambda: program()("post", "consultations/lookup", {"code": asked["pickup_code_in_two"]}).json()


@pytest.fixture
def case(asked):
    return f"consultations/{Consultation.objects.get().pk}"


def later(seconds=11):
    return time_machine.travel(clock.now() + timedelta(seconds=seconds), tick=False)


def test_the_whole_walk(program, asked, thread, case, adviser_a, office):
    chen, judicial = program(adviser_a), program(office)
    assert asked["adviser"] == {"name": "陈明", "title": "律师", "institution": "演示·红花律师事务所"}
    assert thread()["state"] == "waiting"
    assert [one["state"] for one in chen("get", "consultations").json()["items"]] == ["waiting"]
    assert [one["text"] for one in chen("get", case).json()["said"]] == [QUESTION]

    assert chen("post", f"{case}/answers", {"text": ANSWER}).status_code == 201
    assert (thread()["state"], len(thread()["said"]), thread()["may_rate"]) == ("waiting", 1, False)
    with later():
        assert (thread()["state"], thread()["said"][1]["text"], thread()["may_rate"]) == ("answered", ANSWER, True)
        rated = program()("post", "consultations/rate", {"code": asked["pickup_code"], "face": 3, "is_solved": True})
        assert rated.status_code == 201
        closed = chen("post", f"{case}/close", {"minutes": 20, "category": "homestead"}).json()
        assert [one["id"] for one in judicial("get", "worklogs/awaiting").json()["items"]] == [closed["entry_id"]]
        verified = judicial("post", f"worklogs/{closed['entry_id']}/verify")
        assert (verified.status_code, verified.json()["outcome"]) == (200, "verified")
        assert (thread()["state"], thread()["rating"]) == ("closed", {"face": 3, "is_solved": True})


def test_an_answer_is_taken_back_until_it_is_seen(program, thread, case, adviser_a):
    chen = program(adviser_a)
    sent = chen("post", f"{case}/answers", {"text": ANSWER}).json()
    assert [one["can_take_back"] for one in chen("get", case).json()["said"]] == [False, True]

    back = chen("post", f"{case}/answers/{sent['id']}/take-back")
    assert back.json() == {"id": sent["id"], "state": "waiting"}

    again = chen("post", f"{case}/answers", {"text": ANSWER}).json()
    with later():
        refused = chen("post", f"{case}/answers/{again['id']}/take-back")
        assert (refused.status_code, refused.json()["title"]) == (409, "Conflict")
        assert len(thread()["said"]) == 2


def test_what_is_handed_over_is_gone(program, thread, case, adviser_a, adviser_b):
    chen, lin = program(adviser_a), program(adviser_b)
    assert lin("get", case).status_code == 404

    assert chen("post", f"{case}/hand-over", {"reason": "away"}).json()["to_post"] == "B"

    assert chen("get", case).status_code == 404
    assert lin("get", case).status_code == 200
    assert thread()["adviser"]["name"] == "林芳"
    assert "林芳" in thread()["handovers"][0]


def test_who_did_not_agree_is_asked_and_agrees_once(program, village, chen, lin, adviser_b):
    said = {"text": QUESTION, "may_hand_over": False}
    code = {"code": program()("post", f"villages/{village.code}/consultations", said).json()["pickup_code"]}
    look, key = (lambda: program()("post", "consultations/lookup", code).json()), uuid4()
    assert look()["asks_consent"] is False
    Posting.objects.filter(registration=chen).update(valid_until=clock.today())
    assert (look()["asks_consent"], look()["adviser"]["name"]) == (True, "陈明")

    agreed = [program()("post", "consultations/agree", code, key) for _ in range(2)]

    assert [(one.status_code, one.json()) for one in agreed] == 2 * [
        (201, {"state": "waiting", "is_handed_over": True})
    ]
    assert (look()["asks_consent"], look()["adviser"]["name"]) == (False, "林芳")
    assert program(adviser_b)("get", f"consultations/{Consultation.objects.get().pk}").status_code == 200


def test_asking_on_waits_for_an_answer_again(program, asked, thread, case, adviser_a):
    program(adviser_a)("post", f"{case}/answers", {"text": ANSWER})
    with later():
        on = program()("post", "consultations/follow-up", {"code": asked["pickup_code"], "text": "那要多久？"})
        assert (on.status_code, on.json()["state"]) == (201, "waiting")
        assert [one["by"] for one in thread()["said"]] == ["asker", "adviser", "asker"]


def test_the_same_key_asks_once(program, village, chen, lin):
    ask, key = program(), uuid4()
    path = f"villages/{village.code}/consultations"

    first, second = (ask("post", path, {"text": QUESTION}, key) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Consultation.objects.count() == 1
    assert ask("post", path, {"text": "另一件事"}, key).status_code == 409
    assert ask("post", path, {"text": QUESTION}, "not-a-uuid").json()["errors"][0]["field"] == "Idempotency-Key"


def test_staff_requests_are_done_once(program, case, adviser_a):
    chen, key = program(adviser_a), uuid4()

    first, second = (chen("post", f"{case}/answers", {"text": ANSWER}, key) for _ in range(2))

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert len(chen("get", case).json()["said"]) == 2
    assert chen("post", f"{case}/answers", {"text": "另一句"}, key).status_code == 409
    with later():
        closed = [chen("post", f"{case}/close", {"minutes": 5, "category": "land"}, key).json() for _ in range(2)]
    assert closed[0] == closed[1]


def test_a_hand_over_sent_again_is_told_that_it_is_done(program, case, adviser_a):
    chen, key = program(adviser_a), uuid4()

    replies = [chen("post", f"{case}/hand-over", {"reason": "away"}, key) for _ in range(2)]

    assert [one.status_code for one in replies] == [200, 200]


def test_residents_requests_are_done_once(program, asked, case, adviser_a):
    program(adviser_a)("post", f"{case}/answers", {"text": ANSWER})
    ask, on, stars = program(), uuid4(), uuid4()
    code = asked["pickup_code"]
    with later():
        for typed in (code, f" {code.lower()} "):
            assert ask("post", "consultations/follow-up", {"code": typed, "text": "再问"}, on).status_code == 201
            rating = ask("post", "consultations/rate", {"code": typed, "face": 1, "is_solved": False}, stars)
            assert rating.status_code == 201
        other = ask("post", "consultations/follow-up", {"code": code, "text": "别的"}, on)
        assert other.status_code == 409
        assert len(program(adviser_a)("get", case).json()["said"]) == 3


def test_kept_replies_hold_no_words_and_no_code(program, asked, case, adviser_a):
    chen, code = program(adviser_a), asked["pickup_code"]
    sent = chen("post", f"{case}/answers", {"text": ANSWER}, uuid4()).json()
    chen("post", f"{case}/answers/{sent['id']}/take-back", None, uuid4())
    program()("post", "consultations/follow-up", {"code": code, "text": "再问"}, uuid4())
    chen("post", f"{case}/hand-over", {"reason": "away"}, uuid4())

    kept = list(Reply.objects.values_list("body", flat=True))

    assert len(kept) == 5  # the fifth says that what a form said was taken back
    assert str(kept).isascii()
    assert code not in str(kept)


def test_wrong_codes_are_slowed_whatever_cookies_they_send(program, client, asked):
    guess = program(REMOTE_ADDR="192.0.2.1")
    for n in range(6):
        client.cookies["menkou_device"] = f"{n:032x}"
        reply = guess("post", "consultations/lookup", {"code": "22222222"})
    assert (reply.status_code, reply.json()["title"]) == (429, "TooSoon")
    assert int(reply["Retry-After"]) > 0
    assert WrongTry.objects.count() == 5

    assert guess("post", "consultations/lookup", {"code": asked["pickup_code"]}).status_code == 429
    elsewhere = program(REMOTE_ADDR="192.0.2.2")
    assert elsewhere("post", "consultations/lookup", {"code": asked["pickup_code"]}).status_code == 200


def test_a_code_goes_nowhere_but_back_to_the_asker(program, asked, caplog):
    program()("post", "consultations/lookup", {"code": asked["pickup_code"]})
    program()("post", "consultations/lookup", {"code": "ZZZZ ZZZZ"})

    told = str(list(AuditEntry.objects.values())) + caplog.text
    assert asked["pickup_code"] not in told
    assert "ZZZZ" not in told


def test_one_address_is_nobody_s_device(asked):
    assert Consultation.objects.get().device_digest is None


def test_rating_waits_for_an_answer(program, asked):
    reply = program()("post", "consultations/rate", {"code": asked["pickup_code"], "face": 3, "is_solved": True})
    assert (reply.status_code, reply.json()["title"]) == (409, "Conflict")


def test_both_doors_say_the_same(program, village, chen, lin, case, adviser_a):
    ask, answer = f"villages/{village.code}/consultations", f"{case}/answers"
    by = program(adviser_a)
    for text in ("", "  ", "长" * 5001, "a\x00b"):
        for form, path in ((forms.AskForm, ask), (forms.AnswerForm, answer)):
            wanted = form({"text": text}).errors["text"]
            assert by("post", path, {"text": text}).json()["errors"] == [{"field": "text", "detail": wanted[0]}]
    for body in (
        {"minutes": 0, "category": "land"},
        {"minutes": 1441, "category": "land"},
        {"minutes": 5, "category": "x"},
    ):
        ((field, wanted),) = forms.CloseForm(body).errors.items()
        assert by("post", f"{case}/close", body).json()["errors"] == [{"field": field, "detail": wanted[0]}]
    assert [("", "请选择"), *shapes.REASONS.items()] == list(forms.HandOverForm().fields["reason"].choices)


def test_the_board_of_a_village(program, village, chen, lin):
    board = program()("get", f"villages/{village.code}").json()

    assert [(one["post"], one["name"]) for one in board["advisers"]] == [("A", "陈明"), ("B", "林芳")]
    assert board["service_page"].endswith(f"/v/{village.code}/")
    assert board["supervision"]["judicial_office"]["name"] == "红花镇司法所"
