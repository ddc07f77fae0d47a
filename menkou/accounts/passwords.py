"""密码: what Django says of one in English, in our words."""

from django.contrib.auth.password_validation import MinimumLengthValidator


class LongEnough(MinimumLengthValidator):
    """Django's own, whose sentence on refusal has no Chinese in the Django that we use."""

    def get_error_message(self) -> str:
        """What whoever chose it reads."""
        return f"密码太短了，至少要 {self.min_length} 位。"
