"""The cast of every test: who serves Red Flower village, who supervises, and Next Door, who must not get in."""

import json
from contextlib import ExitStack
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password

from menkou.accounts.actions import issue_token
from menkou.accounts.models import Membership, User
from menkou.accounts.queries import actor_for
from menkou.advisers.models import Adviser, Institution, Presence, Registration
from menkou.consultations import actions as consultations
from menkou.consultations import intake
from menkou.core.actors import Actor, Role
from menkou.core.scope import within
from menkou.places.models import District, JudicialOffice, Township, Village
from menkou.places.rules.defaults import DEFAULTS
from menkou.postings.models import Posting
from menkou.worklogs.models import Entry

LONG_AGO = date(2020, 1, 1)
PASSWORD = "for-tests-only"  # noqa: S105
HASHED = make_password(PASSWORD)
QUESTION = "邻居把墙砌到我家宅基地上了，怎么办？"
DEVICE, OTHER_DEVICE = b"d" * 32, b"e" * 32
SLUG = "shili"


@pytest.fixture
def bare_district(request):
    """Seen by this test's transaction only, or by every connection where things happen at once."""
    request.getfixturevalue("committed" if "at_once" in request.fixturenames else "db")
    return District.objects.create(slug=SLUG, name="示例区", code="999901", is_demo=True)


@pytest.fixture
def scene(bare_district):
    """What the cast is built in; close() commits it where things happen at once."""
    with ExitStack() as scene:
        yield scene


@pytest.fixture
def district(bare_district, scene):
    scene.enter_context(within(bare_district.pk))
    return bare_district


@pytest.fixture(autouse=True)
def undeclared(request, monkeypatch):
    """Answers are given without declaring first; whoever tests declarations marks it (interests_are_declared)."""
    if not request.node.get_closest_marker("interests_are_declared"):
        monkeypatch.setitem(DEFAULTS, "interest_is_declared", 0)


@pytest.fixture
def townships(district):
    here, there = (
        Township.objects.create(code=f"99990100{n}", name=name, kind="town")
        for n, name in ((1, "红花镇"), (2, "青树镇"))
    )
    for town in (here, there):
        JudicialOffice.objects.create(
            township=town, name=f"{town.name}司法所", phone="0537-0000001", address="演示路1号"
        )
    return {"here": here, "next door": there}


@pytest.fixture
def village(townships):
    """红花村, which Chen and Lin serve."""
    facts = {"code": "999901001201", "name": "红花村委会", "kind": "village", "valid_from": LONG_AGO}
    return Village.objects.create(township=townships["here"], **facts)


@pytest.fixture
def village_next_door(townships):
    facts = {"code": "999901002201", "name": "青树村委会", "kind": "village", "valid_from": LONG_AGO}
    return Village.objects.create(township=townships["next door"], **facts)


@pytest.fixture
def institutions(townships):
    firm = Institution.objects.create(
        name="演示·红花律师事务所",
        kind="law_firm",
        credit_code="310000000000000001",
        phone="0537-0000002",
        address="演示路2号",
    )
    office = Institution.objects.create(
        name="演示·红花法律服务所",
        kind="legal_service_office",
        credit_code="330000000000000001",
        phone="0537-0000003",
        address="演示路3号",
    )
    for institution in (firm, office):
        Presence.objects.create(institution=institution)
    return {"firm": firm, "office": office}


@pytest.fixture
def register(institutions):
    """Put an adviser on the roster."""

    def register(name: str, institution: str = "firm", number: int = 1) -> Registration:
        kind = "lawyer" if institution == "firm" else "legal_service_worker"
        adviser = Adviser.objects.create(name=name, kind=kind, licence_no=f"1990000000000000{number}")
        return Registration.objects.create(
            adviser=adviser, institution=institutions[institution], phone="10000000001", valid_from=LONG_AGO
        )

    return register


@pytest.fixture
def chen(register, village):
    """Chen Ming, on the A post of 红花村."""
    registration = register("陈明", "firm", 1)
    Posting.objects.create(village=village, post="A", registration=registration, valid_from=LONG_AGO)
    return registration


@pytest.fixture
def lin(register, village):
    """Lin Fang, on the B post of 红花村."""
    registration = register("林芳", "office", 2)
    Posting.objects.create(village=village, post="B", registration=registration, valid_from=LONG_AGO)
    return registration


