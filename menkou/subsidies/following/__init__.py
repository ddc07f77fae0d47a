"""What follows here from an assessment: coefficients and deductions, decided by two before they come."""
