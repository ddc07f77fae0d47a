"""The judicial office's inbox for programs."""

from uuid import uuid4

import pytest

from menkou.worklogs.models import Entry

WRONG_PEOPLE = ["office_next_door", "adviser_b", "adviser_next_door", "cadre", "operator"]


def test_an_entry_is_verified_once(program, entry, office):
    call, key = program(office), uuid4()
    assert [one["id"] for one in call("get", "worklogs/awaiting").json()["items"]] == [str(entry.pk)]

    first, second = (call("post", f"worklogs/{entry.pk}/verify", None, key) for _ in range(2))

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert first.json()["outcome"] == "verified"
    assert call("get", "worklogs/awaiting").json() == {"items": [], "count": 0}
    assert call("post", f"worklogs/{entry.pk}/verify").status_code == 409


def test_an_entry_is_sent_back_with_a_reason(program, entry, office):
    call, path = program(office), f"worklogs/{entry.pk}/send-back"
    assert call("post", path, {"note": " "}).json()["detail"].startswith("请写退回原因")
    assert call("post", path, {"note": "长" * 201}).status_code == 422

    assert call("post", path, {"note": "日期不对"}).json()["outcome"] == "returned"
    assert Entry.objects.get().review_note == "日期不对"


@pytest.mark.parametrize("who", WRONG_PEOPLE)
def test_another_s_entry_does_not_exist(program, entry, request, who):
    call = program(request.getfixturevalue(who))

    assert call("post", f"worklogs/{entry.pk}/verify").status_code == 404
    assert call("post", f"worklogs/{entry.pk}/send-back", {"note": "不行"}).status_code == 404
    assert call("post", f"worklogs/{uuid4()}/verify").status_code == 404
    assert Entry.objects.get().outcome == ""


@pytest.mark.parametrize("who", ["adviser_a", "director", "bureau", "auditor"])
def test_who_may_see_it_is_told_why_not(program, entry, request, who):
    reply = program(request.getfixturevalue(who))("post", f"worklogs/{entry.pk}/verify")

    assert (reply.status_code, reply.json()["title"]) == (403, "Refused")


@pytest.mark.parametrize("who", ["adviser_a", "director", "bureau", "auditor", "cadre", "operator"])
def test_only_an_office_has_an_inbox(program, entry, request, who):
    assert program(request.getfixturevalue(who))("get", "worklogs/awaiting").status_code == 404
