"""微信客服 of 企业微信: people write to it from WeChat without following anything (security.md 4.3).

Its callback only says that something waits; what it is, is fetched page by page, for three days.
"""
