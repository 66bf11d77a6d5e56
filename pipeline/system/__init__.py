"""What the operating system does for us, and what we must guard against: files, processes, signals, terminals."""
