"""What rows about who serves a village put on record: posts that somebody holds already."""

from collections.abc import Sequence
from datetime import date

from menkou.core import turns
from menkou.imports import queries
from menkou.imports.freezing import frozen
from menkou.imports.ledger import Ledger
from menkou.imports.rules.comparing import NEW, Line
from menkou.imports.writing.finding import rolls
from menkou.places.models import Village
from menkou.postings import actions
from menkou.postings.models import Posting


def postings(ledger: Ledger, lines: Sequence[Line]) -> None:
    """Those that are not on record; others of the same people may move to another place of their cap.

    The turn comes before any row is locked: who publishes meanwhile has the turn, and waits for the rows.
    """
    turns.wait_for("postings")
    villages = queries.ids(Village, (one.values["village"] for one in lines), "code")
    who = rolls(one.values.get(at) or "" for one in lines for at in ("a", "b"))
    wanted, titles = [], {}
    for line in lines:
        village = villages[line.values["village"]]
        titles[village] = line.title
        since = date.fromisoformat(line.values["valid_from"])
        for at in ("a", "b"):
            if line.values.get(at) and (line.status == NEW or at in line.was):
                holder = who[line.values[at]]
                wanted.append(Posting(village_id=village, post=at.upper(), registration_id=holder, valid_from=since))
    there = Posting.objects.select_for_update(of=("self",)).filter(registration__in=who.values())
    ledger.going = {one.pk: frozen(one) for one in there} | (ledger.going or {})
    begun = actions.record(by=ledger.by, district=ledger.district, postings=wanted)
    ledger.add(begun, [f"{titles[one.village_id]}{one.get_post_display()}" for one in begun])
