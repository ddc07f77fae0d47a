"""推送, 素材, 苗头 and 典型案例."""

from menkou.broadcasts.models.cases import CaseMask, TypicalCase
from menkou.broadcasts.models.notices import MOST_WORDS, Article, Delivery, Notice, Reading, Task
from menkou.broadcasts.models.rises import Rise

__all__ = ["MOST_WORDS", "Article", "CaseMask", "Delivery", "Notice", "Reading", "Rise", "Task", "TypicalCase"]
