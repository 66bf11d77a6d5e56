"""One module per source format; each returns a `schemas.source.SourceDocument`."""
