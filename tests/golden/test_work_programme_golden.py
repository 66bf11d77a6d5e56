"""Work programmes read by hand: the scanned one of 2026 and three made ones of other years and settings."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from extractors.programme.programme import extract_work_programme, is_work_programme
from extractors.readers.text.document import read_text
from schemas.dataset import CardRow, DeadlineRow, DocumentRow, KeyFigureRow, PendingApprovalRow, TextRepairRow
from schemas.extraction import Extraction

ROOT = Path(__file__).parents[2]
SCANNED = ROOT / "data" / "raw" / "004_fb0f812eb28774fd.txt"
MADE = ROOT / "tests" / "data" / "work_programme"


def extracted(path: Path) -> Extraction:
    doc = read_text(path.read_bytes(), path.name)
    row = DocumentRow(
        document_id=doc.document_id, sha256=doc.sha256, file_name=doc.file_name, source_format="text",
        text_source="text layer", kind="work_programme", ingested_at=dt.datetime.now(dt.UTC), extractor_version="1",
    )  # fmt: skip
    extraction = Extraction(row)
    extract_work_programme(doc, extraction)
    return extraction


def outline(extraction: Extraction) -> list[tuple[str | None, str | None, str, int | None, int | None]]:
    return [(c.theme, c.initiative_group, c.title, c.first_line, c.last_line) for c in extraction.of(CardRow)]


@pytest.fixture(scope="module")
def scanned() -> Extraction:
    return extracted(SCANNED)


def test_themes_and_initiatives_of_the_scanned_programme(scanned):
    safe, first, green = "Sikkert fundament under KK", "Fælles først - med brugeren i fokus", "Bæredygtig IT"
    ai, joint = "Skalering og udvikling af AI", "Fælleskommunal IT-drift"
    supply, core = "Forsyningssikkerhed i en ny geopolitisk situation", "Sikring af KK's kerneopgaver"
    assert outline(scanned) == [
        (safe, None, "Sikring af KK’s IT-infrastruktur og data", 105, 115),
        (safe, supply, "Digital suverænitet", 119, 123),
        (safe, supply, "Tryghed i leverandørvalg", 125, 127),
        (safe, core, "ISMS", 131, 134),
        (safe, core, "CIS18-kontroller", 136, 139),
        (safe, core, "IT-anskaffelser", 141, 144),
        (safe, core, "NIS2", 146, 149),
        (first, None, "Forenkling af it-anskaffelse og ibrugtagning af systemer", 171, 179),
        (first, None, "Investeringsbehov fra digital udviklings- og omstillingsplan", 181, 190),
        (first, None, "Ny tværgående servicestrategi", 192, 199),
        (first, None, "Forbedring af brugeroplevelsen gennem automatiseret hardwarestyring", 201, 207),
        (green, None, "Optimering af datakapacitet (right-sizing)", 225, 235),
        (green, None, "Forbedret genbrug og genanvendelse af hardware", 237, 249),
        (green, None, "Bæredygtighed som krav til anskaffelser og udbud", 251, 258),
        (green, None, "Andre klimainitiativer", 260, 269),
        (ai, None, "K-AI", 307, 315),
        (ai, None, "Conversational AI", 317, 324),
        (ai, None, "AI-governance og AI-arkitektur", 326, 335),
        (ai, None, "AI taskforcen og AI-storskalaprojekter", 337, 341),
        (joint, None, "Fælleskommunal IT-drift", 347, 363),
    ]
    assert scanned.document.title == "Koncern IT's arbejdsprogram 2026"


def test_summaries_are_whole_and_in_danish(scanned):
    summaries = {c.title: c.summary for c in scanned.of(CardRow)}
    assert summaries["IT-anskaffelser"] == (
        "IT-anskaffelsesprocessen i KK justeres med fokus på en mere differentieret og risikobaseret tilgang til "
        "kravene til IT-anskaffelser. Dette sker med udgangspunkt i relevante ISO-standarder."
    )
    assert summaries["Investeringsbehov fra digital udviklings- og omstillingsplan"] == (
        "Forbedret brugeroplevelse til udgående medarbejdere med privat 5G-netværk og cloud-PC\n"
        "Kunstig intelligens og Generativ AI: samlet kapabilitet og afprøvning af konkrete løsninger med stort "
        "potentiale\n"
        "Fælles dataplatforme og -værktøjer\n"
        "Digital vision for én indgang for borgere og erhvervsliv\n"
        "Ovenstående afventer endelig politisk godkendelse, og opdateres inden endelig godkendelse af arbejdsprogram "
        "for 2026"
    )


def test_key_figures_of_the_scanned_programme(scanned):
    assert [(k.line, k.value, k.unit, k.uncertain) for k in scanned.of(KeyFigureRow)] == [
        (39, 6_700_000, "indbrudsforsøg", True),
        (42, 1_100_000, "mails", False),
        (48, 38_000, "medarbejdere", False),
        (49, 10_000, "brugere", False),
        (52, 75, "assistenter", False),
        (59, 100, "GB", True),
        (66, 1100, "lokationer", False),
        (67, 12_500, "acces points", False),
        (71, 76_000, "henvendelser", True),
        (74, 82, "procent", False),
        (75, 18, "procent", False),
        (78, 40, "procent", False),
        (80, 4718, "henvendelser", False),
        (247, 100_000, "enheder", False),
        (350, 4, "IT-driftsorganisationer", False),
    ]


def test_deadlines_reservations_and_repairs_of_the_scanned_programme(scanned):
    assert [(d.line, d.text) for d in scanned.of(DeadlineRow)] == [
        (109, "primo 2026"), (132, "primo 2026"), (134, "ultimo 2028"), (147, "frem til marts 2026"),
        (194, "i løbet af foråret"), (350, "frem mod 2027"), (352, "primo 2027"),
    ]  # fmt: skip
    assert [p.line for p in scanned.of(PendingApprovalRow)] == [188, 355]
    repairs = scanned.of(TextRepairRow)
    assert (repairs[0].line, repairs[0].printed, repairs[0].repaired) == (4, "ar", "år")
    assert len(repairs) > 400


def test_a_clean_programme_of_another_year():
    extraction = extracted(MADE / "programme_2027.txt")
    near, balance = "Nærhed i hverdagen", "Arbejdspladser i balance"
    over = "Bedre overgange mellem hospital og hjem"
    assert outline(extraction) == [
        (near, None, "Faste teams i hele byen", 27, 34),
        (near, over, "Aftaler", 38, 39),
        (near, over, "Fælles journal", 41, 42),
        (near, None, "Madglæde på plejehjem", 44, 48),
        (balance, None, "Introduktion af nye medarbejdere", 54, 58),
        (balance, None, "Nedbringelse af sygefravær", 60, 64),
    ]
    assert extraction.document.title == "Sundheds- og Omsorgsforvaltningens arbejdsprogram 2027"
    assert [(k.value, k.value_high, k.unit) for k in extraction.of(KeyFigureRow)] == [
        (12_400, None, "borgere"), (86, None, "procent"), (2_300_000, None, "besøg"), (4_100, None, "medarbejdere"),
        (38_500, None, "km"), (7, 9, "elbiler"), (46, None, "hjemmeplejegrupper"),
    ]  # fmt: skip
    assert [d.text for d in extraction.of(DeadlineRow)] == [
        "inden udgangen af 2027", "3. kvartal 2027", "senest 1. juni 2027",
    ]  # fmt: skip
    assert extraction.of(TextRepairRow) == []
    assert {c.first_page for c in extraction.of(CardRow)} == {3, 4}


def test_numbered_themes_need_no_pages():
    extraction = extracted(MADE / "programme_2024_numbered.txt")
    assert [(c.theme, c.title) for c in extraction.of(CardRow)] == [
        ("Byens biblioteker", "Længere åbningstider"),
        ("Byens biblioteker", "Digitale læseklubber"),
        ("Idræt for alle", "Svømning for begyndere"),
        ("Idræt for alle", "Nye mødesteder"),
    ]
    assert [p.text for p in extraction.of(PendingApprovalRow)] == ["Placeringen er endnu ikke besluttet."]


def test_columns_are_read_one_after_the_other():
    extraction = extracted(MADE / "programme_2028_columns.txt")
    found = {c.title: c.summary for c in extraction.of(CardRow)}
    assert list(found) == ["Sortering på skoler", "Mindre madspild", "Genbrug af møbler"]
    assert found["Mindre madspild"] == "Køkkenerne måler hver uge, hvor meget mad der går til spilde."


@pytest.mark.parametrize("path", [SCANNED, *sorted(MADE.glob("*.txt"))], ids=lambda p: p.name[:20])
def test_programmes_are_known_as_such(path):
    assert is_work_programme(path.read_text().split("\n")) >= 0.5


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_other_bilag_are_not(number):
    [path] = (ROOT / "data" / "raw").glob(f"{number}_*.txt")
    assert is_work_programme(path.read_text().split("\n")) < 0.5
