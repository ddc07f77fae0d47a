"""The least that could be behind the same web server: no middleware, no gate, no page, the same database."""
