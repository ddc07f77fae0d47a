"""What follows from what. The one page that says who listens; all in the transaction of the change.

| News            | Then                                                              |
|-----------------|-------------------------------------------------------------------|
| ContractEnded   | postings: the posts under it end                                  |
| ContractsSigned | postings: whose post ends there goes on under the next contract    |
| ContractWithdrawn | postings: what was to go on under it is taken back              |
| DutiesMissed    | assessments: a case is opened for people, as the district's rule says |
| DutyStruck      | assessments: one that stands on too few is dropped, if nobody was told |
| PostingsChanged | consultations: open ones are offered to who is on duty now        |
|                 | boards: those that show who served are not true any more          |
| PublicFactsChanged | boards: those that show another name, phone, address           |
| PostsVacant     | it is said to whoever did it and to the bureau                    |
|                 | plans: a repair with the fewest changes is asked for              |
| Answered        | chats: whoever asked is told                                      |
| TakenBack       | chats: and is not                                                  |
| Closed          | chats: they are asked how it was                                  |
| MatterErased    | complaints: one that runs about it is over                        |
|                 | broadcasts: a case that was made of it is not used any more       |
| PublishingEnded | broadcasts: the same                                              |
| ComplaintClosed | assessments: where it was found true, a case is opened for people    |
| OrderClosed     | assessments: the same, of a work order of the 12345 hotline       |
| GroupDissolved  | broadcasts: what was to go into it ends                           |
| Locked          | assessments: what follows from the grades is opened for people    |
|                 | subsidies: each adviser's coefficient of the half-year            |
| Decided         | subsidies: a deduction that was decided on                        |
| VillagesMerged  | plans: the same, for the villages that go on                      |
|                 | boards: of villages that ended or have another name               |
|                 | groups: theirs are those of the villages that go on               |
|                 | occasions: what is to come is told to who serves those            |
|                 | rotas: turns to come are at the villages that go on               |
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from uuid_utils.compat import uuid7

from menkou.assessments.following import actions as following
from menkou.assessments.following import triggers
from menkou.assessments.following.findings import Finding
from menkou.assessments.models import Consequence
from menkou.assessments.news import Decided, Locked
from menkou.boards import actions as boards
from menkou.broadcasts import actions as broadcasts
from menkou.broadcasts.cases import actions as cases
from menkou.broadcasts.cases.queries import of_matter as made_of
from menkou.chats import telling
from menkou.complaints.news import ComplaintClosed
from menkou.complaints.queries import running_of
from menkou.complaints.timing import actions as complaints
from menkou.consultations.news import Answered, Closed, MatterErased, PublishingEnded, TakenBack
from menkou.consultations.passing import actions as passing
from menkou.consultations.queries import open_in
from menkou.core import clock, outbox, remarks
from menkou.core.actors import CLOCK
from menkou.core.news import News
from menkou.core.scope import district_being_written
from menkou.engagements.news import ContractEnded, ContractsSigned, ContractWithdrawn, DutiesMissed, DutyStruck
from menkou.groups.keeping import actions as groups
from menkou.groups.news import GroupDissolved
from menkou.hotline.news import OrderClosed
from menkou.mergers.news import VillagesMerged
from menkou.occasions import actions as occasions
from menkou.places.models import District, Village
from menkou.places.news import PublicFactsChanged
from menkou.places.queries import rules
from menkou.plans import actions as plans
from menkou.postings import actions as postings
from menkou.postings import vacancies
from menkou.postings.news import PostingsChanged, PostsVacant
from menkou.rotas import actions as rotas
from menkou.subsidies.following import actions as money

MOST_REPAIRS = 3  # of one act; what is vacant later is offered by the list of posts ahead without anybody


def end_posts(news: ContractEnded) -> None:
    postings.end_under(by=news.by, contract=news.contract)


def go_on_under(news: ContractsSigned) -> None:
    district = District.objects.get(pk=news.contracts[0].district_id)
    postings.stand_under(by=news.by, district=district, contracts=news.contracts)


def take_back_posts(news: ContractWithdrawn) -> None:
    postings.take_back_under(by=news.by, contract=news.contract)


def offer_open_consultations(news: PostingsChanged) -> None:
    for village in Village.objects.filter(pk__in=open_in(news.village_ids).values("village")):
        passing.offer_to_new_holders(by=CLOCK, village=village)


def compare_boards(news: PostingsChanged | PublicFactsChanged) -> None:
    district = District.objects.get(pk=district_being_written())
    boards.compare(by=CLOCK, district=district, why=news.why, villages=news.village_ids)


def compare_all_boards(news: VillagesMerged) -> None:
    district = District.objects.get(pk=district_being_written())
    boards.compare(by=CLOCK, district=district, why=news.why)


def say_vacant(news: PostsVacant) -> None:
    words = vacancies.in_words(news.vacancies)
    near = clock.today() + timedelta(days=rules()["gaps_ahead_days"])
    asks = any(one.is_unforeseen(near) for one in news.vacancies)
    remarks.say(remarks.Remark(words, "departures:gaps", asks))
    outbox.send(to="bureau", words=words, key=f"vacant:{uuid7()}")


def ask_for_repairs(news: PostsVacant) -> None:
    """From each of the first days on which somebody is missed whom no renewal brings back."""
    district, furthest = District.objects.get(pk=district_being_written()), clock.today() + plans.FURTHEST
    days = sorted({one.since for one in news.vacancies if not one.is_planned and one.since <= furthest})
    for day in days[:MOST_REPAIRS]:
        plans.propose_repair(by=CLOCK, district=district, why=news.why, starts_on=day)


def tell_asker(news: Answered) -> None:
    telling.tell(news.consultation, news.message_id, news.visible_at)


def tell_no_more(news: TakenBack) -> None:
    telling.take_back(news.consultation, news.message_id)


def ask_rating(news: Closed) -> None:
    telling.ask_rating(news.consultation)


def end_complaints(news: MatterErased) -> None:
    for complaint in running_of(news.consultation):
        complaints.end_erased(by=CLOCK, complaint=complaint)


def end_cases(news: MatterErased | PublishingEnded) -> None:
    for case in made_of(news.consultation):
        cases.end_with_consent(by=CLOCK, case=case)


def end_deliveries(news: GroupDissolved) -> None:
    broadcasts.end_in(by=CLOCK, group=news.group)


def open_consequences(news: Locked) -> None:
    following.open_for(by=CLOCK, cycle=news.cycle)


def price_grades(news: Locked) -> None:
    money.follow_grades(by=CLOCK, cycle=news.cycle)


def deduct(news: Decided) -> None:
    if news.consequence.kind == Consequence.Kind.DEDUCT:
        money.follow_decision(by=CLOCK, consequence=news.consequence)


def open_for_missed(news: DutiesMissed) -> None:
    _open(triggers.of_missed(news.contract))


def open_for_complaint(news: ComplaintClosed) -> None:
    _open(triggers.of_complaint(news.complaint))


def open_for_order(news: OrderClosed) -> None:
    _open(triggers.of_order(news.order))


def _open(finding: Finding | None) -> None:
    if finding:
        district = District.objects.get(pk=district_being_written())
        following.found(by=CLOCK, district=district, finding=finding)


def let_go_of_missed(news: DutyStruck) -> None:
    cases, why = triggers.unfounded(news.contract)
    for case in cases:
        following.let_go(by=CLOCK, consequence=case, why=why)


def take_groups_along(news: VillagesMerged) -> None:
    groups.follow(by=CLOCK, district=District.objects.get(pk=district_being_written()))


def take_occasions_along(news: VillagesMerged) -> None:
    occasions.pass_on(by=CLOCK, district=District.objects.get(pk=district_being_written()))


def take_rotas_along(news: VillagesMerged) -> None:
    rotas.pass_on(by=CLOCK, district=District.objects.get(pk=district_being_written()))


def ask_for_repair(news: VillagesMerged) -> None:
    district = District.objects.get(pk=district_being_written())
    plans.propose_repair(by=CLOCK, district=district, why=news.why, starts_on=news.starts_on)


REACTIONS: dict[type[News], list[Callable[[Any], None]]] = {
    ContractEnded: [end_posts],
    ContractsSigned: [go_on_under],
    ContractWithdrawn: [take_back_posts],
    DutiesMissed: [open_for_missed],
    DutyStruck: [let_go_of_missed],
    PostingsChanged: [offer_open_consultations, compare_boards],
    PostsVacant: [say_vacant, ask_for_repairs],
    VillagesMerged: [ask_for_repair, compare_all_boards, take_groups_along, take_occasions_along, take_rotas_along],
    Answered: [tell_asker],
    TakenBack: [tell_no_more],
    Closed: [ask_rating],
    MatterErased: [end_complaints, end_cases],
    PublishingEnded: [end_cases],
    ComplaintClosed: [open_for_complaint],
    OrderClosed: [open_for_order],
    PublicFactsChanged: [compare_boards],
    GroupDissolved: [end_deliveries],
    Locked: [open_consequences, price_grades],
    Decided: [deduct],
}
