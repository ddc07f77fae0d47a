"""微信模拟: an honest simulator of the platforms, a process of its own that shares no code with Menkou.

It keeps the platforms' limits to the letter, loses and repeats what they lose and repeat, writes down everything that
happened, and says in README.md which of its behaviours are documented, which were observed and which are assumed.
"""
