"""What a sheet about an account asks: one thing of it, and a whole kind. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One thing that is asked: its name in `facts` or in `secrets`, its words, its form."""

    name: str
    label: str
    where: str
    pattern: str = r"\S.{0,199}"
    wrong: str = ""
    is_needed: bool = True
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of account: what it is good for, which sort of account it takes, and what is asked."""

    kind: str  # Account.kind; several gateways of SMS share one
    label: str
    good_for: str
    takes: str
    number: Asked
    facts: tuple[Asked, ...] = ()
    secrets: tuple[Asked, ...] = ()
    has_callback: bool = False
    has_token: bool = False
    gateway: str = ""
