"""Rules of assessments: plain numbers in, plain answers out."""
