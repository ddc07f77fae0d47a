"""How fast Menkou is, beside the least that the same work could cost on the same machine. Run it with `make bench`.

Every contender stands once in every round, so that a busy minute hurts all of them alike. The figure that counts is
processor time, of the web server's process tree and of PostgreSQL's; the load's own is not in it.
"""
