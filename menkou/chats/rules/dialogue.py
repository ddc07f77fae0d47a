"""对话: where a chat stands and what was heard, to what is done and said. Pure; nothing that was said is kept here.

Two things always hold: what is held has a question open about it, so that it is never forgotten on the way; and a
question that is asked again is asked with the reason (test_dialogue).
"""

from collections.abc import Callable
from dataclasses import replace

from menkou.chats.rules.commands import FACES, NO, YES, Command
from menkou.chats.rules.lines import Line
from menkou.chats.rules.standing import Decision, Do, Heard, Matter, Sort, Standing
from menkou.chats.rules.steps import Step

MOST_CHOICES = 9  # villages or matters that are offered by number


def decide(now: Standing, heard: Heard) -> Decision:
    """What follows from what was heard."""
    if heard.sort is Sort.LEFT:
        return Decision(Do.LEAVE, now.step)
    if heard.sort is Sort.HAPPENED:
        return Decision(Do.NOTHING, now.step)
    if heard.sort is Sort.CAME:
        return _came(now, heard)
    if heard.sort is Sort.NOTHING_FOR_US:
        return _again(now, Line.CANNOT_TAKE)
    return _in_words(now, heard) if heard.sort is Sort.WORDS else _in_voice(now, heard)


def _in_voice(now: Standing, heard: Heard) -> Decision:
    """Or a picture: a number that we did not offer makes it no answer, and loses nothing."""
    if not _is_choice(now, heard.number):
        heard = replace(heard, number=None)
    return _answered(now, heard) or _said(now, heard)


def _in_words(now: Standing, heard: Heard) -> Decision:
    if not heard.words:
        return _again(now, Line.HELP)
    if _asks_of_us(now, heard) and heard.command:
        return _asked_of_us(now, heard.command)
    if heard.is_code and not (heard.may_be_telephone and (now.held or now.matter is Matter.OPEN)):
        return _again(now, Line.STILL_HELD) if now.held else Decision(Do.BIND, Step.NONE)
    return _answered(now, heard) or _said(now, heard)


def _asks_of_us(now: Standing, heard: Heard) -> bool:
    """Whether a command is one here: no answer to our question, no “一般” that answers the adviser's."""
    if heard.number is not None:
        return False
    if heard.command not in FACES or now.may_rate or now.held:
        return True
    reopens = now.matter is Matter.CLOSED and now.may_reopen and heard.command is Command.UNHAPPY
    return not (now.matter is Matter.OPEN or reopens)


def _is_choice(now: Standing, number: int | None) -> bool:
    """Whether we offered the number."""
    fixed = {Step.SEND: (0, 1, 2), Step.REOPEN: (0, 1, 2), Step.SOLVED: (1, 2), Step.UNBIND: (0, 1)}
    return number in fixed.get(now.step, range(1, now.offered + 1))


def _answered(now: Standing, heard: Heard) -> Decision | None:
    """What it is as an answer to our last question; None where it is none."""
    answer = ANSWERS.get(now.step)
    return answer(now, heard) if answer else None


def _village(now: Standing, heard: Heard) -> Decision:
    if heard.number is not None:
        if 1 <= heard.number <= now.offered:
            return _village_known(now, heard.number)
        return Decision(Do.NOTHING, Step.VILLAGE, (Line.NO_SUCH_NUMBER, Line.ASK_VILLAGE))
    if heard.villages:
        return _village_named(now, heard.villages)
    if heard.is_called_place:
        return Decision(Do.NOTHING, Step.VILLAGE, (Line.NO_SUCH_VILLAGE, Line.ASK_VILLAGE))
    if heard.words in YES | NO or heard.is_thanks:
        why = Line.STILL_HELD if now.held else Line.NO_SUCH_VILLAGE
        return Decision(Do.NOTHING, Step.VILLAGE, (why, Line.ASK_VILLAGE))
    return Decision(Do.HOLD, Step.VILLAGE, (Line.ADDED if now.held else Line.HELD, Line.ASK_VILLAGE))


