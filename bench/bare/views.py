"""One insert; as many statements as a question makes; one indexed list."""

import os
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpResponse
from django.shortcuts import render

from bench.script import Script
from menkou.consultations.models import Consultation
from menkou.core.scope import within

script = Script.load(os.environ["MENKOU_BENCH"])


def healthz(request):
    return HttpResponse("ok\n", content_type="text/plain")


def one_insert(request):
    """The floor: one row, under row security."""
    return _run(script.floor)


def same_statements(request):
    """All that a question says to PostgreSQL, said without Menkou."""
    return _run(script.all)


def list_rows(request, rows: int):
    """An adviser's consultations by their index, through the ORM and a template of four lines."""
    with within(script.district_id):
        held = Consultation.objects.filter(holder_id=UUID(script.reader_id)).order_by("state", "due_at")
        listed = list(held.values("pk", "village__name", "asked_at", "due_at")[:rows])
    return render(request, "list.html", {"listed": listed})


def _run(statements: list[str]) -> HttpResponse:
    fresh = script.fresh()
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(fresh(statement))
    return HttpResponse(status=201)
