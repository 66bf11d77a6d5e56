"""What a bilag says and what we publish of it: plain data, no behaviour that knows a file, a parser or a scheduler."""
