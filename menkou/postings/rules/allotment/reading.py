"""Read a posting problem; say in one Chinese sentence what is wrong with a bad one."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from menkou.postings.rules.allotment.problem import Numbers, Problem

LARGEST = 1_000_000  # of any number in the file: beyond this it is a slip of the keyboard


class Malformed(Exception):
    """What is wrong with the file, in one Chinese sentence."""


LISTS = ("township_of", "institution_of", "cap_a", "cap_b", "demand")
TABLES = ("cost_a", "cost_b", "pairing_cost")
SINGLES = ("most_institutions_per_township", "most_townships_per_institution", "fairness_weight")


def read(text: str | bytes) -> Problem:
    """The problem in a file's text."""
    try:
        told = json.loads(text)
    except UnicodeDecodeError as error:
        raise Malformed("文件不是 UTF-8 编码的 JSON。") from error
    except json.JSONDecodeError as error:
        raise Malformed(f"文件不是 JSON：第 {error.lineno} 行第 {error.colno} 个字起读不懂。") from error
    except (RecursionError, ValueError) as error:
        raise Malformed("文件不是能读懂的 JSON：层次太深或数字太长。") from error
    if not isinstance(told, dict):
        raise Malformed("文件里应是一个 JSON 对象（用花括号括起来）。")
    return from_mapping(told)


def from_mapping(told: Mapping[str, Any]) -> Problem:
    """The problem in a mapping of the file's form."""
    missing = [name for name in (*LISTS, *TABLES, *SINGLES, "forbidden") if name not in told]
    if missing:
        raise Malformed(f"缺少 {'、'.join(missing)}。")
    lists = {name: _list(name, told[name]) for name in LISTS}
    tables = {name: _table(name, told[name]) for name in TABLES}
    singles = {name: _single(name, told[name]) for name in SINGLES}
    _lengths(lists, tables)
    _places(lists, tables["pairing_cost"])
    for name in ("cap_a", "cap_b", "demand"):
        if (lists[name] < 0).any():
            at = int(np.argmax(lists[name] < 0))
            raise Malformed(f"{name} 第 {at} 项是负数（{lists[name][at]}），应不小于 0。")
    forbidden = _forbidden(told["forbidden"], *tables["cost_a"].shape)
    return _in_order(lists, tables, singles, forbidden, _seed(told.get("seed")))


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        if not isinstance(value, float) or not value.is_integer():
            raise Malformed(f"{_spaced(name)}应是整数，却是 {_short(value)}。")
        value = int(value)
    if abs(value) > LARGEST:
        raise Malformed(f"{_spaced(name)}太大（{_short(value)}），应在正负 {LARGEST} 之间。")
    return value


def _spaced(name: str) -> str:
    """Between a Latin and a Chinese character stands a space, between two Chinese ones none."""
    return f"{name} " if name.isascii() else name


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False) if isinstance(value, (str, int, float, list, dict)) else f"{value}"
    said = {"None": "空的", "True": "true", "False": "false"}.get(said, said)
    return said if len(said) <= 20 else said[:20] + "……"


def _list(name: str, value: Any) -> Numbers:
    if not isinstance(value, list):
        raise Malformed(f"{_spaced(name)}应是一列数，却是 {_short(value)}。")
    if not value:
        raise Malformed(f"{_spaced(name)}是空的：至少要有一个村居和一名法律顾问。")
    return np.array([_whole(f"{_spaced(name)}第 {at} 项", one) for at, one in enumerate(value)], np.int64)


def _table(name: str, value: Any) -> Numbers:
    if not isinstance(value, list) or not value:
        raise Malformed(f"{name} 应是一张表（每行一列数），却是 {_short(value)}。")
    rows = [_list(f"{name} 第 {at} 行", row) for at, row in enumerate(value)]
    for at, row in enumerate(rows):
        if len(row) != len(rows[0]):
            raise Malformed(f"{name} 第 {at} 行有 {len(row)} 个数，第 0 行却有 {len(rows[0])} 个。")
    return np.array(rows)


