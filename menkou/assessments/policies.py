"""Who may do what in an assessment. Nobody takes two steps that are meant for two (security.md R8)."""

from menkou.assessments import queries
from menkou.assessments.following import queries as following
from menkou.assessments.models import Consequence, Cycle, Reply, Scheme, Sheet, Survey
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District, Village


@policy("考核由区司法局组织。")
def organise(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("考核办法由区司法局起草和改。")
def change_scheme(by: Actor, scheme: Scheme) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("考核办法和试算由区司法局、审计监督看。")
def read_schemes(by: Actor, scheme: Scheme) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


@policy("考核办法要由区司法局的另一个人来定，不能是起草或者最后改的人。")
def adopt_scheme(by: Actor, scheme: Scheme) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and by.user_id != scheme.made_by_id


@policy("这一步由系统来办。")
def draw_up(by: Actor, cycle: Cycle) -> bool:
    return by is CLOCK


@policy("给本人看、公示，和撤回这两步，由区司法局来办。")
def lead(by: Actor, cycle: Cycle) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("锁定要由区司法局的另一个人来办，不能是开始公示的人。")
def lock(by: Actor, cycle: Cycle) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and by.user_id != cycle.publicity_by_id


@policy(
    "这张表由所在镇街的司法所评分；不归哪个司法所的，由区司法局评分。自己的表、自己负责的机构的人的表，不能自己评。"
)
def score(by: Actor, sheet: Sheet) -> bool:
    office = sheet.scored_by_office_id
    is_theirs = by.holds(Role.JUDICIAL_OFFICE, office) if office else by.has_role(Role.JUSTICE_BUREAU)
    return is_theirs and not queries.concerns(by, sheet)


@policy("只有被考核的本人、机构负责人、村（居）委会或者司法所可以确认和说明。")
def answer(by: Actor, sheet: Sheet) -> bool:
    return queries.is_of(by, sheet)


@policy("复核要由没有参与评分、没有定过这一项、也没有把结果给本人看、和这张表没有关系的另一个人来定。")
def decide(by: Actor, reply: Reply) -> bool:
    is_apart = by.user_id not in {reply.made_by_id, reply.sheet.cycle.shown_by_id, *queries.scorers_of(reply)}
    return by.has_role(Role.JUSTICE_BUREAU) and is_apart and not queries.concerns(by, reply.sheet)


@policy("演示的考核由安装程序放进来。")
def replay(by: Actor, cycle: Cycle) -> bool:
    return by is INSTALLER


@policy("考核结果由区司法局、审计监督来取。")
def take_out(by: Actor, cycle: Cycle) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)


@policy("这一步由系统来办。")
def follow_grades(by: Actor, cycle: Cycle) -> bool:
    return by is CLOCK


@policy("结果运用由区司法局立，或者按规则由系统立。")
def find(by: Actor, district: District) -> bool:
    return by is CLOCK or by.has_role(Role.JUSTICE_BUREAU)


@policy("这一步由系统来办。")
def let_go(by: Actor, consequence: Consequence) -> bool:
    return by is CLOCK


@policy("告知、换人、办完由区司法局来办，和自己有关的除外。")
def handle(by: Actor, consequence: Consequence) -> bool:
    return following.deals_with(by, consequence)


@policy("只有被告知的本人和所在机构的负责人可以陈述申辩。")
def state(by: Actor, consequence: Consequence) -> bool:
    return following.is_own(by, consequence)


@policy("决定要由区司法局的另一个人来作，不能是拟处理意见的人。")
def decide_on(by: Actor, consequence: Consequence) -> bool:
    return following.deals_with(by, consequence) and by.user_id != consequence.told_by_id


@policy("测评由村所在镇街的司法所抽。")
def draw_survey(by: Actor, village: Village) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, village.township_id)


@policy("录入、换户、打印答卷条由村所在镇街的司法所来办。")
def ask_households(by: Actor, survey: Survey) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, survey.village.township_id)


@policy("用工作账号登录的时候不能替村（居）民答，请退出登录，或者用村（居）民自己的手机打开。")
def answer_survey(by: Actor, survey: Survey) -> bool:
    return not by.is_staff


@policy("只有本村（社区）的村（居）委会可以给自己的顾问打分。")
def mark_adviser(by: Actor, village: Village) -> bool:
    return by.holds(Role.VILLAGE_CADRE, village.pk)
