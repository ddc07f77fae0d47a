"""The demo's people: invented, the same for one seed.

    institutions(villages)            9 law firms and 13 legal service offices for 440 villages
    advisers(institutions, villages)  95 advisers: lawyers, a few trainees, legal service workers
    accounts(...)                     who signs in; `SIGN_INS` names those of the first walk

The keys that join them: an institution's credit code, an adviser's licence number, the codes of places. Roles and
kinds are spelled as in `Role`, `Institution.Kind` and `Adviser.Kind`. Smaller demos take fewer institutions and
people of each, larger ones more.
"""

import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from menkou.demo import names
from menkou.demo.places import REAL, SEAT, WALK_VILLAGE, DemoTownship, DemoVillage, townships

PASSWORD = "menkou-demo"  # noqa: S105 - shown on purpose; a production start refuses demo accounts
TODAY, DESK = "/yanzhou/consultations/", "/yanzhou/desk/"  # where each starts after signing in
SIGN_INS: tuple[tuple[str, str, str, str], ...] = (
    ("法律顾问（北关村A岗）", "guwen-a", PASSWORD, TODAY),
    ("法律顾问（北关村B岗）", "guwen-b", PASSWORD, TODAY),
    ("鼓楼司法所", "sifasuo", PASSWORD, DESK),
    ("区司法局", "sifaju", PASSWORD, DESK),
    ("区司法局第二人（批准方案）", "sifaju-2", PASSWORD, DESK),
    ("北关村干部", "cunganbu", PASSWORD, DESK),
    ("机构负责人", "jigou", PASSWORD, DESK),
    ("审计监督", "shenji", PASSWORD, DESK),
)

FIRM_SIZES = (7, 6, 6, 6, 5, 5, 5, 4, 4)  # 48 lawyers and trainees
OFFICE_SIZES = (4, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 3)  # 47 legal service workers
SECOND_OFFICES = ("370812105", "370812103", "370812102")  # the largest townships have two offices
CAP_A, CAP_ALL = 6, 12
TRAINEES = 4  # the youngest of the four largest firms; in the demo they only stand in (B)
CADRE_IN_EVERY = 10


@dataclass(frozen=True)
class DemoInstitution:
    """执业机构. `home` is a legal service office's township code."""

    credit_code: str
    name: str
    kind: str
    home: str | None
    phone: str
    address: str
    size: int


@dataclass(frozen=True)
class DemoAdviser:
    """法律顾问 and their registration: licence, institution (credit code), phone, where they start from, caps."""

    licence_no: str
    name: str
    kind: str
    institution: str
    phone: str
    x_km: float
    y_km: float
    cap_a: int = CAP_A
    cap_all: int = CAP_ALL


@dataclass(frozen=True)
class DemoAccount:
    """A user with one membership. `target` is a township's or village's code, a credit code or a licence number."""

    username: str
    name: str
    phone: str
    role: str
    target: str | None = None


def institutions(villages: Sequence[DemoVillage]) -> tuple[DemoInstitution, ...]:
    """The institutions of a demo with these villages: firms in town, an office for each township and more."""
    here = {one.township for one in villages}
    towns = [one for one in townships() if one.code in here]
    copies = max(1, math.ceil(len(villages) / REAL))
    share = min(1.0, len(villages) / REAL)
    firms = max(2, round(len(FIRM_SIZES) * share))
    homes = [*(one.code for one in towns), *(code for code in SECOND_OFFICES if share == 1)]
    limit = 99 if share == 1 else max(2, math.ceil(1.3 * len(villages) / 4.6 / (firms + len(homes))))
    found = []
    for copy in range(copies):
        for number, size in enumerate(FIRM_SIZES[:firms]):
            found.append(_firm(copy * len(FIRM_SIZES) + number, min(size, limit)))
        for number, (home, size) in enumerate(zip(homes, OFFICE_SIZES, strict=False)):
            found.append(_office(copy * len(OFFICE_SIZES) + number, home, min(size, limit)))
    return tuple(found)


def _firm(number: int, size: int) -> DemoInstitution:
    return DemoInstitution(
        credit_code=names.credit_code("31", number + 1),
        name=f"演示·{_called(names.FIRMS, number)}律师事务所",
        kind="law_firm",
        home=None,
        phone=names.landline(200 + number),
        address=f"鼓楼街道演示大街{number + 1}号（演示）",
        size=size,
    )


