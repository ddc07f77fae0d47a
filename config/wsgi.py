"""What the web server calls."""

import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)
django = get_wsgi_application()


def application(environ, start_response):
    """Everything here is UTF-8; an alphabet that a caller names is not believed (zlib and the like are no alphabets)."""
    if said := environ.get("CONTENT_TYPE"):
        environ["CONTENT_TYPE"] = CHARSET.sub("", said)
    return django(environ, start_response)
