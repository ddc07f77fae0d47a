"""What a row about who serves a village means beside what is on record: who holds its posts, and whether they may."""

from collections.abc import Iterator
from datetime import date

from menkou.imports.rules import referring
from menkou.imports.rules.referring import Known, Values
from menkou.imports.rules.rows import Row, Settled, village_of
from menkou.postings.rules import substitutes
from menkou.postings.rules.capping import Held, most_at_once, most_posts

POSTS = (("a", "A岗"), ("b", "B岗"))
TRAINEE = "trainee"


def postings(row: Row, known: Known) -> Settled:
    values = row.values
    code = _village(row, known)
    name, since = known.rows["villages"][code]["name"], values.setdefault("valid_from", known.today)
    if since > known.today:
        raise row.wrong("valid_from", "起始日还没到。这里登记现在在岗的；以后才开始的，请在派驻方案里安排。")
    said = [at for at, _ in POSTS if values.get(at)]
    if not said:
        raise row.wrong("a", "A岗、B岗都空着。没有人的村，这一行不用写。")
    for at in said:
        values[at] = row.refer(at, referring.adviser, known)
    before: Values = {at: held for at, post in POSTS if (held := _standing(row, known, code, at, post))}
    both = {at: values.get(at) or before.get(at) for at, _ in POSTS}
    if both["a"] == both["b"]:
        raise row.wrong(said[-1], "A岗和B岗是同一个人，一个村的两岗必须是两个人。")
    new = [at for at in said if at not in before]
    _put(row, known, code, new, both)
    if not new:
        del values["valid_from"]  # since when somebody serves is not rewritten
    there = {**before, "village": code, "valid_from": since}
    return Settled(code, there if before else None, name)


def _put(row: Row, known: Known, code: str, new: list[str], both: Values) -> None:
    """Whoever is new serves, once all of the row is right: a row that is not puts nobody anywhere."""
    for at in new:
        _demand_able(row, known, code, at)
    _demand_stand_in(row, known, both)
    for at in new:
        _demand_room(row, known, at)
    facts = {"valid_from": row.values["valid_from"], "valid_until": None}
    for at in new:
        known.serves(code, {"post": at, "adviser": row.values[at], **facts})


def _village(row: Row, known: Known) -> str:
    values = row.values
    if not values.get("code"):
        return village_of(row, known)
    said, code = values.get("village"), row.refer("code", referring.village, known)
    named = known.named("villages", said) if said else []
    if named and code not in named:
        raise row.wrong("code", f"这个代码是{known.rows['villages'][code]['name']}，不是{said}。请核对代码和村名。")
    values["village"] = code
    for at in ("code", "township"):
        values.pop(at, None)
    return code


def _standing(row: Row, known: Known, code: str, at: str, post: str) -> str:
    """Who is on record for a post today; the row has to say the same, or nothing. Empty where nobody has held it since."""
    since, said = row.values["valid_from"], row.values.get(at)
    begun = [one for one in known.posts[code] if one["valid_from"] <= known.today]
    held = [one for one in begun if one["post"] == at and _reaches(one, since)]
    now = next((one for one in held if _reaches(one, known.today)), None)
    if said and now and now["adviser"] != said:
        who = (known.get("advisers", now["adviser"]) or {}).get("name", "别人")
        raise row.wrong(at, f"系统里这个村的{post}已经登记了{who}。写错了请改；要换人，请做派驻方案。")
    if said and held and not now:
        until = max(one["valid_until"] for one in held)
        raise row.wrong("valid_from", f"系统里这个村的{post}到 {until} 为止登记过人，起始日请写那天或以后。")
    return str(now["adviser"]) if now else ""


def _reaches(one: Values, day: str) -> bool:
    return one["valid_until"] is None or one["valid_until"] > day


