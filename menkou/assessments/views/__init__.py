"""Pages of assessments: schemes, cycles with their sheets, surveys, consequences."""
