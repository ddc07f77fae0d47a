"""How a row of each kind is settled."""

from collections.abc import Callable, Mapping

from menkou.imports.rules import settling_groups, settling_posts
from menkou.imports.rules import settling_people as people
from menkou.imports.rules import settling_places as places
from menkou.imports.rules.referring import Known
from menkou.imports.rules.rows import Row, Settled

SETTLE: Mapping[str, Callable[[Row, Known], Settled]] = {
    "townships": places.townships,
    "villages": places.villages,
    "institutions": people.institutions,
    "advisers": people.advisers,
    "demands": places.demands,
    "contracts": people.contracts,
    "postings": settling_posts.postings,
    "people": people.people,
    "groups": settling_groups.groups,
    "calendar": places.calendar,
}
