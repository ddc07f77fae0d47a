"""How the server is set up: names, limits and its own settings."""

from pathlib import Path

DATABASE, SUPERUSER = "menkou", "menkou_launcher"
ROLES = {"owner": "menkou_owner", "app": "menkou_app"}
SERVER_USER = "nobody"  # when the launcher is root
SYSTEM_BINARIES, SHARED_PLACE = Path("/usr/lib/postgresql"), Path("/var/lib")
SHORT_PLACE = Path("/tmp")  # noqa: S108 - for a socket whose path may not be long; its directory is made anew there
FAST_STOP_S = 15  # longer than a checkpoint takes here; what is cut short the next start recovers
UNFINISHED = {"launcher.lock", "state.json.new"}  # what a start that was cut off at once may leave in its directory
OLDEST_MAJOR, LONGEST_HOME, PATIENCE_S, LARGEST_LOG = 15, 800, 300, "+16M"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "max_connections": "100",  # web 16, intake 48 at most, worker about 6, reconciler, doctor; the rest for tests beside them
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "64MB",
    "jit": "off",  # a page's statements take milliseconds; to compile one took 100 to 270, and memory in each process
    "max_wal_size": "512MB",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is small in containers, emptied at log-out
    "logging_collector": "on",
    "log_filename": "%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_timezone": "UTC",
    # what residents wrote must not reach the log: no failing statement, no offending key
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
