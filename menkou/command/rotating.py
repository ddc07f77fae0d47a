"""What menkou keys does; imported when Django is set up."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings

from menkou.broadcasts.cases import actions as cases
from menkou.broadcasts.cases import sealing as drafts
from menkou.channels import actions as channels
from menkou.channels import queries as channel_queries
from menkou.channels import wraps
from menkou.command.problems import Problem
from menkou.consultations.rights import actions, queries
from menkou.core import clock, keys
from menkou.core.actions import Action
from menkou.core.actors import INSTALLER
from menkou.core.scope import within
from menkou.hotline import actions as hotline
from menkou.hotline import sealing as orders
from menkou.places import queries as places
from menkou.places.models import District
from menkou.reminders import actions as reminders
from menkou.reminders import sealing as ways

A_BATCH = 500
WRAPPED = (queries, wraps, ways, drafts, orders)
LEAST_REST_S = 600  # longer than any transaction that may still wrap with the key before


def begun() -> str:
    """A new active key. Raises Problem where the last change is not done with."""
    if unfinished := [name for name in old() if _wrapped_by(name)]:
        raise Problem(f"上次还没换完（{'、'.join(unfinished)} 还在用），请先运行 menkou keys rotate --resume。")
    return keys.rotate(_directory())


def resumed() -> str:
    return keys.keyring().active


def rewrapped() -> Iterator[tuple[str, int]]:
    """Wrap every key of every district anew, a batch to a transaction; how many of which district."""
    for district in places.districts():
        last, is_done = None, False
        while not is_done:
            with within(district.pk):
                number, last = actions.rewrap(by=INSTALLER, district=district, after=last, most=A_BATCH)
            is_done = last is None
            if number:
                yield district.name, number
        yield from _channels_rewrapped(district)
        yield from _rows_rewrapped(district, reminders.rewrap)
        yield from _rows_rewrapped(district, cases.rewrap)
        yield from _rows_rewrapped(district, hotline.rewrap)


def _channels_rewrapped(district: District) -> Iterator[tuple[str, int]]:
    """The same for accounts with platforms, who wrote there, and what waits to be taken in."""
    with within(district.pk):
        accounts = list(channel_queries.accounts())
    for account in accounts:
        number = A_BATCH
        while number == A_BATCH:  # fewer than were asked for: it was the last batch
            with within(district.pk):
                number = channels.rewrap(by=INSTALLER, account=account, most=A_BATCH)
            if number:
                yield district.name, number


def _rows_rewrapped(district: District, rewrap: Action[..., int]) -> Iterator[tuple[str, int]]:
    """The same for the ways by which staff are reminded, and for typical cases in the making, and of the hotline's orders."""
    number = A_BATCH
    while number == A_BATCH:
        with within(district.pk):
            number = rewrap(by=INSTALLER, district=district, most=A_BATCH)
        if number:
            yield district.name, number


def old() -> list[str]:
    """Keys that wrap nothing new any more."""
    ring = keys.keyring()
    return sorted(set(ring.sealing) - {ring.active})


def refuse_too_soon(names: Iterable[str]) -> None:
    """Raises Problem where something may still need one of these keys."""
    ring = keys.keyring()
    since = ring.since.get(ring.active)
    rested_s = (clock.now() - since).total_seconds() if since else LEAST_REST_S
    if ring.active not in names and rested_s < LEAST_REST_S:
        raise Problem(f"刚换过密钥，请过 {round((LEAST_REST_S - rested_s) // 60) + 1} 分钟再销毁旧的。")
    for name in names:
        if name in ring.sealing and name != ring.active and (number := _wrapped_by(name)):
            raise Problem(
                f"还有 {number} 件咨询或渠道记录用着 {name}，没有销毁。请先运行 menkou keys rotate --resume。"
            )


def destroyed(name: str) -> None:
    keys.destroy(_directory(), name)


def listed() -> Iterator[str]:
    """One line to a key."""
    ring = keys.keyring()
    for name in sorted(ring.sealing):
        day = f"{ring.since[name].astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if name in ring.since else "日期不详"
        yield f"{name}\t{'在用' if name == ring.active else '旧的'}\t从 {day}\t{_wrapped_by(name)} 件"


def oldest_since() -> datetime:
    """From when on the oldest key of the file was in use; where that was not kept, since the file was last changed."""
    ring, path = keys.keyring(), _directory() / keys.FILE
    unknown = datetime.fromtimestamp(path.stat().st_mtime, tz=clock.SHANGHAI)
    return min(ring.since.get(name, unknown) for name in ring.sealing)


def days_allowed() -> int:
    """The strictest district's rule."""
    allowed = []
    for district in places.districts():
        with within(district.pk):
            allowed.append(places.rules()["days_of_a_wrapping_key"])
    return min(allowed, default=places.DEFAULTS["days_of_a_wrapping_key"])


def _wrapped_by(name: str) -> int:
    number = 0
    for district in places.districts():
        with within(district.pk):
            number += sum(one.wrapped_by(name) for one in WRAPPED)
    return number


def _directory() -> Path:
    return Path(settings.MENKOU_KEYS)
