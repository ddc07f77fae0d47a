"""公众号: what comes from a service account of WeChat, and what we ask of it. No database."""
