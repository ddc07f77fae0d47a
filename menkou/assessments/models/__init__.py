"""What an assessment rests on, how far it has come, and what follows from it."""

from menkou.assessments.models.consequences import Consequence
from menkou.assessments.models.cycles import Cycle
from menkou.assessments.models.schemes import Kind, Scheme, SchemeGrade, SchemeItem, Source, Subject
from menkou.assessments.models.sheets import Reply, Score, Sheet
from menkou.assessments.models.surveys import Answer, Survey, View

__all__ = [
    "Answer",
    "Consequence",
    "Cycle",
    "Kind",
    "Reply",
    "Scheme",
    "SchemeGrade",
    "SchemeItem",
    "Score",
    "Sheet",
    "Source",
    "Subject",
    "Survey",
    "View",
]
