"""企业群发: a text that members send on to their customers or groups. We write the task; a member taps 发送, or does not.

A customer or group may get as many in a month as it has days, or what their administrator set instead
(security.md 4.4). Nobody is reached by a task alone: what counts is who confirmed.
"""
