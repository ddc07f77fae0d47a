"""Put interests on record, and say to the bureau where they leave nobody; called by actions only."""

from collections.abc import Iterable

from menkou.consultations.models import Consultation, Interest
from menkou.core import clock, outbox


def keep_out(consultation: Consultation, interests: Iterable[Interest], *, concerns: str = "") -> None:
    """From now on they keep institutions and people off the matter; what is on record already stays as it is."""
    if concerns:
        consultation.concerns = concerns
        consultation.save(update_fields=["concerns"])
    rows = list(interests)
    for one in rows:
        one.consultation, one.recorded_at = consultation, clock.now()
    if rows:
        Interest.objects.bulk_create(rows, ignore_conflicts=True)


def ask_bureau(consultation: Consultation) -> None:
    """Nobody near may take it: a person of the bureau is to find somebody. Once for each who may not have it."""
    words = "有一条咨询因利害关系没有法律顾问能接，请登录指定一位。"
    outbox.send(to="bureau", words=words, key=f"unheld:{consultation.pk}:{consultation.holder_id}")
