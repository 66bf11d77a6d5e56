"""The work on each document: taken in, read in a worker of its own, kept in the store, gathered for a release."""
