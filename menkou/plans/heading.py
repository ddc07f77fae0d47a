"""What the head page of a version says: how far it is, how good, who had a hand in it, and what may be done next."""

from datetime import datetime
from typing import Any

from menkou.accounts.queries import names_of
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.places import queries as places
from menkou.plans import policies, queries
from menkou.plans.models import Version
from menkou.plans.telling import NOBODY
from menkou.postings.rules import wording

GAP = "离最好的至多差"
MOST_CHANGES = 20  # by hand, on the head page; the last first
STATES = {  # the colour of a state
    "waiting": "planned",
    "solving": "planned",
    "ready": "due",
    "approved": "planned",
    "published": "done",
    "withdrawn": "none",
    "failed": "overdue",
}


def facts(by: Actor, version: Version) -> dict[str, Any]:
    """Everything that the page shows."""
    reads_all = by.has_role(*queries.READ_ALL)
    own = {} if reads_all or not version.posts else queries.posts_seen(by, version)
    changed = {code: (version.before.get(code) or NOBODY, version.posts[code]) for code in _changed(version)}
    changed, changes = (changed, version.changes[-MOST_CHANGES:]) if reads_all else ({}, [])
    codes = {*own, *changed, *(one["village"] for one in changes)}
    called = {one.code: str(one) for one in places.villages(version.starts_on)} if codes else {}
    held = [*own.values(), *(both for two in changed.values() for both in two)]
    held += [(one["from"], one["to"]) for one in changes]
    people = {str(one.pk): str(one) for one in queries.registrations(held)} if held else {}
    return {
        "version": version,
        "state": "none" if version.is_needless else STATES[version.state],
        "reads_all": reads_all,
        "figures": _figures(version) if reads_all and version.value is not None else [],
        "terms": [(wording.TERMS.get(name, name), f"{value:,.0f}") for name, value in sorted(version.terms.items())],
        "own": [(called.get(code, code), _two(both, people, "—")) for code, both in sorted(own.items())],
        "repaired": [
            (code, called.get(code, code), _two(before, people), _two(after, people))
            for code, (before, after) in sorted(changed.items())
        ],
        "changes": _by_hand(changes, called, people),
        "may_approve": version.is_open and policies.approve.allows(by, version),
        "may_withdraw": bool(version.plan and version.plan.valid_from > clock.today()),
        **progress(by, version),
    }


def progress(by: Actor, version: Version) -> dict[str, Any]:
    """How far the solver is, and whether one may stop it."""
    told = version.progress or {}
    value, bound = told.get("value"), told.get("bound")
    return {
        "version": version,
        "may_change": by.has_role(Role.JUSTICE_BUREAU),
        "stage": wording.STAGES.get(told.get("stage", ""), "准备资料"),
        "passed": min(told.get("seconds") or 0, version.seconds_asked),
        "value": None if value is None else wording.points(value),
        "gap": max(0.0, (value - bound) / value * 100) if value and bound is not None and value > 0 else None,
    }


def _changed(version: Version) -> list[str]:
    return version.changed_villages if version.kind == Version.Kind.REPAIR else []


def _figures(version: Version) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [{"label": "代价", "value": version.cost, "note": "分，越小越好"}]
    if version.gap is not None:
        note = f"和{covered(version)}比{_given_pairs(version)}"
        found.append({"label": GAP, "value": f"{version.gap:.1%}", "note": note})
    elif version.bound_covers:
        found.append({"label": GAP, "value": "不知道", "note": "改过以后，算出来的差距不作数了；重新计算就有"})
    if version.kind == Version.Kind.REPAIR:
        note = "已证明不能再少" if version.is_fewest else "不一定最少"
        found.append({"label": "要换人的村（社区）", "value": len(version.changed_villages), "note": note})
    unmet = len(version.unmet_wishes)
    found.append({"label": "没满足的意愿", "value": unmet, "note": "双向选择"})
    found.append({"label": "锁定的岗位", "value": len(version.locks), "note": "重新计算时不动"})
    found.append({"label": "计算用时", "value": _seconds(version.seconds or 0.0), "note": ""})
    return found


def covered(version: Version) -> str:
    """Of which plans the bound speaks."""
    plans = "全部方案" if version.bound_covers == "district" else "同一结对下的方案"
    return f"锁定的岗位不动的{plans}" if version.progress.get("locks") else plans


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f} 秒" if seconds >= 1 else "不到 1 秒"


def _given_pairs(version: Version) -> str:
    """How near the best it is with the same pairs: known of what the solver drew up, until it is changed by hand."""
    bound, value = version.progress.get("given_pairs"), version.value
    if version.bound_covers != "district" or bound is None or not value or value <= 0 or version.changes:
        return ""
    return f"；结对不变时至多差 {max(0.0, value - bound) / value:.1%}"


def _two(both: Any, people: dict[str, str], nobody: str = "空缺") -> list[str]:
    return [people.get(who or "", nobody) for who in both]


def _by_hand(changes: list[dict], called: dict[str, str], people: dict[str, str]) -> list[dict[str, Any]]:
    """What was changed by hand, the last first."""
    by = names_of({one["by"] for one in changes}) if changes else {}
    return [
        {
            "village": called.get(one["village"], one["village"]),
            "code": one["village"],
            "post": one["post"],
            "both": _two((one["from"], one["to"]), people),
            "by": by.get(one["by"], ""),
            "at": datetime.fromisoformat(one["at"]),
            "more": wording.difference(sum(one["more"].values())) if one["more"] else "",
        }
        for one in reversed(changes)
    ]
