"""Where dropped files lie: MENKOU_HOME/imports/<district>/, until their import can be taken back no more."""

from menkou.core.store import Folder, opened, settle

FOLDER = "imports"
_files = Folder(FOLDER)
path_of, size_of, remove, sweep = _files.path_of, _files.size_of, _files.remove, _files.sweep

__all__ = ["FOLDER", "opened", "path_of", "remove", "settle", "size_of", "sweep"]
