"""What Danish words for time mean."""
