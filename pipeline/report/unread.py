"""Why a file or a page could not be read, in Danish."""

from __future__ import annotations

from typing import Final

UNREAD: Final = {
    "empty_file": "filen er tom; bed afsenderen om den igen",
    "binary_file": "filen hedder noget med tekst, men er det ikke; send den som PDF eller tekst",
    "undecodable_text": "tekstens tegnsæt kan ikke afgøres; gem den som UTF-8",
    "too_large": "filen er større end grænsen",
    "vanished": "filen forsvandt, mens der blev læst",
    "unreadable": "styresystemet gav ikke lov til at læse filen",
    "outside_raw": "filen er en genvej ud af mappen med bilag",
    "unsupported_format": "filen er hverken en PDF eller en tekst",
    "not_a_bilag": "teksten rummer hverken forslag eller oversigt",
    "docx_broken": "Word-dokumentet er ødelagt; bed afsenderen om det igen",
    "pdf_encrypted": "PDF'en er låst med en adgangskode, der ikke er oplyst",
    "pdf_truncated": "PDF'en er afbrudt eller ødelagt; hent den igen",
    "pdf_incomplete": "en del af det trykte kunne ikke læses; se siden i originalen",
    "pdf_no_pages": "PDF'en har ingen sider",
    "pdf_no_unicode": "PDF'ens skrifter siger ikke, hvilke bogstaver de trykker",
    "pdf_too_complex": "PDF'en er for sammensat",
    "ocr_missing": "det er en skanning, og Tesseract er ikke installeret",
    "ocr_failed": "skanningen kunne ikke læses",
    "still_changing": "filen blev ændret, mens den blev læst; den tages med næste gang",
    "retired": "filen er taget ud af datasættet",
    "unpublishable": "et tal eller tegn i filen kan ikke være i datasættet",
    "time_limit": "det tog længere tid end grænsen",
    "memory_limit": "det krævede mere hukommelse end grænsen",
    "worker_died": "læsningen gik ned",
    "internal_error": "en fejl i programmet; filen er gemt til den, der retter den",
}
"""By code of `schemas.errors`: what happened to a file or a page that could not be read."""


def unread(code: str, message: str) -> str:
    """Why a file or a page could not be read; the reader's own message where the code is none of ours."""
    return UNREAD.get(code, message)
