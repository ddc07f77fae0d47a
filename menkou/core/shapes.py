"""Shapes that the API modules of all apps share: fields that explain what is wrong with them, lists, moments."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from menkou.core.clock import SHANGHAI

T = TypeVar("T")
FARTHEST = 100_000
ODD_CHARACTERS = "有看不见的怪字符，请删掉。"

Moment = Annotated[
    datetime,
    PlainSerializer(lambda at: at.astimezone(SHANGHAI).isoformat(timespec="seconds")),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Body(BaseModel):
    """What is sent; a field that we do not know is refused."""

    model_config = ConfigDict(extra="forbid")


def refusal(sentence: str) -> PydanticCustomError:
    """What a check raises; the sentence is for people."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence})


@dataclass(frozen=True)
class Text:
    """Marks a field that holds words: up to a length, without the characters that no text has."""

    longest: int
    empty: str = ""  # what to say where there are no words; nothing where there need not be any
    too_long: str = "写得太长了，请写短些。"

    def __call__(self, said: str) -> str:
        text = said.replace("\r\n", "\n").strip()
        if not text and self.empty:
            raise refusal(self.empty)
        if len(text) > self.longest:
            raise refusal(self.too_long.format(length=len(text)))
        if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise refusal(ODD_CHARACTERS)
        return text

    def __get_pydantic_core_schema__(self, kind: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self, core_schema.str_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        shortest = {"minLength": 1} if self.empty else {}
        return {"type": "string", "maxLength": self.longest, **shortest}


@dataclass(frozen=True)
class OneOf:
    """Marks a field that holds one of these words."""

    words: Mapping[str, str]  # each with its meaning
    otherwise: str

    def __call__(self, said: Any) -> str:
        if not isinstance(said, str) or said not in self.words:
            raise refusal(self.otherwise)
        return said

    def __get_pydantic_core_schema__(self, kind: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self)

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        meanings = "；".join(f"{word} {meaning}" for word, meaning in self.words.items())
        return {"type": "string", "enum": list(self.words), "description": meanings}


@dataclass(frozen=True)
class Whole:
    """Marks a whole number between two others, each bound with its sentence."""

    least: int
    most: int
    too_small: str
    too_large: str

    def __call__(self, number: int) -> int:
        if number < self.least:
            raise refusal(self.too_small)
        if number > self.most:
            raise refusal(self.too_large)
        return number

    def __get_pydantic_core_schema__(self, kind: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(self, core_schema.int_schema(strict=True))

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class Window(BaseModel):
    """Which part of a list."""

    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=FARTHEST)


class Page(BaseModel, Generic[T]):
    """A part of a list, and how many there are in all."""

    items: list[T]
    count: int


def page(found: QuerySet, window: Window, show: Callable[[Any], Any]) -> dict[str, Any]:
    """The part of a list that was asked for."""
    rows = found[window.offset : window.offset + window.limit]
    return {"items": [show(row) for row in rows], "count": found.count()}
