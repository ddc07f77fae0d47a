"""What a row of each kind means beside what is on record: its key, what was there before, and what it leaves unsaid."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from menkou.imports.rules import referring
from menkou.imports.rules.cleaning import Wrong, town_key, village_key
from menkou.imports.rules.referring import Ask, Known, Values
from menkou.imports.rules.sheets import HOUSE_KINDS, TOWN_KINDS, Kind, spoken

KEEP, CHANGE = "keep", "change"
WHOLE_DISTRICT = ("justice_bureau", "auditor")


class Fault(Exception):
    """One cell of a row is wrong, or asks for an answer."""

    def __init__(self, at: str, cause: Wrong | Ask) -> None:
        super().__init__(str(cause))
        self.at, self.cause = at, cause


@dataclass
class Row:
    """One row of a sheet, read: what it says, by field; and what people have answered about it."""

    sheet: str
    number: int
    kind: Kind
    values: Values
    answers: Mapping[str, str] = field(default_factory=dict)

    def wrong(self, at: str, sentence: str) -> Fault:
        return Fault(at, Wrong(sentence))

    def ask(self, at: str, sentence: str, choices: list[tuple[str, str]]) -> str:
        """What was answered, or Fault with the question."""
        answer = self.answers.get(answer_key(self.sheet, self.number, at))
        if answer in dict(choices):
            return str(answer)
        raise Fault(at, Ask(sentence, choices))

    def refer(self, at: str, find: Callable[..., str], known: Known, *more: str) -> str:
        """Whom a cell means."""
        try:
            return find(known, self.values[at], *more)
        except Ask as question:
            return self.ask(at, question.sentence, question.choices)
        except Wrong as wrong:
            raise Fault(at, wrong) from wrong

    def demand(self, new: bool) -> None:
        """Raises Fault where a new row lacks what it needs."""
        for one in self.kind.fields if new else ():
            if one.needed and self.values.get(one.key) in (None, "", []):
                raise self.wrong(one.key, f"“{one.title}”没有填。新的一行要有它。")


@dataclass(frozen=True)
class Settled:
    """The key of a row, and what was on record under it: None where it is new."""

    key: str
    before: Values | None
    title: str


def answer_key(sheet: str, number: int, at: str) -> str:
    return f"{sheet}!{number}!{at}"


def townships(row: Row, known: Known) -> Settled:
    values = row.values
    name = values.get("name", "")
    if not values.get("code"):
        if not name:
            raise row.wrong("name", "镇街代码和名称都没有填。")
        if not known.named("townships", name):
            raise row.wrong("code", f"“{name}”是新的镇街，要填 9 位代码。")
        values["code"] = row.refer("name", referring.town, known)
    code = values["code"]
    _inside(row, known, code)
    before = known.get("townships", code)
    row.demand(before is None)
    _same_name(row, before, town_key)
    if before is None:
        if others := known.named("townships", name):
            raise row.wrong("code", f"系统里已经有{name}，代码是 {others[0]}。请核对代码。")
        values.setdefault(
            "kind", _by_ending(row, name, {key: TOWN_KINDS[key] for key in ("街道", "镇", "乡", "办事处")})
        )
    _office(row, before)
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
    _inside(row, known, code)
    if code.endswith("000"):
        raise row.wrong("code", "末三位是 000，是镇街，不是村（社区）。请写到“镇街”表里。")
    before = known.get("villages", code)
    if before and before.get("_ended"):
        raise row.wrong("code", f"{before['name']}已经撤并，不能再导入。")
    row.demand(before is None)
    values["township"] = town or (before or {}).get("township") or code[:9]
    if before and town and before["township"] != town:
        raise row.wrong("township", f"系统里{before['name']}在别的镇街。换镇街请用“区划调整”。")
    _same_name(row, before, village_key)
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
        raise row.wrong("code", f"没有代码是 {by_code} 的镇街。请先在“镇街”表里写上它，或者核对村居代码。")
    name = values["name"]
    same = [
        one for one in known.named("villages", name) if known.rows["villages"][one]["township"] == values["township"]
    ]
    if running := [one for one in same if not known.rows["villages"][one].get("_ended")]:
        raise row.wrong("code", f"这个镇街已经有{name}，代码是 {running[0]}。请核对代码。")
    endings = {"居民委员会": "community", "居委会": "community", "社区": "community"}
    endings |= {"村民委员会": "village", "村委会": "village", "村": "village"}
    values.setdefault("kind", _by_ending(row, name, endings))


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
        values.setdefault("kind", _by_ending(row, name, HOUSE_KINDS, row.values["credit_code"]))
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
    if found and name and found["name"] != name:
        raise row.wrong("licence_no", f"这个执业证号登记的是{found['name']}，不是{name}。请核对证号和姓名。")
    if here:
        if values.get("institution", here["institution"]) != here["institution"]:
            raise row.wrong("institution", "系统里在另一家机构的名册上。换机构请先在“离任交接”办离任，再导入。")
        values.pop("valid_from", None)  # since when somebody serves is not rewritten
    else:
        if found:
            _register(row, found, ("kind",))
        values.setdefault("valid_from", known.today)
        if (gone := (found or {}).get("_gone")) and values["valid_from"] < gone:
            raise row.wrong("valid_from", f"以前在册到 {gone}，新的上岗日期要在那天或以后。")
    return Settled(number, here, name or number)


def demands(row: Row, known: Known) -> Settled:
    values = row.values
    code = _village(row, known)
    for at, find in (("wished", referring.adviser), ("wished_house", referring.house)):
        if values.get(at):
            values[at] = row.refer(at, find, known)
    before = known.get("demands", code)
    row.demand(before is None)
    if before is None:
        values.setdefault("grade", "ordinary")
        values.setdefault("needs", [])
        values.setdefault("one_team", False)
    elif before.get("_later"):
        raise row.wrong("village", f"已经登记过从 {before['_later']} 起的需求，请在“派驻依据”里改。")
    return Settled(code, before, known.rows["villages"][code]["name"])


def contracts(row: Row, known: Known) -> Settled:
    values = row.values
    row.demand(True)
    code = _village(row, known)
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


def calendar(row: Row, known: Known) -> Settled:
    day = row.values.get("day")
    if not day:
        raise row.wrong("day", "“日期”没有填。")
    before = known.get("calendar", day)
    row.demand(before is None)
    return Settled(day, before, day)


def _village(row: Row, known: Known) -> str:
    values = row.values
    if not values.get("village"):
        raise row.wrong("village", "没有写是哪个村（社区）。")
    town = row.refer("township", referring.town, known) if values.get("township") else ""
    values["village"] = row.refer("village", referring.village, known, town)
    values.pop("township", None)
    return str(values["village"])


def _inside(row: Row, known: Known, code: str) -> None:
    if not code.startswith(known.district):
        raise row.wrong("code", f"不是本区县的代码，本区县的代码以 {known.district} 开头。")


def _same_name(row: Row, before: Values | None, key: Callable[[str], str]) -> None:
    """The same place in other words keeps its name; another name is asked about."""
    said = row.values.get("name")
    if before is None or not said or said == before["name"]:
        return
    answer = KEEP
    if key(said) != key(before["name"]):
        sentence = f"系统里这个代码叫“{before['name']}”，这张表写的是“{said}”。"
        choices = [(KEEP, f"还叫{before['name']}"), (CHANGE, f"改名为{said}，旧名留作曾用名")]
        answer = row.ask("name", sentence, choices)
    if answer == KEEP:
        row.values["name"] = before["name"]


def _by_ending(row: Row, name: str, endings: Mapping[str, str], code: str = "") -> str:
    """The kind that a name, or the beginning of a credit code, says beyond doubt."""
    found = next((kind for ending, kind in endings.items() if name.endswith(ending)), None)
    found = found or {"31": "law_firm", "33": "legal_service_office"}.get(code[:2])
    if found is None:
        raise row.wrong("kind", "从名称看不出类别，请填“类别”。")
    return found


SETTLE: Mapping[str, Callable[[Row, Known], Settled]] = {
    "townships": townships,
    "villages": villages,
    "institutions": institutions,
    "advisers": advisers,
    "demands": demands,
    "contracts": contracts,
    "people": people,
    "calendar": calendar,
}
