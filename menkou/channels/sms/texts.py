"""What a text says: a template's fixed words, with codes and dates in named places. No sentence fits into a place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from menkou.channels.errors import Final

PLACE = re.compile(r"\{([a-z]+)\}")
VALUE = re.compile(r"[0-9A-Z :年月日时分-]{1,20}")  # a 取件码, a number, a date, an hour
MOBILE = re.compile(r"1[3-9][0-9]{9}", re.ASCII)
ONE, OF_MANY = 70, 67  # characters in a text that goes alone, and in each part of a longer one; both vendors' rule


@dataclass(frozen=True)
class Template:
    """模板: as filed with the gateway. `id` is the gateway's; `words` are ours, with {names} where its places are."""

    id: str
    words: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its places, in their order."""
        return tuple(PLACE.findall(self.words))


def filled(template: Template, values: Mapping[str, str]) -> dict[str, str]:
    """The values in the order of their places. Raises ValueError, without the value, where one does not belong."""
    if set(template.names) != set(values):
        raise ValueError("the values are not those of the template")
    if not all(VALUE.fullmatch(value) for value in values.values()):
        raise ValueError("a value is not a code, a number or a date")
    return {name: values[name] for name in template.names}


def worded(template: Template, values: Mapping[str, str], sign: str = "") -> str:
    """The whole text, with 【签名】 at its end where there is one."""
    placed = filled(template, values)
    words = PLACE.sub(lambda found: placed[found[1]], template.words)
    return f"{words}【{sign}】" if sign else words


def parts(text: str) -> int:
    """How many texts are paid for: one up to 70 characters, signature included, else one for each 67."""
    return 1 if len(text) <= ONE else -(-len(text) // OF_MANY)


def mobile(call: str, number: str) -> str:
    """The number itself. Raises Final where it is not a Chinese mobile number: no text will ever reach it."""
    if not MOBILE.fullmatch(number):
        raise Final(call, "not mobile")
    return number
