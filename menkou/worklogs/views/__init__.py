"""The judicial office's inbox, the adviser's own log, and what is added to an entry."""

from menkou.core.actors import Role

READERS = (Role.ADVISER, Role.INSTITUTION_DIRECTOR, Role.JUDICIAL_OFFICE, Role.JUSTICE_BUREAU, Role.AUDITOR)
