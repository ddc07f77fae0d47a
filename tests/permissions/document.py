"""Write docs/permissions.md from the matrix, the roles and the policies: python -m tests.permissions.document."""

from importlib import import_module

import django

from tests.guards.sources import ROOT

FILE = ROOT / "docs" / "permissions.md"
SIGNS = {200: "●", 201: "●", 302: "●", 422: "●", 409: "●", 401: "登录", "sign-in": "登录", 403: "不办", 404: "—"}
SHORT = {  # heads of columns; the whole names stand above the tables
    "anonymous": "未登录",
    "asker": "提问人",
    "code_holder": "持码人",
    "stranger": "别的村民",
    "cadre": "村干部",
    "adviser_a": "A岗",
    "adviser_b": "B岗",
    "former_adviser": "已卸任",
    "adviser_next_door": "邻村顾问",
    "director": "本机构",
    "other_director": "别机构",
    "office": "本所",
    "office_next_door": "别所",
    "bureau": "区局",
    "auditor": "审计",
    "operator": "运维",
    "newcomer": "无身份",
    "other_district": "外区",
}
HEAD = """\
# Who may do what 谁能办什么

*Generated from `tests/permissions/matrix.yaml` and the policies by `python -m tests.permissions.document`; a test runs
every cell of it through the application. Do not edit by hand.*

这份表说明每一种人在系统里能看到什么、能办什么。表里的每一格都由测试逐格验证，和程序的实际行为一致。

- ● 可以办
- 登录：要先登录
- 不办：看得到这件东西，但这一步不归您办，系统会说明理由
- —：对这个人来说，这件东西不存在；和真的没有，答复一模一样

身份由区司法局授予，跟着任职的起止日期生效、失效；系统里没有“超级管理员”。除了提问的人和接手的顾问，下面各种身份在系统里都打不开咨询的内容；居民自己交出来评查的一份，区司法局能看，居民随时收回；区司法局和审计监督只能经另一个人批准，特别查阅一件，并告诉提问的人。
"""


def document() -> str:
    """The whole text."""
    from tests.permissions.doors import MATRIX, doors

    everything = doors()
    parts = [HEAD, "## 人\n", *_people(MATRIX), "", "## 身份\n", *_roles(), ""]
    for area in MATRIX["doors"]:
        rows = [door for door in everything if door.area == area["area"]]
        parts += [f"## {area['area']}\n", *_table(rows, MATRIX), ""]
    parts += [
        "## 每一步改动由谁办\n",
        "每一步改动先过这一关，再留一行审计记录；过不了关的，会看到这句话。\n",
        *_actions(),
        "",
    ]
    return "\n".join(parts)


def _people(matrix: dict) -> list[str]:
    head = ["| 简称 | 是谁 |", "| --- | --- |"]
    return head + [f"| {SHORT[name]} | {words} |" for name, words in matrix["actors"].items()]


def _roles() -> list[str]:
    from menkou.core.actors import Role

    held_for = {
        Role.VILLAGE_CADRE: "一个村（社区）",
        Role.ADVISER: "名册上的一位顾问",
        Role.INSTITUTION_DIRECTOR: "一家律所或法律服务所",
        Role.JUDICIAL_OFFICE: "一个镇街",
    }
    rows = [f"| {role.label} | {held_for.get(role, '全区')} |" for role in Role]
    return ["| 身份 | 管到哪里 |", "| --- | --- |", *rows]


def _table(rows: list, matrix: dict) -> list[str]:
    names = [SHORT[name] for name in matrix["actors"]]
    head = ["| 办什么 | " + " | ".join(names) + " |", "| --- |" + " :-: |" * len(names)]
    cells = [[SIGNS[door.expected(actor)] for actor in matrix["actors"]] for door in rows]
    return head + [f"| {door.words} | " + " | ".join(said) + " |" for door, said in zip(rows, cells, strict=True)]


def _actions() -> list[str]:
    from tests.guards.test_actions_read_alike import ACTIONS

    rows = sorted((action.audit, action.policy.refusal) for action in ACTIONS.values())
    return ["| 审计记录里的名字 | 不能办时看到的话 |", "| --- | --- |", *(f"| `{a}` | {b} |" for a, b in rows)]


def main() -> None:
    import_module("tests.environment")  # a database, as Django's settings want one
    django.setup()
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(document())


if __name__ == "__main__":
    main()