@pytest.fixture
def wu(register, village_next_door):
    """Wu Gang serves another village."""
    registration = register("吴刚", "firm", 3)
    Posting.objects.create(village=village_next_door, post="A", registration=registration, valid_from=LONG_AGO)
    return registration


@pytest.fixture
def make_actor(district):
    """A person who holds a role for something, as an actor."""

    def make(role: Role, username: str = "", **target: object) -> Actor:
        username = username or f"{role}-{User.objects.count()}"
        user = User.objects.create(username=username, name=username, password=HASHED)
        Membership.objects.create(user=user, role=role, valid_from=LONG_AGO, **target)
        return actor_for(user)

    return make


@pytest.fixture
def adviser_a(make_actor, chen):
    return make_actor(Role.ADVISER, "chenming", registration=chen)


@pytest.fixture
def adviser_b(make_actor, lin):
    return make_actor(Role.ADVISER, "linfang", registration=lin)


@pytest.fixture
def adviser_next_door(make_actor, wu):
    return make_actor(Role.ADVISER, "wugang", registration=wu)


@pytest.fixture
def office(make_actor, townships):
    return make_actor(Role.JUDICIAL_OFFICE, "office", township=townships["here"])


@pytest.fixture
def office_next_door(make_actor, townships):
    return make_actor(Role.JUDICIAL_OFFICE, "office-next-door", township=townships["next door"])


@pytest.fixture
def bureau(make_actor):
    return make_actor(Role.JUSTICE_BUREAU, "bureau")


@pytest.fixture
def auditor(make_actor):
    return make_actor(Role.AUDITOR, "auditor")


@pytest.fixture
def operator(make_actor):
    return make_actor(Role.OPERATOR, "operator")


@pytest.fixture
def cadre(make_actor, village):
    return make_actor(Role.VILLAGE_CADRE, "cadre", village=village)


@pytest.fixture
def director(make_actor, institutions):
    return make_actor(Role.INSTITUTION_DIRECTOR, "director", institution=institutions["firm"])


@pytest.fixture
def resident():
    return Actor(None, "居民", device=DEVICE)


@pytest.fixture
def stranger():
    return Actor(None, "居民", device=OTHER_DEVICE)


@pytest.fixture
def ask(village, chen, lin):
    """Ask in 红花村; each call is another form unless one is named."""
    forms = iter(f"{n:032x}" for n in range(1, 10_000))

    def ask(by: Actor, text: str = QUESTION, form: str = "", may_hand_over: bool = True) -> intake.Accepted:
        return intake.ask_once(by=by, village=village, text=text, form=form or next(forms), may_hand_over=may_hand_over)

    return ask


@pytest.fixture
def consultation(ask, resident):
    return ask(resident).consultation


@pytest.fixture
def answered(consultation, adviser_a, settings):
    """Answered, and arrived: the ten seconds are over."""
    from menkou.consultations.models import Message

    consultations.answer(by=adviser_a, consultation=consultation, text="可以先请村里调解。", form="f" * 32)
    consultation.refresh_from_db()
    Message.objects.update(visible_at=consultation.asked_at)
    type(consultation).objects.update(first_answered_at=consultation.asked_at, answered_at=consultation.asked_at)
    consultation.refresh_from_db()
    return consultation


@pytest.fixture
def entry(village, chen):
    """A lecture that Chen gave, not reviewed yet."""
    return Entry.objects.create(
        village=village, author=chen, kind="lecture", done_on=date(2026, 3, 5), minutes=90, summary="讲土地流转"
    )


@pytest.fixture
def sign_in(client):
    """A browser in which a person is signed in."""

    def sign_in(actor: Actor):
        client.force_login(User.objects.get(pk=actor.user_id))
        return client

    return sign_in


@pytest.fixture
def program(client, district):
    """A program that speaks for a person, or for nobody: program(adviser_a)("get", "consultations")."""

    def program(by: Actor | None = None, **settings):
        said = {}
        if by:
            user = User.objects.get(pk=by.user_id)
            said["Authorization"] = f"Bearer {issue_token(by=by, user=user, name='for tests', days=1)}"

        def call(method: str, path: str, body: object = None, key: object = ""):
            sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
            headers = {**said, "Idempotency-Key": str(key)} if key else said
            path = f"/{SLUG}/api/{path}"
            return client.generic(method.upper(), path, sent, "application/json", headers=headers, **settings)

        return call

    return program
