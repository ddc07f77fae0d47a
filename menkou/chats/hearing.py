"""What a platform brought, in the words of the dialogue: parsed, and looked up where it may be a place."""

import json
from dataclasses import replace

from menkou.channels.arrived import Arrived, Kind, Unreadable
from menkou.channels.kf import messages as kf
from menkou.channels.models import Account
from menkou.channels.wechat import messages as wechat
from menkou.chats.models import Chat
from menkou.chats.rules import commands, numbers
from menkou.chats.rules.standing import Heard, Sort
from menkou.chats.rules.steps import Step
from menkou.chats.scenes import village_of
from menkou.consultations.rules import thanks
from menkou.places import finding
from menkou.places.models import Village

SORTS = {
    Kind.TEXT: Sort.WORDS,
    Kind.VOICE: Sort.VOICE,
    Kind.PHOTO: Sort.PHOTO,
    Kind.VIDEO: Sort.NOTHING_FOR_US,
    Kind.LOCATION: Sort.NOTHING_FOR_US,
    Kind.LINK: Sort.NOTHING_FOR_US,
    Kind.FOLLOW: Sort.CAME,
    Kind.SCAN: Sort.CAME,
    Kind.ENTER: Sort.CAME,
    Kind.UNFOLLOW: Sort.LEFT,
    Kind.CLICK: Sort.WORDS,
}


def _of_kf(plain: bytes) -> Arrived:
    try:
        return kf.arrived(json.loads(plain))
    except (ValueError, AttributeError, RecursionError) as error:
        raise Unreadable from error


PARSE = {Account.Kind.WECHAT: wechat.parse, Account.Kind.KF: _of_kf}


def parsed(account: Account, plain: bytes) -> Arrived:
    """What came in. Raises Unreadable."""
    return PARSE[Account.Kind(account.kind)](plain)


def words_of(arrived: Arrived) -> str:
    """What was said; of a menu what its item is called by."""
    return (arrived.choice or arrived.text) if arrived.kind is Kind.CLICK else arrived.text


def sort_of(arrived: Arrived, plain: bytes) -> Sort:
    """What can be done with it; a kind that nobody knows is something said, unless the platform calls it an event."""
    if arrived.kind is Kind.OTHER:
        return Sort.HAPPENED if b"<Event>" in plain or b'"event"' in plain else Sort.NOTHING_FOR_US
    if arrived.kind is Kind.ENTER and not arrived.scene:
        return Sort.HAPPENED  # whoever only looks in is not spoken to: each word counts
    return SORTS.get(arrived.kind, Sort.HAPPENED)


def heard(chat: Chat, arrived: Arrived, plain: bytes) -> tuple[Heard, list[Village]]:
    """For the dialogue, and the villages that may be meant."""
    sort, said = sort_of(arrived, plain), words_of(arrived)
    if sort is Sort.CAME:
        scene = village_of(arrived.scene)
        return Heard(sort, villages=int(scene is not None)), [scene] if scene else []
    facts = _in_words(chat, said) if sort is Sort.WORDS else _recognized(sort, arrived.heard)
    if facts.command or facts.number is not None or not facts.may_be_place:
        return facts, []
    if chat.step != Step.VILLAGE and chat.village_id is not None:
        return facts, []
    villages = _so_called(said or arrived.heard)
    return replace(facts, villages=len(villages)), villages


def _in_words(chat: Chat, said: str) -> Heard:
    return Heard(
        Sort.WORDS,
        words=commands.plain(said),
        command=commands.command(said),
        number=numbers.number(said, Step(chat.step)),
        may_be_place=commands.may_be_place(said),
        is_called_place=commands.is_called_place(said),
        is_thanks=thanks.only_thanks(said),
        is_code=bool(commands.code_in(said)),
        may_be_telephone=commands.may_be_telephone(said),
    )


def _recognized(sort: Sort, said: str) -> Heard:
    """Of a voice only what is short and certain: a bare number, or the name of a village."""
    return Heard(sort, number=numbers.number(said), may_be_place=commands.may_be_place(said)) if said else Heard(sort)


def _so_called(said: str) -> list[Village]:
    """The villages of that very name, or else all whose name holds it."""
    typed = commands.name(said)
    hits = [hit.village for hit in finding.villages(typed)[0]]
    exactly = [one for one in hits if typed in (one.name, one.short_name)]
    return exactly or hits
