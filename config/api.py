"""The API: its routers and its one error shape."""

from ninja import NinjaAPI

api = NinjaAPI(title="Menkou 门口", version="1", docs_url=None)
