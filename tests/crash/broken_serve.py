"""`menkou serve` with the web server of tests.crash.broken_wsgi in the place of the honest one."""

from typing import Any

from menkou.command import children, main, serve

HONEST, BROKEN = "config.wsgi:application", "tests.crash.broken_wsgi:application"


class Child(children.Child):
    """A child whose web server is the broken one."""

    def __init__(self, title: str, command: list[str], *rest: Any, **more: Any) -> None:
        super().__init__(title, [BROKEN if word == HONEST else word for word in command], *rest, **more)


if __name__ == "__main__":
    serve.Child = Child
    main.run()
