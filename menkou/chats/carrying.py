"""送: one attempt at one row, by the first way that is open; what is sent is counted before the call.

An answer's words are opened only where its person wants them here, and never stand in the outbox.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError

from menkou.channels import accounts, inbox, ledger, pieces
from menkou.channels.allowance import closes_at, left
from menkou.channels.errors import Failed, Final, Later, Spent, Unclear
from menkou.channels.models import Account, Correspondent
from menkou.chats import queries, reaching, saying
from menkou.chats.models import Chat
from menkou.chats.reaching import Whom
from menkou.chats.rules import ways
from menkou.chats.rules.ways import AGAIN, End, Next, Reach, Way
from menkou.consultations import content
from menkou.core import clock, outbox
from menkou.core.models import Outgoing
from menkou.core.outbox import Ended, State
from menkou.core.scope import within

TOLD = "您有一条新回复。点开看：{link}"
TOLD_BY_CODE = "您有一条新回复。点开，输入取件码看：{link}"
TOLD_OF_ANOTHER = "{day} 问的那一件有新回复。点开看：{link}\n要接着说那一件，回“我问过的”。"
NUMBERED = "（第2次提醒）"
ENDS = {Later: End.LATER, Unclear: End.UNCLEAR, Spent: End.SPENT, Final: End.FINAL}
log = logging.getLogger("menkou.chats")


@dataclass
class Trip:
    """One attempt: by which way, what has to be undone where it surely was not made, and the call itself."""

    row: Outgoing
    reach: Reach
    begun: str
    way: Way
    who: Correspondent
    call: Callable[[], None] = field(repr=False)


def carry(row: Outgoing) -> Ended:
    """One attempt at a prompt of ours, or at an answer. Never raises what a platform says."""
    with within(row.district_id):
        trip = _planned(row)
    if isinstance(trip, Ended):
        return trip
    end, code = End.SENT, ""
    try:
        trip.call()
    except Failed as error:
        end, code = ENDS.get(type(error), End.WRONG), str(error.code)
        if end is End.WRONG:
            log.error("row %s cannot be sent: %s says %s", row.pk, error.call, code)
    if end in (End.LATER, End.SPENT):
        _settle_or_say(trip, end)
    return _ended(ways.after(end, trip.way, trip.begun, trip.reach, row.settled, clock.now()), code)


def _planned(row: Outgoing) -> Trip | Ended:
    """The way that is open, with what it takes reserved; or how it ends without one."""
    chat = queries.chat_at(row.address)
    is_answer = row.channel == "answer"
    if chat is None or (is_answer and not queries.is_told_of(chat, row.about)):
        return Ended(State.WITHDRAWN)
    who = chat.correspondent
    if not who.account.is_on:
        return Ended(State.WAITING, again_at=clock.now() + ways.LATEST, way=_begun(row, who))
    number = queries.number_of(row.about) if is_answer else ""
    texts = queries.account_for_texts(row.about) if number else None
    reach, begun = _reach(who, is_answer=is_answer, has_sms=texts is not None), _begun(row, who)
    way = ways.way(reach, begun)
    if way is Way.CHAT and not ledger.reserve(who) or way is Way.NOTICE and not ledger.reserve_notice(who):
        return Ended(State.WAITING, again_at=clock.now(), way=begun)  # somebody else took the last one
    if way in (Way.TASK, Way.NONE):
        return _ended(ways.without_way(reach, begun), row.code)
    outbox.note_way(row, AGAIN if begun == AGAIN and way is Way.CHAT else way)
    call = _texting(row, texts, number) if texts and way is Way.SMS else _call(row, chat, way, begun)
    return Trip(row, reach, begun, way, who, call)


def _begun(row: Outgoing, who: Correspondent) -> str:
    """Where to begin. An attempt that died with its worker may have gone out, by the way that it had written down:

    a second one in a chat says so by its number, and no notice and no text goes twice.
    """
    died = row.attempt > row.settled + 1
    return ways.after_death(row.way, repeats=who.account.kind == Account.Kind.KF) if died else row.way


def _reach(who: Correspondent, *, is_answer: bool, has_sms: bool) -> Reach:
    open_, moment = ledger.openings(who), clock.now()
    return Reach(
        words_left=left(open_, moment) if who.follows or who.account.kind == Account.Kind.KF else 0,
        notices=who.notices if who.account.facts.get("template") else 0,
        has_sms=has_sms,
        is_answer=is_answer,
        repeats=who.account.kind == Account.Kind.KF,
        closes_at=closes_at(open_, moment),
    )


def _call(row: Outgoing, chat: Chat, way: Way, begun: str) -> Callable[[], None]:
    account = chat.correspondent.account
    to = Whom(accounts.opened(account), inbox.name_of(chat.correspondent))
    page = saying.entry(account)
    if way is Way.NOTICE:
        return lambda: reaching.send_notice(to, page)
    words = _words(row, chat, page, begun)
    return lambda: reaching.send_text(to, words, row.pk.hex)


def _texting(row: Outgoing, texts: Account, number: str) -> Callable[[], None]:
    held = accounts.opened(texts)
    return lambda: reaching.send_sms(held, number, row.pk)


def _words(row: Outgoing, chat: Chat, page: str, begun: str) -> str:
    """A prompt as it stands; of an answer its words, where they are wanted and fit, else that there is one."""
    mark = NUMBERED if begun == AGAIN else ""
    if row.channel != "answer":
        return mark + outbox.opened(row)
    if chat.matter_id != row.about and (day := queries.day_of(row.about)):
        return mark + TOLD_OF_ANOTHER.format(day=day, link=page)  # what is said next would go to the one spoken of
    if chat.shows_words and not mark and (said := _answer(row, chat)):
        return said
    return mark + (TOLD_BY_CODE if page.endswith(saying.PICK_UP) else TOLD).format(link=page)


def _answer(row: Outgoing, chat: Chat) -> str:
    """The answer's words, opened as its asker; empty where they are not for a chat: a 暗号, a clip, too long."""
    if row.about is None:
        return ""
    try:
        matter = queries.matter_for_asker(queries.actor_of(chat), row.about)
    except ObjectDoesNotExist:
        return ""
    said = next((one for one in content.open_for_asker(matter) if one.id == _message(row)), None)
    if said is None or said.enclosures or len(pieces.pieces(said.text)) != 1:
        return ""
    return said.text


def _message(row: Outgoing) -> UUID:
    return UUID(row.key.split(":")[1])


def _settle_or_say(trip: Trip, end: End) -> None:
    """A ledger that cannot be reached after the call must not make the call look as if it had not been made."""
    try:
        with within(trip.row.district_id):
            _settle(trip, end)
    except DatabaseError as error:
        log.error("row %s: what was reserved stays so: %s", trip.row.pk, type(error).__name__)


def _settle(trip: Trip, end: End) -> None:
    """What was reserved and surely not used is given back; what the platform says is spent is spent."""
    if end is End.SPENT and trip.way is Way.CHAT:
        ledger.note_spent(trip.who)
    elif end is End.LATER and trip.way is Way.CHAT:
        ledger.give_back(trip.who)
    elif trip.way is Way.NOTICE:
        ledger.give_notice_back(trip.who)


def _ended(then: Next, code: str) -> Ended:
    return Ended(then.state, again_at=then.again_at, code=code, way=then.way)
