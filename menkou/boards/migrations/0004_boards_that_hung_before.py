from django.db import migrations

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TABLES = ("departures_board", "boards_board", "boards_printing")
OPEN = [f"alter table {table} no force row level security" for table in TABLES]  # the owner sees all districts
SHUT = [f"alter table {table} force row level security" for table in TABLES]
DIGITS = " || ".join(f"substr('{ALPHABET}', (place / {31**power}) % 31 + 1, 1)" for power in range(5, -1, -1))
BOARDS = f"""
insert into boards_board (district_id, id, village_id, carrier, number, epoch, made_at, state, version, hung, place,
                          seen_at, is_damaged, due, stale_since, why, cause, revoked_why)
select district_id, id, village_id, 'earlier', {DIGITS}, 1, coalesce(renewed_at, now()), 'up', 1, 1, '',
       coalesce(renewed_at, now()), false, case when stale_since is null then '' else 'take_down' end,
       stale_since, case when stale_since is null then '' else '姓名' end, case when stale_since is null then '' else why end, ''
  from (select b.*, (row_number() over (partition by district_id order by id))::int place from departures_board b
         where a_id is not null or b_id is not null) hung
"""  # noqa: S608  # our own words
PRINTINGS = """
insert into boards_printing (district_id, id, board_id, version, shown, printed_at, printed_by_id)
select b.district_id, gen_random_uuid(), b.id, 1,
       jsonb_build_object('A岗姓名', coalesce(a.name, ''), 'B岗姓名', coalesce(second.name, '')),
       coalesce(b.renewed_at, now()), b.renewed_by_id
  from departures_board b
  left join advisers_registration ra on ra.district_id = b.district_id and ra.id = b.a_id
  left join advisers_adviser a on a.id = ra.adviser_id
  left join advisers_registration rb on rb.district_id = b.district_id and rb.id = b.b_id
  left join advisers_adviser second on second.id = rb.adviser_id
 where b.a_id is not null or b.b_id is not null
"""
BACK = [
    "delete from boards_printing p using boards_board b"
    " where b.district_id = p.district_id and b.id = p.board_id and b.carrier = 'earlier'",
    "delete from boards_placing p using boards_board b"
    " where b.district_id = p.district_id and b.id = p.board_id and b.carrier = 'earlier'",
    "delete from boards_board where carrier = 'earlier'",
]
ROSTER = [f"alter table advisers_registration {word} row level security" for word in ("no force", "force")]
PLACINGS = [f"alter table boards_placing {word} row level security" for word in ("no force", "force")]


class Migration(migrations.Migration):
    """What departures knew of boards: their two names. A village that had none of its own has none here.

    On the way back the table of departures is left as it was, where it is still there.
    """

    dependencies = [
        ("advisers", "0002_licences_and_what_people_can_do"),
        ("boards", "0003_words"),
        ("departures", "0001_boards"),
    ]

    operations = [
        migrations.RunSQL(
            [*OPEN, ROSTER[0], BOARDS, PRINTINGS, ROSTER[1], *SHUT],
            [*OPEN[1:], PLACINGS[0], *BACK, PLACINGS[1], *SHUT[1:]],
        )
    ]
