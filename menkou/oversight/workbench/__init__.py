"""工作台: what waits for whoever opens it, each with the one button that leads to the act; and 催办."""