def _single(name: str, value: Any) -> int:
    number = _whole(name, value)
    if number < 0:
        raise Malformed(f"{name} 是负数（{number}），应不小于 0。")
    return number


def _seed(value: Any) -> int:
    """Any whole number, however large; a file may also have none."""
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise Malformed(f"seed 应是整数，却是 {_short(value)}。")
    return abs(value or 0)


def _lengths(lists: dict[str, Numbers], tables: dict[str, Numbers]) -> None:
    villages, advisers = len(lists["township_of"]), len(lists["institution_of"])
    for name, wanted, of in (
        ("demand", villages, "township_of 里的村居"),
        ("cap_a", advisers, "institution_of 里的法律顾问"),
        ("cap_b", advisers, "institution_of 里的法律顾问"),
    ):
        if len(lists[name]) != wanted:
            raise Malformed(f"{name} 有 {len(lists[name])} 项，应与 {of}一样是 {wanted} 项。")
    for name in ("cost_a", "cost_b"):
        rows, columns = tables[name].shape
        if (rows, columns) != (advisers, villages):
            raise Malformed(
                f"{name} 有 {rows} 行 {columns} 列，应是 {advisers} 行（每名法律顾问一行）{villages} 列（每个村居一列）。"
            )


def _places(lists: dict[str, Numbers], pairing: Numbers) -> None:
    institutions, townships = pairing.shape
    for name, many, one, where in (
        ("township_of", townships, "村居", "镇街"),
        ("institution_of", institutions, "法律顾问", "执业机构"),
    ):
        astray = (lists[name] < 0) | (lists[name] >= many)
        if astray.any():
            at = int(np.argmax(astray))
            raise Malformed(
                f"{one} {at} 不属于任何{where}：{name} 写的是 {lists[name][at]}，{where}的编号是 0 到 {many - 1}。"
            )


def _forbidden(value: Any, advisers: int, villages: int) -> list[tuple[int, int]]:
    if not isinstance(value, list):
        raise Malformed(f"forbidden 应是一列 [法律顾问, 村居]，却是 {_short(value)}。")
    found = []
    for at, pair in enumerate(value):
        if not isinstance(pair, list) or len(pair) != 2:
            raise Malformed(f"forbidden 第 {at} 项应是 [法律顾问, 村居]，却是 {_short(pair)}。")
        adviser, village = (_whole(f"forbidden 第 {at} 项", one) for one in pair)
        if not (0 <= adviser < advisers and 0 <= village < villages):
            raise Malformed(f"forbidden 第 {at} 项 [{adviser}, {village}] 里没有这名法律顾问或这个村居。")
        found.append((adviser, village))
    return found


def _in_order(
    lists: dict[str, Numbers],
    tables: dict[str, Numbers],
    singles: dict[str, int],
    forbidden: list[tuple[int, int]],
    seed: int,
) -> Problem:
    """Sort villages by township and advisers by institution; leave out the empty ones."""
    villages = np.argsort(lists["township_of"], kind="stable")
    advisers = np.argsort(lists["institution_of"], kind="stable")
    townships, township_of = np.unique(lists["township_of"][villages], return_inverse=True)
    institutions, institution_of = np.unique(lists["institution_of"][advisers], return_inverse=True)
    allowed = np.ones(tables["cost_a"].shape, bool)
    for adviser, village in forbidden:
        allowed[adviser, village] = False
    return Problem(
        township_of=township_of,
        institution_of=institution_of,
        cap_a=lists["cap_a"][advisers],
        cap_b=lists["cap_b"][advisers],
        cost_a=tables["cost_a"][np.ix_(advisers, villages)],
        cost_b=tables["cost_b"][np.ix_(advisers, villages)],
        allowed=allowed[np.ix_(advisers, villages)],
        pairing_cost=tables["pairing_cost"][np.ix_(institutions, townships)],
        most_institutions=singles["most_institutions_per_township"],
        most_townships=singles["most_townships_per_institution"],
        demand=lists["demand"][villages],
        fairness_weight=singles["fairness_weight"],
        seed=seed,
        village_at=villages,
        adviser_at=advisers,
        township_at=townships,
        institution_at=institutions,
    )
