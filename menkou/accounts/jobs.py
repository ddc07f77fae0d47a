from menkou.core import replies
from menkou.core.reconciler import sweep


@sweep
def forget_old_replies() -> None:
    """What a program got as a reply is kept for as long as it may ask again."""
    replies.forget_old()
