"""What others hear of an order."""

from dataclasses import dataclass

from menkou.core.news import News
from menkou.hotline.models import Order


@dataclass(frozen=True)
class OrderClosed(News):
    """办结了: it was answered and is over, with its outcome."""

    order: Order
