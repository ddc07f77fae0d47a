"""What can be seen of chats: where one stands, and the matters that it may speak of."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from menkou.channels import accounts, inbox
from menkou.channels.consenting import queries as consenting
from menkou.channels.models import Account, Correspondent, Incoming
from menkou.chats.models import Binding, Chat
from menkou.chats.rules.standing import Matter, Standing
from menkou.chats.rules.steps import Step
from menkou.chats.rules.ways import Way
from menkou.consultations import queries as consultations
from menkou.consultations.after import queries as after
from menkou.consultations.calling import sealing as calling
from menkou.consultations.models import Consultation
from menkou.core import clock, outbox
from menkou.core.actors import Actor
from menkou.core.keys import digest
from menkou.places import queries as places
from menkou.places.models import Village


def chat_with(pk: UUID) -> Chat:
    """Raises DoesNotExist."""
    return _where_it_is_now(Chat.objects.select_related("correspondent__account", "village__township").get(pk=pk))


def chat_at(address: str) -> Chat | None:
    """The chat that an address of the outbox names."""
    try:
        return chat_with(UUID(address.partition(":")[2]))
    except Chat.DoesNotExist:
        return None


def chat_with_correspondent(correspondent: Correspondent) -> Chat | None:
    found = Chat.objects.select_related("village__township").filter(correspondent=correspondent).first()
    return _where_it_is_now(found) if found else None


def _where_it_is_now(chat: Chat) -> Chat:
    """A village that was merged goes on as its successor, as it does on the web."""
    if chat.village and chat.village.successor_id:
        chat.village = places.village_with(chat.village.code)
    return chat


def actor_of(chat: Chat) -> Actor:
    """Whoever writes in the chat: a resident with a name of their own, and the keys to what is bound."""
    bound = running(chat).values_list("consultation_id", flat=True)
    return Actor(None, "居民", device=digest("device", f"chat:{chat.pk}"), receipts=frozenset(bound))


def running(chat: Chat) -> QuerySet[Binding]:
    """The bindings that have not ended."""
    return Binding.objects.filter(chat=chat, ended_at=None)


def bound_to(correspondent_id: UUID) -> frozenset[UUID]:
    """What whoever this is may open: the matters that are bound to their chat."""
    bound = Binding.objects.filter(chat__correspondent=correspondent_id, ended_at=None)
    return frozenset(bound.values_list("consultation_id", flat=True))


def chats_of(consultation: Consultation) -> list[Chat]:
    """Where the answers of a matter are carried: one thread may be bound to several chats."""
    bound = Binding.objects.filter(consultation=consultation, ended_at=None).values("chat")
    return list(Chat.objects.filter(pk__in=bound).order_by("pk"))


def matters_of(by: Actor, chat: Chat) -> list[Consultation]:
    """What the chat may speak of, the newest first; also what is behind a 暗号, of which nothing is said but the day."""
    bound = running(chat).values("consultation")
    return list(Consultation.objects.filter(pk__in=bound, is_unlinked=False, erased_at=None).order_by("-asked_at"))


def matter_of(by: Actor, chat: Chat) -> Consultation | None:
    """What is spoken of now, as it is now: None where it was erased, or is not bound any more."""
    if chat.matter_id is None or not running(chat).filter(consultation=chat.matter_id).exists():
        return None
    return Consultation.objects.filter(pk=chat.matter_id, is_unlinked=False, erased_at=None).first()


def matter_for_asker(by: Actor, pk: UUID) -> Consultation:
    """The same for whoever may open it now, with its 暗号 said. Raises DoesNotExist."""
    return consultations.asked_for(by, pk)


def gone() -> QuerySet[Binding]:
    """Bindings to matters whose asker is to be forgotten, or who has erased what was said."""
    return Binding.objects.filter(consultation__erased_at__isnull=False)  # only what is erased is ever unlinked


def speaking_of(matters: Iterable[UUID]) -> QuerySet[Chat]:
    return Chat.objects.filter(matter__in=list(matters))


def village_chosen(pk: UUID) -> Village:
    """The village of a number that was offered, or the one that it went into since. Raises DoesNotExist."""
    return places.village_with(Village.objects.get(pk=pk).code)


def standing_of(chat: Chat, matter: Consultation | None, held: int) -> Standing:
    """Where a chat stands, for the dialogue."""
    return Standing(
        step=Step(chat.step),
        matter=_matter(matter),
        has_village=chat.village_id is not None,
        held=held,
        offered=len(chat.choices),
        bound=running(chat).count(),
        may_rate=matter is not None and may_be_rated(matter),
        may_reopen=matter is not None and matter.lock is None and after.may_still_reopen(matter),
    )


def _matter(matter: Consultation | None) -> Matter:
    if matter is None:
        return Matter.NONE
    if matter.lock is not None:
        return Matter.LOCKED
    return Matter.CLOSED if matter.state == Consultation.State.CLOSED else Matter.OPEN


def may_be_rated(matter: Consultation) -> bool:
    """评价: once, when there is an answer behind which nothing was asked, and not behind a 暗号."""
    if matter.state == Consultation.State.WAITING:
        return False
    may = consultations.may_still_rate(matter, places.rules()["days_to_rate"])
    return may and matter.lock is None and consultations.rating_of(matter) is None


def is_told_of(chat: Chat, matter_id: UUID | None) -> bool:
    """Whether the chat is still told of a matter's answers."""
    bound = running(chat).filter(consultation=matter_id)
    return bound.filter(consultation__erased_at=None, consultation__is_unlinked=False).exists()


