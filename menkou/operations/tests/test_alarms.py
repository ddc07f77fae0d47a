"""Each alarm fires where it should, is quiet below that, and says what to do; all of it pure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from menkou.operations.rules.alarms import NAMED, RULES, judged, standing
from menkou.operations.rules.seen import DAY_S, GB, HOUR_S, Limits, Seen, ago, size

WELL, SHIPPED = Seen(), Limits()
FIRES = [
    ("worker", {"worker_s": 61.0}),
    ("worker", {"worker_s": None}),
    ("worker", {"worker_s": -3600.0}),  # written before the clock was put back
    ("intake", {"intake_is_wanted": True, "intake_s": 61.0}),
    ("intake", {"intake_is_wanted": True, "intake_s": None}),
    ("queue", {"waiting_jobs": 1, "oldest_job_s": 601.0}),
    ("jobs", {"failed_jobs": 1}),
    ("outbox", {"waiting_words": 1, "oldest_words_s": 1801.0}),
    ("outbox", {"failed_words": 3}),
    ("disk", {"disk_free": GB - 1, "disk_size": 2 * GB}),
    ("disk", {"disk_free": 9 * GB, "disk_size": 100 * GB}),
    ("clock", {"leapt_s": 86_400.0}),
    ("clock", {"leapt_s": -86_400.0}),
    ("clock", {"apart_s": 6.0}),
    ("backup", {"backup_s": 26 * HOUR_S + 1.0}),
    ("backup", {"backup_s": None}),
    ("backup", {"backup_s": None, "installed_s": 26 * HOUR_S + 1.0}),
    ("backup", {"backup_s": -1.0 * DAY_S}),  # made by a clock of tomorrow
    ("audit", {"audit_s": 61.0}),
]
QUIET = [
    {"worker_s": 60.0},
    {"intake_s": None},
    {"waiting_jobs": 900, "oldest_job_s": 600.0},
    {"waiting_words": 900, "oldest_words_s": 1800.0, "failed_words": 2},
    {"disk_free": 10 * GB, "disk_size": 100 * GB},
    {"apart_s": -5.0},
    {"backup_s": 26.0 * HOUR_S},
    {"backup_s": -60.0},
    {"backup_s": None, "backup_is_wanted": False},
    {"backup_s": None, "installed_s": 26.0 * HOUR_S},  # a county that opened this morning
    {"audit_s": 60.0},
]


def on(seen: Seen, limits: Limits = SHIPPED) -> list[str]:
    return [one.rule.name for one in standing(seen, limits)]


@pytest.mark.parametrize(("name", "facts"), FIRES)
def test_an_alarm_fires_and_is_well_again(name, facts):
    assert on(replace(WELL, **facts)) == [name]
    assert on(WELL) == []


@pytest.mark.parametrize("facts", QUIET)
def test_what_just_does_is_no_alarm(facts):
    assert on(replace(WELL, **facts)) == []


def test_every_alarm_has_a_case_that_makes_it_fire():
    assert {name for name, _ in FIRES} == set(NAMED)


@pytest.mark.parametrize(
    ("limits", "facts"),
    [
        (Limits(backup_h=2), {"backup_s": 3.0 * HOUR_S}),
        (Limits(disk_gb=50), {"disk_free": 40 * GB}),
        (Limits(queue_min=1), {"waiting_jobs": 1, "oldest_job_s": 61.0}),
        (Limits(outbox_min=1), {"waiting_words": 1, "oldest_words_s": 61.0}),
    ],
)
def test_an_installation_may_be_stricter(limits, facts):
    assert on(replace(WELL, **facts)) == []
    assert on(replace(WELL, **facts), limits)


@pytest.mark.parametrize(("name", "facts"), FIRES)
def test_an_alarm_says_what_was_found_and_what_to_do(name, facts):
    (one,) = standing(replace(WELL, **facts), SHIPPED)

    assert one.finding.found.endswith("。")
    assert one.rule.do.endswith("。")
    assert "运维" in one.rule.do or "渠道" in one.rule.do


AGES = st.none() | st.floats(-1e7, 1e9)


@given(st.builds(Seen, worker_s=AGES, intake_s=AGES, backup_s=AGES, audit_s=AGES, disk_size=st.integers(0, 1 << 50)))
def test_whatever_is_seen_every_rule_finds_something(seen):
    assert [one.rule for one in judged(seen, SHIPPED)] == list(RULES)
    assert all(one.finding.found for one in judged(seen, SHIPPED))


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 秒"), (59, "59 秒"), (90, "2 分钟"), (3 * HOUR_S, "3 小时"), (3 * DAY_S, "3 天"), (-90, "2 分钟")],
)
def test_an_age_is_said_in_one_measure(seconds, said):
    assert ago(seconds) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0.0 MB"), (3 << 20, "3.0 MB"), (3 * GB // 2, "1.5 GB"), (2 << 40, "2.0 TB")]
)
def test_a_size_is_said_in_one_measure(number, said):
    assert size(number) == said
