"""The menkou command (命令行): starts, stops, migrates and examines one installation."""
