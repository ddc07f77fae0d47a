"""What departures knew of boards stands in the new tables after the migration, and the way back is open."""

import pytest

from tests.guards.test_migrations import migrate, scratch

__all__ = ["scratch"]
OPEN = ("places_district", "places_township", "places_village", "advisers_registration", "departures_board")
BEFORE = """
insert into places_district (id, slug, name, code, is_demo) values (7, 'shili', '示例区', '999901', true);
insert into places_township (district_id, id, code, name, kind)
  values (7, '00000000-0000-7000-8000-000000000001', '999901001', '红花镇', 'town');
insert into places_village (district_id, id, code, name, township_id, kind, valid_from)
  select 7, ('00000000-0000-7000-8000-00000000001' || n)::uuid, '99990100120' || n, n || '村',
         '00000000-0000-7000-8000-000000000001', 'village', '2020-01-01' from generate_series(1, 3) n;
insert into advisers_institution (id, name, kind, credit_code, phone, address)
  values ('00000000-0000-7000-8000-000000000021', '所', 'law_firm', '3', '1', '2');
insert into advisers_adviser (id, name, kind, licence_no)
  values ('00000000-0000-7000-8000-000000000031', '陈明', 'lawyer', '19900000000000001');
insert into advisers_registration (district_id, id, adviser_id, institution_id, phone, valid_from)
  values (7, '00000000-0000-7000-8000-000000000041', '00000000-0000-7000-8000-000000000031',
          '00000000-0000-7000-8000-000000000021', '1', '2020-01-01');
insert into departures_board (district_id, id, village_id, a_id, stale_since, why)
  values (7, '00000000-0000-7000-8000-000000000051', '00000000-0000-7000-8000-000000000011',
          '00000000-0000-7000-8000-000000000041', null, ''),
         (7, '00000000-0000-7000-8000-000000000052', '00000000-0000-7000-8000-000000000012',
          '00000000-0000-7000-8000-000000000041', '2026-11-01', '离职'),
         (7, '00000000-0000-7000-8000-000000000053', '00000000-0000-7000-8000-000000000013', null, '2026-11-01', '村居撤并');
"""
AFTER = """
select b.carrier, b.state, b.due, b.cause, length(b.number), p.shown
  from boards_board b join boards_printing p on p.board_id = b.id order by b.id
"""


@pytest.mark.nightly
def test_names_at_the_doors_are_taken_over_and_back(scratch):
    migrate("departures", "0001")
    migrate("boards", "0003")
    run(scratch, [f"alter table {table} no force row level security" for table in OPEN[1:]])
    run(scratch, [BEFORE])
    run(scratch, [f"alter table {table} force row level security" for table in OPEN[1:]])
    migrate()
    run(scratch, [f"alter table boards_{name} no force row level security" for name in ("board", "printing")])
    with scratch.cursor() as cursor:
        cursor.execute(AFTER)
        found = cursor.fetchall()
    shown = '{"A岗姓名": "陈明", "B岗姓名": ""}'
    assert [(*row[:5], str(row[5]).replace("'", '"')) for row in found] == [
        ("earlier", "up", "", "", 6, shown),
        ("earlier", "up", "take_down", "离职", 6, shown),
    ]  # the third village has none of its own yet
    migrate("boards", "0003")
    with scratch.cursor() as cursor:
        cursor.execute("select count(*) from boards_board")
        assert cursor.fetchone()[0] == 0


def run(scratch, statements):
    with scratch.cursor() as cursor:
        for one in statements:
            cursor.execute(one)
