"""结果运用 of the demo: one told and answered, one replacement to be carried out, one dropped, one notice that stands, and a
deduction that comes off the next batch for less than was told.
"""

from typing import Any

from menkou.accounts.queries import actor_for, people
from menkou.advisers.models import Registration
from menkou.assessments.following import actions
from menkou.assessments.following.findings import Finding, Proposal
from menkou.assessments.models import Consequence
from menkou.core.actors import Actor, Role
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage

MISSED = "上半年三次到村核查，两次没有人，值班记录对不上。"
CASES = [  # whose, in the order in which they were opened: name, kind, what was found, what was said to it
    ("deducted", "deduct", "二季度少到村值班两次，补了一次。", "一次是村里换届，没有开门，有照片。"),
    ("deduct", "deduct", MISSED, "最后一次核查那天，我在区法院开庭，有传票。"),
    ("replace", "replace", "一个季度没有到村，村委会三次联系不上。", "今年接的案子太多，顾不过来，同意换人。"),
    ("notice", "notice", "把一次讲座拆成三条日志报送，核实时承认。", "日志填错了，愿意改，请从轻。"),
    ("rectify", "rectify", "工作日志补报过多。", ""),
]
PROPOSALS = {
    "deducted": Proposal("照考核办法，扣减当期补贴 200 元。", 20_000),
    "deduct": Proposal("照考核办法，扣减当期补贴 300 元。", 30_000),
    "replace": Proposal("责令所在机构换人。"),
    "notice": Proposal("在各机构间通报批评。", scope="institutions"),
}
DECIDED: dict[str, dict[str, Any]] = {
    "deducted": {"note": "有一次村里确实没有开门，减为 100 元。", "fen": 10_000},
    "replace": {"note": "本人同意，责令更换。"},
    "notice": {"note": "事实清楚，本人承认，予以通报。"},
}
DROPPED = "补报的几条都有照片和村里的签字，不用处理。"


def follow(stage: Stage) -> None:
    """By the actions themselves, of advisers away from the village of the walk; two of the bureau take the steps."""
    first, second = (actor_for(one.user) for one in people(Role.JUSTICE_BUREAU).order_by("user__username")[:2])
    own = set(stage.chosen.plan.posts[WALK_VILLAGE])
    others = dict.fromkeys(a for _, (a, _) in sorted(stage.chosen.plan.posts.items()) if a not in own)
    for (name, kind, facts, statement), licence in zip(CASES, others, strict=False):
        one = _found(stage, first, name, kind, facts, stage.registrations[licence])
        if name not in PROPOSALS:
            actions.drop(by=first, consequence=one, note=DROPPED)
            continue
        actions.tell(by=first, consequence=one, proposal=PROPOSALS[name])
        actions.state(by=actor_for(stage.users[Role.ADVISER, licence]), consequence=one, text=statement)
        if name in DECIDED:
            actions.decide(by=second, consequence=one, is_upheld=True, **DECIDED[name])


def _found(stage: Stage, by: Actor, name: str, kind: str, facts: str, whom: Registration) -> Consequence:
    finding = Finding(f"demo:{name}", Consequence.Trigger.OTHER, facts, whom.institution, whom)
    actions.open_one(by=by, district=stage.district, finding=finding, kind=kind)
    return Consequence.objects.get(kind=kind, key=finding.key)
