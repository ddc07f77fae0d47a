"""对系统的意见 of the demo: one that was changed, one that was not and why, one that waits."""

import secrets

from menkou.accounts.queries import actor_for, people
from menkou.core.actors import Role
from menkou.demo.rehearsal import Stage
from menkou.feedback import actions

SAID = [  # who, what kind, on which page, what is said, what became of it, the answer
    (
        Role.ADVISER,
        "twice",
        "日志",
        "列席会议自动记了，我又填了一遍，后来才知道。",
        "done",
        "日志页上写明了：列席会议会自己记。",
    ),
    (
        Role.JUDICIAL_OFFICE,
        "asked",
        "抽查",
        "每个月都要抽查，能不能一季度一次。",
        "kept",
        "几条可以少抽，每月抽一次是办法里定的。",
    ),
    (Role.VILLAGE_CADRE, "hard", "公示牌", "不知道换下来的旧牌子要不要拍照。", "", ""),
]


def suggest(stage: Stage) -> None:
    """Said by those who use it, answered by the bureau, by the actions themselves."""
    bureau = actor_for(people(Role.JUSTICE_BUREAU).order_by("user__username")[0].user)
    for role, kind, page, words, state, answer in SAID:
        by = actor_for(people(role).order_by("user__username")[0].user)
        facts = {"kind": kind, "page": page, "words": words, "form": secrets.token_hex(16)}
        made = actions.suggest(by=by, district=stage.district, **facts)
        if state:
            actions.answer(by=bureau, suggestion=made, state=state, words=answer)
