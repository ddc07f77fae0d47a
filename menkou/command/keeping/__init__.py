"""备份与恢复: what is kept of an installation, where, and how it comes back.

One folder to a backup. It is made under another name, and gets its own once every byte is on the disk; its manifest says
what must be found in it, and what must be counted after a restore. Keys are never in it.
"""
