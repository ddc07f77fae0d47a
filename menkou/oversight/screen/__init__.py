"""S1 大屏: the district at three metres; aggregates by the functions that reports and the workbench use."""
