"""What was done in a village that has been merged counts for the one that goes on."""

from datetime import date

import pytest

from menkou.core import clock
from menkou.oversight import numbers, queries, serving
from menkou.places.models import Village


@pytest.fixture
def community(village, entry):
    """红花社区, which goes on for 红花村; a lecture was given before."""
    facts = {"code": "999901001001", "name": "红花社区居委会", "kind": "community", "valid_from": clock.today()}
    made = Village.objects.create(township=village.township, **facts)
    village.valid_until, village.successor = clock.today(), made
    village.save()
    return made


def test_what_was_done_before_counts_for_the_successor(bureau, community, entry):
    month = numbers.Month.of(entry.done_on)

    assert serving.villages_served(month) == {community.pk}
    assert serving.served(bureau, month) == (1, 1)
    assert serving.last_done(bureau) == {community.pk: date(2026, 3, 5)}


def test_why_of_a_merged_village_leads_to_its_successor(sign_in, bureau, office_next_door, community, village):
    pages = "/shili/desk/villages/{}/why"
    page = sign_in(bureau).get(pages.format(village.code), follow=True)

    assert page.redirect_chain == [(pages.format(community.code), 302)]
    assert "红花村已并入红花社区，下面是红花社区今天的。" in page.content.decode()
    assert sign_in(office_next_door).get(pages.format(village.code)).status_code == 404


def test_each_village_stands_once_in_the_grid(bureau, community, entry):
    grid = queries.village_grid(bureau, numbers.Month.of(entry.done_on))

    assert [(cell["village"], cell["is_served"]) for town in grid for cell in town["cells"]] == [(community.pk, True)]
