"""What nobody asks for: files whose rows are gone."""

from menkou.core.reconciler import sweep
from menkou.occasions import files, queries


@sweep
def forget_lost_papers() -> None:
    """A file whose row was taken back, or deleted, is deleted too."""
    files.STORE.sweep(queries.files_in_use)
