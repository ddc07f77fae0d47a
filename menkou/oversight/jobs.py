"""What the worker makes for overviews."""

from menkou.oversight.centre import making as documents  # noqa: F401  registers the makers of official papers
from menkou.oversight.ledger import making as ledgers  # noqa: F401  registers the maker of ledgers
from menkou.oversight.logbook import making as logbooks  # noqa: F401  registers the maker of logs
