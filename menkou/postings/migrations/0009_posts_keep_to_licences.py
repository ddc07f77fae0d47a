from django.db import migrations

from menkou.core.db import DemandOfRows

POSTS = "postings_posting"
LICENCE = f"""
coalesce((select range_agg(daterange(l.valid_from, l.valid_until)) @> daterange({POSTS}.valid_from, {POSTS}.valid_until)
            from advisers_licence l
           where l.district_id = {POSTS}.district_id and l.registration_id = {POSTS}.registration_id), true)
"""


class Migration(migrations.Migration):
    """A post does not outlast its holder's licences, one after another; nothing is asked of who has none on record."""

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("postings", "0008_avoidances_and_wishes"),
    ]

    operations = [DemandOfRows(POSTS, "a_post_keeps_to_the_licence", LICENCE)]
