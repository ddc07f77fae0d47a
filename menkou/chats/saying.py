"""What is said in a chat, with its facts: looked up when a line asks for them, and no content among them."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings

from menkou.advisers.models import Registration
from menkou.channels.models import Account
from menkou.chats.models import Chat
from menkou.consultations import consents
from menkou.consultations.actions import pickup_code
from menkou.consultations.models import Consultation
from menkou.consultations.rules import codes
from menkou.core import clock
from menkou.places import queries as places
from menkou.places.models import Village
from menkou.postings import queries as postings

PICK_UP = "/pickup"  # written out: a reversed address depends on whose request it is


class Facts(Mapping[str, str]):
    """What stands in the places of a line. `choices` are the villages or matters that were just numbered."""

    NAMES = (
        "hotline",
        "who",
        "secrecy",
        "village",
        "villages",
        "matters",
        "due",
        "day",
        "code",
        "thread",
        "pick_up",
        "remind",
        "office",
    )

    def __init__(self, chat: Chat, matter: Consultation | None, choices: Iterable[Village | Consultation] = ()) -> None:
        self.chat, self.matter, self.choices = chat, matter, list(choices)

    @cached_property
    def duty(self) -> Registration | None:
        """Who would answer; None where nobody is on duty in the village."""
        return postings.board_of(self.chat.village).on_duty if self.chat.village else None

    def __getitem__(self, name: str) -> str:
        if name not in self.NAMES:
            raise KeyError(name)
        return getattr(self, f"_{name}")()

    def __iter__(self):
        return iter(self.NAMES)

    def __len__(self) -> int:
        return len(self.NAMES)

    def _hotline(self) -> str:
        return places.telephones()["phone_of_police"]

    def _who(self) -> str:
        """Who will answer, as the web's page says it."""
        duty = self.duty
        return f"{duty.adviser.name} {duty.adviser.title}（{duty.institution.name}）" if duty else "—"

    def _secrecy(self) -> str:
        return consents.notice_for(self.duty.adviser.kind).short if self.duty else ""

    def _office(self) -> str:
        found = places.office_of(self.chat.village.township) if self.chat.village else None
        return f"{found.name} {found.phone}" if found else "司法所的电话"

    def _village(self) -> str:
        return self.chat.village.short_name if self.chat.village else "—"

    def _villages(self) -> str:
        return _numbered(f"{one.township.name}{one.short_name}" for one in self.choices if isinstance(one, Village))

    def _matters(self) -> str:
        return _numbered(f"{_day(one.asked_at)} 问的" for one in self.choices if isinstance(one, Consultation))

    def _due(self) -> str:
        return (
            f" {_day(self.matter.due_at)} {self.matter.due_at.astimezone(clock.SHANGHAI):%-H}点" if self.matter else ""
        )

    def _day(self) -> str:
        return _day(self.matter.asked_at) if self.matter else "—"

    def _code(self) -> str:
        return " ".join(codes.in_two(pickup_code(self.matter))) if self.matter else "—"

    def _thread(self) -> str:
        return entry(self.chat.correspondent.account)

    def _remind(self) -> str:
        account = self.chat.correspondent.account
        return f"{_root(account)}/channels/{account.pk}/enter?{urlencode({'to': 'remind'})}"

    def _pick_up(self) -> str:
        return f"{_root(self.chat.correspondent.account)}{PICK_UP}"


def entry(account: Account) -> str:
    """Where an answer is read: 公众号 knows who opens it where web pages may ask, elsewhere it is the 取件码 that opens."""
    if account.kind == Account.Kind.WECHAT and account.facts.get("oauth"):
        return f"{_root(account)}/channels/{account.pk}/enter?{urlencode({'to': 'asked'})}"
    return f"{_root(account)}{PICK_UP}"


def _root(account: Account) -> str:
    return f"{settings.MENKOU_PUBLIC_URL}/{account.district.slug}"


def _numbered(said: Iterable[str]) -> str:
    return "\n".join(f"{number} {words}" for number, words in enumerate(said, 1))


def _day(moment: datetime) -> str:
    return clock.in_words(moment.astimezone(clock.SHANGHAI).date())
