"""Numbers and posts for programs."""

import pytest


def test_the_bureau_reads_the_month(program, consultation, entry, bureau):
    said = program(bureau)("get", "numbers").json()

    assert (said["villages"], said["consultations_asked"]) == (1, None)  # which is told once the month is over
    assert said["worklogs_awaiting_review_now"] == 1
    march = program(bureau)("get", "numbers?month=2026-03").json()
    assert (march["consultations_asked"], march["ratings"]) == (0, 0)
    assert (march["month"], march["villages_served"], march["median_hours_to_first_answer"]) == ("2026-03", 1, None)


def test_an_office_reads_its_own_township_only(program, consultation, office_next_door):
    said = program(office_next_door)("get", "numbers").json()

    assert (said["villages"], said["consultations_asked"]) == (0, None)


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-3", "1999-12", "9999-12", "x", "2026-03-01"])
def test_no_such_month(program, bureau, month):
    assert program(bureau)("get", f"numbers?month={month}").status_code == 422


def test_posts_name_who_holds_them(program, chen, lin, bureau):
    (row,) = program(bureau)("get", "posts?q=红花").json()["items"]

    assert (row["a"]["name"], row["b"]["name"], row["village"]["name"]) == ("陈明", "林芳", "红花村")


@pytest.mark.parametrize("path", ["numbers", "posts"])
@pytest.mark.parametrize("who", ["adviser_a", "cadre", "operator"])
def test_who_oversees_nothing_is_told_so(program, request, who, path):
    reply = program(request.getfixturevalue(who))("get", path)

    assert (reply.status_code, reply.json()["title"]) == (403, "Refused")
