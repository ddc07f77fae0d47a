"""短信的账: what was handed to a gateway, and what it said afterwards. Written by the machine, with nobody's authority."""

from uuid import UUID

from menkou.channels.models import Text
from menkou.channels.sms.receipts import Receipt
from menkou.channels.texted.queries import receipt_digest
from menkou.core import clock
from menkou.core.rows import insert


def begin(account_id: UUID, outgoing: UUID, way: str) -> Text:
    """A text that is handed over next: should nobody learn how that ends, its receipt still finds it."""
    text = Text(account_id=account_id, outgoing=outgoing, way=way, handed_at=clock.now())
    insert(text)
    return text


def drop(text: Text) -> None:
    """The gateway surely did not take it."""
    Text.objects.filter(pk=text.pk, state="").delete()


def note_id(text: Text, said: str) -> None:
    """What the gateway calls it."""
    Text.objects.filter(pk=text.pk).update(receipt_digest=receipt_digest(text.account_id, said))


def end(text: Text, receipt: Receipt) -> bool:
    """What the gateway says became of it; whether that is the first that it says."""
    mine = Text.objects.filter(pk=text.pk, state="")
    return bool(mine.update(state=receipt.state, code=receipt.code[:64], ended_at=clock.now()))
