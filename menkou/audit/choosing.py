"""What an address says of the audit log."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from menkou.audit import words
from menkou.audit.queries import MACHINES, PEOPLE, Chosen

EVERYBODY = "all"
SUBJECT = re.compile(r"[a-z]+\.[A-Za-z]+:[0-9a-f-]{1,36}", re.A)


def chosen_from(said: Mapping[str, str]) -> Chosen:
    """What is no such person, name, row or day chooses nothing. People alone, where it does not say by whom."""
    who, what, subject = (said.get(name, "") for name in ("who", "what", "subject"))
    subject = subject if SUBJECT.fullmatch(subject) else ""
    return Chosen(
        _who(who, subject),
        what if what == words.LOOKED or what in words.words() else "",
        subject,
        _day(said.get("since", "")),
        _day(said.get("until", "")),
    )


def said_of(chosen: Chosen) -> dict[str, str]:
    """The same as an address says it."""
    who = "" if chosen.who == _usual(chosen.subject) else chosen.who or EVERYBODY
    said = {"who": who, "what": chosen.what, "subject": chosen.subject}
    said |= {"since": str(chosen.since or ""), "until": str(chosen.until or "")}
    return {name: value for name, value in said.items() if value}


def uuid_of(said: str) -> UUID | None:
    """An id, where it is one."""
    try:
        return UUID(said)
    except ValueError:
        return None


def _who(said: str, subject: str) -> str:
    if said == EVERYBODY:
        return ""
    return said if said in MACHINES or said == PEOPLE else str(uuid_of(said) or _usual(subject))


def _usual(subject: str) -> str:
    """What machines do is most of the log and seldom asked for; of one row it belongs to what became of it."""
    return "" if subject else PEOPLE


def _day(said: str) -> date | None:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2200 else None
