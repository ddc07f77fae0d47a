"""kill -9 of anything at any moment while platforms call: nothing answered with success is lost, doubled or made up."""

import os
import random
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import islice

import pytest

from tests.callbacks.mutated import mutated
from tests.callbacks.place import Place, kept_open, opened
from tests.callbacks.platform import TEXT
from tests.callbacks.senders import Senders, Sent, call

OFTEN = ("intake worker",) * 8 + ("intake server",) * 3 + ("backend",) * 3 + ("worker",) * 4
EVERYTHING = (*OFTEN, "postmaster", "supervisor", "web worker", "web server")
SEED = int(os.environ.get("CRASH_SEED") or random.SystemRandom().randrange(10**6))
FEW, MANY, TIMES = len(EVERYTHING), 200, 10  # by night 2,000 in all
A_SECOND = 60.0  # messages, by night: a checker of all that was ever sent has to come to an end
FALSE, FALSE_BY_NIGHT, PAIRS = 1000, 100_000, 40  # of duplicates, and of mutated ones
SUCCESS, REFUSED = (200, b"success"), (403, b"refused\n")


@pytest.fixture(scope="module")
def place():
    with opened() as installation:
        yield Place(installation)


def test_nothing_is_lost_or_doubled_up_to_its_matter_in_twenty_kills(place):
    found, figures, senders = place.undergo_to_the_end(FEW, SEED, EVERYTHING)
    print(f"\ncallbacks: {figures}")  # noqa: T201
    assert not found, (figures, found[:10])
    assert len(senders.accepted) > 2 * FEW, figures


def test_while_one_is_killed_the_other_takes_in_and_the_platform_never_gives_up(place):
    senders = Senders(place.platform, place.ports, SEED + 100, a_second=20)
    with senders:
        for number, whole in ((0, False), (1, True)):
            place.kill_intake(number, whole)
            time.sleep(0.5)
    assert not place.faults(senders)
    assert [one for one in senders.sent if not one.acked] == []
    assert senders.proxy.passed_on > 0, "nothing was on its way when they died"


def test_no_statement_outlasts_the_platforms_patience_and_none_is_answered_before_it_is_on_the_disk(place):
    held_to = {"statement_timeout": "2s", "synchronous_commit": "on"}
    assert place.installation.run("tests.callbacks.limits") == str(held_to)


def test_two_of_one_message_at_the_same_moment_are_one(place):
    plains = [TEXT.format(words=f"一起来 {n}", sender="o-twins", number=n, at=1800000000 + n) for n in range(PAIRS)]
    with ThreadPoolExecutor(2) as both:
        for plain in plains:
            calls = [place.platform.sealed(plain) for _ in place.ports]
            answers = both.map(lambda port, said: call(port, place.platform.path, *said), place.ports, calls)
            assert list(answers) == [SUCCESS, SUCCESS]
    senders = Senders(place.platform, place.ports, 0)
    senders.sent = [Sent("o-twins", f"一起来 {n}", plain, acked=True) for n, plain in enumerate(plains)]
    assert not place.faults(senders)


def falsify(place, number: int) -> Counter:
    """So many duplicates of one message, and as many that somebody touched; what was answered to which."""
    chance, answers = random.Random(SEED), Counter()
    plain = TEXT.format(words="再来一次", sender="o-again", number=number, at=1800000000)
    copy = place.platform.sealed(plain)
    with closing(kept_open(place.ports[0])) as connection:
        for one in islice(mutated(place.platform, chance), number):
            again = copy if chance.random() < 0.5 else place.platform.sealed(plain)
            for kind, (query, body) in (("duplicate", again), ("mutated", one)):
                connection.request("POST", f"{place.platform.path}?{query}", body)
                answer = connection.getresponse()
                headers = tuple((name, said) for name, said in answer.getheaders() if name != "date")
                answers[kind, answer.status, answer.read(), headers if kind == "mutated" else ()] += 1
    place.sent.append(Sent("o-again", "再来一次", plain, acked=True))
    return answers


def _is_told_apart(place, number: int) -> None:
    answers = falsify(place, number)
    assert {(kind, status, body) for kind, status, body, _ in answers} == {
        ("duplicate", *SUCCESS),
        ("mutated", *REFUSED),
    }, answers
    assert len(answers) == 2, "not the same to the last byte"
    assert not place.faults(Senders(place.platform, place.ports, 0))


def test_whatever_comes_again_is_success_and_whatever_was_touched_is_refused(place):
    _is_told_apart(place, FALSE)


def test_whoever_sends_slowly_is_cut_and_keeps_nobody_waiting(place):
    query, body = place.platform.sealed(TEXT.format(words="慢慢来", sender="o-slow", number=1, at=1800000000))
    head = f"POST {place.platform.path}?{query} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    began, slow = time.monotonic(), [socket.create_connection(("127.0.0.1", place.ports[0])) for _ in range(6)]
    for one in slow:
        one.sendall(head + body[:-10])
    assert call(place.ports[0], "/healthz", "", b"", method="GET")[0] == 200
    assert call(place.ports[0], place.platform.path, "", b"") == REFUSED
    assert time.monotonic() - began < 1.5
    for one in slow:
        one.settimeout(10)
        assert one.recv(4096).startswith(b"HTTP/1.1 403")
        one.close()


@pytest.mark.nightly
def test_nothing_is_lost_or_doubled_up_to_its_matter_in_two_hundred_kills(place):
    found, figures, _ = place.undergo_to_the_end(MANY, SEED + 50, EVERYTHING)
    print(f"\ncallbacks: {figures}")  # noqa: T201
    assert not found, (figures, found[:10])


@pytest.mark.nightly
@pytest.mark.parametrize("time", range(TIMES))
def test_nothing_is_lost_in_two_thousand_kills(place, time):
    found, figures, _ = place.undergo(MANY, SEED + 1 + time, EVERYTHING, A_SECOND)
    print(f"\ncallbacks: {figures}")  # noqa: T201
    assert not found, (figures, found[:10])


@pytest.mark.nightly
def test_a_hundred_thousand_of_each_are_told_apart(place):
    _is_told_apart(place, FALSE_BY_NIGHT)
