"""法律意见书、合同审查意见书 of 村里的事: one description for the page, Word and PDF."""
