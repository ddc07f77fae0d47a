"""考核: every half-year what is asked is held against what is on record, answered, decided by two, and followed."""