def _demand_able(row: Row, known: Known, code: str, at: str) -> None:
    """Raises Fault where somebody was not here on every day from the first until today, or may not serve there."""
    since, number = row.values["valid_from"], row.values[at]
    who = known.rows["advisers"][number]
    name, house = who["name"], who.get("institution", "")
    if who["valid_from"] > since:
        raise row.wrong("valid_from", f"{name}从 {who['valid_from']} 起在名册上，起始日请写那天或以后。")
    for one in who.get("_departed", []):
        if one["valid_from"] <= known.today and _reaches(one, since):
            raise row.wrong(at, f"{name}从 {one['valid_from']} 起登记了{one['why']}，不能登记在岗。")
    if who.get("_licences") and not _covered(who["_licences"], since, known.today):
        raise row.wrong(at, f"{name}从 {since} 到今天，不是每天都有有效的执业证。请先在“派驻依据”里登记新证。")
    if {(code, number), (code, house)} & known.avoided:
        raise row.wrong(at, f"{name}或者所在的机构在这个村须回避。")
    until = _ended(known, code, house, since)
    if until:
        raise row.wrong(
            "valid_from",
            f"这个村和{name}所在机构的聘用合同到 {until} 为止，岗位也到那天。请先登记现在的合同，或者改起始日。",
        )


def _covered(spans: list[Values], since: str, today: str) -> bool:
    day = since
    for one in sorted(spans, key=lambda span: str(span["valid_from"])):
        if one["valid_from"] <= day and (one["valid_until"] is None or one["valid_until"] > day):
            day = one["valid_until"] or "9999"
    return day > today


def _ended(known: Known, code: str, house: str, since: str) -> str:
    """The last day of what a post would have stood under, if that is over and nothing followed; else empty."""
    signed = [one for one in known.contracts[code] if one["institution"] == house and one.get("_signed", True)]
    under = [one for one in signed if one["last_day"] >= since]
    before = [one for one in under if one["valid_from"] <= known.today]
    if not before or any(one["last_day"] >= known.today for one in before):
        return ""
    return max(str(one["last_day"]) for one in before)


def _demand_stand_in(row: Row, known: Known, both: Values) -> None:
    """Raises Fault where the district asks of B to be of another kind; what B has to know is asked as it is applied."""
    if not known.numbers or not (both["a"] and both["b"]):
        return
    kinds = {at: _kind(known, number) for at, number in both.items()}
    able = substitutes.rule(known.numbers).kinds.get(kinds["a"])
    if able is not None and kinds["b"] not in able:
        name = known.rows["advisers"][both["b"]]["name"]
        at = "b" if row.values.get("b") else "a"
        raise row.wrong(at, f"按本区规则，{name}这一类人员不能替这个村的A岗。")


def _kind(known: Known, number: str) -> str:
    """By the licence of today; where none is on record, by the register."""
    who, today = known.rows["advisers"][number], known.today
    held = (one["kind"] for one in who.get("_licences", []) if one["valid_from"] <= today and _reaches(one, today))
    return str(next(held, who["kind"]))


def _demand_room(row: Row, known: Known, at: str) -> None:
    """Raises Fault where it is one post more than the district's rules let somebody hold."""
    if not known.numbers:
        return
    number, is_trainee = row.values[at], _kind(known, row.values[at]) == TRAINEE
    own = Held(at.upper(), date.fromisoformat(row.values["valid_from"]), None)
    beside = [one for one in _held(known, number) if one.meets(own)]
    name, whom = known.rows["advisers"][number]["name"], "实习律师" if is_trainee else "每人"
    cap_a = known.numbers["most_a_posts_of_a_trainee" if is_trainee else "most_a_posts"]
    cap = most_posts(known.numbers, is_trainee=is_trainee)
    asked = [([one for one in beside if one.post == "A"], cap_a, "A岗")] if at == "a" else []
    for held, most, what in (*asked, (beside, cap, "岗位（A岗、B岗合计）")):
        if most_at_once(own, held) >= most:
            limit = f"最多 {most} 个{what}" if most else f"不能任{what}"
            raise row.wrong(at, f"{name}的{what}超过了名额：按本区规则，{whom}{limit}。")


def _held(known: Known, number: str) -> Iterator[Held]:
    for one in known.serving[number]:
        until = one["valid_until"]
        yield Held(
            one["post"].upper(), date.fromisoformat(one["valid_from"]), date.fromisoformat(until) if until else None
        )
