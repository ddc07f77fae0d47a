"""Commands of Django that run our way."""
