"""企业微信: what 微信客服, application messages and 企业群发 share: the token, media, and what its numbers mean."""
