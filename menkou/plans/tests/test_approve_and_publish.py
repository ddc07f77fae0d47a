import pytest
from django.db import IntegrityError, transaction

from menkou.core import clock
from menkou.plans.models import Version


def test_the_database_refuses_an_approver_who_made_it(district, bureau):
    facts = {"made_at": clock.now(), "made_by_id": bureau.user_id, "starts_on": clock.today(), "value": 1}
    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Version.objects.create(
            number=1, state="approved", approved_at=clock.now(), approved_by_id=bureau.user_id, **facts
        )
