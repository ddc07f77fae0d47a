"""An official paper as the file that somebody takes. What it takes to load Word, PDF and Excel is loaded by the worker alone."""

from menkou.papers import typefaces
from menkou.papers.makers import NOT_SET, CannotMake
from menkou.papers.models import Batch
from menkou.papers.official.paper import Paper
from menkou.papers.official.telling import told

OR_WORD = f"{NOT_SET}也可以先取 Word。"


def as_file(paper: Paper, form: str) -> bytes:
    """In one of the forms of a batch. Raises CannotMake where it cannot be set."""
    if form == Batch.Kind.EXCEL:
        from menkou.papers.book import xlsx

        return xlsx(paper)
    if form == Batch.Kind.PDF:
        from menkou.papers.official.pdf import NotSet, pdf

        try:
            return pdf(told(paper))
        except NotSet as problem:
            raise CannotMake(OR_WORD) from problem
    from menkou.papers.official.word import docx

    return docx(told(paper))


def demand_typefaces(form: str) -> None:
    """Before anything is asked for. Raises NoFont where a PDF could not be set here."""
    if form == Batch.Kind.PDF:
        typefaces.demand()
