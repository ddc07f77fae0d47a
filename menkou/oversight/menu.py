"""The menu of what a person may do; counts stand beside what waits for them."""

from django.urls import reverse

from menkou.boards.queries import due as due_boards
from menkou.complaints import queries as complaints
from menkou.consultations import worklist
from menkou.consultations.after import queries as after
from menkou.core.actors import Actor, Role
from menkou.core.standing import StandingCounts
from menkou.worklogs import queries as worklogs

SET_UP = [  # what the bureau arranges once, or when something changes
    ("targets", "转介去处", 0),
    ("readings", "告知书录音", 0),
    ("imports:imports", "导入", 0),
    ("mergers:changes", "区划调整", 0),
    ("accounts:people", "账号", 0),
    ("channels:channels", "渠道", 0),
    ("setup:steps", "开办", 0),
    ("consultations:keeping", "保存期限", 0),
    ("operations:running", "运行情况", 0),
    ("rulebook:rules", "规则", 0),
    ("screens:links", "大屏链接", 0),
]
PUSHED = [("broadcasts:rising", "苗头", 0), ("broadcasts:notices", "推送", 0), ("register:groups", "群登记", 0)]
SECTIONS = {  # under which heading an officer finds a page; what is in none stands under the last
    "全局": (
        *("oversight:desk", "oversight:villages", "oversight:advisers", "oversight:ledger", "oversight:report"),
        "oversight:burden",
    ),
    "派驻": ("plans:plans", "engagements:contracts", "basis:facts", "departures:departures", "rotas:slots"),
    "服务": ("occasions:occasions", "boards:boards", "broadcasts:notices", "broadcasts:rising", "register:groups"),
    "监督": (
        *("complaints:complaints", "complaints:mine", "hotline:orders", "worklogs:samples", "visits:look"),
        *("inspections:inspections", "audit:lines", "reviews:reviews", "unheld", "concerns:arrangements"),
    ),
    "考核": (
        "assessments:cycles",
        "schemes:schemes",
        "surveys:surveys",
        "consequences:consequences",
        "subsidies:batches",
        "subsidies:mine",
        "oversight:documents",
    ),
}
REST = "设置"
HAVE_BOARDS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.VILLAGE_CADRE)
COUNTS = StandingCounts(  # beside the words of a menu
    logs=lambda by: worklogs.awaiting_review(by) if by.has_role(Role.JUDICIAL_OFFICE) else None,
    concerns=lambda by: after.concerns_waiting(by) if by.has_role(Role.JUDICIAL_OFFICE) else None,
    complaints=lambda by: complaints.waiting_for(by) if by.has_role(Role.JUDICIAL_OFFICE) else None,
    boards=lambda by: due_boards(by) if by.has_role(*HAVE_BOARDS) else None,
)
OFFICERS = (Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE, Role.INSTITUTION_DIRECTOR)


def menu_for(by: Actor, path: str) -> list[dict]:
    """Groups of links; the one of this page is marked."""
    groups, counts = [], COUNTS(by)
    if by.has_role(Role.ADVISER):
        waiting = worklist.count_waiting(by)
        own = [("consultations:today", "今天", waiting), ("visits:mine", "到村", 0), *_occasions(by)]
        own += [("worklogs:mine", "日志", 0), *_assessments(by), *_own_money(by)]
        groups.append(_group("", own, path))
    if by.has_role(Role.JUDICIAL_OFFICE):
        inbox = [("worklogs:inbox", "工作日志", counts["logs"])]
        inbox += [("worklogs:samples", "抽查", 0), ("visits:look", "请看一看", 0), ("visits:hints", "到村提示", 0)]
        sends = [("broadcasts:mine", "要发到群里的", 0)]
        told = [("concerns:concerns", "跟进事项", counts["concerns"]), ("concerns:arrangements", "待安排", 0)]
        told += [("complaints:complaints", "投诉", counts["complaints"]), *_reads(by)]
        groups.append(_group("核实", [*inbox, *told, *sends], path))
    if by.has_role(*OFFICERS):
        groups += [_group(title, some, path) for title, some in _in_sections(_officers(by, counts["boards"]))]
    if by.has_role(Role.VILLAGE_CADRE, Role.OPERATOR) and not by.has_role(*OFFICERS):
        groups.append(_group("", _few(by, counts["boards"]), path))
    return groups


def _officers(by: Actor, boards: int) -> list[tuple[str, str, int]]:
    """What officers open, each by what they are; under headings by _in_sections."""
    pages = [
        ("oversight:desk", "工作台", 0),
        ("oversight:villages", "村（社区）", 0),
        ("oversight:advisers", "法律顾问", 0),
        *(("oversight:ledger", "台账", 0), ("oversight:report", "报表", 0)),
    ]
    pages += [("plans:plans", "派驻方案", 0), ("engagements:contracts", "聘用合同", 0)]
    pages += _complaints(by) + [("occasions:occasions", "村里的事", 0), ("rotas:slots", "值班", 0)]
    pages.append(("assessments:cycles", "半年考核", 0))
    looks = [("inspections:inspections", "特别查阅", 0), ("audit:lines", "谁看了什么", 0)]
    pages += looks * by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.INSTITUTION_DIRECTOR):
        pages += [("basis:facts", "派驻依据", 0), ("departures:departures", "离任交接", 0), *_money(by)]
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR, Role.JUDICIAL_OFFICE):
        pages += PUSHED
        pages.append(("boards:boards", "公示牌", boards))
        pages.append(("oversight:documents", "文书中心", 0))
    pages += _checks(by) + [("consequences:consequences", "结果运用", 0), *_asked_and_how(by)]
    if by.has_role(Role.JUSTICE_BUREAU):
        pages += _bureaus(by)
    pages += _auditors(by)
    return pages