def may_ask_to_remind(chat: Chat) -> bool:
    """有回复时提醒我: whether they can be asked for a yes, have not given one, and have not said no."""
    who = chat.correspondent
    return consenting.asks(who.account) and not who.notices and not who.declines


def reminded(by: Actor, consultation: Consultation) -> Correspondent | None:
    """As whom a browser that WeChat knows can be reminded of answers to this matter; None on any other."""
    if not by.known_as:
        return None
    told = Binding.objects.filter(consultation=consultation, ended_at=None, chat__correspondent__in=by.known_as)
    who = Correspondent.objects.select_related("account").filter(chat__in=told.values("chat")).first()
    return who if who and consenting.asks(who.account) else None


def untaken(pk: UUID) -> Incoming | None:
    """A message that is not taken in yet."""
    return Incoming.objects.select_related("account").filter(pk=pk, taken_at=None, held_at=None).first()


def untaken_by_task() -> dict[str, list[UUID]]:
    """What waits without anybody looking at it, by the job that is for it."""
    waiting = Incoming.objects.filter(pk__in=inbox.untaken())
    of_accounts, of_texts = Q(sender_digest=inbox.OF_THE_ACCOUNT), Q(account__kind=Account.Kind.SMS)
    return {
        inbox.RECEIPT: list(waiting.filter(of_texts).values_list("pk", flat=True)),
        inbox.FETCH: list(waiting.filter(of_accounts & ~of_texts).values_list("pk", flat=True)),
        inbox.TAKE_IN: list(waiting.exclude(of_accounts).values_list("pk", flat=True)),
    }


def taken_among(pks: Iterable[str]) -> set[str]:
    """Those of these messages that have been taken in, or wait for their sender."""
    done = Incoming.objects.filter(pk__in=list(pks)).exclude(taken_at=None, held_at=None)
    return {str(pk) for pk in done.values_list("pk", flat=True)}


def held_too_long(hours: int) -> list[tuple[Chat, list[Incoming]]]:
    """What has been held for more than so many hours, with whose it is; all of theirs, so that nothing is sent in part."""
    found = []
    old = inbox.held_before(clock.now() - timedelta(hours=hours))
    for account, sender in dict.fromkeys((row.account_id, bytes(row.sender_digest)) for row in old):
        who = Correspondent.objects.select_related("account").get(account=account, sender_digest=sender)
        chat = chat_with_correspondent(who)
        if chat is not None:
            found.append((chat, inbox.held_of(who)))
    return found


def account_that_is_on(pk: UUID) -> Account | None:
    return Account.objects.filter(pk=pk, is_on=True).first()


def day_of(matter_id: UUID | None) -> str:
    """The day on which a matter was asked, as people say it; empty where there is none."""
    found = Consultation.objects.filter(pk=matter_id).values_list("asked_at", flat=True).first() if matter_id else None
    return clock.in_words(found.astimezone(clock.SHANGHAI).date()) if found else ""


def number_of(matter_id: UUID | None) -> str:
    """The number that the asker left to be called at; empty where there is none, or they were reached."""
    if matter_id is None:
        return ""
    found = Consultation.objects.filter(pk=matter_id, erased_at=None).annotate(call_row=calling.row()).first()
    wish = calling.open_for(found) if found else None
    return wish.number if wish and wish.reached_at is None else ""


def account_for_texts(matter_id: UUID | None) -> Account | None:
    """短信: the account that is on, where a text about this matter may still go today."""
    day = clock.now() - timedelta(days=1)
    went = outbox.went_by(Way.SMS, about=matter_id, channel="answer", since=day) if matter_id else 0
    on = accounts.running(Account.Kind.SMS) if went < places.rules()["texts_of_a_matter_a_day"] else []
    return on[0] if on else None
