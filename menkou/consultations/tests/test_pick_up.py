"""取件码: spelled from the key, typed in any way, found on any phone; wrong tries are slowed and never locked."""

from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from menkou.consultations import actions, jobs, queries
from menkou.consultations.models import Consultation, WrongTry
from menkou.consultations.pickup import actions as pickup
from menkou.consultations.rules import codes, tries
from menkou.core import keys
from menkou.core.actors import Actor
from menkou.core.errors import TooSoon

PATH = "/shili/pickup"
digests = st.binary(min_size=16, max_size=32)
gaps = st.text("  \t\u3000-－—_·.,，。", max_size=3)


@pytest.fixture
def fetch(district):
    def fetch(typed: str, by: Actor) -> Consultation | None:
        return pickup.pick_up(by=by, district=district, typed=typed)

    return fetch


@pytest.fixture
def hands():
    with time_machine.travel("2026-03-05 10:00+08:00", tick=False) as hands:
        yield hands


def wide(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) for letter in text)


def test_the_alphabet_has_no_lookalikes():
    assert len(set(codes.ALPHABET)) == len(codes.ALPHABET) == 31
    assert not set("0O1IL") & set(codes.ALPHABET)


@given(digests, st.data())
def test_a_code_is_understood_however_it_is_typed(digest, data):
    code = codes.spell(digest, codes.PICKUP_LENGTH)
    typed = "".join(data.draw(gaps) + data.draw(st.sampled_from([c, c.lower(), wide(c)])) for c in code)

    assert codes.tidy(typed + data.draw(gaps)) == code
    assert set(code) <= set(codes.ALPHABET)


@given(st.text(max_size=30))
def test_whatever_else_is_typed_is_no_code_or_a_whole_one(typed):
    code = codes.tidy(typed)

    assert code is None or (len(code) == 8 and set(code) <= set(codes.ALPHABET))


def test_codes_are_even_and_their_own():
    spelled = [codes.spell(keys.digest("pickup", str(number)), 8) for number in range(5000)]

    assert len(set(spelled)) == len(spelled)
    for place in range(8):
        seen = [code[place] for code in spelled]
        assert all(100 < seen.count(letter) < 230 for letter in codes.ALPHABET)


def test_a_code_is_the_same_each_time_and_another_with_another_key(monkeypatch):
    one = Consultation(pk=UUID(int=7))
    first = actions.pickup_code(one)
    assert first == actions.pickup_code(Consultation(pk=UUID(int=7)))

    monkeypatch.setattr(keys, "keyring", lambda: keys.Keyring("k1", {}, bytes(32)))
    assert actions.pickup_code(one) != first


def test_a_reference_is_no_code(consultation):
    assert codes.tidy(consultation.reference) is None
    assert actions.pickup_code(consultation)[:5] != consultation.reference[-5:]


def test_the_code_opens_it_on_another_phone(ask, resident, stranger, fetch):
    accepted = ask(resident)

    assert fetch(accepted.code.lower(), stranger) == accepted.consultation
    assert fetch(f" {wide(accepted.code[:4])}　{accepted.code[4:]} ", stranger) == accepted.consultation
    assert not WrongTry.objects.exists()


def test_the_code_itself_is_nowhere_in_the_database(ask, resident):
    accepted = ask(resident)
    row = Consultation.objects.values().get()

    assert accepted.code not in str(row)
    assert accepted.code.encode() not in bytes(row["code_digest"])


def test_the_database_refuses_one_code_for_two(ask, resident):
    ask(resident)
    second = ask(resident).consultation
    with pytest.raises(IntegrityError, match="one_consultation_to_a_pickup_code"), transaction.atomic():
        first = Consultation.objects.exclude(pk=second.pk).get()
        Consultation.objects.filter(pk=second.pk).update(code_digest=first.code_digest)


def test_wrong_tries_are_slowed_more_and_more_up_to_a_minute(stranger, fetch, hands):
    waits = []
    for _ in range(tries.FREE_TRIES + 8):
        try:
            fetch("AAAA2222", stranger)
        except TooSoon as problem:
            waits.append(problem.seconds)
            hands.shift(timedelta(seconds=problem.seconds))
            fetch("AAAA2222", stranger)

    assert waits == sorted(waits)
    assert waits[0] >= 2
    assert max(waits) <= tries.LONGEST_WAIT_S + 1


