"""Official papers of an assessment: each a description whose numbers say on which page they stand. Nothing is typed."""
