"""The kinds of sheet that can be imported, in the order in which they are read: later ones speak of earlier ones."""

from menkou.imports.rules.columns import Field, Kind, spoken
from menkou.imports.rules.sheets_of_groups import GROUPS
from menkou.imports.rules.sheets_of_people import ADVISERS, CONTRACTS, INSTITUTIONS, PEOPLE
from menkou.imports.rules.sheets_of_places import CALENDAR, DEMANDS, TOWNSHIPS, VILLAGES
from menkou.imports.rules.sheets_of_posts import POSTINGS

ALL = (TOWNSHIPS, VILLAGES, INSTITUTIONS, ADVISERS, DEMANDS, CONTRACTS, POSTINGS, PEOPLE, GROUPS, CALENDAR)
KINDS = {kind.key: kind for kind in ALL}
ORDER = {kind.key: place for place, kind in enumerate(ALL)}

__all__ = ["ALL", "KINDS", "ORDER", "Field", "Kind", "spoken"]
