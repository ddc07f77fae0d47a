"""What the worker makes of the audit log."""

from menkou.audit import pack  # noqa: F401  registers the maker of inspection packs
