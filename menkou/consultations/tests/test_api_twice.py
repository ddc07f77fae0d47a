"""The same request twice at the same moment, over two connections: it is done once, and both are told the same."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client

from menkou.accounts.actions import issue_token
from menkou.accounts.models import Membership, User
from menkou.advisers.models import Adviser, Institution, Registration
from menkou.consultations.models import Consultation
from menkou.core.actors import INSTALLER
from menkou.core.models import AuditEntry, Reply
from menkou.core.scope import within
from menkou.places.models import District, Township, Village
from menkou.postings.models import Posting

AT_ONCE = 4
ASK = "villages/999901001201/consultations"


@pytest.fixture
def world(committed):
    """A committed district with one village and its adviser."""
    district = District.objects.create(slug="tongshi", name="同时区", code="999901")
    long_ago = date(2020, 1, 1)
    with within(district.pk):
        town = Township.objects.create(code="999901001", name="红花镇", kind="town")
        facts = {"code": "999901001201", "name": "红花村委会", "kind": "village", "valid_from": long_ago}
        village = Village.objects.create(township=town, **facts)
        firm = Institution.objects.create(name="演示所", kind="law_firm", credit_code="310000000000000001")
        adviser = Adviser.objects.create(name="陈明", kind="lawyer", licence_no="19900000000000001")
        chen = Registration.objects.create(adviser=adviser, institution=firm, phone="1", valid_from=long_ago)
        Posting.objects.create(village=village, post="A", registration=chen, valid_from=long_ago)
        user = User.objects.create(username="chen", name="陈明")
        Membership.objects.create(user=user, role="adviser", registration=chen, valid_from=long_ago)
    return district


@pytest.fixture
def token(world):
    with within(world.pk):
        return issue_token(by=INSTALLER, user=User.objects.get(), name="两次", days=1)


def at_once(path, body, headers):
    """Send the same request from several threads that start together."""
    ready = threading.Barrier(AT_ONCE)

    def send():
        ready.wait()
        try:
            reply = Client().post(f"/tongshi/api/{path}", json.dumps(body), "application/json", headers=headers)
            return reply.status_code, reply.json()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [one.result() for one in [pool.submit(send) for _ in range(AT_ONCE)]]


def test_two_at_once_ask_once(world):
    replies = at_once(ASK, {"text": "同时"}, {"Idempotency-Key": str(uuid4())})

    assert sorted(status for status, _ in replies) == [200] * (AT_ONCE - 1) + [201]
    assert len({body["pickup_code"] for _, body in replies}) == 1
    with within(world.pk):
        assert Consultation.objects.count() == 1


def test_two_at_once_answer_once(world, token):
    at_once(ASK, {"text": "同时"}, {"Idempotency-Key": str(uuid4())})
    with within(world.pk):
        case = Consultation.objects.get().pk
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}

    replies = at_once(f"consultations/{case}/answers", {"text": "答复"}, headers)

    assert [status for status, _ in replies] == [201] * AT_ONCE
    assert len({body["id"] for _, body in replies}) == 1
    with within(world.pk):
        assert AuditEntry.objects.filter(what="consultation.answered").count() == 1
        assert Reply.objects.count() == 1
