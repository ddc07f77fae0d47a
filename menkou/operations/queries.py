"""What is seen of the installation at this moment; of districts only totals over all of them."""

import json
import shutil
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce

from menkou.channels.models import Account
from menkou.channels.recipients import CALLED
from menkou.consultations import queries as consultations
from menkou.core import clock, heartbeats, leap, reconciler
from menkou.core.heartbeats import INTAKE, WEB
from menkou.core.models import Outgoing
from menkou.core.scope import overseeing
from menkou.operations.models import Alarm
from menkou.operations.rules import alarms
from menkou.operations.rules.alarms import Judged
from menkou.operations.rules.seen import Limits, Seen
from menkou.places import queries as places
from menkou.reminders.queries import TRIAL

WORKER = reconciler.NAME
PROCESSES = (WORKER, INTAKE, WEB)
BACKED_UP = "backup.json"  # in the home: menkou backup writes when it ended, as dump or as base
FIRST_KEY = "keys/secret.key"  # in the home: made once, at the first start
UNLINKED: str = "Unlinked"  # lines that the chainer has not linked yet, where there is a chain
KINDS_OF_BACKUP = ("dump", "base")
QUEUE = """
select count(*) filter (where status = 'todo'), count(*) filter (where status = 'failed'),
       coalesce(extract(epoch from now() - min(coalesce(scheduled_at, (
         select max(at) from procrastinate_events event where event.job_id = job.id and type <> 'started'
       ), now())) filter (where status = 'todo')), 0)
  from procrastinate_jobs job where status = 'failed' or (status = 'todo' and coalesce(scheduled_at, now()) <= now())
"""
DATABASE = "select extract(epoch from clock_timestamp()), pg_database_size(current_database())"


def limits() -> Limits:
    """As the environment says, and else as shipped."""
    return Limits(**settings.MENKOU_ALARMS)


def seen() -> Seen:
    """Everything, at this moment. Raises the database's errors where it is away."""
    silent, disk = silences(), shutil.disk_usage(settings.MENKOU_HOME)
    waiting, failed, oldest = _asked(QUEUE)
    there, size = _asked(DATABASE)
    with overseeing(list(places.districts().values_list("pk", flat=True)) or [0]):
        facts: dict[str, Any] = _of_words() | {"audit_s": audit_lag_s(), "overdue": consultations.overdue().count()}
        facts["intake_is_wanted"] = Account.objects.filter(kind__in=CALLED, is_on=True).exists()
    return Seen(
        worker_s=silent.get(WORKER),
        intake_s=silent.get(INTAKE),
        waiting_jobs=waiting,
        failed_jobs=failed,
        oldest_job_s=float(oldest),
        disk_free=disk.free,
        disk_size=disk.total,
        apart_s=float(there) - time.time(),
        leapt_s=leap.leapt(),
        backup_s=backup_age_s(settings.MENKOU_HOME),
        installed_s=installed_s(settings.MENKOU_HOME),
        backup_is_wanted=places.districts().filter(is_demo=False).exists(),
        database_size=size,
        **facts,
    )


def silences() -> dict[str, float]:
    """For how long each process has said nothing; that the clock was moved meanwhile is reckoned with."""
    by, said = leap.leapt(), heartbeats.silences()
    found = {name: said[name] for name in PROCESSES if name in said}
    return {name: found[name] - by if abs(found[name] - by) < abs(found[name]) else found[name] for name in found}


def audit_lag_s() -> float | None:
    """For how long the oldest audit line has waited for its link in the chain; None where none waits, or no chain is."""
    try:
        unlinked: Any = apps.get_model("core", UNLINKED)
    except LookupError:
        return None
    oldest = unlinked.objects.order_by("pk").values_list("pk", flat=True).first()
    return time.time() - _made(oldest) if oldest else None


def backup_age_s(home: Path) -> float | None:
    """How old the last backup is; None where none was made. One of the future says nothing beside one of the past."""
    try:
        held = json.loads((home / BACKED_UP).read_text())
        ages = [time.time() - float(held[kind]) for kind in KINDS_OF_BACKUP if kind in held]
    except (OSError, ValueError, TypeError):
        return None
    return min(ages, key=abs, default=None)


def installed_s(home: Path) -> float:
    """For how long this installation has been here: since its first key."""
    try:
        return time.time() - (home / FIRST_KEY).stat().st_mtime
    except OSError:
        return float("inf")


def begun() -> dict[str, datetime]:
    """Since when each alarm is on, as the worker noted it."""
    return dict(Alarm.objects.values_list("name", "begun_at"))


def judged(seen: Seen) -> list[Judged]:
    """Everything that is looked at, by this installation's limits."""
    return alarms.judged(seen, limits())


def _of_words() -> dict[str, Any]:
    """The outbox: what is due and has not gone, and what of the last day came to nothing; trials are nobody's news."""
    moment = clock.now()
    unsent = Q(state=Outgoing.State.WAITING) & (Q(not_before=None) | Q(not_before__lte=moment))
    unsent |= Q(state=Outgoing.State.SENDING, lease_until__lt=moment)
    failed = Q(state=Outgoing.State.FAILED, made_at__gte=moment - timedelta(days=1)) & ~Q(channel=TRIAL)
    rows = Outgoing.objects.filter(unsent | failed)
    since = Coalesce(F("not_before"), F("made_at"))
    found = rows.aggregate(
        waiting=Count("pk", filter=unsent), oldest=Min(since, filter=unsent), failed=Count("pk", filter=failed)
    )
    oldest = (moment - found["oldest"]).total_seconds() if found["oldest"] else 0
    return {"waiting_words": found["waiting"], "oldest_words_s": max(oldest, 0), "failed_words": found["failed"]}


def _asked(question: str) -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


def _made(pk: UUID) -> float:
    """When an id was made: UUIDv7 begins with it."""
    return (pk.int >> 80) / 1000
