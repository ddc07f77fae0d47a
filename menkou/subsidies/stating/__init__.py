"""对账单: what an institution or an adviser gets of a batch."""
