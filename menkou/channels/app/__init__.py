"""企业微信应用消息: a word from an application of ours to a member of staff, in the app that they have anyway.

Never more than a notice: who may see what it is about opens Menkou. A member gets at most 30 a minute and 1,000 an
hour, and what is more is dropped in silence: `menkou.channels.allowance` has MEMBER and wait_seconds.
"""
