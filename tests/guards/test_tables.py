"""What the catalogue of the real database says of every table, whoever made it. Each check is shown a fault once."""

import pytest
from django.apps import apps
from django.db import connection

from menkou.broadcasts.models import Rise
from menkou.complaints.models import Step
from menkou.consultations.models import Consent, Viewing
from menkou.core.models import AuditEntry, AuditLink, DistrictOwned
from menkou.hotline.models import Move
from menkou.subsidies.models import Handing, Payment
from menkou.visits.models import Look
from menkou.worklogs.models import Draw

OWNED = {model._meta.db_table for model in apps.get_models() if issubclass(model, DistrictOwned)}
KEPT = (AuditEntry, AuditLink, Viewing, Consent, Step, Move, Draw, Look, Rise, Handing, Payment)
APPEND_ONLY = {one._meta.db_table for one in KEPT}
SHARED = {  # tables without a district, and why that is right
    "places_district": "the list of districts itself; its names are public",
    "advisers_institution": "facts of a public register, the same in every district",
    "advisers_adviser": "facts of a public register, the same in every district",
    "accounts_user": "a person may serve in two districts with one account; what they hold is in accounts_membership",
    "core_heartbeat": "whether the worker of the installation lives",
    "operations_alarm": "what is not well with the installation, and since when",
    "django_session": "signed-in browsers; holds a user's id, and no role",
    "django_migrations": "Django's list of migrations, the owner's",
    "django_content_type": "Django's list of models",
    "auth_group": "Django's, empty: roles are code",
    "auth_group_permissions": "Django's, empty: roles are code",
    "auth_permission": "Django's, asked by nobody: roles are code",
    "account_emailaddress": "allauth's, empty: staff sign in by user name",
    "account_emailconfirmation": "allauth's, empty: staff sign in by user name",
    "procrastinate_jobs": "the queue: arguments are ids, checked by test_no_words_leak",
    "procrastinate_events": "the queue: when a job changed its state",
    "procrastinate_periodic_defers": "the queue: nothing is periodic, the reconciler sweeps",
    "procrastinate_workers": "the queue: which workers live",
}
TABLES = "select relname from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
WITH_DISTRICT = """
select c.relname, relrowsecurity and relforcerowsecurity,
       coalesce((select string_agg(polname || ':' || coalesce(pg_get_expr(polqual, c.oid), '')
                 || coalesce(pg_get_expr(polwithcheck, c.oid), ''), ' ' order by polname)
                 from pg_policy where polrelid = c.oid and polpermissive), '')  -- the others only narrow what these give
  from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'district_id' and not a.attisdropped
 where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
"""
UNIQUES = """
select t.relname, x.relname, coalesce(a.attname, '(expression)')
  from pg_index i join pg_class t on t.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
  left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
 where (i.indisunique or i.indisexclusion) and t.relname = any(%s)
"""
LINKS = """
select conname, t.relname, o.relname, a.attname, condeferrable
  from pg_constraint c join pg_class t on t.oid = conrelid join pg_class o on o.oid = confrelid
  join pg_attribute a on a.attrelid = t.oid and a.attnum = conkey[1]
 where contype = 'f' and t.relname = any(%s)
"""
MACHINERY = """
select 'trigger ' || tgname from pg_trigger join pg_class t on t.oid = tgrelid
 where not tgisinternal and t.relname = any(%(owned)s)
union all select 'identity ' || t.relname || '.' || attname from pg_attribute join pg_class t on t.oid = attrelid
 where attidentity <> '' and t.relname = any(%(owned)s)
union all select 'definer ' || proname from pg_proc where prosecdef and pronamespace = 'public'::regnamespace
union all select 'view ' || relname from pg_class where relkind in ('v', 'm') and relnamespace = 'public'::regnamespace
"""
RIGHTS = """
select 'may ' || word || ' ' || relname from pg_class, unnest(array['truncate', 'references', 'trigger']) word
 where relkind = 'r' and relnamespace = 'public'::regnamespace and has_table_privilege(%(role)s, oid, word)
union all select 'may ' || word || ' ' || kept
  from unnest(array['update', 'delete']) word,
       unnest(array['core_auditentry', 'core_auditlink', 'consultations_viewing', 'consultations_consent', 'complaints_step',
       'worklogs_draw', 'visits_look', 'hotline_move', 'subsidies_handing', 'subsidies_payment']) kept
 where has_table_privilege(%(role)s, kept, word) or has_any_column_privilege(%(role)s, kept,
       replace(word, 'delete', 'update'))
union all select 'may change django_migrations' where has_table_privilege(%(role)s, 'django_migrations', 'insert')
union all select 'owns ' || relname from pg_class where pg_has_role(%(role)s, relowner, 'member')
union all select 'may create in ' || nspname from pg_namespace
 where nspname !~ '^pg_' and has_schema_privilege(%(role)s, oid, 'create')
union all select 'is ' || word from pg_roles, lateral (values ('super', rolsuper), ('bypassing', rolbypassrls),
 ('making roles', rolcreaterole), ('replicating', rolreplication)) w(word, so) where rolname = %(role)s and so
"""


