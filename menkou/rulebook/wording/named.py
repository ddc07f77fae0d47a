"""What a rule is called, in which unit it is set, and what its shipped value rests on."""

from typing import Final, NamedTuple

JUDGED: Final = "编制时的判断，可以按本区情况改"
OPEN: Final = "没有文件规定，由本区自定"


class Named(NamedTuple):
    """One rule in official words."""

    words: str
    unit: str
    source: str
    more: str = ""  # what whoever sets it should know
    choices: tuple[str, ...] = ()  # of a rule that names one, from nothing on

    def said(self, value: int | str) -> str:
        """A value as people read it."""
        if self.choices and isinstance(value, int) and 0 <= value < len(self.choices):
            return self.choices[value]
        return f"{value} {self.unit}" if isinstance(value, int) else value


class Area(NamedTuple):
    """The rules of one piece of the work."""

    title: str
    rules: dict[str, Named]
