"""One small district with everybody in it who may come to a door, and the things behind the doors."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Model
from django.test import Client

from config.middleware import DEVICE_SIGNER
from menkou.accounts import actions as accounts
from menkou.accounts.models import User
from menkou.accounts.queries import actor_for
from menkou.advisers.models import Base, Licence, Speciality
from menkou.basis.kinds import KINDS
from menkou.chats.queries import actor_of
from menkou.consultations import actions as consultations
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.core.clock import now, start_of, today
from menkou.core.keys import digest
from menkou.core.scope import within
from menkou.engagements.models import Contract, MissedDuty, Scan
from menkou.engagements.scans import STORE
from menkou.mergers.models import Change, Succession
from menkou.papers import store
from menkou.papers.models import Batch, Template
from menkou.places.models import Demand, District, Village
from menkou.plans.models import Version
from menkou.postings.models import Absence, Avoidance, Plan, Wish
from tests.cast import LONG_AGO, SLUG
from tests.permissions.asked import ask, kept_out, left, talk
from tests.permissions.beside import beside
from tests.permissions.chatted import chatted
from tests.permissions.complained import complained
from tests.permissions.consented import consented, known
from tests.permissions.dropped import imports
from tests.permissions.ended import ended as ended_matters
from tests.permissions.hung import boards
from tests.permissions.inspected import inspected
from tests.permissions.invited import invite, roles
from tests.permissions.papered import papered
from tests.permissions.parted import departures
from tests.permissions.passed_around import passed_around
from tests.permissions.published import published
from tests.permissions.pushed import pushed
from tests.permissions.read_aloud import read_aloud
from tests.permissions.reminded import reminded
from tests.permissions.reviewed import reviewed, seen
from tests.permissions.scanned import scanned
from tests.permissions.serving import serving
from tests.permissions.spoken import drafts, spoken
from tests.permissions.taken_in import around
from tests.permissions.visited import hinted, visited
from tests.permissions.wired import wired
from tests.permissions.worked import worked

DEVICE, OTHER_DEVICE = "d" * 32, "e" * 32
STAFF = {  # who stands in the cast already
    **{name: name for name in ("cadre", "adviser_a", "adviser_b", "adviser_next_door", "director", "office")},
    **{name: name for name in ("office_next_door", "bureau", "auditor", "operator")},
}


@dataclass
class World:
    """Actors by name, things by name, and words that are sent to doors."""

    actors: dict[str, Actor] = field(default_factory=dict)
    things: dict[str, Model] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    browsers: dict[str, Client] = field(default_factory=dict)
    kept: dict[str, dict[str, str]] = field(default_factory=dict)  # each browser's cookies before every door
    absent: dict[tuple, tuple] = field(default_factory=dict)  # what each is told where there is nothing


def build(cast) -> World:
    """Everybody and everything; the cast is a function that returns a fixture by its name."""
    world = World()
    _staff(world, cast)
    _things(world, cast)
    _residents(world)
    world.things["unopened"], world.actors["invited"] = invite()
    world.actors |= {"clock": CLOCK, "installer": INSTALLER, "false_clock": Actor(None, CLOCK.name)}
    world.actors["false_installer"] = Actor(None, INSTALLER.name)
    return world


def _staff(world: World, cast) -> None:
    make, register, institutions = cast("make_actor"), cast("register"), cast("institutions")
    world.actors |= {name: cast(fixture) for name, fixture in STAFF.items()}
    world.things["left_registration"] = zhao = register("赵伟", "firm", 4)
    world.actors["former_adviser"] = make(Role.ADVISER, "zhaowei", registration=zhao)
    led = {"institution": institutions["office"]}
    world.actors["other_director"] = make(Role.INSTITUTION_DIRECTOR, "other-director", **led)
    world.actors["newcomer"] = actor_for(User.objects.create(username="newcomer", name="新来的"))
    elsewhere = District.objects.create(slug="elsewhere", name="外区", code="999902", is_demo=False)
    with within(elsewhere.pk):
        foreign = make(Role.JUSTICE_BUREAU, "foreign-bureau")
    world.actors["other_district"] = actor_for(User.objects.get(pk=foreign.user_id))
    both = make(Role.JUDICIAL_OFFICE, "both", township=cast("townships")["here"])
    own = Actor(None, "", frozenset({(Role.ADVISER.value, cast("chen").pk)}))
    world.things["gone_registration"] = sun = register("孙立", "firm", 5)
    sun.valid_until = today()
    sun.save()
    world.actors["gone_adviser"] = make(Role.ADVISER, "sunli", registration=sun)
    world.actors["office_and_adviser"] = Actor(both.user_id, both.name, both.holdings | own.holdings)
    for name, actor in world.actors.items():
        if actor.user_id and name not in ("office_and_adviser", "gone_adviser"):
            user = User.objects.get(pk=actor.user_id)
            world.tokens[name] = accounts.issue_token(by=actor, user=user, name="测试", days=1)
    world.things |= {"elsewhere": elsewhere, "bureau_user": User.objects.get(pk=world.actors["bureau"].user_id)}


def _things(world: World, cast) -> None:
    village, chen, adviser_a = cast("village"), cast("chen"), world.actors["adviser_a"]
    asker = Actor(None, "居民", device=digest("device", DEVICE))
    facts = {"township": village.township, "kind": "village", "valid_from": LONG_AGO}
    ended = Village.objects.create(code="999901001299", name="并走村", valid_until=today(), **facts)
    ending = Village.objects.create(code="999901001298", name="快并村", valid_until=date(2099, 1, 1), **facts)
    asked, newest = talk(adviser_a, asker, village)
    things = world.things
    world.things |= ended_matters(asker, adviser_a, village, ask(Actor(None, "居民"), village, "3"))
    world.things |= {
        "consultation": asked,
        "left": left(asker, cast, world.things["left_registration"]),
        **kept_out(asker, cast),
        "village": village,
        "township": village.township,
        "ended_village": ended,
        "ending_village": ending,
        "district": cast("district"),
        "registration": chen,
        **drafts(asker, village, asked),
        **_engagements(village, ending, chen),
        **worked(village, chen, things["gone_registration"], world.actors["office"], things["bureau_user"]),
        **_facts(village, chen),
    }
    things, words = around(adviser_a, asked)
    things |= beside(asker, world.actors["cadre"], asked)
    things |= passed_around(asker, asked, cast("lin"), adviser_a.user_id)
    world.things, world.words = world.things | things, world.words | words
    world.things |= _under_contract(world) | {"batch": _batch(world, "bureau"), "others_batch": _batch(world, "office")}
    world.things |= {"change": _change(village), **imports(), **_plans(world, cast)}
    world.things |= read_aloud(village.township, world.things["bureau_user"])
    world.things |= departures(cast, world.things["left_registration"]) | boards(village, chen) | roles(world.actors)
    for thing in world.things.values():
        thing.refresh_from_db()
    world.things |= wired(asker) | inspected(asked, *(world.actors[one] for one in ("bureau", "auditor", "newcomer")))
    world.things |= chatted() | consented(asker) | reminded(adviser_a) | scanned(village)
    world.things |= complained(asker, village, chen, world.actors["office"]) | reviewed(asker, adviser_a, village)
    _of_villages(world, village, chen, cast("lin"), cast("wu"))
    world.words |= {"message": str(newest.pk), **spoken(asked), **seen(world.things["ended"])}
    _words(world, cast, asked)


def _of_villages(world: World, village: Village, chen, lin, wu) -> None:
    """What advisers do in villages besides answering."""
    adviser_a = world.actors["adviser_a"]
    things, words = pushed(world.actors, village, chen, lin)
    world.things, world.words = world.things | things | published(world.actors), world.words | words
    things, words = papered(world.things["bureau_user"], chen)
    world.things, world.words = world.things | things | visited(adviser_a, village, chen), world.words | words
    world.words |= hinted(world.things["visit"])
    world.things |= serving(world.actors, world.things, village, chen, lin, wu)


def _words(world: World, cast, asked) -> None:
    """What is sent to doors."""
    pickup = consultations.pickup_code(asked)
    world.words |= {"code": pickup, "form": "c" * 32, "reference": asked.reference}
    world.words |= {name: str(world.things[name].pk) for name in ("running_out", "drafted", "wang", "others_scheme")}
    world.words |= {"institution": str(cast("institutions")["firm"].pk), "red_flower": str(cast("village").pk)}
    world.words |= {name: str(cast(name).pk) for name in ("chen", "lin", "wu")} | {"today": str(today())}
    world.words |= {"next_month": f"{(today().replace(day=1) + timedelta(days=40)):%Y-%m}"}
    world.words |= {"tomorrow": str(today() + timedelta(days=1)), "next_year": str(today() + timedelta(days=300))}


def _engagements(village: Village, ending: Village, chen) -> dict[str, Model]:
    facts = {"institution": chen.institution, "valid_from": LONG_AGO}
    soon = today() + timedelta(days=30)
    return {
        "contract": Contract.objects.create(village=village, valid_until=date(2099, 1, 1), **facts),
        "running_out": Contract.objects.create(village=ending, valid_until=soon, **facts),
        "absence": Absence.objects.create(
            registration=chen,
            begins_at=start_of(date(2098, 3, 5)),
            ends_at=start_of(date(2098, 3, 7)),
            reason=Absence.Reason.HOLIDAY,
        ),
    }


def _under_contract(world: World) -> dict[str, Model]:
    """What is on record under a contract that runs, and one that waits for its signatures."""
    contract, bureau = world.things["contract"], world.things["bureau_user"]
    facts = {"village": contract.village, "institution": contract.institution, "stage": "draft"}
    with store.opened(STORE.path_of("a.pdf")) as file:
        file.write(b"scan")
    return {
        "drafted": Contract.objects.create(valid_from=date(2099, 1, 1), valid_until=date(2100, 1, 1), **facts),
        "template": Template.objects.create(
            form="engaged", number=1, name="a.docx", content=b"word", added_at=now(), added_by=bureau
        ),
        "scan": Scan.objects.create(
            contract=contract, file="a.pdf", kind="pdf", size=4, added_at=now(), added_by=bureau
        ),
        "missed": MissedDuty.objects.create(
            contract=contract, day=LONG_AGO, what="例会", recorded_at=now(), recorded_by=bureau
        ),
    }


def _facts(village: Village, chen) -> dict[str, Model]:
    """What a plan rests on, about Chen and his village."""
    said = {"valid_from": LONG_AGO, "source": "测试文件"}
    wish = {"village": village, "weight": 1, **said}
    firm = {"institution": chen.institution}
    made: dict[str, Model] = {
        "licence": Licence.objects.create(registration=chen, kind="lawyer", number="13708200011000001", **said),
        "speciality": Speciality.objects.create(registration=chen, topic="land", **said),
        "base": Base.objects.create(registration=chen, township=village.township, **said),
        "demand": Demand.objects.create(village=village, population=1000, consultations=10, remoteness=3, **said),
        "avoidance": Avoidance.objects.create(village=village, registration=chen, reason="other", **said),
        "wish_of_village": Wish.objects.create(registration=chen, side="village", **wish),
        "wish_of_institution": Wish.objects.create(**firm, side="other", **wish),
        "wish_of_adviser": Wish.objects.create(registration=chen, side="other", **wish),
    }
    for thing in made.values():  # the word in the address of its kind
        thing.key = next(key for key, kind in KINDS.items() if kind.model is type(thing))  # type: ignore[attr-defined]
    return made


def _change(village: Village) -> Change:
    """A change of places to come, of which one row is not confirmed yet."""
    lists = {"before": [[village.code, village.name]], "after": [["999901001001", "红花社区居委会"]]}
    facts = {"title": "红花村改社区", "source": "批复", "made_at": now(), "effective_on": today() + timedelta(days=30)}
    change = Change.objects.create(**lists, **facts)
    Succession.objects.create(
        change=change, code=village.code, name=village.name, way="same_name", successor="999901001001"
    )
    change.town = village.township.code  # what the door of one township's table is called by
    return change


def _plans(world: World, cast) -> dict[str, Model]:
    """Versions of a plan: drawn up or changed by the bureau's person, by the machine alone, and one that holds."""
    who, here, there = world.things["bureau_user"], cast("village"), cast("village_next_door")
    people = {name: str(cast(name).pk) for name in ("chen", "lin", "wu")}
    plan = Plan.objects.create(value=1, bound=1, seconds=1, valid_from=LONG_AGO)
    posts = {here.code: [people["chen"], people["lin"]], there.code: [people["wu"], people["lin"]]}
    facts = {"state": "ready", "value": 1, "bound": 1, "starts_on": today(), "made_at": now(), "posts": posts}
    held = {"state": "published", "approved_by": who, "approved_at": now(), "published_by": who, "plan": plan}
    ready = Version.objects.create(number=1, **facts, made_by=who)
    ready.place, ready.post, ready.who = here.code, "A", people["wu"]  # for the addresses of its board
    ready.beside, ready.beside_post = there.code, "A"
    return {
        "plan": plan,
        "ready_version": ready,
        "changed_version": Version.objects.create(number=2, **facts, changed_at=now(), changed_by=who),
        "machine_version": Version.objects.create(number=3, **facts),
        "published_version": Version.objects.create(number=4, **facts | held, published_at=now()),
    }


