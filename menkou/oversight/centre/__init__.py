"""文书中心: official papers of what is on record; every number by query, none typed."""
