"""What is a marking that a bilag is not for the public, and what only looks like one."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.confidential import is_marked, is_marked_name, is_marked_title
from extractors.extract import read

BODY = """
Forslaget giver en besparelse på 1,5 mio. kr. i 2026 og 2,0 mio. kr. i 2027, og medarbejderne bliver
fortrolige med de nye værktøjer. Der er indkommet en fortrolig ansøgning, som fremgår af særskilt bilag.

Økonomi                      2026     2027
Besparelse på drift        -1.500   -2.000
I alt                      -1.500   -2.000
"""


def marked(text, name="bilag.txt"):
    return is_marked(read(text.encode(), name))


MARKINGS = [
    "FORTROLIG", "FORTROLIGT", "Fortroligt", "Fortrolig", "*** FORTROLIGT ***", "F O R T R O L I G T", "- FORTROLIG -",
    "Fortroligt bilag", "FORTROLIGT BILAG 3b", "Bilag 3b - FORTROLIGT", "Bilag 3b (fortroligt)", "BILAG 3 FORTROLIGT",
    "Fortroligt: Salg af Havnegade 4", "FORTROLIG – må ikke offentliggøres", "STRENGT FORTROLIGT",
    "Salg af Havnegade 4 (fortroligt)", "Lukket punkt", "LUKKET DAGSORDEN", "Lukket dagsorden, punkt 7",
    "Lukket punkt, jf. styrelseslovens § 10", "Ikke offentlig", "IKKE-OFFENTLIGT", "Ikke offentligt bilag",
    "Må ikke offentliggøres", "Ikke til offentliggørelse", "Undtaget fra offentlighed", "Undtaget fra aktindsigt",
    "Behandles for lukkede døre", "Indeholder fortrolige oplysninger", "Klassifikation: Fortroligt",
    "Offentlighed: Lukket", "Fortroligt: Ja", "Kun til intern brug", "Confidential", "FOR\u00adTROLIGT",
]  # fmt: skip

NOT_MARKINGS = [
    "Bilag 3b", "Fortroligt: Nej", "Fortrolig: ", "Ikke fortroligt", "Offentlighed: Åben", "Lukket: Nej",
    "Forslaget fremgår af bilag 3b, da det er fortroligt", "Fortrolig rådgivning til unge",
    "Fortrolighed og tillid i hjemmeplejen", "Lukkede afdelinger på plejehjem", "Lukning af svømmehal",
    "Offentlig transport", "** Forslaget fremgår af fortroligt bilag 3b.",
    "BC35\tTMU\tFORTROLIG: Foranalyse af optimeret drift\t1.000\t**",
]  # fmt: skip


@pytest.mark.parametrize("line", MARKINGS)
def test_every_usual_marking_is_seen_in_the_heading(line):
    assert marked(f"{line}\n\nForslag til budget 2026\n{BODY}")
    assert marked(f"Aarhus Kommune\nBilag\n\n{line}\n\nForslag til budget 2026\n{BODY}")


@pytest.mark.parametrize("line", NOT_MARKINGS)
def test_what_only_looks_like_a_marking_is_none(line):
    assert not marked(f"{line}\n\nForslag til budget 2026\n{BODY}")
    assert not marked(f"Forslag til budget 2026\n{BODY}\n{line}\n{BODY}")


@pytest.mark.parametrize("line", ["FORTROLIGT", "Lukket punkt", "Ikke offentligt", "Må ikke offentliggøres"])
def test_a_marking_between_two_proposals_is_seen_too(line):
    assert marked(f"Forslag til budget 2026\n{BODY * 9}\n\n{line}\n\nForslag 2\n{BODY}")


def test_a_list_of_bilag_may_name_those_that_are_confidential():
    listed = "Bilag 1 Oversigt\nBilag 2 Kort\nBilag 3b - FORTROLIGT\n"
    assert not marked(f"Bilag til budget 2026\n\n{listed}\n{BODY}")


@pytest.mark.parametrize("words", ["fortrolig.", "Fortroligt.", "fortroligt"])
def test_the_last_word_of_a_wrapped_sentence_is_no_marking(words):
    assert not marked(
        f"Forslag til budget 2026\n{BODY * 4}\nTilbuddet fra leverandøren er\n{words}\nDet gælder\n{BODY}"
    )


@pytest.mark.parametrize(
    "name",
    ["Bilag 3b FORTROLIGT.pdf", "bilag_3b_fortroligt.pdf", "Lukket dagsorden/bilag 3.pdf", "lukket/b.pdf",
     "2026/Fortrolig - salg.pdf", "Bilag 3 (ikke offentligt).txt", "FORTROLIG.pdf", "bilag-lukket-punkt-4.pdf"],
)  # fmt: skip
def test_names_of_files_that_are_marked(name):
    assert is_marked_name(name)


@pytest.mark.parametrize(
    "name", ["bilag 3.pdf", "Lukket svømmehal.pdf", "fortrolighed.txt", "ikke fortroligt.pdf", "offentligt/bilag.pdf"]
)
def test_names_of_files_that_are_not(name):
    assert not is_marked_name(name)


def test_titles():
    for title in ("FORTROLIG: Foranalyse", "Salg af grund (fortroligt)", "Lukket punkt: Salg", "Salg – FORTROLIGT **"):
        assert is_marked_title(title), title
    for title in ("Fortrolig rådgivning af unge", "Fortrolighed i hjemmeplejen", None, "Lukning af skole"):
        assert not is_marked_title(title), title


def watermarked(text, *, angle=54.0, size=80.0, before=False, title=None):
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.setTitle(title or "bilag")

    def mark():
        canvas.saveState()
        canvas.translate(300, 420)
        canvas.rotate(angle)
        canvas.setFont("Helvetica-Bold", size)
        canvas.setFillAlpha(0.3)
        canvas.drawCentredString(0, 0, text)
        canvas.restoreState()

    if before:
        mark()
    for n in range(20):
        canvas.drawString(50, 780 - n * 30, f"Linje {n} om et forslag til 1.000 kr. i 2026 til en fortrolig samtale")
    if not before:
        mark()
    canvas.save()
    return out.getvalue()


def pdf_marked(data):
    return is_marked(read(data, "a.pdf"))


@pytest.mark.parametrize("angle", [0, 30, 45, 54, 90])
@pytest.mark.parametrize("before", [True, False])
def test_a_watermark_is_seen_at_any_angle_under_or_over_the_text(angle, before):
    assert pdf_marked(watermarked("FORTROLIGT", angle=angle, before=before))
    assert pdf_marked(watermarked("F O R T R O L I G", angle=angle, before=before, size=40))


def test_another_watermark_is_none_and_the_title_of_the_file_counts():
    assert not pdf_marked(watermarked("UDKAST"))
    assert pdf_marked(watermarked("UDKAST", title="Bilag 3b - Fortroligt"))
