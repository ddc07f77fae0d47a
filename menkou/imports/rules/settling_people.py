"""What a row about an institution, a person or a contract means beside what is on record."""

from menkou.imports.rules import referring
from menkou.imports.rules.columns import HOUSE_KINDS, spoken
from menkou.imports.rules.referring import Known, Values
from menkou.imports.rules.rows import CHANGE, KEEP, Row, Settled, by_ending, village_of

WHOLE_DISTRICT = ("justice_bureau", "auditor")


def institutions(row: Row, known: Known) -> Settled:
    values = row.values
    name = values.get("name", "")
    if not values.get("credit_code"):
        if not name or not known.named("institutions", name):
            raise row.wrong("credit_code", "新的机构要填 18 位统一社会信用代码。")
        values["credit_code"] = row.refer("name", referring.house, known)
    code = values["credit_code"]
    found = known.get("institutions", code)
    here = found if found and found.get("_here") else None
    if values.get("township"):
        values["township"] = row.refer("township", referring.town, known)
    row.demand(here is None)
    if found is None:
        values.setdefault("kind", by_ending(row, name, HOUSE_KINDS, row.values["credit_code"]))
        if others := known.named("institutions", name):
            raise row.wrong("credit_code", f"系统里已经有{name}，信用代码是 {others[0]}。请核对。")
    elif here is None:
        _register(row, found, ("name", "kind", "phone", "address"))
    return Settled(code, here, name or code)


def _register(row: Row, found: Values, fields: tuple[str, ...]) -> None:
    """Somebody whom another district has put on record: what differs is asked about, for it changes there too."""
    for at in fields:
        said, kept = row.values.get(at), found[at]
        if said not in (None, kept):
            sentence = f"别的区县登记的是“{spoken(kept)}”，这张表写的是“{spoken(said)}”。改了，别的区县也会看到新的。"
            answer = row.ask(at, sentence, [(KEEP, f"照登记的：{spoken(kept)}"), (CHANGE, f"改成：{spoken(said)}")])
            row.values[at] = kept if answer == KEEP else said
        row.values.setdefault(at, kept)


def advisers(row: Row, known: Known) -> Settled:
    values = row.values
    if values.get("institution"):
        values["institution"] = row.refer("institution", referring.house, known)
    name = values.get("name", "")
    if not values.get("licence_no"):
        if not name or not known.named("advisers", name):
            raise row.wrong("licence_no", "新的顾问要填执业证号。")
        values["licence_no"] = row.refer("name", referring.adviser, known)
    number = values["licence_no"]
    found = known.get("advisers", number)
    here = found if found and found.get("_here") else None
    row.demand(here is None)
    _same_person(row, found, name)
    if here:
        if values.get("institution", here["institution"]) != here["institution"]:
            raise row.wrong("institution", "系统里在另一家机构的名册上。换机构请先在“离任交接”办离任，再导入。")
        values.pop("valid_from", None)  # since when somebody serves is not rewritten
    else:
        _begin(row, known, found)
    return Settled(number, here, name or number)


def _same_person(row: Row, found: Values | None, name: str) -> None:
    if found and name and found["name"] != name:
        raise row.wrong("licence_no", f"这个执业证号登记的是{found['name']}，不是{name}。请核对证号和姓名。")


def _begin(row: Row, known: Known, found: Values | None) -> None:
    """Somebody who is not on the roster of this district, or not any more."""
    if found:
        _register(row, found, ("kind",))
    since = row.values.setdefault("valid_from", known.today)
    if (gone := (found or {}).get("_gone")) and since < gone:
        raise row.wrong("valid_from", f"以前在册到 {gone}，新的上岗日期要在那天或以后。")


def contracts(row: Row, known: Known) -> Settled:
    values = row.values
    row.demand(True)
    code = village_of(row, known)
    values["institution"] = row.refer("institution", referring.house, known)
    values.setdefault("first_party", "committee")
    first, last = values["valid_from"], values["last_day"]
    if last < first:
        raise row.wrong("last_day", f"合同到 {last} 为止，比开始的 {first} 还早。")
    village = known.rows["villages"][code]
    title = f"{village['name']}（{first}）"
    for one in known.contracts[code]:
        if (one["valid_from"], one["last_day"]) == (first, last) and one["institution"] == values["institution"]:
            kept = {key: one.get(key) for key in values if key in one}
            if kept != {key: values[key] for key in kept}:
                raise row.wrong("valid_from", "这份合同已经在系统里，写的不一样。要改请在“聘用合同”里办。")
            return Settled(f"{code} {first}", one, title)
        if one["valid_from"] <= last and first <= one["last_day"]:
            house = (known.get("institutions", one["institution"]) or {}).get("name", "别的机构")
            days = f"{one['valid_from']} 到 {one['last_day']}"
            raise row.wrong(
                "valid_from", f"{village['name']}这些天里已经有{house}的合同（{days}），一村同时只能有一份。"
            )
    if village.get("_until") and last >= village["_until"]:
        raise row.wrong("last_day", f"{village['name']}要在 {village['_until']} 撤并，合同不能签到那以后。")
    known.contracts[code].append(dict(values))
    return Settled(f"{code} {first}", None, title)


def people(row: Row, known: Known) -> Settled:
    values = row.values
    row.demand(True)
    role, said, username = values["role"], values.get("of"), values["username"]
    found = known.get("people", username)
    if found and found["name"] != values["name"]:
        raise row.wrong("username", f"用户名 {username} 已经是{found['name']}的，请换一个用户名。")
    if role in WHOLE_DISTRICT:
        if said:
            raise row.wrong("of", f"{spoken(role)}管整个区县，“为谁”请空着。")
        values["of"] = ""
    elif not said:
        raise row.wrong("of", f"{spoken(role)}要写明为谁。")
    else:
        town = row.refer("township", referring.town, known) if values.get("township") else ""
        find = {
            "judicial_office": referring.town,
            "institution_director": referring.house,
            "adviser": referring.adviser,
        }
        more = (town,) if role == "village_cadre" else ()
        values["of"] = row.refer("of", find.get(role, referring.village), known, *more)
    values.pop("township", None)
    key = f"{username} {role} {values['of']}"
    is_there = (username, role, values["of"]) in known.memberships
    if found and not found.get("_here") and values.get("phone", found.get("phone")) != found.get("phone"):
        raise row.wrong("phone", f"{values['name']}的账号是别的区县开的，手机号请让本人或者那边改；这里请空着。")
    before = {**found, "role": role, "of": values["of"]} if found and is_there else None
    if found and before is None:
        values.setdefault("phone", found.get("phone", ""))
    return Settled(key, before, values["name"])