def _batch(world: World, who: str) -> Batch:
    """Papers that somebody has asked for, with their file."""
    facts = {"kind": "word", "contracts": [world.things["contract"].pk], "done": 1, "state": "ready"}
    batch = Batch.objects.create(asked_at=now(), asked_by_id=world.actors[who].user_id, **facts)
    with store.opened(store.path_of(batch.file)) as file:
        file.write(b"papers")
    return batch


def _residents(world: World) -> None:
    def resident(device: str, **more) -> Actor:
        return Actor(None, "居民", device=digest("device", device), **more)

    opened = frozenset({world.things["consultation"].pk})
    world.actors |= {
        "anonymous": Actor(None, "居民"),
        "asker": resident(DEVICE, known_as=frozenset({world.things["reader"].pk})),
        "code_holder": resident("f" * 32, receipts=opened),
        "stranger": resident(OTHER_DEVICE),
    }
    (helped, locked), cadre = (world.things[name] for name in ("helped", "locked")), world.actors["cadre"]
    own, said = frozenset({helped.pk}), {"receipts": frozenset({locked.pk}), "unlocked": frozenset({locked.lock})}
    world.actors |= {
        "own_reader": resident("a" * 32, receipts=own),
        "cadre_with_code": Actor(cadre.user_id, cadre.name, device=digest("device", "b" * 32), receipts=own),
        "unlocker": resident("9" * 32, **said),
        "chatter": actor_of(world.things["chat"]),
    }
    signed = {who: DEVICE_SIGNER.sign(device) for who, device in (("asker", DEVICE), ("stranger", OTHER_DEVICE))}
    world.cookies = {who: {"menkou_device": cookie} for who, cookie in signed.items()}
    world.cookies["asker"] |= known(world.things["reader"])
    browser = Client()
    answer = browser.post(f"/{SLUG}/pickup", {"code": world.words["code"]})
    assert answer.status_code == 302, "the 取件码 opens its consultation"
    world.cookies["code_holder"] = {name: morsel.value for name, morsel in browser.cookies.items()}
