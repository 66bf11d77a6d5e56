"""Danish that an OCR engine without Danish has damaged, repaired as a noisy channel would have it."""
