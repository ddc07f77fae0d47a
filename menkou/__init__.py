"""门口: legal counsel at every village's door."""

__version__ = "0.1.0"
