"""Between what a rule may be set: beyond, a calendar ends, a column overflows, or a person could be pointed at."""

import re
from typing import Final

from menkou.places.rules import texts
from menkou.places.rules.defaults import CHOICES, DEFAULTS, LARGEST, MAY_BE_ZERO, TELEPHONES
from menkou.places.rules.texts import TEXTS

TELEPHONE: Final = re.compile(r"[0-9]{3,12}|[0-9]{3,4}-[0-9]{7,8}")
_MOST_OF: Final = (  # by a word in the key, the first that fits
    ("percent", 100),
    ("working_days", 60),  # the calendar is read for 150 days from an instant on, holidays and a stopped clock in it
    ("notice_days", 366),
    ("days", 3650),
    ("hours", 168),
    ("minutes", 480),  # an entry of the log fits in a day
    ("weight_", LARGEST),
)
_SPANS: Final[dict[str, tuple[int, int]]] = {
    "take_back_seconds": (1, 600),  # an answer waits so long before it goes
    "most_days_stopped": (1, 90),  # within what is read of the calendar
    "days_of_a_wrapping_key": (1, 366),  # what was erased lives on in backups that long
    "years_of_content": (1, 50),
    "fewest_in_a_list": (2, 100),  # one alone would be pointed at
    "fewest_who_could_be_meant": (5, 1000),  # rules.meant asks for five everywhere; a district may ask for more
    # what goes up from a phone: under what the server takes in one request, and what stands in one column
    "clip_seconds": (10, 600),
    "clips_in_a_message": (1, 30),
    "pages_in_a_message": (1, 30),
    "most_kb_of_a_piece": (50, 1500),
    "most_kb_of_a_clip": (200, 20_000),
    "most_kb_of_a_page": (100, 2000),
    "seconds_of_a_spoken_notice": (10, 900),
    "most_kb_of_a_spoken_notice": (200, 20_000),
    "messages_of_a_device_an_hour": (1, 1000),
    # hours of a day: the morning's before the evening's, whatever a district sets
    "hour_texts_to_staff_begin": (0, 11),
    "hour_texts_to_staff_end": (12, 24),
    "reminder_trials_an_hour": (1, 60),
    "texts_of_a_matter_a_day": (1, 100),
    "mass_sends_to_a_group_a_month": (1, 31),  # the platform's own limit: one a day
    "group_publicity_a_week": (0, 50),
    "group_cases_a_month": (0, 31),
    "hours_a_year_of_a_village": (0, 8760),
    "weight_b_share": (0, 100),  # of a hundred
    "sample_percent": (1, 100),
    "sample_per_adviser": (1, 1000),
    "hint_fewest_villages": (2, 1000),  # of one village nobody can be more elsewhere
    "hint_fewest_alike": (2, 1000),
    "hint_last_days": (1, 92),
    "hint_km_an_hour": (1, 300),
    "missed_duties_before_ending": (1, 1000),
    "percent_of_a_span_to_be_asked": (50, 99),  # below half two could be asked for one span
    "rising_weeks": (1, 26),
    "rising_past_weeks": (4, 156),
    "rising_fewest_past_weeks": (4, 104),
    "rising_days_to_settle": (1, 366),
    "rising_percent": (101, 1000),  # of what was before; no more than before is no rise
    "rising_false_percent": (1, 50),
    "rising_fewest_villages": (2, 100),  # one alone would be pointed at
    "weeks_beside_a_warning": (1, 26),
}


def span(key: str) -> tuple[int, int]:
    """The least and the most that a rule which is a number may be."""
    if key in _SPANS:
        return _SPANS[key]
    most = next((most for word, most in _MOST_OF if word in key), LARGEST)
    return int(key not in MAY_BE_ZERO), CHOICES.get(key, most)


def fault(key: str, value: int | str) -> str:
    """What is wrong with the value of a rule; empty where it can be used."""
    if key in TEXTS:
        return texts.fault(key, value if isinstance(value, str) else "")
    if key in TELEPHONES:
        fits = isinstance(value, str) and TELEPHONE.fullmatch(value)
        return "" if fits else "电话要写成数字，可以有一个短横，比如 12348 或者 0537-3412345。"
    if key not in DEFAULTS:
        return f"没有“{key}”这条规则。"
    least, most = span(key)
    return (
        "" if type(value) is int and least <= value <= most else f"取值 {value} 不对：要是 {least} 到 {most} 的整数。"
    )
