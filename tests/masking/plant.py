"""Invented consultations with planted names, numbers, places and sums: written skeletons, filled with values.

    python -m tests.masking.plant

writes the labelled texts anew. A skeleton has places {kind:person}, and words of its own as [kind|words]; in what it
makes every planted word stands as 〈kind|words〉, written as people write: with gaps, wide, in Chinese numerals.
"""

import json
import random
import re
from pathlib import Path
from typing import Final

from stdnum import luhn
from stdnum.cn import ric

HERE: Final = Path(__file__).parent
PARTS: Final = ("development", "second", "kept_aside")
TIMES: Final = 4  # each skeleton is filled
SLOT: Final = re.compile(r"\{(\w+):(\w+)\}|\[(\w)\|([^\]]+)\]")
SPOKEN: Final = str.maketrans("0123456789", "零一二三四五六七八九")
WIDE: Final = {ord("0") + n: 0xFF10 + n for n in range(10)}
ORDERS: Final = ("三", "五", "七", "八", "九", "十", "十二", "二十", "十一", "六")
COUNTIES: Final = ("370882", "370883", "371323", "371402", "320583", "411423", "370785")
COMPOUND: Final = ("欧阳", "司马", "诸葛", "上官", "夏侯", "慕容", "皇甫", "令狐", "尉迟", "端木", "亓官")


