"""离任: who is to leave, and who has to go with the licence."""

from datetime import date, timedelta

from django.db.models import Model

from menkou.core.clock import today
from menkou.postings.models import Departure, Posting


def departures(cast, zhao) -> dict[str, Model]:
    """赵伟 is to leave a village that Chen and Lin serve."""
    ended = Posting.objects.filter(registration=zhao).first()
    took = {"posts": [[str(ended.pk), None]], "struck": [], "pairings": [], "roster": False, "roster_until": None}
    facts = {"village": cast("village"), "post": "B", "valid_from": today() - timedelta(days=9)}
    Posting.objects.create(**facts | {"village": ended.village, "registration": cast("lin")})
    return {
        "firm": cast("institutions")["firm"],
        "departure": Departure.objects.create(registration=zhao, why="left", valid_from=date(2098, 1, 1), took=took),
        "licence_departure": Departure.objects.create(
            registration=cast("lin"), why="licence", valid_from=date(2098, 1, 1), took=took
        ),
    }
