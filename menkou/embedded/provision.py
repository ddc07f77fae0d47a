"""What must be there before the application can connect: the cluster, the socket's directory, roles, the database."""

import contextlib
import os
import re
import shutil
import stat
import tempfile

from menkou.embedded import binaries
from menkou.embedded.home import Home
from menkou.embedded.settings import ENVIRONMENT, SHARED_PLACE, SHORT_PLACE, SUPERUSER

EDITION = 2  # of the orders below: a server that was given older ones is given these as well
ROLES_AND_DATABASE = r"""
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['menkou_owner', 'menkou_app']) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE menkou_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD '{owner}';
ALTER ROLE menkou_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS PASSWORD '{app}';
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
ALTER DEFAULT PRIVILEGES FOR ROLE menkou_owner
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO menkou_app;
ALTER DEFAULT PRIVILEGES FOR ROLE menkou_owner GRANT USAGE, SELECT ON SEQUENCES TO menkou_app;
ALTER DEFAULT PRIVILEGES FOR ROLE menkou_owner GRANT USAGE ON SCHEMAS TO menkou_app;
\connect postgres
SELECT 'CREATE DATABASE menkou OWNER menkou_owner'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'menkou') \gexec
REVOKE ALL ON DATABASE menkou, postgres, template1 FROM PUBLIC;
GRANT CONNECT ON DATABASE menkou TO menkou_app;
GRANT CONNECT ON DATABASE postgres TO menkou_owner;
\connect menkou
ALTER FUNCTION pg_catalog.ts_match_vq(tsvector, tsquery) LEAKPROOF;
"""  # run in template1, whose extensions and default privileges every new database inherits
# what is marked as leakproof gives nothing away, and only then does row security let an index of words be used (ADR 70)


def settle_place(home: Home) -> None:
    """Where the server's files are: in the home, or where its user can reach them."""
    if not (home.state.place or home.state.initialised or home.reaches(home.path)):
        home.state.place = tempfile.mkdtemp(prefix="menkou-", dir=SHARED_PLACE)
        home.place.chmod(0o711)
        home.save()


def prepare(home: Home) -> None:
    """Settle the place, the binaries, the cluster and the socket's directory."""
    settle_place(home)
    home.state.binaries = str(binaries.choose(home))
    home.save()
    if not (home.place / "log").exists():
        home.give_directory(home.place / "log")
    if not home.state.initialised:
        _initialise(home)
    if home.state.home != str(home.path) or not _is_private(home, home.state.socket):
        _make_socket_directory(home)


def provision(home: Home) -> None:
    """Make the roles, the extensions and the database."""
    psql = binaries.tool(home, "psql")
    command = [psql, "-Xqv", "ON_ERROR_STOP=1", "-h", home.state.socket, "-U", SUPERUSER, "template1"]
    environment = ENVIRONMENT | {"PGPASSWORD": home.state.passwords["launcher"]}
    home.demand(home.run(*command, env=environment, input=ROLES_AND_DATABASE.format(**home.state.passwords)))
    home.state.provisioned = EDITION
    home.save()


def _initialise(home: Home) -> None:
    """Make the cluster under another name, so that an unfinished one is never mistaken for it."""
    new = home.place / "data.new"
    for unfinished in (new, home.data):  # the second: renamed, but cut off before that was noted
        if unfinished.exists():
            shutil.rmtree(unfinished)
    home.give_directory(new)
    builtin = binaries.tool(home, "postgres").parent.joinpath("pg_combinebackup").exists()  # 17 and newer
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if builtin else []
    with tempfile.NamedTemporaryFile("w", dir=home.place) as password:
        os.fchown(password.fileno(), home.uid, home.gid)
        password.write(home.state.passwords["launcher"])
        password.flush()
        words = ["-D", new, "-U", SUPERUSER, f"--pwfile={password.name}", "--auth=scram-sha-256"]
        words += ["--data-checksums", "--encoding=UTF8", "--locale=C.UTF-8", *locale]
        home.demand(home.as_server(binaries.tool(home, "initdb"), *words))
    new.rename(home.data)
    home.state.initialised = True
    home.save()


def _make_socket_directory(home: Home) -> None:
    """Make the socket's directory under a name that no one could have taken before."""
    short = re.fullmatch(r"[A-Za-z0-9_./+-]{1,70}", str(home.place))
    home.state.socket = tempfile.mkdtemp(prefix="menkou-", dir=home.place if short else SHORT_PLACE)
    os.chown(home.state.socket, home.uid, home.gid)
    home.state.home = str(home.path)
    home.save()


def _is_private(home: Home, directory: str) -> bool:
    """Tell whether this is a directory, not a link, that only the server's user may enter."""
    with contextlib.suppress(FileNotFoundError):
        info = os.lstat(directory)
        return info.st_uid == home.uid and info.st_mode == stat.S_IFDIR | 0o700
    return False
