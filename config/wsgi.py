"""What the web server calls."""

import gc
import multiprocessing
import os
import re
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from menkou.core import logs
from menkou.core.parents import end_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)

# the supervisor kills what a killed web server leaves behind; where it is killed as well, nobody else would, and the
# worker would keep the next start waiting for ever
if (server := multiprocessing.parent_process()) and server.pid:
    end_with(server.pid, signal.SIGKILL)
    logs.hold_tongue()
django = get_wsgi_application()

from config import pulse  # noqa: E402  # it reads tables, so Django stands first

get_resolver("config.district_urls").url_patterns  # noqa: B018  # imports every page before the first is asked for
if server:  # served, and not looked at by a test
    pulse.start()
gc.collect()
gc.freeze()  # what is there now stays: looking through it again and again took a tenth of a question's time
gc.set_threshold(10_000, 20, 20)


def application(environ, start_response):
    """Everything here is UTF-8; an alphabet that a caller names is not believed (zlib and the like are no alphabets)."""
    if said := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = CHARSET.sub("", said)
    return django(environ, start_response)
