"""Where the demo's residents are sent to, with invented addresses; and one matter that was sent and one that is shared."""

from menkou.accounts.queries import actor_for
from menkou.consultations.interests import actions as interests
from menkou.consultations.models import Consultation, Target
from menkou.consultations.opinions import actions as opinions
from menkou.consultations.passing import queries as team
from menkou.consultations.referring import actions as referring
from menkou.core import clock
from menkou.core.actors import INSTALLER, Role
from menkou.demo.facts import SOURCE
from menkou.demo.places import WALK_VILLAGE
from menkou.demo.rehearsal import Stage
from menkou.places.models import District

State = Consultation.State
OFFICE_HOURS = "周一到周五 上午9点到12点，下午1点半到5点"
BODIES = (  # kind, name, phone, address, remark
    ("legal_aid", "演示·区法律援助中心", "0537-0000101", "演示路101号", "带身份证。困难的，不用交钱。"),
    ("labour", "演示·劳动人事争议仲裁院", "0537-0000102", "演示路102号二楼", "讨工钱，一年里来。不收钱。"),
    ("land", "演示·农村土地承包仲裁委员会", "0537-0000103", "演示路103号", ""),
    ("notary", "演示·公证处", "0537-0000104", "演示路104号", "收费，去之前先打电话问。"),
    ("court", "演示·人民法庭", "0537-0000105", "演示路105号", ""),
    ("women", "演示·区妇联", "0537-0000106", "演示路106号", ""),
)
WHY = "这件事先去调解，不收钱，比打官司快。去了就说顾问介绍来的。"
BRING = "身份证、合同或者借条的原件、照片"


def arrange(stage: Stage, district: District) -> None:
    """By the actions themselves, on matters away from the village of the walk."""
    for body in _bodies(stage):
        referring.record_target(by=INSTALLER, district=district, target=body)
    users = {registration.pk: key for key, registration in stage.registrations.items()}
    away = Consultation.objects.exclude(village__code=WALK_VILLAGE).select_related("village__township", "holder")
    sent, shared = (list(away.filter(state=State.ANSWERED).order_by("-pk")[:2]) + [None, None])[:2]
    if sent:
        adviser = actor_for(stage.users[Role.ADVISER, users[sent.holder_id]])
        interests.declare_none(by=adviser, consultation=sent)
        to = str(Target.objects.get(township=sent.village.township_id).pk)
        referring.refer(by=adviser, consultation=sent, to=to, text=WHY, bring=BRING, form="0a" * 16)
    if shared and (colleague := team.near(shared).order_by("pk").first()):
        adviser = actor_for(stage.users[Role.ADVISER, users[shared.holder_id]])
        opinions.ask(by=adviser, consultation=shared, colleague=colleague, is_spoken=True)


def _bodies(stage: Stage) -> list[Target]:
    """A committee of mediation in each township, and what the whole district has once."""
    said = {"valid_from": clock.today(), "source": SOURCE, "hours": OFFICE_HOURS}
    found = [
        Target(
            kind="mediation",
            name=f"演示·{town.name}人民调解委员会",
            township=town,
            phone="0537-0000100",
            address=f"演示·{town.name}政府院内",
            **said,
        )
        for town in stage.towns.values()
    ]
    return found + [Target(kind=k, name=n, phone=p, address=a, remark=r, **said) for k, n, p, a, r in BODIES]
