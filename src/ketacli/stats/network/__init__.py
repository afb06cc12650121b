"""Network meta-analysis: several treatments joined by trials, in plain Python; knows no trial's record."""
