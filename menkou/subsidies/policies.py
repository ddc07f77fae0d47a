from menkou.assessments.models import Consequence, Cycle
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.places.models import District
from menkou.subsidies import queries
from menkou.subsidies.models import Batch, Line, Objection, Proposed


@policy("补贴的标准、系数、扣减和奖励，由区司法局登记。")
def arrange(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("要由区司法局的另一个人同意：不能同意自己登记的，也不能同意给自己的。")
def decide(by: Actor, proposed: Proposed) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and queries.is_another_for(by, proposed)


@policy("考核锁定了，系数才跟着算。")
def follow_grades(by: Actor, cycle: Cycle) -> bool:
    return by is CLOCK and cycle.state == Cycle.State.LOCKED


@policy("扣减补贴决定了，才跟着扣。")
def follow_decision(by: Actor, consequence: Consequence) -> bool:
    is_deduction = consequence.kind == Consequence.Kind.DEDUCT
    return by is CLOCK and is_deduction and consequence.state == Consequence.State.DECIDED


@policy("补贴批次由区司法局编制、提交和交财务。")
def handle(by: Actor, batch: Batch) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("要由区司法局的另一个人复核：不能复核自己编的、自己提交的；拿补贴的人也不能复核。")
def check(by: Actor, batch: Batch) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and queries.is_checker_of(by, batch)


@policy("批次由系统来编。")
def draw(by: Actor, batch: Batch) -> bool:
    return by is CLOCK


@policy("只有这一行的顾问，或者他的机构负责人，可以提异议。")
def object_to(by: Actor, line: Line) -> bool:
    return queries.is_own(by, line)


@policy("异议由区司法局答复；自己的补贴，不能自己答复。")
def answer(by: Actor, objection: Objection) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and queries.is_stranger_to(by, objection)


@policy("要改的，由区司法局的另一个人定：不能定自己答复的，也不能定自己的补贴。")
def settle(by: Actor, objection: Objection) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU) and queries.is_second_for(by, objection)


@policy("只有安装程序可以写入演示记录。")
def replay(by: Actor, district: District) -> bool:
    return by is INSTALLER and district.is_demo
