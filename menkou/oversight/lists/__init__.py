"""列表: one way for all: what is shown stands in the address, and is what Excel holds."""
