"""How names sound, in letters: whoever cannot write a character, or is in a hurry, finds the place by them.

A name's sound is its syllables with spaces between, 红花社区 is `hong hua she qu`; other readings follow after a stroke.
What somebody types may run through whole syllables, through their first letters, or both: honghua, hhsq, hhuasq.
"""

import re
import unicodedata
from typing import Any

READINGS = {  # characters of surnames and places that are read in more than one way
    **{"单": "shan dan", "解": "xie jie", "仇": "qiu chou", "查": "zha cha", "盖": "ge gai", "乐": "le yue"},
    **{"员": "yuan yun", "朴": "pu piao", "曾": "zeng ceng", "尉": "wei yu", "蔚": "wei yu", "牟": "mu mou"},
    **{
        "长": "chang zhang",
        "行": "hang xing",
        "重": "chong zhong",
        "都": "du dou",
        "朝": "chao zhao",
    },
    **{"堡": "bao pu bu", "埔": "pu bu", "圩": "wei xu", "厦": "xia sha", "峒": "dong tong", "垌": "dong tong"},
    **{
        "六": "liu lu",
        "泊": "po bo",
        "浒": "hu xu",
        "荥": "xing ying",
        "番": "fan pan",
        "石": "shi dan",
        "祭": "ji zhai",
    },
    **{"大": "da dai", "缪": "miao mou", "覃": "qin tan", "郇": "xun huan", "黑": "hei he", "陂": "bei pi po"},
    **{"漯": "luo ta", "涡": "guo wo", "筠": "jun yun", "渑": "mian sheng", "隗": "wei kui", "缑": "gou hou"},
}
MOST_READINGS = 4
LONGEST = 30  # letters or characters that somebody types
LETTERS = re.compile("[a-z]+")
KIND = re.compile("(村民委员会|居民委员会|村委会|居委会|社区|小区|村|居)$")


def sounds_of(name: str) -> str:
    """The syllables of a name, and the other ways in which it may be read."""
    from pypinyin import lazy_pinyin  # some megabytes of readings, which only who writes names needs

    said = [syllable.lower() for syllable in lazy_pinyin(name, errors=_each)]  # what is not Chinese, letter by letter
    found = [said]
    for place, character in enumerate(name):
        for reading in READINGS.get(character, "").split():
            if len(said) == len(name) and reading != said[place]:
                found.append([*said[:place], reading, *said[place + 1 :]])
    return "/".join(" ".join(one) for one in found[:MOST_READINGS])


def _each(others: str) -> Any:
    return list(others)


def tidy(typed: str) -> str:
    """What somebody typed, in one width and case, without what may stand between syllables."""
    plain = unicodedata.normalize("NFKC", typed.replace("\x00", "")).lower().replace("ü", "v")
    return re.sub(r"[\s'’·]", "", plain)[:LONGEST]


def sounding(letters: str) -> str:
    """The pattern of the sounds in which these letters are found: each goes on in its syllable or begins the next."""
    return "(^|[ /])" + "([a-z]* )?".join(letters)


def without_kind(name: str) -> str:
    """韦园村 as 韦园: people say 村 of what has become a community."""
    return KIND.sub("", name)
