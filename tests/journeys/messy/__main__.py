"""Write the workbook to a file."""

import sys
from pathlib import Path

from tests.journeys.messy.ledgers import workbook

Path(sys.argv[1]).write_bytes(workbook())
