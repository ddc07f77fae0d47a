"""对话: whatever is typed, nobody is stuck, nothing is forgotten on the way, and no question is repeated without a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.chats.rules import commands, lines, numbers
from menkou.chats.rules.commands import Command
from menkou.chats.rules.dialogue import QUESTIONS, decide
from menkou.chats.rules.lines import Line
from menkou.chats.rules.portions import Limits, Piece, portions
from menkou.chats.rules.standing import Do, Heard, Matter, Sort, Standing
from menkou.chats.rules.steps import Step
from menkou.consultations.rules import thanks

TYPED = [
    "1",
    "2",
    "0",
    "9",
    "好",
    "不要",
    "谢谢",
    "红花村",
    "换村",
    "新问题",
    "取件码",
    "满意",
    "解绑",
    "我问过的",
    "帮助",
]
TYPED += ["邻居占了我家的宅基地，怎么办？", "   ", "7K3QX2AB", "？", "发到这里"]
WAITS = {Step.VILLAGE, Step.SEND, Step.REOPEN}  # the questions that keep what is held alive


def heard(text: str, villages: int = 0, step: Step = Step.NONE) -> Heard:
    """As hearing.py makes it, but for the look into the places."""
    return Heard(
        Sort.WORDS,
        words=commands.plain(text),
        command=commands.command(text),
        number=numbers.number(text, step),
        villages=villages,
        may_be_place=commands.may_be_place(text),
        is_thanks=thanks.only_thanks(text),
        is_called_place=commands.is_called_place(text),
        is_code=bool(commands.code_in(text)),
        may_be_telephone=commands.may_be_telephone(text),
    )


anything = st.one_of(
    st.sampled_from(TYPED).map(heard),
    st.builds(heard, st.text(max_size=30), st.sampled_from([0, 0, 1, 3, 20])),
    st.sampled_from([Heard(sort) for sort in Sort]),
    st.just(Heard(Sort.CAME, villages=1)),
    st.builds(Heard, st.just(Sort.VOICE), number=st.integers(0, 12)),
)


def standings() -> st.SearchStrategy[Standing]:
    plain = st.builds(
        Standing,
        step=st.sampled_from(list(Step)),
        matter=st.sampled_from(list(Matter)),
        has_village=st.booleans(),
        held=st.integers(0, 3),
        offered=st.integers(0, 9),
        bound=st.integers(0, 2),
        may_rate=st.booleans(),
        may_reopen=st.booleans(),
    )
    return plain.filter(lambda one: bool(one.held) == (one.step in WAITS) or one.step is Step.VILLAGE)


@given(standings(), anything)
@settings(max_examples=200, deadline=None)
def test_nobody_is_stuck_nothing_is_forgotten_and_no_question_comes_twice_without_a_reason(now, said):
    then = decide(now, said)

    if said.sort not in (Sort.LEFT, Sort.HAPPENED):
        assert then.lines or then.do in (Do.BIND,)  # of which only doing it tells
    held = now.held + (then.do is Do.HOLD) - now.held * (then.do in (Do.SEND, Do.DROP, Do.REOPEN))
    assert not held or then.step in WAITS
    if then.step is now.step and then.step in QUESTIONS and QUESTIONS[then.step] in then.lines:
        assert then.lines[0] is not QUESTIONS[then.step]
    assert then.do is not Do.SEND or (now.step is Step.SEND and then.number in (1, 2))  # never without a yes
    assert then.do is not Do.FOLLOW_UP or now.matter is Matter.OPEN


@given(st.lists(anything, max_size=12))
@settings(max_examples=60, deadline=None)
def test_two_words_always_lead_out(steps):
    """From wherever somebody has come to, a village and a number send or drop what waits."""
    now = Standing(offered=3)
    for said in steps:
        now = moved(now, said)
    if now.held:
        now = moved(now, heard("红花村", 1)) if now.step is Step.VILLAGE else now
        assert decide(now, heard("0")).do is Do.DROP


def moved(now: Standing, said: Heard) -> Standing:
    then = decide(now, said)
    held = 0 if then.do in (Do.SEND, Do.DROP, Do.REOPEN) else now.held + (then.do is Do.HOLD)
    has_village = now.has_village or then.do is Do.SET_VILLAGE
    matter = {Do.SEND: Matter.OPEN, Do.FRESH: Matter.NONE}.get(then.do, now.matter)
    return Standing(then.step, matter, has_village, held, now.offered, 1, may_rate=True, may_reopen=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("“新问题”", Command.FRESH),
        ("新问题。", Command.FRESH),
        (" 取件码 ", Command.CODE),
        ("我要换村里的会计", None),
        ("ＨＥＬＰ", Command.HELP),
        ("不满意", Command.UNHAPPY),
        ("他对赔偿不满意", None),
    ],
)
def test_a_command_is_one_however_it_is_typed_and_nothing_else_is(typed, meant):
    assert commands.command(typed) is meant


def test_a_number_is_one_however_it_is_typed():
    for typed, meant in (("１", 1), ("2。", 2), ("0", 0), ("1、", 1), ("选1", 1), ("二", 2), ("两", 2), ("第一个", 1)):
        assert numbers.number(typed) == meant, typed
    for typed in ("110", "1号楼", "", "两年了", "一直不给", "送出", "没有"):
        assert numbers.number(typed) is None, typed


def test_an_options_own_words_are_its_number_where_it_was_offered():
    for step, typed, meant in (
        (Step.SEND, "1送出", 1),
        (Step.SEND, "2 送出，只给他看", 2),
        (Step.SEND, "1 送出，他不在时由替班的法律顾问接手", 1),
        (Step.SEND, "送出", 1),
        (Step.SEND, "不送", 0),
        (Step.SEND, "可以", None),
        (Step.SEND, "1万块钱", None),
        (Step.REOPEN, "新问题", 2),
        (Step.SOLVED, "没解决", 2),
        (Step.SOLVED, "解决了。", 1),
        (Step.SOLVED, "2解决了", None),
    ):
        assert numbers.number(typed, step) == meant, typed


CODE = "7K3Q X2AB"
FORWARDED = lines.joined([Line.CODE], {"code": CODE})


def test_a_code_is_one_however_it_was_forwarded():
    for typed in (FORWARDED, "取件码 7K3QX2AB", "我的取件码是7k3q x2ab，打不开", "７Ｋ３Ｑ　Ｘ２ＡＢ", f"您好\n{CODE}"):
        assert decide(Standing(matter=Matter.OPEN), heard(typed)).do is Do.BIND, typed
    for typed in ("88234567", "他说\n88234567", "取件码是什么", "邻居占了我家的地"):
        assert decide(Standing(matter=Matter.OPEN), heard(typed)).do is Do.FOLLOW_UP, typed
    assert decide(Standing(), heard("88234567")).do is Do.BIND
    assert decide(Standing(step=Step.VILLAGE, held=1), heard("88234567")).do is Do.HOLD


def test_what_is_short_is_not_lost_while_we_wait_for_the_village():
    waiting = Standing(step=Step.VILLAGE, held=1)
    for typed in ("他还骂人", "村里不给钱", "三万块", "110"):
        then = decide(waiting, heard(typed))
        assert (then.do, then.lines) == (Do.HOLD, (Line.ADDED, Line.ASK_VILLAGE)), typed
    for typed in ("黄花村", "好的", "谢谢"):
        assert decide(waiting, heard(typed)).do is Do.NOTHING, typed


def test_a_short_answer_to_the_adviser_reaches_them():
    for typed in ("3", "12", "一般", "还行", "不满意", "两个", "没有"):
        assert decide(Standing(matter=Matter.OPEN, bound=1), heard(typed)).do is Do.FOLLOW_UP, typed
    assert decide(Standing(matter=Matter.CLOSED, may_reopen=True), heard("不满意")).lines == (Line.ASK_REOPEN,)
    to_rate = Standing(matter=Matter.OPEN, bound=1, may_rate=True)
    assert decide(to_rate, heard("一般")).do is Do.FACE
    assert decide(to_rate, heard("还行")).do is Do.FOLLOW_UP


def test_a_voice_answers_by_a_number_that_was_offered_and_else_is_kept():
    said = Heard(Sort.VOICE, number=1)
    assert decide(Standing(step=Step.SEND, held=1), said).do is Do.SEND
    assert decide(Standing(step=Step.SEND, held=1), Heard(Sort.VOICE, number=7)).do is Do.HOLD
    assert decide(Standing(step=Step.VILLAGE, held=1), said).do is Do.HOLD
    assert decide(Standing(step=Step.VILLAGE, held=1), Heard(Sort.VOICE, villages=1)).do is Do.SET_VILLAGE
    assert decide(Standing(matter=Matter.OPEN), said).do is Do.FOLLOW_UP


def test_every_line_finds_its_facts():
    facts = dict.fromkeys(("hotline", "who", "secrecy", "village", "villages", "matters", "due", "day", "code"), "x")
    facts |= {"thread": "x", "pick_up": "x", "remind": "x", "office": "x"}
    assert len(lines.joined(Line, facts)) > 1000


@given(st.lists(st.builds(Piece, st.sampled_from([Sort.WORDS, Sort.VOICE, Sort.PHOTO]), st.text("问", max_size=40))))
@settings(max_examples=50, deadline=None)
def test_portions_hold_everything_once_in_order_and_within_the_limits(pieces):
    limits = Limits(40, 2, 3)
    found = portions(pieces, limits)

    assert [place for portion in found for place in portion] == list(range(len(pieces)))
    for portion in found:
        held = [pieces[place] for place in portion]
        assert sum(one.sort is Sort.VOICE for one in held) <= limits.clips
        assert sum(one.sort is Sort.PHOTO for one in held) <= limits.pages
        assert len("\n".join(one.text for one in held)) <= limits.characters + 1
