"""A small district of its own, made through the actions by the installer: python -m tests.crash.seeded.

Run with the home's environment, on a database that has been migrated; prints the district's id.
"""

import sys
from datetime import date

from menkou.command import database, home

SLUG, CODE = "crash", "999988"
VILLAGES = tuple(f"{CODE}00{n}201" for n in range(1, 5))
LONG_AGO = date(2020, 1, 1)


def seed() -> int:
    """Four villages, four advisers; each holds the A post of one village and the B post of the next."""
    from menkou.core.scope import within
    from menkou.places.models import District

    district = District.objects.create(slug=SLUG, name="断电区", code=CODE)
    with within(district.pk):
        villages = _places(district)
        _posts(district, villages, _roster(district))
    return district.pk


def _places(district):
    from menkou.core.actors import INSTALLER
    from menkou.places import actions
    from menkou.places.models import JudicialOffice, Township, Village

    towns = [Township(code=code[:9], name=f"断电{n}镇", kind="town") for n, code in enumerate(VILLAGES, 1)]
    villages = [
        Village(code=code, name=f"断电{n}村委会", township=town, kind="village", valid_from=LONG_AGO)
        for n, (code, town) in enumerate(zip(VILLAGES, towns, strict=True), 1)
    ]
    offices = [JudicialOffice(township=t, name=f"{t.name}司法所", phone="0", address="断电路1号") for t in towns]
    actions.set_up(by=INSTALLER, district=district, townships=towns, offices=offices, villages=villages)
    return villages


def _roster(district):
    from stdnum.cn import uscc

    from menkou.advisers import actions
    from menkou.advisers.models import Adviser, Institution, Presence, Registration
    from menkou.core.actors import INSTALLER

    number = "31370000MD0000000"
    facts = {"credit_code": number + uscc.calc_check_digit(number), "phone": "0", "address": "断电路2号"}
    firm = Institution(name="断电律师事务所", kind="law_firm", **facts)
    advisers = [Adviser(name=f"断电{n}", kind="lawyer", licence_no=f"1990000000000090{n}") for n in range(1, 5)]
    roster = [Registration(adviser=one, institution=firm, phone="0", valid_from=LONG_AGO) for one in advisers]
    actions.enrol(
        by=INSTALLER,
        district=district,
        institutions=[firm],
        presences=[Presence(institution=firm)],
        advisers=advisers,
        registrations=roster,
    )
    return roster


def _posts(district, villages, roster) -> None:
    from menkou.core.actors import INSTALLER
    from menkou.postings import actions
    from menkou.postings.models import Plan, Posting

    held = [
        Posting(village=village, post=post, registration=roster[(n + turn) % len(roster)], valid_from=LONG_AGO)
        for n, village in enumerate(villages)
        for turn, post in enumerate("AB")
    ]
    plan = Plan(value=0, bound=0, seconds=0, valid_from=LONG_AGO)
    actions.publish(by=INSTALLER, district=district, plan=plan, postings=held, pairings=[])


if __name__ == "__main__":
    database.ensure(home.settle())
    database.set_up_django()
    sys.stdout.write(f"{seed()}\n")