class Planter:
    """Fills skeletons from one part's values, always in the same way."""

    def __init__(self, part: str):
        self.values = {k: v.split() for k, v in json.loads((HERE / f"values_{part}.json").read_text()).items()}
        self.chance = random.Random(part)
        self.given: dict[str, str] = {}

    def filled(self, skeleton: str) -> str:
        """One text with its labels."""
        self.given = {}
        return SLOT.sub(self._planted, skeleton)

    def _planted(self, found: re.Match[str]) -> str:
        if found[3]:
            return f"〈{found[3]}|{found[4]}〉"
        kind, key = found[1], found[2]
        if kind == "O":
            return f"〈O|{self._once('O' + key, self.values[key])}〉"
        return f"〈{'n' if kind in 'nsokm' else kind}|{getattr(self, '_' + kind)(key)}〉"

    def _once(self, key: str, among: list[str]) -> str:
        """One value for one key of a text; no two keys of a kind share one."""
        if key not in self.given:
            self.given[key] = self.chance.choice([one for one in among if one not in self.given.values()] or among)
        return self.given[key]

    def _odd(self, plain: str, ways: list[str], share: float = 0.5) -> str:
        return self.chance.choice(ways) if self.chance.random() < share else plain

    def _n(self, key: str) -> str:
        name = self._once("n" + key, self.values["n"])
        ways = [" ".join(name), "\u3000".join(name), "·".join(name), ".".join(name), f"{name[0]} {name[1:]}"]
        return self._odd(name, ways, 0.12)

    def _s(self, key: str) -> str:
        name = self._once("n" + key, self.values["n"])
        return name[:2] if name[:2] in COMPOUND else name[0]

    def _o(self, key: str) -> str:
        return "老" + self._s(key)[0]

    def _k(self, key: str) -> str:
        return self._once("k" + key, self.values["k"])

    def _m(self, key: str) -> str:
        name = self._once("m" + key, self.values["m"])
        return self._odd(name, [name.replace("·", mark) for mark in "•.‧・"], 0.3)

    def _digits(self, count: int) -> str:
        return "".join(self.chance.choice("0123456789") for _ in range(count))

    def _p(self, key: str) -> str:
        number = self.chance.choice(("138", "159", "187", "133", "176", "199", "150", "166")) + self._digits(8)
        a, b, c = number[:3], number[3:7], number[7:]
        spoken = number.translate(SPOKEN)
        return self._odd(
            number,
            [f"{a} {b} {c}", f"{a}-{b}-{c}", f"{a}－{b}－{c}", number.translate(WIDE), spoken, " ".join(number)]
            + [
                spoken.replace("一", "幺"),
                f"+86 {number}",
                f"{a}\u200b{b}\u200b{c}",
                f"{a}.{b}.{c}",
                f"{a} {b[:3]} {b[3]}{c}",
            ]
            + [f"{a}——{b}——{c}", number[:7] + number[7:].translate(SPOKEN), f"{spoken[:3]} {spoken[3:7]} {spoken[7:]}"],
        )

    def _l(self, key: str) -> str:
        number = self.chance.choice(("3", "5", "2")) + self._digits(6)
        return self.chance.choice(
            [f"0537-{number}", f"0537{number}", f"（0537）{number}", f"0537 {number[:3]} {number[3:]}"]
        )

    def _i(self, key: str) -> str:
        year, month, day = self.chance.randint(1940, 2003), self.chance.randint(1, 12), self.chance.randint(1, 28)
        number = f"{self.chance.choice(COUNTIES)}{year}{month:02}{day:02}{self._digits(3)}"
        number += ric.calc_check_digit(number + "0")
        ways = [f"{number[:6]} {number[6:14]} {number[14:]}", number.translate(WIDE), number.lower(), " ".join(number)]
        return self._odd(number, [*ways, f"{number[:6]}-{number[6:14]}-{number[14:]}", number.translate(SPOKEN)], 0.4)

    def _c(self, key: str) -> str:
        number = self.chance.choice(("621700", "622848", "623094")) + self._digits(12)
        number += luhn.calc_check_digit(number)
        fours = [number[at : at + 4] for at in range(0, len(number), 4)]
        return self._odd(number, [" ".join(fours), "-".join(fours), number.translate(WIDE), "\u3000".join(fours)])

    def _v(self, key: str) -> str:
        head, tail = self.chance.choice("鲁苏豫冀皖") + self.chance.choice("AHQDB"), self._digits(5)
        tail = self.chance.choice([tail, tail[:1] + "K" + tail[2:], "D" + tail, tail[:4] + "X"])
        ways = [
            f"{head}·{tail}",
            f"{head} {tail}",
            (head + tail).lower(),
            (head + tail).translate(WIDE),
            f"{head}-{tail}",
        ]
        return self._odd(head + tail, [*ways, f"{head} {tail[:2]} {tail[2:]}"])

    def _w(self, key: str) -> str:
        return self._once("w" + key, self.values["a"])

    def _e(self, key: str) -> str:
        mail = self._once("e" + key, self.values["e"])
        return self._odd(mail, [mail.replace("@", "＠"), mail.upper(), mail.replace("@", " @ ")], 0.3)

    def _V(self, key: str) -> str:  # noqa: N802
        return self._once("V" + key, self.values["V"])

    def _T(self, key: str) -> str:  # noqa: N802
        return self._once("T" + key, self.values["T"])

    def _C(self, key: str) -> str:  # noqa: N802
        return self._once("C" + key, self.values["C"])

    def _R(self, key: str) -> str:  # noqa: N802
        return self._once("R" + key, self.values["R"])

    def _H(self, key: str) -> str:  # noqa: N802
        return self._once("H" + key, self.values["H"])

    def _A(self, key: str) -> str:  # noqa: N802
        old = self.chance.randint(61, 89) if key == "b" else self.chance.choice((3, 8, 12, 16, 34, 47, 56, 63, 72, 85))
        tens, ones = divmod(old, 10)
        spoken = (
            ("" if tens < 2 else "零一二三四五六七八九"[tens]) + ("十" if tens else "") + "零一二三四五六七八九"[ones]
        )
        return self.chance.choice(
            [f"{old}岁", f"{spoken}岁", f"{old} 岁", f"{old}周岁".translate(WIDE), f"{spoken}周岁"]
        )

    def _B(self, key: str) -> str:  # noqa: N802
        year, month, day = self.chance.randint(1938, 2001), self.chance.randint(1, 12), self.chance.randint(1, 28)
        spoken = str(year).translate(SPOKEN)
        whole = [f"{year}年{month}月{day}日出生", f"{year}.{month}.{day}出生", f"出生于{year}-{month:02}-{day:02}"]
        return self.chance.choice([*whole, f"{year}年生", f"{spoken}年{month}月生", f"{str(year)[2:]}年出生"])

    def _M(self, key: str) -> str:  # noqa: N802
        order = self.chance.choice(ORDERS)
        much = self.chance.randint(12, 480) * 100
        big = [
            "12万元",
            f"{order}万",
            f"{order}万块钱",
            "3.5万",
            "三万五",
            "二十一万六千元",
            "八万六千块",
            "15w",
            "1.2万元",
        ]
        small = [
            f"{much}元",
            f"{much:,}元",
            f"{much} 块",
            f"{much}块钱".translate(WIDE),
            "八百块钱",
            "三千二百元",
            "一千五",
        ]
        return self.chance.choice([*big, *small, f"¥{much}", f"人民币{much}元", "伍万元整", "壹拾贰万元", "两千多块"])


def labelled(part: str) -> list[str]:
    """All texts of a part."""
    planter = Planter(part)
    skeletons = (HERE / f"skeletons_{part}.txt").read_text().splitlines()
    return [planter.filled(one) for one in skeletons for _ in range(TIMES)]


if __name__ == "__main__":
    for name in PARTS:
        (HERE / f"{name}.txt").write_text("\n".join(labelled(name)) + "\n")
