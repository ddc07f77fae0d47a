"""Whether every commit waits for a receiver of WAL; said to the server while it runs, and remembered by it."""

import contextlib

from menkou.embedded.server import Server

RECEIVER = "menkou_wal"
NAMES = "synchronous_standby_names"
ON, OFF = f"alter system set {NAMES} = '{RECEIVER}'", f"alter system reset {NAMES}"
RELOAD = "select pg_reload_conf()"
SLOT = """
select pg_create_physical_replication_slot('menkou_wal', true)
 where not exists (select from pg_replication_slots where slot_name = 'menkou_wal')
"""  # what was not received yet is kept, however long the receiver is away
DROP = (
    "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = 'menkou_wal' and not active"
)
RECEIVING = """
select state, sync_state, pg_wal_lsn_diff(pg_current_wal_flush_lsn(), flush_lsn) from pg_stat_replication
 where application_name = 'menkou_wal'
"""


def is_waited_for(server: Server) -> bool:
    """Whether the server was told to wait, also where it has been started anew since."""
    server.home.load()
    with contextlib.suppress(OSError):
        return RECEIVER in (server.home.data / "postgresql.auto.conf").read_text()
    return False
