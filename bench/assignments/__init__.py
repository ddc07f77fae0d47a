"""The generalised assignment problem (广义指派): each job goes to one agent, no agent beyond their room, at least cost."""
