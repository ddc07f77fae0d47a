"""The promises every district relies on, asked of the real database."""

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.test.utils import isolate_apps

from menkou.core.db import SameDistrict
from menkou.core.models import DistrictOwned, OwnedKey
from menkou.core.scope import NoScope, overseeing, within
from menkou.places.models import District, Township, Village

OWNED = [model for model in apps.get_models() if issubclass(model, DistrictOwned)]


@pytest.fixture
def two(db):
    ours, theirs = (District.objects.create(slug=slug, name=slug, code="999901") for slug in ("ours", "theirs"))
    for district in (ours, theirs):
        with within(district.pk):
            Township.objects.create(code="999901001", kind="town", name=f"town of {district}")
    return ours, theirs


def rows(sql="select name from places_township order by name"):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [name for (name,) in cursor.fetchall()]


def test_outside_any_district_the_orm_raises_and_the_database_shows_nothing(two):
    with pytest.raises(NoScope):
        Township.objects.count()
    assert rows() == []


def test_even_raw_sql_sees_one_district(two):
    with within(two[0].pk):
        assert rows() == ["town of ours"]


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        (None, []),
        ("", []),
        ("{}", []),
        ("{NULL}", []),
        ("{-1}", []),
        ("{0}", []),
        ("{ours}", ["ours"]),
        ("{NULL,ours,NULL}", ["ours"]),
        ("{ours,theirs}", ["ours", "theirs"]),
    ],
)
def test_whatever_the_setting_says_no_row_of_another_district_shows(two, said, seen):
    numbers = {district.slug: str(district.pk) for district in two}
    with connection.cursor() as cursor:
        if said is not None:
            for slug, number in numbers.items():
                said = said.replace(slug, number)
            cursor.execute(f"set local menkou.reads = '{said}'")
        assert rows() == [f"town of {slug}" for slug in seen]
        cursor.execute(
            "select count(*) from places_township where district_id is null or not district_id = any(%s)",
            [[int(numbers[slug]) for slug in seen]],
        )
        assert cursor.fetchone() == (0,)


def test_all_tables_are_read_by_one_and_the_same_condition(db):
    found = rows("select distinct qual from pg_policies where policyname = 'reads' and schemaname = 'public'")

    assert len(found) == 1
    assert "NULLIF((district_id = ANY" in found[0]


def test_scope_is_restored_after_nesting_and_after_an_error(two):
    ours, theirs = two
    with within(ours.pk):
        with within(theirs.pk):
            assert rows() == ["town of theirs"]
        assert rows() == ["town of ours"]
        with pytest.raises(ZeroDivisionError), within(theirs.pk):
            1 / 0
        assert rows() == ["town of ours"]


def test_an_overseer_reads_all_and_writes_none(two):
    with overseeing(d.pk for d in two):
        assert len(rows()) == 2
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Township(district=two[0], code="999901009", kind="town", name="intruder").save()
        assert Township.objects.all().update(name="renamed") == 0
        with connection.cursor() as cursor:
            cursor.execute("delete from places_township")
            assert cursor.rowcount == 0


def test_a_row_may_not_point_into_another_district(two):
    ours, theirs = two
    with within(theirs.pk):
        foreign = Township.objects.get()
    with within(ours.pk), pytest.raises(IntegrityError, match="share_district"), transaction.atomic():
        Village(
            name="smuggled", code="999901001201", kind="village", valid_from="2020-01-01", township_id=foreign.pk
        ).save()


def loose_links(model) -> set[str]:
    """Links between owned rows that no SameDistrict pins, and pins on no link."""
    pinned = {c.field for c in model._meta.constraints if isinstance(c, SameDistrict)}
    return pinned ^ {f.name for f in model._meta.get_fields() if f.many_to_one and f.related_model in OWNED}


def hidden_joins(model) -> list[str]:
    """Many-to-many fields whose table Django would make behind our back, without a guard."""
    return [m2m.name for m2m in model._meta.local_many_to_many if m2m.remote_field.through._meta.auto_created]


@pytest.mark.parametrize("model", OWNED, ids=lambda m: m._meta.label)
def test_every_link_between_owned_rows_is_pinned_and_no_join_table_is_hidden(model):
    assert loose_links(model) == set()
    assert hidden_joins(model) == []


@isolate_apps("menkou.places")
def test_the_guards_see_a_loose_link_and_a_hidden_join():
    class Seeded(DistrictOwned):
        village = OwnedKey(Village, models.PROTECT, related_name="+")
        towns = models.ManyToManyField(Township, related_name="+")

        class Meta(DistrictOwned.Meta):
            app_label = "places"

    assert loose_links(Seeded) == {"village"}
    assert hidden_joins(Seeded) == ["towns"]
