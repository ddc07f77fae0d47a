from menkou.core.reconciler import sweep
from menkou.worklogs import proofs, queries


@sweep
def forget_lost_evidence() -> None:
    """A file whose row was taken back is deleted."""
    proofs.STORE.sweep(queries.files_in_use)
