"""Names of people, told by their letters and by what stands beside them."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from menkou.consultations.rules.masking.found import Found, Kind, Sure
from menkou.consultations.rules.masking.name_words import (
    AFTER,
    BEFORE,
    CALLED,
    COMPOUND,
    CUES,
    GIVEN,
    KIN,
    NEVER,
    NO_NAMES,
    ONLY_BEHIND_A_CUE,
    PEOPLES,
    POSTS,
    RARE,
    USUAL,
    WANTS_A_CUE,
)
from menkou.consultations.rules.masking.sheet import WALL

_HAN: Final = r"[\u4e00-\u9fff]"
_GAP: Final = r"[ .·]{0,2}"
_SURNAME: Final = rf"(?:{'|'.join(COMPOUND)}|[{''.join(sorted(USUAL))}])"
_COMPOUND: Final = re.compile("|".join(COMPOUND))
_FULL: Final = re.compile(rf"(?=({_SURNAME})(?:({_GAP})({_HAN}))(?:({_GAP})({_HAN}))?)")
_CUE: Final = re.compile(rf"(?:{'|'.join(CUES)})[:是 、]{{0,2}}$")
_KIN: Final = re.compile(rf"(?:{'|'.join(sorted({*KIN, *POSTS}, key=len, reverse=True))})[是叫: ]{{0,2}}$")
_INSIDE: Final = re.compile("|".join(sorted((one for one in {*KIN, *POSTS} if len(one) > 1), key=len, reverse=True)))
_TITLE: Final = re.compile("|".join(CALLED))
_LONG_TITLE: Final = re.compile("|".join(one for one in CALLED if len(one) > 1))
_BREAK: Final = re.compile(r"[\s,.。;:、!?，；：？！()（）\"'“”‘’〔〕\n·\-]")
_ENOUGH: Final = 1.2
_LIKELY: Final = 2.0
_CERTAIN: Final = 4.3
_BEFORE_ANY: Final = frozenset("小晓阿")  # whatever letter follows
_GOES_ON: Final = frozenset(
    "和同后前开家来去到上下里也不没一二三四五六七八九十两"
)  # more often the next word than a name's last letter
_ANY_SURNAME: Final = f"[{''.join(sorted(USUAL))}]"
_ANY_GIVEN: Final = f"[{''.join(sorted(GIVEN))}]"
_CALLED: Final = re.compile(rf"(?<!某)(?P<who>{_SURNAME})(?=(?:{'|'.join(CALLED)})(?![人作资地程厂业会额]))")
_SURNAMED: Final = re.compile(rf"(?<=姓)[:是 ]?(?!名)(?P<who>{_SURNAME}|{_HAN})(?=[的,，。、\s男女老]|$)")
_OLD: Final = re.compile(
    rf"(?P<who>老(?P<surname>{_ANY_SURNAME})(?:头|汉|太太|太|婆子|四|三|五|二)?)(?![师板家人婆公伴了是房宅屋病])"
)
_NO_OLD: Final = frozenset("钱支查修过种房路党方实木商原古成时和水官公来乐门都应")
_NO_MORE_GIVEN: Final = f"(?![{''.join(sorted(GIVEN - AFTER - set('一二三四五六七八九十两')))}])"
_LITTLE: Final = re.compile(rf"(?P<who>[小阿]{_ANY_GIVEN}){_NO_MORE_GIVEN}")
_NO_LITTLE: Final = frozenset(
    "时大学心家子弟妹妮山河路区麦米数说土地年有会生羊猪牛狗马木草东西工队组事业门庭园开本平方树雨雪名前来舅姨姑叔"
)
_LOOKS: Final = "麻子|瘸子|胖子|瞎子|聋子|炮|愣子|拐子|脑袋|麻杆|四眼|大炮|大脑袋"
_NICK: Final = re.compile(
    rf"(?P<who>{_ANY_SURNAME}(?:[大二三四五六七八九]?(?:{_LOOKS})|老[大二三四五六七八九十幺])"
    r"|[大二三四五六狗铁石柱]{1,2}(?:蛋|柱子|愣子|狗子|牛子|娃子|剩|壮|丫|妮子)|(?:铁|黑|狗|石)(?:蛋|剩|头)"
    rf"|(?<=[了个说是找叫、,。喊])大[壮强军刚伟勇毛宝柱]|大个子{_ANY_SURNAME})"
)
_BYNAME: Final = re.compile(
    rf"(?:外号|绰号|小名|乳名|人称|都叫[他她]|都?喊[他她]|大家叫)[是叫: ]?(?P<who>{_HAN}{{2,4}}?)(?=[,，。、;:!?\s(在是的说家]|$)"
)
_DOTTED: Final = re.compile(rf"({_HAN}{{2,7}}) ?[·.] ?({_HAN}{{2,7}})")
_NAMED: Final = re.compile(rf"(?:[我他她]叫|名叫|名字叫|名字是|姓名[是:])(?P<who>{_HAN}{{2,5}})(?=[,，。、;:!?\s(]|$)")
_PEOPLES: Final = re.compile(rf"(?:{'|'.join(PEOPLES)}){{1,6}}")
_PEOPLES_LONG: Final = frozenset(word for word in PEOPLES if len(word) > 1)
_GIVEN_ALONE: Final = re.compile(rf"(?:^|(?<=[,。;、\n]))(?P<who>{_ANY_GIVEN}{{2}})(?=[是跟和给][我他她俺]|[他她])")
_GIVEN_BY_KIN: Final = re.compile(rf"(?:{'|'.join(KIN)})(?P<who>{_HAN}{{2}})(?={_HAN}|[,，。、]|$)")


def names(words: str) -> Iterator[Found]:
    """Each name in plain words, the surest kinds first."""
    yield from _of_peoples(words)
    yield from _each(_NICK, words, Sure.LIKELY, lambda _: True)
    yield from _each(_OLD, words, Sure.LIKELY, _is_old)
    yield from _full_names(words)
    for what, sure, is_one in _OTHERS:
        yield from _each(what, words, sure, is_one)


def _each(what: re.Pattern[str], words: str, sure: Sure, is_one: Callable[[re.Match[str]], bool]) -> Iterator[Found]:
    return (Found(*found.span("who"), Kind.NAME, sure) for found in what.finditer(words) if is_one(found))


def _is_old(found: re.Match[str]) -> bool:
    """老李, and not 老房 or 老党 unless somebody is said to be it."""
    return found["surname"] not in _NO_OLD or bool(_KIN.search(found.string[max(0, found.start() - 8) : found.start()]))


def _is_little(found: re.Match[str]) -> bool:
    return found["who"][1] not in _NO_LITTLE


def _is_called(found: re.Match[str]) -> bool:
    """王主任, and not 当时主任."""
    before = found.string[found.start() - 1 : found.start()]
    return found["who"] not in WANTS_A_CUE or not re.match(_HAN, before) or before in BEFORE or before == "老"


def _is_no_sentence(found: re.Match[str]) -> bool:
    return not NEVER & set(found["who"])


def _is_given(found: re.Match[str]) -> bool:
    return set(found["who"]) <= GIVEN and found["who"] not in NO_NAMES


_OTHERS: Final[list[tuple[re.Pattern[str], Sure, Callable[[re.Match[str]], bool]]]] = [
    (_BYNAME, Sure.LIKELY, _is_no_sentence),
    (_NAMED, Sure.LIKELY, _is_no_sentence),
    (_CALLED, Sure.CERTAIN, _is_called),
    (_SURNAMED, Sure.CERTAIN, _is_no_sentence),
    (_LITTLE, Sure.PERHAPS, _is_little),
    (_GIVEN_BY_KIN, Sure.PERHAPS, _is_given),
    (_GIVEN_ALONE, Sure.PERHAPS, _is_given),
]


def certain_names(words: str) -> Iterator[Found]:
    """The names that are sure enough to go before sums: 侯三元."""
    return (one for one in _full_names(words) if one.sure is Sure.CERTAIN)


def _of_peoples(words: str) -> Iterator[Found]:
    for found in _DOTTED.finditer(words):
        first, second = found[1], found[2]
        first = re.split(r"[的是叫跟和给找在被让]", first)[-1]
        first = re.split("|".join(sorted({*KIN, *POSTS, "本人", "邻居"}, key=len, reverse=True)), first)[-1]
        second = re.split(r"[的是叫跟和给找在被让租说家住借欠不没来去把]", second)[0]
        if len(first) + len(second) > 3 and first and second and (len(first) > 1 or len(second) > 2):
            yield Found(found.end(1) - len(first), found.start(2) + len(second), Kind.NAME, Sure.LIKELY)
    for found in _PEOPLES.finditer(words):
        if len(found[0]) > 2 and any(word in found[0] for word in _PEOPLES_LONG):
            yield Found(*found.span(), Kind.NAME, Sure.LIKELY)


def _full_names(words: str) -> Iterator[Found]:
    """A surname and one or two letters, where enough speaks for it; the better of two lengths."""
    ranked: list[tuple[float, int, int]] = []
    inside = {place for one in _INSIDE.finditer(words) for place in range(one.start() + 1, one.end())}
    for found in _FULL.finditer(words):
        start = found.start(1)
        if start in inside or _is_of_a_word(words, start, start + len(found[1])):
            continue
        best = max(((_score(words, start, end, found[1]), end) for end in _ends(found)), key=lambda one: one[0])
        if best[0] >= _ENOUGH:
            ranked.append((best[0], start, best[1]))
    for score, start, end in sorted(ranked, key=lambda one: (-one[0], one[1])):
        yield Found(start, end, Kind.NAME, _sure(score))


def _sure(score: float) -> Sure:
    return Sure.CERTAIN if score >= _CERTAIN else Sure.LIKELY if score >= _LIKELY else Sure.PERHAPS


def _is_of_a_word(words: str, start: int, given: int) -> bool:
    """Whether a surname ends another word (由于), or stands before a title."""
    return (
        bool(_LONG_TITLE.match(words, given)) or words[start - 1 : start + 1] in NO_NAMES and _before(words, start) < 2
    )


def _ends(found: re.Match[str]) -> Iterator[int]:
    """Where a name may end: with its second letter or, as far apart from it, its third."""
    yield found.end(3)
    if found[5] and (bool(found[2]) == bool(found[4]) or found[2]):
        yield found.end(5)


def _score(words: str, start: int, end: int, surname: str) -> float:
    """What speaks for a name from here to there."""
    letters = re.sub(r"[ .·]", "", words[start:end])
    given = letters[len(surname) :]
    if any(letter in NEVER for letter in given):
        return -9.0
    before = _before(words, start)
    is_usual = set(given) <= GIVEN or len(given) > 1 and given[0] in _BEFORE_ANY
    if letters[:2] in NO_NAMES and not (is_usual and (before > 2 or len(given) > 1 and surname not in RARE)):
        return -9.0
    is_said_to_be = before > 2 and (is_usual or _behind(words, end) > 0)
    if surname in ONLY_BEHIND_A_CUE and not (is_said_to_be or is_usual and len(given) > 1):
        return -9.0
    score = _of_letters(surname, given) - 1.5 * (letters[:2] in NO_NAMES) + before + _behind(words, end)
    score -= 1.5 * (given[-1] in _GOES_ON and given[0] not in _BEFORE_ANY and before < 2 and _behind(words, end) < 1)
    gaps = len(re.findall(r"[ .·]+", words[start:end]))  # set apart on purpose
    return score + 1.5 * gaps


def _of_letters(surname: str, given: str) -> float:
    """What the letters themselves say."""
    score = 2.5 if _COMPOUND.match(surname) else -0.3 if surname in RARE else 0.7
    if len(given) > 1 and (given[0] in _BEFORE_ANY or set(given) <= GIVEN):
        return score + 2.5
    score += sum(1.0 if letter in GIVEN else -0.3 for letter in given)
    return score - 0.7 * (len(given) > 1 and given[-1] not in GIVEN)


def _before(words: str, start: int) -> float:
    head = words[max(0, start - 8) : start].replace(WALL, "，")
    if _CUE.search(head):
        return 3.0
    if _KIN.search(head):
        return 2.5
    if not head or _BREAK.match(head[-1]):
        return 1.5
    return 1.0 if head[-1] in BEFORE else -0.4


def _behind(words: str, end: int) -> float:
    after = words[end : end + 1]
    if not after or after == WALL or _BREAK.match(after):
        return 1.5
    if _TITLE.match(words, end):
        return 1.5
    return 0.8 if after in AFTER else -0.4
