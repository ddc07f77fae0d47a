"""材料的文件: told by their content as the scans of contracts are, in a folder of their own."""

from menkou.core.store import Folder

STORE = Folder("occasions")