def test_a_right_code_after_many_wrong_ones_opens_after_the_pause(ask, resident, stranger, fetch, hands):
    code = ask(resident).code
    for _ in range(tries.FREE_TRIES):
        assert fetch("AAAA2222", stranger) is None
    with pytest.raises(TooSoon) as caught:
        fetch(code, stranger)

    hands.shift(timedelta(seconds=caught.value.seconds))
    assert fetch(code, stranger)


def test_one_phone_s_tries_slow_no_other_phone(ask, resident, stranger, fetch, hands):
    code = ask(resident).code
    for _ in range(tries.FREE_TRIES):
        fetch("AAAA2222", stranger)

    assert fetch(code, resident)


def test_tries_are_forgotten_after_ten_minutes_and_deleted_after_a_day(stranger, fetch, hands):
    for _ in range(tries.FREE_TRIES):
        fetch("AAAA2222", stranger)
    hands.shift(timedelta(minutes=tries.WINDOW_MINUTES, seconds=1))
    assert fetch("AAAA2222", stranger) is None

    hands.shift(timedelta(days=1, seconds=1))
    jobs.forget_old_tries()
    assert not WrongTry.objects.exists()


@given(st.integers(0, 500), st.floats(-2, 4000))  # below 0: tried at the same moment, and written down after our look
def test_nobody_ever_waits_longer_than_a_minute_or_for_tries_that_are_free(own, since):
    wait = tries.wait_seconds(own, since)

    assert 0 <= wait <= tries.LONGEST_WAIT_S + 1
    assert own >= tries.FREE_TRIES or wait == 0
    assert since <= tries.LONGEST_WAIT_S + 1 or wait == 0


def test_while_a_district_is_being_guessed_at_a_new_device_waits_once():
    assert tries.wait_in_a_storm(device_age_s=0.0, since_s=[]) == tries.SETTLED_S
    assert tries.wait_in_a_storm(device_age_s=tries.SETTLED_S, since_s=[]) == 0


def test_in_a_storm_one_address_is_heard_so_many_times_a_minute_whatever_devices_it_has(ask, resident, fetch, hands):
    code = ask(resident).code
    guesser = [Actor(None, "居民", device=bytes([n]) * 32, address=b"a" * 32) for n in range(1, 251)]
    for one in guesser[: tries.CALM_DISTRICT]:
        assert fetch("AAAA2222", one) is None

    with pytest.raises(TooSoon):
        fetch(code, guesser[-1])
    assert fetch(code, Actor(None, "居民", device=b"z" * 32, address=b"b" * 32))
    hands.shift(timedelta(seconds=tries.LONGEST_WAIT_S + 1))
    assert fetch(code, guesser[-1])


def test_the_page_opens_the_thread_and_this_browser_keeps_it_for_a_day(ask, resident, client, hands):
    accepted = ask(resident)
    page = client.post(PATH, {"code": accepted.code.lower()}, follow=True)

    assert page.status_code == 200
    assert "邻居把墙砌到我家宅基地上了" in page.content.decode()
    hands.shift(timedelta(days=1, seconds=1))
    assert client.get(f"/shili/asked/{accepted.consultation.pk}/").status_code == 404


def test_another_browser_sees_nothing(consultation, client):
    assert client.get(f"/shili/asked/{consultation.pk}/").status_code == 404


def test_a_wrong_code_says_what_to_look_at(district, client):
    page = client.post(PATH, {"code": "AAAA 2222"})

    assert page.status_code == 422
    assert "8 和 B" in page.content.decode()
    assert "AAAA 2222" in page.content.decode()


@pytest.mark.parametrize("typed", ["", "x" * 41, "取件码", "K7QM2WX", "\x00" * 8, "𠮷" * 8])
def test_what_is_no_code_is_a_wrong_one(district, client, typed):
    assert client.post(PATH, {"code": typed}).status_code == 422


def test_too_many_tries_say_when_to_come_back(district, client):
    client.get(PATH)
    for _ in range(tries.FREE_TRIES):
        client.post(PATH, {"code": "AAAA2222"})
    page = client.post(PATH, {"code": "AAAA2222"})

    assert page.status_code == 429
    assert int(page["Retry-After"]) >= 1
    assert "取件码不会失效" in page.content.decode()


def test_forgetting_leaves_the_code(ask, resident, client, stranger, fetch):
    accepted = ask(resident)
    client.post(PATH, {"code": accepted.code})
    client.post("/shili/asked/forget")

    assert client.get(f"/shili/asked/{accepted.consultation.pk}/").status_code == 404
    assert fetch(accepted.code, stranger)
    assert queries.asked_by(resident).exists()
