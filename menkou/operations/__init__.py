"""运行情况: whether the installation itself is well, what is on and since when, and numbers for whoever watches it."""