def _office(number: int, home: str, size: int) -> DemoInstitution:
    town = _township(home).name
    return DemoInstitution(
        credit_code=names.credit_code("33", number + 1),
        name=f"演示·{_called(names.OFFICES, number)}法律服务所",
        kind="legal_service_office",
        home=home,
        phone=names.landline(400 + number),
        address=f"{town}演示街{number + 1}号（演示）",
        size=size,
    )


def _called(words: Sequence[str], number: int) -> str:
    return words[number] if number < len(words) else f"{words[number % len(words)]}第{number // len(words) + 1}"


def _township(code: str) -> DemoTownship:
    return next(one for one in townships() if one.code == code)


def advisers(offered: Sequence[DemoInstitution], *, seed: int = 1) -> tuple[DemoAdviser, ...]:
    """The advisers of these institutions, each with a licence, a phone and a place to start from."""
    named = names.people_names(seed)
    dice = random.Random(f"advisers {seed}")  # noqa: S311 - invented positions
    trainees = {one.credit_code for one in offered[:TRAINEES] if one.kind == "law_firm" and one.size >= 4}
    found: list[DemoAdviser] = []
    for house in offered:
        centre, spread = _township(house.home or SEAT), 2.5 if house.home else 4.0
        for place in range(house.size):
            name, woman = next(named)
            number = len(found) + 1
            is_trainee = house.credit_code in trainees and place == house.size - 1
            kind, licence = _licence(house, number, woman, is_trainee)
            x, y = (round(one + dice.gauss(0, spread), 2) for one in (centre.x_km, centre.y_km))
            cap_a = 0 if is_trainee else CAP_A
            found.append(DemoAdviser(licence, name, kind, house.credit_code, names.phone(number), x, y, cap_a, CAP_ALL))
    return tuple(found)


def _licence(house: DemoInstitution, number: int, woman: bool, is_trainee: bool) -> tuple[str, str]:
    if house.kind == "legal_service_office":
        return "legal_service_worker", names.service_worker_licence(number)
    if is_trainee:
        return "trainee", names.trainee_licence(number, woman)
    return "lawyer", names.lawyer_licence(number, woman)


def accounts(
    villages: Sequence[DemoVillage],
    offered: Sequence[DemoInstitution],
    people: Sequence[DemoAdviser],
    posts: Mapping[str, tuple[str, str]],
    *,
    seed: int = 1,
) -> tuple[DemoAccount, ...]:
    """Everybody who signs in. The holders of the walk's village are guwen-a and guwen-b, whoever they are."""
    a, b = posts[WALK_VILLAGE]
    walk = {a: "guwen-a", b: "guwen-b"}
    found = [
        DemoAccount(walk.get(one.licence_no, f"guwen-{number:03}"), one.name, one.phone, "adviser", one.licence_no)
        for number, one in enumerate(people, 1)
    ]
    of_a = next(one.institution for one in people if one.licence_no == a)
    others = names.people_names(seed)
    taken = {one.name for one in people}
    fresh = (name for name, _ in others if name not in taken)
    phones = (names.phone(number) for number in range(50_000, 99_999))
    for username, role, target in _desks(villages, offered, of_a):
        found.append(DemoAccount(username, next(fresh), next(phones), role, target))
    return tuple(found)


def _desks(
    villages: Sequence[DemoVillage], offered: Sequence[DemoInstitution], of_a: str
) -> Iterator[tuple[str, str, str | None]]:
    """(user name, role, target) of everybody but the advisers, the walk's own first of their kind."""
    yield from (("sifaju", "justice_bureau", None), ("sifaju-2", "justice_bureau", None))
    yield from (("shenji", "auditor", None), ("yunwei", "operator", None))
    walk_town = WALK_VILLAGE[:9]
    for number, town in enumerate(dict.fromkeys(one.township for one in villages), 1):
        yield ("sifasuo" if town == walk_town else f"sifasuo-{number:02}"), "judicial_office", town
    for number, house in enumerate(offered, 1):
        is_walks = house.credit_code == of_a
        yield ("jigou" if is_walks else f"jigou-{number:02}"), "institution_director", house.credit_code
    for number, village in enumerate(villages):
        if village.code == WALK_VILLAGE:
            yield "cunganbu", "village_cadre", village.code
        elif number % CADRE_IN_EVERY == 0:
            yield f"cunganbu-{number:03}", "village_cadre", village.code
