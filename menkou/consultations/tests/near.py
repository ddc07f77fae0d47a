"""Who stands near 红花村 in tests of interests: a third institution, and how to ask about somebody."""

import pytest

from menkou.advisers.models import Adviser, Institution, Registration
from menkou.consultations import intake
from menkou.consultations.interests.routing import About
from menkou.consultations.models import Consultation
from menkou.core.actors import Role
from menkou.postings.models import Posting
from tests.cast import LONG_AGO, QUESTION


@pytest.fixture
def near(village):
    """邻红村, in the same township."""
    facts = {"code": "999901001207", "name": "邻红村", "kind": "village", "valid_from": LONG_AGO}
    return type(village).objects.create(township=village.township, **facts)


@pytest.fixture
def third(institutions, near):
    """冯平 of a third institution, which serves 邻红村 only."""
    house = Institution.objects.create(name="演示·第三所", kind="law_firm", credit_code="310000000000000003")
    adviser = Adviser.objects.create(name="冯平", kind="lawyer", licence_no="19900000000000009")
    person = Registration.objects.create(adviser=adviser, institution=house, phone="10000000009", valid_from=LONG_AGO)
    Posting.objects.create(village=near, post="A", registration=person, valid_from=LONG_AGO)
    return person


@pytest.fixture
def adviser_third(make_actor, third):
    return make_actor(Role.ADVISER, "fengping", registration=third)


@pytest.fixture
def ask_about(village, chen, lin, resident):
    """Ask, and say whom it concerns or who the sides are."""
    forms = iter(f"{n:032x}" for n in range(1, 1000))

    def ask_about(concerns="", other_side="", own_name="", by=resident) -> Consultation:
        about = About(concerns, other_side, own_name)
        facts = {"village": village, "text": QUESTION, "form": next(forms), "may_hand_over": False, "about": about}
        return intake.ask_once(by=by, **facts).consultation

    return ask_about
