"""How far keys are changed: a number for whoever runs the installation."""

from menkou.consultations import content


def wrapped_by(name: str) -> int:
    """How many matters of the district still need this wrapping key."""
    return content.count_wrapped_by(name)
