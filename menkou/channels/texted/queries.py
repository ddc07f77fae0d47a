"""短信送到了没有: which text a receipt is about, and how many arrived."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, QuerySet

from menkou.channels.models import Account, Incoming, Text
from menkou.channels.sms.receipts import Receipt, State
from menkou.core import clock
from menkou.core.keys import digest
from menkou.core.models import Outgoing

KEPT = timedelta(days=90)  # a quarter: by then a vendor's bill has been compared with it, and receipts come within days
SHOWN = timedelta(days=30)


@dataclass(frozen=True)
class Figures:
    """Of texts handed to a gateway: how many arrived, how many did not, by reason in words, and how many nobody told of."""

    handed: int
    arrived: int
    lost: list[tuple[str, int]]
    silent: int


def receipt_digest(account_id: UUID, said: str) -> bytes:
    """What a text is looked up by: the gateway's id for it, of this account only."""
    return digest("text", str(account_id), said)


def untaken(pk: UUID) -> Incoming | None:
    """A receipt that was neither believed nor given up yet."""
    return Incoming.objects.filter(pk=pk, taken_at=None).first()


def named(account_id: UUID, receipt: Receipt) -> Text | None:
    """The text of this account that a receipt is about: by our own id where the gateway says it again, else by its own.

    An id that several texts share, as where a sheet names the wrong place, is nobody's.
    """
    mine = Text.objects.filter(account=account_id)
    ours = [found for said in (receipt.once, receipt.id) if (found := _ours(said))]
    if text := mine.filter(pk__in=ours).first():
        return text
    theirs = mine.filter(receipt_digest=receipt_digest(account_id, receipt.id))[:2]
    return theirs[0] if len(theirs) == 1 else None


def is_the_last(text: Text) -> bool:
    """Whether no other text has been handed over since about the same words: what became of those hangs on the last."""
    return not Text.objects.filter(outgoing=text.outgoing, pk__gt=text.pk).exists()


def told_by(text: Text) -> Outgoing | None:
    """The words that a text told of."""
    return Outgoing.objects.filter(pk=text.outgoing).first()


def receipt_of(outgoing: UUID) -> Receipt | None:
    """What was said of the last text about these words; None where nothing was."""
    text = Text.objects.filter(outgoing=outgoing).order_by("-handed_at").first()
    return Receipt("", State(text.state), text.code) if text and text.state else None


def arrived(outgoing: Iterable[UUID]) -> set[UUID]:
    """Of these words, those whose text arrived."""
    asked = list(outgoing)
    found = Text.objects.filter(outgoing__in=asked, state=State.DELIVERED) if asked else Text.objects.none()
    return set(found.values_list("outgoing", flat=True))


def figures(account: Account) -> Figures:
    """Of the last thirty days."""
    mine = Text.objects.filter(account=account, handed_at__gte=clock.now() - SHOWN)
    counts, lost = Counter[str](), Counter[str]()
    for state, code, count in mine.order_by().values_list("state", "code").annotate(Count("pk")):
        counts[state] += count
        if state == State.FAILED:
            lost[Receipt("", State.FAILED, code).words] += count
    return Figures(counts.total(), counts[State.DELIVERED], lost.most_common(), counts[""])


def outlived() -> QuerySet[Text]:
    """Texts of long ago."""
    return Text.objects.filter(handed_at__lt=clock.now() - KEPT)


def accounts_with_outlived() -> QuerySet[Account]:
    """The accounts by which they went."""
    return Account.objects.filter(pk__in=outlived().values("account"))


def _ours(said: str) -> UUID | None:
    try:
        return UUID(hex=said)
    except ValueError:
        return None
