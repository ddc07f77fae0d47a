"""测评: households drawn by chance are asked without a name; a village committee says how it was."""
