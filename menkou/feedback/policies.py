from menkou.core.actions import policy
from menkou.core.actors import Actor, Role
from menkou.feedback.models import Suggestion
from menkou.places.models import District

ANSWERERS = (Role.JUSTICE_BUREAU, Role.OPERATOR)


@policy("提意见要先登录，有本区的身份才能提。")
def suggest(by: Actor, district: District) -> bool:
    return by.has_role(*Role)


@policy("意见由区司法局或者系统运维的人答复，不能答复自己提的。")
def answer(by: Actor, suggestion: Suggestion) -> bool:
    return by.has_role(*ANSWERERS) and by.user_id != suggestion.said_by_id


@policy("只有提意见的人可以收回。")
def withdraw(by: Actor, suggestion: Suggestion) -> bool:
    return by.user_id == suggestion.said_by_id
