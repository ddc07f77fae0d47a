"""群机器人: a word into one group of 企业微信, by an address that its owner made. It hears nothing.

Whoever has the address can write into the villagers' group: it is a secret, and no word about anybody's case ever goes
there. At most 20 a minute: `menkou.channels.allowance` has ROBOT and wait_seconds.
"""
