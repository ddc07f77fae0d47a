"""What an adviser said into the phone of a visit: sealed under a key of the visit's own that no row holds."""

from uuid import UUID

from menkou.core import sealed
from menkou.core.keys import digest


def seal(visit_id: UUID, sound: bytes) -> bytes:
    """Seal a clip."""
    return sealed.seal_bytes(_key(visit_id), sound, context=_context(visit_id))


def unseal(visit_id: UUID, record: bytes) -> bytes:
    """Open a clip. Raises Unsealable."""
    return sealed.unseal_bytes(_key(visit_id), record, context=_context(visit_id))


def _key(visit_id: UUID) -> bytes:
    return digest("visit-clip", str(visit_id))  # of the key that never changes: no such row has to be wrapped anew


def _context(visit_id: UUID) -> str:
    return f"visit-clip:{visit_id}"
