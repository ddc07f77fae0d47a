"""Ways of reaching people: a folder each, complete in itself. Bytes in, dataclass out; no rule of the programme."""
