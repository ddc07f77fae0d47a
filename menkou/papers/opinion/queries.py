"""What an opinion's paper says: of an occasion that somebody may read, in whose name, about which clauses."""

from datetime import datetime
from uuid import UUID

from menkou.accounts.models import User
from menkou.advisers.models import Registration
from menkou.core import clock
from menkou.core.actors import Actor, Role
from menkou.core.errors import Conflict, Refused
from menkou.occasions import policies
from menkou.occasions import queries as occasions
from menkou.occasions.models import Occasion, Remark
from menkou.papers.official.paper import DEMO, NUMBER, Block, Paper, Paragraph, Signature, Table, written
from menkou.papers.queries import committee_of
from menkou.places.models import District

TITLE, REVIEW = "法律意见书", "合同审查意见书"
NOTHING = "顾问还没有出具意见，也没有写条款意见，没有可取的。"
HEADS, WIDTHS = ("条款", "看法", "意见"), (3, 2, 7)


def readable(by: Actor, pk: UUID) -> Occasion:
    """How a paper gets hold of its occasion. Raises Refused where somebody sees its facts alone."""
    found = occasions.occasion_for(by, pk)
    if not policies.take_paper.allows(by, found):
        raise Refused(policies.take_paper.refusal)
    return found


def title_of(occasion: Occasion) -> str:
    """What the paper is called: of a contract it is a review."""
    return REVIEW if occasion.kind == Occasion.Kind.CONTRACT else TITLE


def paper_of(by: Actor, occasion: Occasion, district: District) -> Paper:
    """The paper, whole. Raises Conflict where nobody has given an opinion or said anything of a clause."""
    remarks, village = list(occasions.remarks_of(by, occasion)), occasion.village
    author, at = _written(occasion, remarks)
    committee, papers = committee_of(village), occasions.papers_of(by, occasion).count()
    return Paper(
        title=f"关于{village.short_name}“{occasion.title}”的{title_of(occasion)}",
        number=f"编号：{NUMBER}",
        addressee=committee,
        body=_body(occasion, remarks, papers, committee),
        signatures=(_signature(occasion, author),),
        dated=at.astimezone(clock.SHANGHAI).date(),
        note=DEMO if district.is_demo else "",
    )


def _written(occasion: Occasion, remarks: list[Remark]) -> tuple[User, datetime]:
    """Whose it is, and of when: the opinion's, else the last remark's."""
    if occasion.opinion and occasion.opined_by and occasion.opined_at:
        return occasion.opined_by, occasion.opined_at
    if not remarks:
        raise Conflict(NOTHING)
    return remarks[-1].made_by, remarks[-1].made_at


def _body(occasion: Occasion, remarks: list[Remark], papers: int, committee: str) -> tuple[Block, ...]:
    at = occasion.happens_at.astimezone(clock.SHANGHAI)
    where = f"，地点{occasion.place}" if occasion.place else ""
    when = f"时间{at.year}年{at.month}月{at.day}日{at:%H:%M}"
    given = f"村里提供了{papers}页材料。" if papers else "村里没有在系统里存材料。"
    body: list[Block] = [
        Paragraph("事项", 1),
        Paragraph(f"{occasion.get_kind_display()}“{occasion.title}”，{when}{where}。{given}"),
    ]
    if occasion.opinion:
        body += [Paragraph("法律意见", 1), *written(occasion.opinion)]
    if remarks:
        rows = tuple((one.clause, one.get_risk_display(), one.words) for one in remarks)
        body += [Paragraph("条款意见", 1), Table(HEADS, rows, WIDTHS)]
    return (*body, Paragraph("说明", 1), Paragraph(f"本意见根据村里提供的材料出具，供{committee}参考，不公开。"))


def _signature(occasion: Occasion, author: User) -> Signature:
    """The institution presses its seal, the adviser signs; whoever wrote it as nobody's adviser signs alone."""
    own = Registration.objects.filter(membership__user=author, membership__role=Role.ADVISER)
    known = [occasion.attended_id, occasion.invited_id]
    found = list(own.select_related("adviser", "institution").order_by("-valid_from", "id").distinct())
    if not found:
        return Signature(f"法律顾问：{author.name}（签名）")
    issuer = next((one for one in found if one.pk in known), found[0])
    hand = f"法律顾问：{issuer.adviser.name}（签名）"
    return Signature(issuer.institution.name, seal="请执业机构盖章", hand=hand)
