"""Prometheus' text format, read back by a strict reader of its grammar."""

import math
import re

import pytest

from menkou.operations import numbers
from menkou.operations.exposition import counter, gauge, histogram, observed, text
from menkou.operations.rules.alarms import NAMED
from menkou.operations.rules.seen import Limits, Seen

NAME, LABEL = r"[a-zA-Z_:][a-zA-Z0-9_:]*", r"[a-zA-Z_][a-zA-Z0-9_]*"
SAMPLE = re.compile(
    rf'({NAME})(?:\{{((?:{LABEL}="(?:[^"\\\n]|\\[\\"n])*",?)*)\}})? (\+Inf|-?[0-9]+(?:\.[0-9]+)?(?:e-?[0-9]+)?)'
)
PAIR = re.compile(rf'({LABEL})="((?:[^"\\\n]|\\[\\"n])*)"')
SUFFIXES = {"gauge": {""}, "counter": {""}, "histogram": {"_bucket", "_sum", "_count"}}


def read(said: str) -> dict[str, list[tuple[str, dict[str, str], float]]]:
    """Families with their samples; anything that the format does not allow is an AssertionError."""
    assert said == "" or said.endswith("\n")
    found: dict = {}
    kind = name = ""
    for line in said.splitlines():
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            assert name not in found, "a family comes once"
            found[name] = []
        elif line.startswith("# TYPE "):
            _, _, named, kind = line.split(" ")
            assert named == name
            assert kind in SUFFIXES
        else:
            match = SAMPLE.fullmatch(line)
            assert match, line
            assert match[1].removeprefix(name) in SUFFIXES[kind]
            sample = (match[1].removeprefix(name), dict(PAIR.findall(match[2] or "")), float(match[3].replace("+", "")))
            assert sample[:2] not in [one[:2] for one in found[name]], "a series comes once"
            found[name].append(sample)
    assert all(found.values())
    return found


def test_all_that_is_told_of_an_installation_can_be_read():
    seen = Seen(waiting_jobs=3, oldest_job_s=1.25, audit_s=0.5, overdue=7, backup_s=None)

    found = read(text(numbers.families(seen, Limits(), {"worker": 2.5, "web": 0.1})))

    assert found["menkou_jobs"] == [("", {"state": "waiting"}, 3), ("", {"state": "failed"}, 0)]
    assert found["menkou_heartbeat_age_seconds"][1] == ("", {"process": "worker"}, 2.5)
    assert found["menkou_consultations_overdue"] == [("", {}, 7)]
    assert "menkou_backup_age_seconds" not in found  # what is not known is no zero
    assert {one[1]["name"]: one[2] for one in found["menkou_alarm"]} == {name: int(name == "backup") for name in NAMED}


def test_a_histogram_adds_up():
    family = histogram("request_seconds", "How long.")
    observed(family, (0.1, 1.0), [2, 1, 4], 12.5, route="front")

    samples = read(text([family]))["menkou_request_seconds"]

    assert [(one[1].get("le"), one[2]) for one in samples] == [
        ("0.1", 2),
        ("1", 3),
        ("+Inf", 7),
        (None, 12.5),
        (None, 7),
    ]
    assert math.isinf(float(samples[2][1]["le"].replace("+", "")))


@pytest.mark.parametrize("word", ['a"b', "a\\b", "a\nb", "村"])
def test_whatever_a_label_holds_it_stays_one_line(word):
    said = text([counter("requests", "Requests.").add(1, route=word)])

    (sample,) = read(said)["menkou_requests_total"]
    assert sample[1]["route"].replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\") == word


@pytest.mark.parametrize(
    "bad",
    [
        "menkou_a 1",
        "# HELP menkou_a a\n# TYPE menkou_a gauge\nmenkou_a{x=1} 1\n",
        "# TYPE menkou_a thing\nmenkou_a 1\n",
    ],
)
def test_the_reader_is_strict(bad):
    with pytest.raises(AssertionError):
        read(bad)


def test_a_family_without_samples_is_left_out():
    assert text([gauge("nothing", "Nothing.")]) == ""
