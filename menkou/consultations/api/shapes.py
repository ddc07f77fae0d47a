"""What the API of consultations takes and gives. Limits and sentences are those of the pages' forms (a test compares)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StrictBool

from menkou.consultations.content import LONGEST_TEXT
from menkou.consultations.enclosed import Enclosed
from menkou.consultations.interests.routing import ADVISERS, COMMITTEE, UNKNOWN
from menkou.consultations.models import DECLARED, Consultation, Handover, Rating
from menkou.consultations.rules.categories import CATEGORIES
from menkou.consultations.rules.names import LONGEST_NAME
from menkou.consultations.rules.names import TOO_LONG as TOO_LONG_NAME
from menkou.core.replies import Receipt
from menkou.core.shapes import Body, Moment, OneOf, Text, Whole
from menkou.places.api import VillageOut
from menkou.postings.models import Post

State = Consultation.State
TOO_LONG = f"写了 {{length}} 字，最多 {LONGEST_TEXT} 字。请删掉一些，或者分两次问。"
Question = Annotated[
    str, Text(LONGEST_TEXT, empty="还没写字。写一两句就行，比如：邻居占了我家宅基地。", too_long=TOO_LONG)
]
FollowUp = Annotated[str, Text(LONGEST_TEXT, empty="还没写字。", too_long=TOO_LONG)]
Answer = Annotated[str, Text(LONGEST_TEXT, empty="还没写答复。", too_long=TOO_LONG)]
Code = Annotated[str, Text(40, empty="请输入取件码。", too_long="取件码是八个字母和数字，请核对。")]
Minutes = Annotated[int, Whole(1, 24 * 60, too_small="至少 1 分钟。", too_large="一天只有 1440 分钟，请核对。")]
FACE = "请点一个脸，再送出。"  # 1 unhappy, 2 fair, 3 happy
Face = Annotated[int, Whole(1, 3, too_small=FACE, too_large=FACE)]
REASONS = {value: label for value, label in Handover.Reason.choices if value in Handover.BY_HAND}
ENDINGS = {one.value: one.label for one in Consultation.BY_HAND}
Ending = Annotated[str, OneOf(ENDINGS, otherwise="请从列表里选怎么结的。")]
Reason = Annotated[str, OneOf(REASONS, otherwise="请选一个原因。")]
InterestKind = Annotated[str, OneOf(dict(DECLARED), otherwise="请从列表里选一种利害关系。")]
Category = Annotated[str, OneOf(dict(CATEGORIES), otherwise="请从列表里选一类。")]


Name = Annotated[str, Text(LONGEST_NAME, empty="", too_long=TOO_LONG_NAME)]
CONCERNS = {
    "": "都不是",
    COMMITTEE: "村委会或村干部",
    **{word: f"本村的{post.label}顾问" for word, post in ADVISERS.items()},
}
Concern = Annotated[str, OneOf(CONCERNS, otherwise=UNKNOWN)]


class AskIn(Body):
    """concerns: committee, adviser_a or adviser_b keeps it from them; the names are sealed like the text."""

    text: Question
    may_hand_over: StrictBool = True
    concerns: Concern = ""
    other_side: Name = ""
    own_name: Name = ""


class CodeIn(Body):
    code: Code


class FollowUpIn(CodeIn):
    text: FollowUp


class RateIn(CodeIn):
    face: Face
    is_solved: StrictBool


class AnswerIn(Body):
    """has_no_interest: I have looked, and nothing ties me or my institution to it; once is enough."""

    text: Answer
    has_no_interest: StrictBool = False


class InterestIn(Body):
    kind: InterestKind


class HandOverIn(Body):
    reason: Reason


class CloseIn(Body):
    minutes: Minutes
    category: Category
    ending: Ending = Consultation.Ending.ANSWERED.value


class AdviserOut(BaseModel):
    name: str
    title: str
    institution: str


class AcceptedOut(BaseModel):
    """Keep the pickup code: nothing else opens the answer, and it is not kept anywhere."""

    pickup_code: str
    pickup_code_in_two: str
    adviser: AdviserOut | None
    due_at: Moment


class EnclosedOut(BaseModel):
    """A clip of voice or a page of paper; heard and seen on the pages. Seconds are empty for a page."""

    kind: Literal["voice", "photo"]
    seconds: int | None


class SaidOut(BaseModel):
    """One message; the text may be empty where something is enclosed."""

    by: Literal["asker", "adviser"]
    text: str
    at: Moment
    enclosures: list[EnclosedOut] = []


class RatingOut(BaseModel):
    face: Rating.Face
    is_solved: bool


class ThreadOut(BaseModel):
    """A consultation as the asker sees it; asks_consent: it goes on with somebody else once the asker agrees.

    adviser is empty while an interest keeps everybody near from it, and the bureau looks for somebody.
    """

    village: VillageOut
    adviser: AdviserOut | None
    state: State
    asked_at: Moment
    due_at: Moment
    said: list[SaidOut]
    handovers: list[str]
    rating: RatingOut | None
    may_rate: bool
    asks_consent: bool


class FollowedUp(Receipt):
    state: State
    due_at: Moment


class Agreed(Receipt):
    """Whether somebody has taken it over at once; where nobody is there yet, it follows."""

    state: State
    is_handed_over: bool


class Rated(Receipt):
    face: Rating.Face
    is_solved: bool
    rated_at: Moment


class ConsultationOut(BaseModel):
    """Facts about a consultation; nothing of what was said."""

    id: UUID
    reference: str
    village: VillageOut
    state: State
    may_hand_over: bool
    asked_at: Moment
    due_at: Moment
    answered_at: Moment | None
    closed_at: Moment | None
    category: str
    minutes: int | None
    ending: str


class MessageOut(SaidOut):
    id: UUID
    can_take_back: bool


class OpenedOut(ConsultationOut):
    said: list[MessageOut]
    handovers: list[str]


class Answered(Receipt):
    """The answer's id, to take it back with until the asker sees it."""

    id: UUID
    visible_at: Moment
    state: State


class TakenBack(Receipt):
    id: UUID
    state: State


class HandedOver(Receipt):
    """Whose turn it is now; the name stands on the village's page."""

    to_post: Post
    handed_at: Moment


class Declared(Receipt):
    """Whether somebody has it now; else the bureau looks for somebody."""

    is_handed_over: bool


class Closed(Receipt):
    id: UUID
    state: State
    closed_at: Moment
    entry_id: UUID


def enclosed_out(enclosures: tuple[Enclosed, ...]) -> list[EnclosedOut]:
    """What a message encloses, as the API tells it."""
    kinds: dict[str, Literal["voice", "photo"]] = {"voice": "voice", "photo": "photo"}
    return [EnclosedOut(kind=kinds[one.kind], seconds=one.seconds) for one in enclosures]
