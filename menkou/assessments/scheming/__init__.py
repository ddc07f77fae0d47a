"""考核办法: begun from a proposal or an earlier version, changed as a draft, adopted by a second person."""
