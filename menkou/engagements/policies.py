from menkou.core.actions import policy
from menkou.core.actors import CLOCK, INSTALLER, Actor, Role
from menkou.engagements.models import Contract, MissedDuty, Scan
from menkou.places.models import District


@policy("只有区司法局可以登记聘用合同。")
def engage(by: Actor, district: District) -> bool:
    return by is INSTALLER or by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以续签聘用合同。")
def renew(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以登记送签和签订。")
def sign(by: Actor, district: District) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有系统可以发到期提醒。")
def give_notice(by: Actor, district: District) -> bool:
    return by is CLOCK


@policy("只有区司法局可以终止聘用合同。")
def end(by: Actor, contract: Contract) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局可以存、删扫描件。")
def keep_scans(by: Actor, contract: Contract) -> bool:
    return by.has_role(Role.JUSTICE_BUREAU)


@policy("只有区司法局、审计、村所在镇街的司法所和签合同的机构可以看扫描件。")
def take_scan(by: Actor, scan: Scan) -> bool:
    contract = scan.contract
    return (
        by.has_role(Role.JUSTICE_BUREAU, Role.AUDITOR)
        or by.holds(Role.JUDICIAL_OFFICE, contract.village.township_id)
        or by.holds(Role.INSTITUTION_DIRECTOR, contract.institution_id)
    )


@policy("缺席由村所在镇街的司法所登记。")
def record_missed(by: Actor, contract: Contract) -> bool:
    return by.holds(Role.JUDICIAL_OFFICE, contract.village.township_id)


@policy("缺席记录只能由村所在镇街的司法所或者区司法局划掉。")
def strike_missed(by: Actor, missed: MissedDuty) -> bool:
    township = missed.contract.village.township_id
    return by.has_role(Role.JUSTICE_BUREAU) or by.holds(Role.JUDICIAL_OFFICE, township)
