from django.db import migrations

from menkou.core.db import DemandOfRows

POSTS = "postings_posting"
AHEAD = (
    f"daterange({POSTS}.valid_from, {POSTS}.valid_until) * daterange((now() at time zone 'Asia/Shanghai')::date, null)"
)
LICENCE = f"""
coalesce((select range_agg(daterange(l.valid_from, l.valid_until)) @> ({AHEAD})
            from advisers_licence l
           where l.district_id = {POSTS}.district_id and l.registration_id = {POSTS}.registration_id), true)
"""  # noqa: S608  # our own words


class Migration(migrations.Migration):
    """A post keeps to its holder's licences, one after another, from today on; whoever has none on record is asked none.

    What was seen of a licence often begins later than the posts do, so the past is not judged.
    """

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("postings", "0008_avoidances_and_wishes"),
    ]

    operations = [DemandOfRows(POSTS, "a_post_keeps_to_the_licence", added=LICENCE, changed=LICENCE)]