def strangers(tables: set[str]) -> set[str]:
    """Tables that belong to no district and that nobody has signed for, and signatures for no table."""
    return tables ^ (OWNED | set(SHARED))


def unguarded(rows) -> list[str]:
    """Tables with a district that row security does not guard as GuardRows does."""
    found = []
    for table, forced, said in rows:
        names = [part.split(":")[0] for part in said.split(" ") if ":" in part and part.split(":")[0].isalpha()]
        wanted = ["adds", "reads"] if table in APPEND_ONLY else ["adds", "changes", "reads", "removes"]
        by_setting = said.count("menkou.writes") == len(wanted) - 1 and said.count("menkou.reads") == 1
        if not (forced and names == wanted and by_setting):
            found.append(table)
    return found


def loose_uniques(rows) -> list[str]:
    """Unique and exclusion constraints that one district could feel from another."""
    return [f"{table}.{index}" for table, index, first in rows if first != "district_id"]


def loose_links(rows, owned: set[str] = OWNED) -> list[str]:
    """Foreign keys between owned rows that do not begin with the district, and any that wait until the end."""
    return [name for name, _, to, first, waits in rows if waits or (to in owned and first != "district_id")]


@pytest.fixture
def ask(db):
    def ask(sql, params=None):
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()

    return ask


@pytest.fixture
def seeded(as_owner):
    """The database with a fault in it, seen by its owner; the fault is gone afterwards."""

    def seed(fault, sql, params=None):
        with as_owner.transaction(force_rollback=True):
            as_owner.execute(fault)
            return as_owner.execute(sql, params).fetchall()

    return seed


def test_every_table_is_a_district_s_or_signed_for(ask):
    assert strangers({name for (name,) in ask(TABLES)}) == set()


def test_every_table_with_a_district_is_guarded_and_forced(ask):
    rows = ask(WITH_DISTRICT)

    assert {table for table, *_ in rows} == OWNED
    assert unguarded(rows) == []


def test_unique_and_exclusion_constraints_begin_with_the_district(ask):
    assert loose_uniques(ask(UNIQUES, [list(OWNED)])) == []


def test_links_between_owned_rows_hold_the_district_and_fail_at_once(ask):
    assert loose_links(ask(LINKS, [list(OWNED)])) == []


def test_owned_tables_have_no_machinery_of_their_own(ask):
    assert ask(MACHINERY, {"owned": list(OWNED)}) == []


def test_the_application_owns_nothing_and_may_do_no_more_than_rows(ask):
    assert ask(RIGHTS, {"role": connection.settings_dict["USER"]}) == []


OPEN = "create table seeded (id uuid primary key, district_id bigint, code text unique); "
FAULTS = [
    (OPEN, TABLES, None, lambda rows: "seeded" in strangers({name for (name,) in rows})),
    (OPEN, WITH_DISTRICT, None, lambda rows: "seeded" in unguarded(rows)),
    ("alter table places_village no force row level security", WITH_DISTRICT, None, unguarded),
    ("drop policy reads on places_village", WITH_DISTRICT, None, unguarded),
    ("alter policy reads on places_village using (true)", WITH_DISTRICT, None, unguarded),
    (OPEN, UNIQUES, [["seeded"]], lambda rows: len(loose_uniques(rows)) == 2),
    (
        OPEN + "alter table seeded add foreign key (id) references accounts_user deferrable initially deferred",
        LINKS,
        [["seeded"]],
        loose_links,
    ),
    (
        OPEN + "create table child (district_id bigint, parent uuid references seeded)",
        LINKS,
        [["child"]],
        lambda rows: loose_links(rows, {"seeded"}),
    ),
    (
        OPEN
        + "create trigger t before update on seeded for each row execute function suppress_redundant_updates_trigger()",
        MACHINERY,
        {"owned": ["seeded"]},
        bool,
    ),
    ("create view seeded as select * from places_village", MACHINERY, {"owned": []}, bool),
]


@pytest.mark.parametrize(("fault", "sql", "params", "complains"), FAULTS)
def test_the_checks_see_a_seeded_fault(seeded, fault, sql, params, complains):
    assert complains(seeded(fault, sql, params))


@pytest.mark.parametrize(
    "fault",
    [
        "grant update on core_auditentry to {0}",
        "grant delete on core_auditlink to {0}",
        "grant delete on consultations_viewing to {0}",
        "grant truncate on places_village to {0}",
        "grant create on schema public to {0}",
    ],
)
def test_the_check_of_rights_sees_a_right_too_many(seeded, fault):
    role = connection.settings_dict["USER"]

    assert len(seeded(fault.format(f'"{role}"'), RIGHTS, {"role": role})) >= 1
