from menkou.complaints import queries
from menkou.complaints.models import Complaint, Statement
from menkou.consultations.models import Consultation
from menkou.consultations.policies import is_asker
from menkou.core.actions import policy
from menkou.core.actors import CLOCK, Actor


@policy("只有提问的人可以投诉。")
def complain(by: Actor, consultation: Consultation) -> bool:
    return is_asker(by, consultation)


@policy("只有投诉的人可以撤回、说满意不满意。")
def follow(by: Actor, complaint: Complaint) -> bool:
    return is_asker(by, complaint.consultation)


@policy("这件投诉不由您办。")
def handle(by: Actor, complaint: Complaint) -> bool:
    return queries.handled_by(by).filter(pk=complaint.pk).exists()


@policy("投诉的话只有办的人、区司法局和审计监督可以看。")
def read(by: Actor, complaint: Complaint) -> bool:
    return queries.read_by(by).filter(pk=complaint.pk).exists()


@policy("只有区司法局可以提级办理。")
def take_over(by: Actor, complaint: Complaint) -> bool:
    return queries.takeable_by(by).filter(pk=complaint.pk).exists()


@policy("只有区司法局可以催办司法所的投诉。")
def nudge(by: Actor, complaint: Complaint) -> bool:
    return queries.takeable_by(by).filter(pk=complaint.pk).exists()


@policy("只有被要求说明的人可以说明。")
def give_statement(by: Actor, statement: Statement) -> bool:
    return queries.asked_of(by).filter(pk=statement.pk).exists()


@policy("只有系统定时可以催办和转办投诉。")
def keep_time(by: Actor, complaint: Complaint) -> bool:
    return by is CLOCK
