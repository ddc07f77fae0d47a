"""备份与恢复, walked as an office would: a living installation, writers, a server that is killed, a disk that is empty."""
