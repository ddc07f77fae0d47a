"""What the web server calls."""

import ctypes
import gc
import multiprocessing
import os
import re
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG
CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def _end_with_server() -> None:
    """Have the kernel kill this worker should the server that forked it be killed, as the supervisor kills it then.

    Where the supervisor is killed as well, nobody else would: the worker would keep the next start waiting for ever.
    """
    if server := multiprocessing.parent_process():
        ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != server.pid:  # it was killed before the kernel knew
            os._exit(1)


_end_with_server()
django = get_wsgi_application()

get_resolver("config.district_urls").url_patterns  # noqa: B018  # imports every page before the first is asked for
gc.collect()
gc.freeze()  # what is there now stays: looking through it again and again took a tenth of a question's time
gc.set_threshold(10_000, 20, 20)


def application(environ, start_response):
    """Everything here is UTF-8; an alphabet that a caller names is not believed (zlib and the like are no alphabets)."""
    if said := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = CHARSET.sub("", said)
    return django(environ, start_response)
