from django.core.management import call_command

from menkou.core import replies
from menkou.core.reconciler import sweep


@sweep
def forget_old_replies() -> None:
    """What a program got as a reply is kept for as long as it may ask again."""
    replies.forget_old()


@sweep
def forget_old_sessions() -> None:
    """Sign-ins that have run out."""
    call_command("clearsessions")