def _village_named(now: Standing, villages: int) -> Decision:
    if villages == 1:
        return _village_known(now, 0)
    if villages <= MOST_CHOICES:
        return Decision(Do.OFFER_VILLAGES, Step.VILLAGE, (Line.WHICH_VILLAGE,))
    return Decision(Do.NOTHING, Step.VILLAGE, (Line.TOO_MANY_VILLAGES, Line.ASK_VILLAGE))


def _village_known(now: Standing, number: int) -> Decision:
    """`number` 0: the only one that is so called."""
    step, line = (Step.SEND, Line.ASK_SEND) if now.held else (Step.NONE, Line.SPEAK)
    return Decision(Do.SET_VILLAGE, step, (Line.VILLAGE_IS, line), number)


def _send(now: Standing, heard: Heard) -> Decision:
    if heard.number in (1, 2):
        return Decision(Do.SEND, Step.NONE, (Line.SENT,), heard.number)
    if heard.number == 0 or heard.words in NO:
        return Decision(Do.DROP, Step.NONE, (Line.DROPPED,))
    return _held_on(now, heard, Line.ASK_SEND)


def _reopen(now: Standing, heard: Heard) -> Decision:
    if heard.number == 1:
        return Decision(Do.REOPEN, Step.NONE, (Line.REOPENED,))
    if heard.number == 2:  # noqa: PLR2004  # the number that was said
        return _ask_of_new(now, Do.FRESH)
    if heard.number == 0 or heard.words in NO:
        return Decision(Do.DROP, Step.NONE, (Line.DROPPED,))
    return _held_on(now, heard, Line.ASK_REOPEN)


def _held_on(now: Standing, heard: Heard, question: Line) -> Decision:
    """More is added to what is held; what is no more than a yes or thanks is not."""
    if heard.number is not None:
        return Decision(Do.NOTHING, now.step, (Line.NO_SUCH_NUMBER, question))
    if heard.words in YES or heard.is_thanks:
        return Decision(Do.NOTHING, now.step, (Line.PICK_A_NUMBER, question))
    return Decision(Do.HOLD, now.step, (Line.ADDED, question))


def _solved(now: Standing, heard: Heard) -> Decision:
    if heard.number in (1, 2):
        return Decision(Do.RATE, Step.NONE, (Line.RATED,), heard.number)
    if heard.number is not None:
        return Decision(Do.NOTHING, Step.SOLVED, (Line.NO_SUCH_NUMBER, Line.ASK_SOLVED))
    return _said(now, heard, Line.NOT_RATED)


def _matters(now: Standing, heard: Heard) -> Decision | None:
    if heard.number is None:
        return None
    if 1 <= heard.number <= now.offered:
        return Decision(Do.CHOOSE, Step.NONE, (Line.CHOSEN,), heard.number)
    return Decision(Do.LIST, Step.MATTERS, (Line.NO_SUCH_NUMBER, Line.LIST))


def _unbind(now: Standing, heard: Heard) -> Decision:
    if heard.number == 1 or heard.words in YES:
        return Decision(Do.UNBIND, Step.NONE, (Line.UNBOUND,))
    if heard.number is not None or heard.words in NO:
        return Decision(Do.NOTHING, Step.NONE, (Line.NOT_UNBOUND,))
    return _said(now, heard, Line.NOT_UNBOUND)


ANSWERS: dict[Step, Callable[[Standing, Heard], Decision | None]] = {
    Step.VILLAGE: _village,
    Step.SEND: _send,
    Step.REOPEN: _reopen,
    Step.SOLVED: _solved,
    Step.MATTERS: _matters,
    Step.UNBIND: _unbind,
}


def _said(now: Standing, heard: Heard, *before: Line) -> Decision:
    """What it is where nothing was asked: something for the adviser, most often."""
    if heard.number is not None and now.matter is not Matter.OPEN:
        return Decision(Do.NOTHING, Step.NONE, (*before, Line.NOTHING_TO_CHOOSE, Line.HELP))
    if heard.is_thanks:
        do = Do.FOLLOW_UP if now.matter is Matter.OPEN else Do.NOTHING
        return Decision(do, Step.NONE, (*before, Line.THANKED))
    if now.matter is Matter.LOCKED:
        return Decision(Do.NOTHING, Step.NONE, (*before, Line.LOCKED))
    if now.matter is Matter.OPEN:
        return Decision(Do.FOLLOW_UP, Step.NONE, (*before, Line.FOLLOWED_UP))
    if now.matter is Matter.CLOSED and now.may_reopen:
        return Decision(Do.HOLD, Step.REOPEN, (*before, Line.ASK_REOPEN))
    if not now.has_village and heard.villages and heard.may_be_place:
        return _village_named(now, heard.villages)
    return _ask_of_new(now, Do.HOLD, *before)


