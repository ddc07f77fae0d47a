"""Where made files lie: MENKOU_HOME/batches/<district>/, for the installation's own eyes, until they are forgotten."""

from menkou.core.store import Folder, opened, settle

FOLDER = "batches"
_batches = Folder(FOLDER)
path_of, size_of, remove, sweep = _batches.path_of, _batches.size_of, _batches.remove, _batches.sweep

__all__ = ["FOLDER", "opened", "path_of", "remove", "settle", "size_of", "sweep"]
