"""The job that puts a notice down for each group: its name, and how it is queued."""

from uuid import UUID

from procrastinate.contrib.django import app

from menkou.core.scope import district_being_written

SPREAD = "menkou.broadcasts.jobs.spread"


def ask_for(notice_id: UUID) -> None:
    """Queue it, in this transaction. Those of one notice run one after the other."""
    later = app.configure_task(SPREAD, lock=f"push:{notice_id}")
    later.defer(district_id=district_being_written(), notice_id=str(notice_id))