def _ask_of_new(now: Standing, do: Do, *before: Line) -> Decision:
    step, line = (Step.SEND, Line.ASK_SEND) if now.has_village else (Step.VILLAGE, Line.ASK_VILLAGE)
    return Decision(do, step, (*before, Line.HELD, line))


def _asked_of_us(now: Standing, command: Command) -> Decision:
    plain = AT_ANY_TIME.get(command)
    if plain:
        return plain(now)
    if now.held:  # what waits comes first
        return _again(now, Line.STILL_HELD)
    if command in FACES:
        if now.may_rate:
            why = (Line.FACE_CHANGED,) if now.step is Step.SOLVED else ()
            return Decision(Do.FACE, Step.SOLVED, (*why, Line.ASK_SOLVED), FACES[command])
        return Decision(Do.NOTHING, Step.NONE, (Line.LOCKED if now.matter is Matter.LOCKED else Line.NOT_TO_RATE,))
    return WHEN_NOTHING_WAITS[command](now)


def _show(is_shown: int) -> Callable[[Standing], Decision]:
    return lambda now: _again(now, Line.SHOWS if is_shown else Line.REMINDS, Do.SHOW, is_shown)


def _code(now: Standing) -> Decision:
    lines = {Matter.NONE: Line.NO_MATTER, Matter.LOCKED: Line.LOCKED}
    return _again(now, lines.get(now.matter, Line.CODE))


def _list(now: Standing) -> Decision:
    if not now.bound:
        return Decision(Do.NOTHING, Step.NONE, (Line.NO_MATTER,))
    return Decision(Do.LIST, Step.MATTERS, (Line.LIST,))


def _ask_unbind(now: Standing) -> Decision:
    if not now.bound:
        return Decision(Do.NOTHING, Step.NONE, (Line.NO_MATTER,))
    if now.step is Step.UNBIND:  # said again, as a yes
        return Decision(Do.UNBIND, Step.NONE, (Line.UNBOUND,))
    return Decision(Do.NOTHING, Step.UNBIND, (Line.ASK_UNBIND,))


AT_ANY_TIME: dict[Command, Callable[[Standing], Decision]] = {
    Command.HELP: lambda now: _again(now, Line.HELP),
    Command.VILLAGE: lambda now: Decision(Do.ASK_VILLAGE, Step.VILLAGE, (Line.OTHER_VILLAGE, Line.ASK_VILLAGE)),
    Command.CODE: _code,
    Command.SHOW: _show(1),
    Command.REMIND: _show(0),
}
WHEN_NOTHING_WAITS: dict[Command, Callable[[Standing], Decision]] = {
    Command.FRESH: lambda now: Decision(Do.FRESH, Step.NONE, (Line.SPEAK,)),
    Command.ASKED: _list,
    Command.UNBIND: _ask_unbind,
}


def _came(now: Standing, heard: Heard) -> Decision:
    """Followed or scanned; by a code that names a village, that is theirs from now on."""
    if heard.villages:
        known = _village_known(now, 0)
        return Decision(Do.SET_VILLAGE, known.step, (Line.WELCOME, *known.lines))
    return _again(now, Line.WELCOME)


QUESTIONS = {
    Step.VILLAGE: Line.ASK_VILLAGE,
    Step.SEND: Line.ASK_SEND,
    Step.REOPEN: Line.ASK_REOPEN,
    Step.SOLVED: Line.ASK_SOLVED,
    Step.UNBIND: Line.ASK_UNBIND,
}


def _again(now: Standing, why: Line, do: Do = Do.NOTHING, number: int = 0) -> Decision:
    """Say something, and ask our last question again where one is open."""
    question = QUESTIONS.get(now.step)
    return Decision(do, now.step, (why, question) if question else (why,), number)
