"""审计链: every audit line of a district stands in one chain of digests, whose heads are also kept outside.

Lines are inserted plainly (core.actions); one chainer, in the worker, links them within seconds; see docs/adr/0065.
"""
