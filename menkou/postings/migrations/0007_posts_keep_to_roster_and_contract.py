from django.db import migrations

from menkou.core.db import DemandOfRows

POSTS = "postings_posting"
SPAN = f"daterange({POSTS}.valid_from, {POSTS}.valid_until)"
AHEAD = f"{SPAN} * daterange((now() at time zone 'Asia/Shanghai')::date, null)"
ROSTER = f"""
exists (select from advisers_registration r
         where r.district_id = {POSTS}.district_id and r.id = {POSTS}.registration_id
           and daterange(r.valid_from, r.valid_until) @> ({{days}})
           for share)
"""  # noqa: S608  # our own words, here and below
CONTRACT = f"""
contract_id is null
or exists (select from engagements_contract c
            where c.district_id = {POSTS}.district_id and c.id = {POSTS}.contract_id
              and daterange(c.valid_from, c.valid_until) @> ({{days}})
              for share)
"""  # noqa: S608
GONE = f"""
not exists (select from postings_departure d
             where d.district_id = {POSTS}.district_id and d.registration_id = {POSTS}.registration_id
               and daterange(d.valid_from, d.valid_until) && ({{days}}))
"""  # noqa: S608


def keeping(name: str, demand: str) -> DemandOfRows:
    """A new post keeps to it on all its days; one that is changed, from today on, so that it can always be ended."""
    return DemandOfRows(POSTS, name, added=demand.format(days=SPAN), changed=demand.format(days=AHEAD))


class Migration(migrations.Migration):
    """What a post may not do, whoever writes it: outlast its holder's time on the roster or its contract (ADR 26)."""

    dependencies = [
        ("advisers", "0001_initial"),
        ("engagements", "0001_initial"),
        ("postings", "0006_people_depart"),
    ]

    operations = [
        keeping("a_post_keeps_to_the_roster", ROSTER),
        keeping("a_post_ends_with_its_contract", CONTRACT),
        keeping("nobody_is_posted_who_has_departed", GONE),
    ]
