"""PDF files by pdfium, with pdfplumber and camelot for a second look."""
