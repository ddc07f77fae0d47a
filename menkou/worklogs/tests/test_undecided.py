"""待核实 is asked for all day: an index over the undecided is used, also where the statement is planned without values."""

import pytest
from django.db import connection

from menkou.core.literals import Literal
from menkou.worklogs.models import Entry


@pytest.mark.parametrize("word", ["", "verified"])
def test_it_finds_what_the_value_finds_and_hands_over_no_value(entry, word):
    by_word, by_value = Entry.objects.filter(outcome=Literal(word)), Entry.objects.filter(outcome=word)
    assert set(by_word) == set(by_value)
    assert word not in by_word.query.sql_with_params()[1]


def test_the_index_of_what_is_undecided_is_used_without_knowing_the_values(entry):
    def plan(outcome) -> str:
        found = Entry.objects.filter(outcome=outcome, village=entry.village_id).order_by("done_on")
        words, values = found.query.sql_with_params()
        numbered = words
        for number in range(1, len(values) + 1):
            numbered = numbered.replace("%s", f"${number}", 1)
        given = ", ".join(f"'{one}'" for one in values)
        given = f"({given})" if given else ""
        with connection.cursor() as cursor:
            cursor.execute("set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off")
            cursor.execute(f"prepare asked as {numbered}")
            cursor.execute(f"explain execute asked{given}")
            said = "\n".join(row[0] for row in cursor.fetchall())
            cursor.execute("deallocate asked")
        return said

    assert "entry_waiting" in plan(Literal(""))
    assert "entry_waiting" not in plan("")  # the seeded fault
