"""Sentences for what pydantic finds wrong with a request."""

from typing import Any

ANY = "填得不对，请核对。"
SENTENCES = {
    "missing": "缺少这一项。",
    "extra_forbidden": "没有这一项，请去掉。",
    "string_type": "这里要填文字。",
    "string_unicode": "有看不见的怪字符，请删掉。",
    "int_type": "请填数字，比如 20。",
    "int_parsing": "请填数字，比如 20。",
    "int_from_float": "请填整数，比如 20。",
    "int_parsing_size": "数字太大了，请核对。",
    "bool_type": "这里要填 true 或 false。",
    "uuid_type": "这里要填一个 UUID。",
    "uuid_parsing": "这里要填一个 UUID。",
    "model_type": "这里要填一个 JSON 对象。",
    "model_attributes_type": "这里要填一个 JSON 对象。",
    "dict_type": "这里要填一个 JSON 对象。",
}
WITH_DETAILS = {
    "sentence": "{sentence}",
    "literal_error": "只能填 {expected}。",
    "enum": "只能填 {expected}。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
}


def explained(errors: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Each wrong field with its sentence; nothing of what was sent is repeated."""
    return [{"field": _field(error["loc"]), "detail": _sentence(error)} for error in errors]


def _field(place: tuple[str | int, ...]) -> str:
    """text, for ("body", "body", "text"); the names of our own parameters mean nothing to the caller."""
    source, *names = map(str, place)
    inside = names[1:] if source == "body" or names[:1] == ["window"] else names
    return ".".join(inside)[:80].encode(errors="replace").decode() or source


def _sentence(error: dict[str, Any]) -> str:
    if template := WITH_DETAILS.get(error["type"]):
        return template.format(**{k: str(v).replace(" or ", " 或 ") for k, v in error.get("ctx", {}).items()})
    return SENTENCES.get(error["type"], ANY)
