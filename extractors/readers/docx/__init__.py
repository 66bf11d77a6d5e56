"""Word documents (.docx): what Word shows of them, without Word."""
