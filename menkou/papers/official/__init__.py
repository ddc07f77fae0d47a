"""公文: one description of a paper, set as Word and as PDF in the form of GB/T 9704. README.md says how."""
