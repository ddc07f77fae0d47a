"""Who may stand before a page of the staff: the guard is core's, so that channels, below accounts, has it as well."""

from menkou.core.doors import staff

__all__ = ["staff"]
