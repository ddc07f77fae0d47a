from menkou.advisers.models import Institution, Registration
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor, Role
from menkou.postings.models import Departure


@policy("只有区司法局和所在机构的负责人可以登记离职。")
def leave(by: Actor, registration: Registration) -> bool:
    led = registration.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    return registration.is_running and (led or by.has_role(Role.JUSTICE_BUREAU))


@policy("只有区司法局可以登记停止执业、责令更换。")
def bar(by: Actor, registration: Registration) -> bool:
    return registration.is_running and by.has_role(Role.JUSTICE_BUREAU)


@policy("执业证到期由系统登记。")
def end_with_licence(by: Actor, registration: Registration) -> bool:
    return by is CLOCK


@policy("只有区司法局可以登记机构退出。")
def close(by: Actor, institution: Institution) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局和登记离职的机构负责人可以撤销。")
def undo(by: Actor, departure: Departure) -> bool:
    if departure.why == Departure.Why.LICENCE and by is CLOCK:
        return True
    led = departure.registration.institution_id in by.held(Role.INSTITUTION_DIRECTOR)
    return by.has_role(Role.JUSTICE_BUREAU) or (led and departure.why == Departure.Why.LEFT)


@policy("只有区司法局可以让人恢复任职。")
def lift(by: Actor, departure: Departure) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)
