"""What a district does otherwise than the corridor's standard, always in the applicant's favour."""
