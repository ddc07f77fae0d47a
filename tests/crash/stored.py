"""What an installation holds, opened and counted: python -m tests.crash.stored DISTRICT prints it as JSON."""

import json
import sys

from menkou.command import database, home


def tell(district_id: int) -> dict:
    """Every question with what it says, every notice, and how many jobs are in which state."""
    from django.db.models import Count
    from procrastinate.contrib.django.models import ProcrastinateJob

    from menkou.core.models import AuditEntry, Outgoing
    from menkou.core.scope import within

    with within(district_id):
        asked = AuditEntry.objects.filter(what="consultation.asked").count()
        notices = list(Outgoing.objects.values("id", "key", "state", "attempt"))
        jobs = ProcrastinateJob.objects.values_list("status").annotate(Count("id"))
        return {"questions": _questions(), "notices": notices, "jobs": dict(jobs), "asked": asked}


def _questions() -> list[dict]:
    from menkou.consultations import actions, content
    from menkou.consultations.models import Consultation

    return [
        {
            "id": one.pk,
            "code": actions.pickup_code(one),
            "village": one.village.code,
            "said": [said.text for said in content.open_for_asker(one)],
        }
        for one in Consultation.objects.select_related("village")
    ]


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    json.dump(tell(int(sys.argv[1])), sys.stdout, ensure_ascii=False, default=str)
