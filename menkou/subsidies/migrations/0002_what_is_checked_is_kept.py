from django.db import migrations

from menkou.core.db import DemandOfRows, KeepRows

LINES = "subsidies_line"
DRAWING = f"""
exists (select from subsidies_batch b
         where b.district_id = {LINES}.district_id and b.id = {LINES}.batch_id and b.stage in ({{stages}}))
"""  # noqa: S608  # our own words, here and below
POSTED = f"""
turn is null or registration_id is null
or exists (select from postings_posting p
            where p.district_id = {LINES}.district_id and p.registration_id = {LINES}.registration_id
              and p.village_id = {LINES}.village_id
              and daterange(p.valid_from, p.valid_until) @> daterange({LINES}.first_day, {LINES}.until_day))
"""  # noqa: S608
CHECKED = """
exists (select from subsidies_batch b
         where b.district_id = {table}.district_id and b.id = {table}.batch_id and b.stage = 'checked')
"""
DAYS = "district_id, village_id, post, {turn}, first_day, until_day"
AGAIN = "paid_again_only_what_was_taken_back"


def of_checked(table: str, name: str) -> DemandOfRows:
    demand = CHECKED.format(table=table)
    return DemandOfRows(table, name, added=demand, changed=demand)


class Migration(migrations.Migration):
    """What the ledger may not do, whoever writes it (ADR 58).

    A batch that was checked or dropped stays as it is, and so do its lines: they come into one that is being drawn up,
    and go with it. Days are paid to who held a post of the village on all of them; and again only after these very days
    were taken back. Only what was checked is handed on and paid. What two people agreed to is not touched afterwards.
    """

    dependencies = [
        ("postings", "0009_posts_keep_to_licences"),
        ("subsidies", "0001_subsidies"),
    ]

    operations = [
        KeepRows("subsidies_batch", "what_is_checked_is_kept", until="stage not in ('checked', 'dropped')"),
        KeepRows(LINES, "lines_go_with_what_is_drawn_anew", until=DRAWING.format(stages="'drawing', 'dropped'")),
        DemandOfRows(
            LINES, "lines_come_into_what_is_drawn_up", added=DRAWING.format(stages="'drawing'"), changed="false"
        ),
        DemandOfRows(LINES, "days_are_paid_to_who_held_a_post", added=POSTED, changed="false"),
        migrations.RunSQL(
            f"alter table {LINES} add constraint {AGAIN} foreign key ({DAYS.format(turn='after')})"
            f" references {LINES} ({DAYS.format(turn='taken')})",
            f"alter table {LINES} drop constraint {AGAIN}",
        ),
        of_checked("subsidies_handing", "only_what_is_checked_is_handed_on"),
        of_checked("subsidies_payment", "only_what_is_checked_is_paid"),
        KeepRows("subsidies_tariff", "a_tariff_that_was_decided_on_is_kept", until="decided_at is null"),
        KeepRows("subsidies_factor", "a_factor_that_was_decided_on_is_kept", until="decided_at is null"),
        KeepRows("subsidies_adjustment", "an_adjustment_that_was_decided_on_is_kept", until="decided_at is null"),
        KeepRows("subsidies_objection", "an_objection_that_was_decided_on_is_kept", until="decided_at is null"),
    ]
