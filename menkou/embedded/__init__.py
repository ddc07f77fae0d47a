"""The embedded PostgreSQL server (内置数据库) of one Menkou installation.

    python -m menkou.embedded start | stop | status | url | remove --home DIR [--role app|owner]

The server answers on a unix socket only, and every role needs its password.  As root it runs as an
unprivileged user; what that user cannot reach (a home or a wheel below a private directory) is kept
below /var/lib instead.  Where MENKOU_DATABASE_URL names another server, nothing is done here.

Two locks: one lets a single launcher at a time work on a home; the other is inherited by every
process of the server, so that it is free exactly when none of them is left.
"""

from menkou.embedded.errors import LauncherError
from menkou.embedded.server import Server

__all__ = ["LauncherError", "Server"]
