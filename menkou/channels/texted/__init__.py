"""短信送到了没有: each text that is handed to a gateway has a row, and the gateway's receipt says later what became of it.

Nobody signs receipts. So the address that takes them in holds a word that nobody can guess, a receipt is believed only
about an id of ours that this very account was handed, and once; and it changes the state of that text and nothing else.
What did not arrive after all goes on by the next way, as whoever sent it says (carrying.goes_on).
"""
