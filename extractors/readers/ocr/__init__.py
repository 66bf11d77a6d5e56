"""Scanned pages by Tesseract and its Danish model."""