def _in_sections(pages: list[tuple[str, str, int]]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """The pages under their headings; a heading without any is not there."""
    by_name = {page[0]: page for page in pages}
    found = [(title, [by_name.pop(name) for name in names if name in by_name]) for title, names in SECTIONS.items()]
    return [(title, some) for title, some in [*found, (REST, list(by_name.values()))] if some]


def _bureaus(by: Actor) -> list[tuple[str, str, int]]:
    """What the bureau alone keeps."""
    return [
        ("unheld", "待指定", 0),
        ("reviews:reviews", "评查", 0),
        *([] if by.has_role(Role.JUDICIAL_OFFICE) else [("concerns:arrangements", "待安排", 0)]),
        *SET_UP,
    ]


def _auditors(by: Actor) -> list[tuple[str, str, int]]:
    """What auditors look at, who are not of the bureau as well."""
    looks = by.has_role(Role.AUDITOR) and not by.has_role(Role.JUSTICE_BUREAU)
    rules = [] if by.has_role(Role.JUDICIAL_OFFICE) else [("rulebook:rules", "规则", 0)]
    return [("channels:channels", "渠道", 0), ("screens:links", "大屏链接", 0), *rules] if looks else []


def _reads(by: Actor) -> list[tuple[str, str, int]]:
    """For an office; whoever is of the bureau as well finds it among the bureau's pages."""
    read = [("readings", "告知书录音", 0), ("rulebook:rules", "规则", 0)]
    return [] if by.has_role(Role.JUSTICE_BUREAU) else read


def _checks(by: Actor) -> list[tuple[str, str, int]]:
    """What offices have drawn, for whoever oversees them; whoever is of an office as well finds it there."""
    oversees = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) and not by.has_role(Role.JUDICIAL_OFFICE)
    looks = [("visits:look", "请看一看", 0)] if by.has_role(Role.JUSTICE_BUREAU) else []
    return [("worklogs:samples", "抽查", 0), *looks] if oversees else []


def _asked_and_how(by: Actor) -> list[tuple[str, str, int]]:
    """By which schemes, and what it all costs, for whoever arranges it or looks on; the surveys, also for whoever asks."""
    reads = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    own = [("schemes:schemes", "考核办法", 0), ("oversight:burden", "减负", 0)] if reads else []
    return [*own, ("surveys:surveys", "村（居）民测评", 0)] if reads or by.has_role(Role.JUDICIAL_OFFICE) else own


def _complaints(by: Actor) -> list[tuple[str, str, int]]:
    """Without a count, which every page of theirs would pay for; words in the outbox say that one waits."""
    found = []
    if by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR) and not by.has_role(Role.JUDICIAL_OFFICE):
        found.append(("complaints:complaints", "投诉", 0))
    if by.has_role(Role.INSTITUTION_DIRECTOR):
        found.append(("complaints:mine", "情况说明", 0))
    return [*found, ("hotline:orders", "12345工单", 0)]


def _occasions(by: Actor) -> list[tuple[str, str, int]]:
    """An adviser's invitations, which today's page counts; an officer finds them among an officer's pages."""
    return [] if by.has_role(*OFFICERS) else [("occasions:occasions", "村里的事", 0)]


def _money(by: Actor) -> list[tuple[str, str, int]]:
    """补贴: the batches, for who oversees them; an institution's own statements for its director."""
    sees_all = by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
    return [("subsidies:batches", "补贴", 0)] if sees_all else [("subsidies:mine", "补贴", 0)]


def _own_money(by: Actor) -> list[tuple[str, str, int]]:
    """An adviser's own statements; a director finds theirs among the institution's."""
    return [] if by.has_role(Role.INSTITUTION_DIRECTOR) else [("subsidies:mine", "补贴", 0)]


def _assessments(by: Actor) -> list[tuple[str, str, int]]:
    """An adviser's own results; an officer finds them among an officer's pages."""
    return [] if by.has_role(*OFFICERS) else [("assessments:cycles", "考核", 0)]


def _few(by: Actor, boards: int) -> list[tuple[str, str, int]]:
    own = [
        ("occasions:occasions", "村里的事", 0),
        ("rotas:slots", "值班", 0),
        ("boards:boards", "公示牌", boards),
    ]
    own += [("basis:facts", "需求和意愿", 0), ("broadcasts:mine", "要发到群里的", 0)]
    own += [("assessments:cycles", "半年考核", 0), ("consequences:notices", "通报", 0)]
    own.append(("surveys:opinion", "给顾问打分", 0))
    wishes = own if by.has_role(Role.VILLAGE_CADRE) else []
    runs = (
        [("accounts:people", "账号", 0), ("channels:channels", "渠道", 0), ("setup:steps", "开办", 0)]
        + [
            ("consultations:keeping", "保存期限", 0),
            ("oversight:burden", "减负", 0),
            ("operations:running", "运行情况", 0),
        ]
        if by.has_role(Role.OPERATOR)
        else []
    )
    return [("oversight:desk", "首页", 0), *wishes, *runs]


def _group(title: str, pages: list[tuple[str, str, int]], path: str) -> dict:
    items = []
    for name, word, count in pages:
        url, key = reverse(name), name.replace(":", "-")  # the key is what a page with htmx finds the count by
        items.append({"url": url, "key": key, "title": word, "count": count, "current": url == path})
    return {"title": title, "items": items}
