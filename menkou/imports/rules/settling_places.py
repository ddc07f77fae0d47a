"""What a row about a place means beside what is on record."""

from menkou.imports.rules import referring
from menkou.imports.rules.cleaning import town_key, village_key
from menkou.imports.rules.columns import TOWN_KINDS
from menkou.imports.rules.referring import Known, Values
from menkou.imports.rules.rows import Row, Settled, by_ending, inside, same_name, village_of


def townships(row: Row, known: Known) -> Settled:
    values = row.values
    if values.get("name"):
        values["name"] = town_key(values["name"])  # 石门山镇人民政府 is the government of 石门山镇
    name = values.get("name", "")
    if not values.get("code"):
        if not name:
            raise row.wrong("name", "镇街代码和名称都没有填。")
        if not known.named("townships", name):
            raise row.wrong("code", f"“{name}”是新的镇街，要填 9 位代码。")
        values["code"] = row.refer("name", referring.town, known)
    code = values["code"]
    inside(row, known, code)
    before = known.get("townships", code)
    row.demand(before is None)
    same_name(row, before, town_key)
    if before is None:
        if others := known.named("townships", name):
            raise row.wrong("code", f"系统里已经有{name}，代码是 {others[0]}。请核对代码。")
        values.setdefault(
            "kind", by_ending(row, name, {key: TOWN_KINDS[key] for key in ("街道", "镇", "乡", "办事处")})
        )
    _office(row, before)
    _middle(row, before)
    return Settled(code, before, name or code)


def _office(row: Row, before: Values | None) -> None:
    values = row.values
    has = bool(before and before.get("office_name"))
    if has or not any(values.get(at) for at in ("office_name", "office_phone", "office_address")):
        return
    for at, what in (("office_phone", "电话"), ("office_address", "地址")):
        if not values.get(at):
            raise row.wrong(at, f"写了司法所，还要写它的{what}。")
    name = values.get("name") or (before or {}).get("name", "")
    values.setdefault("office_name", f"{name}司法所")


def _middle(row: Row, before: Values | None) -> None:
    there = {**(before or {}), **row.values}
    for at, other in (("longitude", "latitude"), ("latitude", "longitude")):
        if at in there and other not in there:
            raise row.wrong(at, "经度和纬度要一起填。")


def villages(row: Row, known: Known) -> Settled:
    values = row.values
    name = values.get("name", "")
    town = row.refer("township", referring.town, known) if values.get("township") else ""
    if not values.get("code"):
        if not name:
            raise row.wrong("name", "村居代码和名称都没有填。")
        if not known.named("villages", name):
            raise row.wrong("code", f"“{name}”是新的村（社区），要填 12 位代码。")
        values["code"] = row.refer("name", referring.village, known, town)
    code = values["code"]
    inside(row, known, code)
    if code.endswith("000"):
        raise row.wrong("code", "末三位是 000，是镇街，不是村（社区）。请写到“镇街”表里。")
    before = known.get("villages", code)
    if before and before.get("_ended"):
        raise row.wrong("code", f"{before['name']}已经撤并，不能再导入。")
    row.demand(before is None)
    values["township"] = town or (before or {}).get("township") or code[:9]
    if before and town and before["township"] != town:
        raise row.wrong("township", f"系统里{before['name']}在别的镇街。换镇街请用“区划调整”。")
    same_name(row, before, village_key)
    if before is None:
        _new_village(row, known, code, town)
    return Settled(code, before, name or code)


def _new_village(row: Row, known: Known, code: str, town: str) -> None:
    values, by_code = row.values, code[:9]
    if town and town != by_code:
        both = [one for one in (town, by_code) if known.get("townships", one)]
        choices = [(one, referring.told(known, "townships", one)) for one in both]
        if len(choices) < 2:
            raise row.wrong("township", f"代码的前 9 位 {by_code} 不是这个镇街的，请核对代码和镇街。")
        sentence = "镇街和代码的前 9 位说的不是一个镇街，这个村在哪个镇街？"
        values["township"] = row.ask("township", sentence, choices)
    elif not known.get("townships", by_code):
        how = f"没有代码是 {by_code} 的镇街。请先在“镇街”表里写上它，或者核对村居代码。"
        raise row.wrong("code", known.first_right("townships", by_code) or how)
    name = values["name"]
    same = [
        one for one in known.named("villages", name) if known.rows["villages"][one]["township"] == values["township"]
    ]
    if running := [one for one in same if not known.rows["villages"][one].get("_ended")]:
        raise row.wrong("code", f"这个镇街已经有{name}，代码是 {running[0]}。请核对代码。")
    endings = {"居民委员会": "community", "居委会": "community", "社区": "community"}
    endings |= {"村民委员会": "village", "村委会": "village", "村": "village"}
    values.setdefault("kind", by_ending(row, name, endings))


def demands(row: Row, known: Known) -> Settled:
    values = row.values
    code = village_of(row, known)
    for at, find in (("wished", referring.adviser), ("wished_house", referring.house)):
        if values.get(at):
            values[at] = row.refer(at, find, known)
    before = known.get("demands", code)
    if before is not None:  # a wish is one more wish; those there were stay
        said = {
            at: values[at] if values.get(at) in before.get("_wished", []) else None for at in ("wished", "wished_house")
        }
        before = {**before, **said}
    row.demand(before is None)
    if before is None:
        values.setdefault("grade", "ordinary")
        values.setdefault("needs", [])
        values.setdefault("one_team", False)
    elif before.get("_later"):
        raise row.wrong("village", f"已经登记过从 {before['_later']} 起的需求，请在“派驻依据”里改。")
    return Settled(code, before, known.rows["villages"][code]["name"])


def calendar(row: Row, known: Known) -> Settled:
    day = row.values.get("day")
    if not day:
        raise row.wrong("day", "“日期”没有填。")
    before = known.get("calendar", day)
    row.demand(before is None)
    return Settled(day, before, day)
