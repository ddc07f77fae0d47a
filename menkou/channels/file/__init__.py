"""The channel that writes notices into a file: for demos and for offices without any other channel.

It reaches nobody; it stands in for a real channel. A line ends with its notice's number: the same number twice is one
notice, sent again because nobody knew how the first attempt ended.
"""

import os
from datetime import datetime

from django.conf import settings


def send(address: str, words: str, at: datetime, number: str) -> None:
    """Append one line. Raises OSError where the file cannot be written."""
    line = f"{at:%Y-%m-%dT%H:%M:%SZ}\t{address}\t{words}\t{number}\n".encode()
    handle = os.open(settings.MENKOU_OUTBOX_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)  # one write, so that two deliverers never mix their lines
    finally:
        os.close(handle)
