from django.db import migrations

from menkou.core.db import DemandOfRows

POSTS = "postings_posting"
ROSTER = f"""
exists (select from advisers_registration r
         where r.district_id = {POSTS}.district_id and r.id = {POSTS}.registration_id
           and daterange(r.valid_from, r.valid_until) @> daterange({POSTS}.valid_from, {POSTS}.valid_until)
           for share)
"""
CONTRACT = f"""
contract_id is null
or exists (select from engagements_contract c
            where c.district_id = {POSTS}.district_id and c.id = {POSTS}.contract_id
              and daterange(c.valid_from, c.valid_until) @> daterange({POSTS}.valid_from, {POSTS}.valid_until)
              for share)
"""
GONE = f"""
not exists (select from postings_departure d
             where d.district_id = {POSTS}.district_id and d.registration_id = {POSTS}.registration_id
               and daterange(d.valid_from, d.valid_until) && daterange({POSTS}.valid_from, {POSTS}.valid_until))
"""


class Migration(migrations.Migration):
    """What a post may not do, whoever writes it: outlast its holder's time on the roster or its contract (ADR 26)."""

    dependencies = [
        ("advisers", "0001_initial"),
        ("engagements", "0001_initial"),
        ("postings", "0006_people_depart"),
    ]

    operations = [
        DemandOfRows(POSTS, "a_post_keeps_to_the_roster", ROSTER),
        DemandOfRows(POSTS, "a_post_ends_with_its_contract", CONTRACT),
        DemandOfRows(POSTS, "nobody_is_posted_who_has_departed", GONE),
    ]
