"""S2 开办: the steps with what there is and what is missing, each with the one button that leads on."""

from dataclasses import replace

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from menkou.accounts.doors import staff
from menkou.core.actors import Role
from menkou.places.models import Village
from menkou.setup import queries
from menkou.setup.rules.steps import Counts, next_of
from menkou.setup.rules.steps import steps as judged

BUILDERS = (Role.JUSTICE_BUREAU, Role.OPERATOR)
HELP = {
    "places": "有统计局代码表或者自己的台账，拖进来就行；几个镇街也可以手工填。",
    "institutions": "律师事务所和基层法律服务所：名称、统一社会信用代码、电话、办公地址。",
    "advisers": "姓名、类别、执业证号、所在机构、电话。一人一行。",
    "people": "区司法局登记谁有什么身份；系统运维发启用链接，本人打开自己设密码。",
    "plan": "系统给每个村排 A 岗和 B 岗，您看过、改过，由区司法局的另一个人审定，再发布。",
    "contracts": "已经签了的台账可以导入；没有签的，照方案一次拟好，打印、送签、登记签订。",
    "boards": "先审定公示的话，再选村、选载体打印。六公开缺一项就不印，页面会说缺什么。",
    "question": "用自己的手机打开村页面，像村民一样问一句，开头写“试一问”；这个村的顾问登录答复。"
    "这一问是真的咨询，会算进本月的数里。",
}


@require_safe
@staff(*BUILDERS)
def steps(request):
    """All from what is on record, so that it goes on wherever anybody stopped."""
    village = queries.where_to_ask()
    now = replace(queries.counts(), is_askable=village is not None)
    found = judged(now)
    first = next_of(found)
    ways = _ways({one.key: one.button for one in found}, now, village)
    facts = {
        "steps": [(one, *ways[one.key], HELP[one.key]) for one in found],
        "next": first,
        "done": sum(one.is_done for one in found),
        "is_empty": not now.townships,
        "unread": queries.imports_to_look_at(request.actor),
        "builds": request.actor.has_role(Role.JUSTICE_BUREAU),
    }
    return render(request, "setup/steps.html", facts)


Way = tuple[str, str]  # address and words


def _ways(buttons: dict[str, str], now: Counts, village: Village | None) -> dict[str, tuple[str, list[Way]]]:
    """Where each step's button leads, and what else can be done there."""
    imports, template = reverse("imports:imports"), (reverse("imports:template"), "下载模板")
    by_sheet, by_hand = (imports, "从表格导入"), (reverse("setup:places"), "手工填")
    people, facts = (reverse("accounts:people"), "谁能登录"), (reverse("basis:facts"), "派驻依据")
    plans, contracts = (reverse("plans:plans"), "全部方案"), (reverse("engagements:contracts"), "全部合同")
    return {
        "places": (by_hand[0] if now.townships else imports, [by_sheet, template, by_hand]),
        "institutions": (imports, [template]),
        "advisers": (imports, [template, facts]),
        "people": (people[0] if now.unopened else imports, [by_sheet, template, people]),
        "plan": (_plan(), [facts, plans]),
        "contracts": (_contracts(buttons["contracts"]), [by_sheet, template, contracts]),
        "boards": (_boards(now), [(reverse("boards:boards"), "全部公示牌")]),
        "question": (reverse("village", args=[village.code]) if village else people[0], []),
    }


def _boards(now: Counts) -> str:
    if not now.is_worded:
        return reverse("boards:words")
    return reverse("boards:print") if now.boards else reverse("boards:make")


def _plan() -> str:
    newest = queries.newest_version()
    return reverse("plans:version", args=[newest.number]) if newest else reverse("plans:ask")


def _contracts(button: str) -> str:
    listed = f"{reverse('engagements:contracts')}?state=draft"
    return listed if button == "登记签订" else reverse("setup:contracts")
