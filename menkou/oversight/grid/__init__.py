"""村格图 by any measure, and twelve months in lines; each with a table that says the same."""
