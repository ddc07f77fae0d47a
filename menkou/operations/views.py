"""运行情况: what is on, since when and what to do; looked at now, so it is true while the worker is dead as well."""

from datetime import timedelta

from django.shortcuts import render
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core import clock
from menkou.core.actors import Role
from menkou.operations import queries
from menkou.operations.rules.alarms import Judged
from menkou.operations.rules.seen import Seen, size


@require_safe
@staff(Role.JUSTICE_BUREAU, Role.OPERATOR)
def running(request):
    """Alarms first, then everything that was looked at."""
    seen = queries.seen()
    found, begun = queries.judged(seen), queries.begun()
    facts = {
        "alarms": [(one, _since(one, seen, begun)) for one in found if not one.finding.ok],
        "looked_at": found,
        "database": size(seen.database_size),
        "now": clock.now(),
    }
    return render(request, "operations/running.html", facts)


def _since(one: Judged, seen: Seen, begun: dict):
    """Of the worker, when it last spoke: nobody else notes that it is dead."""
    if one.rule.name == queries.WORKER:
        silent = seen.worker_s or 0
        return clock.now() - timedelta(seconds=silent) if silent > 0 else None
    return begun.get(one.rule.name)
