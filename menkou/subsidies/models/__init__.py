"""补贴: what is paid by, what two people agreed to, the ledger of lines that are never changed, and objections to them."""

from menkou.subsidies.models.ledger import Batch, Handing, Line, Payment
from menkou.subsidies.models.objecting import Objection
from menkou.subsidies.models.proposed import Adjustment, Decision, Factor, Proposed, Tariff

__all__ = [
    "Adjustment",
    "Batch",
    "Decision",
    "Factor",
    "Handing",
    "Line",
    "Objection",
    "Payment",
    "Proposed",
    "Tariff",
]
