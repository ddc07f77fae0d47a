"""menkou doctor (自检): what is well, what is not, and the cure of each."""

from menkou.command.doctor.report import doctor

__all__ = ["doctor"]
