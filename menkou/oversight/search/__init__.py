"""一处找全: one box for whatever somebody may see, by characters, by sound and initials, by number."""
