"""After the platform refused to send: from every state the repair ends where it may, or says that only the customer can."""

from hypothesis import given, settings
from hypothesis import strategies as st

from menkou.channels.kf.states import MAY_BECOME, MAY_SEND, Repair, State, repair


class Platform:
    """The other side, from the platform's table and not from ours: 0 new, 1 assistant, 2 queue, 3 human, 4 ended."""

    CHANGES = {0: {1, 2, 3, 4}, 1: {2, 3, 4}, 2: {3, 4}, 3: {3, 4}, 4: set()}

    def __init__(self, state):
        self.state = state

    def change(self, to):
        assert to in self.CHANGES[self.state], "95016"
        self.state = to

    def customer_writes(self):
        self.state = 0 if self.state == 4 else self.state

    def takes_ours(self):
        return self.state in (0, 1)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 4), st.lists(st.sampled_from(["customer", "staff", "repair"]), max_size=6))
def test_from_any_state_the_repair_lets_us_send_or_leaves_it_to_the_customers_next_word(state, happens):
    platform = Platform(state)
    for what in [*happens, "repair"]:
        if what == "customer":
            platform.customer_writes()
        elif what == "staff" and platform.state in (0, 1, 2):
            platform.change(3)
        elif what == "repair":
            step = repair(State(platform.state))
            if step.to is not None:
                platform.change(step.to)

            assert platform.takes_ours() == step.may_send == (not step.only_customer_can)

    platform.customer_writes()
    assert platform.takes_ours()


def test_a_state_that_we_do_not_know_is_left_alone():
    assert repair(None) == Repair(None, may_send=False)


def test_our_table_allows_nothing_that_the_platforms_does_not():
    assert {state: set(MAY_BECOME[state]) for state in State} == Platform.CHANGES
    assert {state for state in State if Platform(state).takes_ours()} == MAY_SEND
