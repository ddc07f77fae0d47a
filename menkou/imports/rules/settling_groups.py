"""What a row about a group means beside what is on record: where it belongs, whose it is, and who is in it."""

from menkou.imports.rules import referring
from menkou.imports.rules.cleaning import Wrong, plain
from menkou.imports.rules.columns import spoken
from menkou.imports.rules.referring import Ask, Known, Values
from menkou.imports.rules.rows import Row, Settled, village_of
from menkou.imports.rules.sheets_of_groups import COUNTS, MOST

DISTRICT, TOWNSHIP, VILLAGE = "group_of_district", "group_of_township", "group_of_village"
OFFICERS = ("justice_bureau", "judicial_office")
PLAIN = {"form": "wechat", "has_adviser": True, "admission": "asked"}  # of a new group, where nothing is said


def group_key(level: str, place: str, name: str) -> str:
    """By what people know a group: where it belongs, and its name."""
    return f"{level} {place} {name}"


def owner_key(username: str, licence: str) -> str:
    """群主: one of the staff or an adviser; empty where it is neither."""
    return f"u:{username}" if username else f"r:{licence}" if licence else ""


def owner_name(known: Known, key: str) -> str:
    """An owner as people read it."""
    kind = {"u": "people", "r": "advisers"}[key[0]]
    return str((known.get(kind, key[2:]) or {}).get("name", key[2:]))


def owner(known: Known, said: object) -> str:
    """Whom a cell means as owner: by name, user name or licence number. Raises Wrong or Ask."""
    text = plain(said).replace(" ", "")  # type: ignore[arg-type]
    is_here = (known.get("advisers", text) or {}).get("_here")
    numbers = [text] if is_here else known.named("advisers", text)
    found = {owner_key("", one): referring.told(known, "advisers", one) for one in numbers}
    for username, role, of in sorted(known.memberships):
        name = (known.get("people", username) or {}).get("name", "")
        if role in OFFICERS and text in (username, name):
            found[owner_key(username, "")] = f"{name}（{spoken(role)}，{username}）"
        elif role == "adviser" and text == username and (known.get("advisers", of) or {}).get("_here"):
            found[owner_key("", of)] = referring.told(known, "advisers", of)
    if len(found) > 1:
        raise Ask(f"有 {len(found)} 位叫“{text[:30]}”的，群主是哪一位？", list(found.items()))
    if not found:
        how = f"名册和司法局、司法所的人里没有“{text[:30]}”。请核对，或者先在“顾问”“人员与角色”表里写上。"
        raise Wrong(known.first_right("advisers", text) or how)
    return next(iter(found))


def groups(row: Row, known: Known) -> Settled:
    values = row.values
    if not values.get("name"):
        raise row.wrong("name", "“群名”没有填。")
    level, place = _placed(row, known)
    if values.get("owner"):
        values["owner"] = row.refer("owner", owner, known)
    key = group_key(level, place, values["name"])
    before = known.get("groups", key)
    if before is None:
        _begin(row, level)
    else:
        _go_on(row, before)
    members = sum(int({**(before or {}), **values}.get(one) or 0) for one in COUNTS)
    if members > MOST:
        raise row.wrong("residents", f"一个群最多 {MOST} 人，这里一共 {members} 人，请核对。")
    return Settled(key, before, values["name"])


def _placed(row: Row, known: Known) -> tuple[str, str]:
    """The level of a group, and the code of its place; said by the level, or by what else is filled in."""
    values = row.values
    level = values.get("level") or (VILLAGE if values.get("village") else TOWNSHIP if values.get("township") else "")
    if not level:
        raise row.wrong("level", "请写是哪一级的群：区、镇街，还是村（社区）。")
    values["level"] = level
    if level == VILLAGE:
        return level, village_of(row, known)
    if values.get("village"):
        raise row.wrong("village", f"{spoken(level)}一级的群，“村（社区）”请空着。")
    if level == DISTRICT:
        if values.get("township"):
            raise row.wrong("township", "区一级的群，“镇街”请空着。")
        return level, ""
    if not values.get("township"):
        raise row.wrong("township", "镇街一级的群，要写是哪个镇街的。")
    values["township"] = row.refer("township", referring.town, known)
    return level, values["township"]


def _begin(row: Row, level: str) -> None:
    """A group that is not on record yet: ours with an owner, or a village's own with none."""
    values = row.values
    if "is_ours" not in values:
        if level == VILLAGE and not values.get("owner"):
            raise row.wrong("is_ours", "请写是不是我们建的：是，就写群主；村里自己的群，写“否”。")
        values["is_ours"] = True
    if values["is_ours"] and not values.get("owner"):
        raise row.wrong("owner", "我们建的群要写群主。")
    if not values["is_ours"] and level != VILLAGE:
        raise row.wrong("is_ours", "只有村（社区）一级才有村里自己的群。")
    _own_has_none(row, values["is_ours"])
    for at, value in PLAIN.items():
        values.setdefault(at, value)


def _go_on(row: Row, before: Values) -> None:
    values = row.values
    if before.get("_twice"):
        raise row.wrong("name", "这里登记着两个同名的群，分不清是哪一个。请在“群登记”里改。")
    if values.get("is_ours", before["is_ours"]) != before["is_ours"]:
        whose = "我们建的" if before["is_ours"] else "村里自己的"
        raise row.wrong("is_ours", f"系统里登记的是{whose}群。登错了，请在“群登记”里注销，再重新登记。")
    if before.get("_means") == "mass" and values.get("form", "wecom") != "wecom":
        raise row.wrong("form", "这个群接着企业微信群发，只能是企业微信群。先在“群登记”里改成复制发群。")
    _own_has_none(row, before["is_ours"])


def _own_has_none(row: Row, is_ours: bool) -> None:
    if not is_ours and row.values.get("owner"):
        raise row.wrong("owner", "村里自己的群，群主不归我们管，请空着。")
