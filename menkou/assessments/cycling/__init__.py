"""A cycle's way: opened, drawn up, scored, shown and answered, published, locked."""
