"""What a row is spent on: the rules held to labels that were read by hand, those of the five bilag and others."""

from __future__ import annotations

import pytest

from pipeline.derived.cost_types import cost_rules, cost_type

PERMANENT, IMPLEMENTATION = "permanent_changes", "implementation_costs"
# Read by hand, in the five bilag. What no label tells ("Varige omkostninger" of a system) is in no list.
IT_RUNNING = """Drift af automatiseringsløsninger
Drift af løsninger
Drift og vedligehold af database
Drift, support og vedligehold
Driftsudgifter til nye digitale værktøjer
Effektivisering - udgifter til databaser og servere
Effektivisering af udgifter til RPA-løsninger
Ekstern konsulent-udgifter til vedligehold af egenudviklede løsninger
Hosting, licenser, drift & algoritmetræning
IT-løsning
Licens til nye standardiserede moduler
Software abonnementer
Varig drift af ny digital understøttelse (KS)
Varige systemomkostninger""".split("\n")
NOT_IT_RUNNING = """Administration
Besparelse på bogindkøb
Drift af skilte
Drift og vedligehold af haveanlæg
Drift og vedligehold af mobilt og permanent udstyr
Driftseffektiviseringer
Driftsomkostninger til fjernkøling
Effektivisering af kommunikationen til og sagsoverblik for medarbejdere i kommunen
Effektivisering af sagsbehandlingen
Effektiviseringer på løn
Ergonomisk- og plejefaglig vejledning (2)
Kapacitetsudvidelse i modtagelsen i overgangsperioden
Koordinering og styring af opgave (varig)
Nye medarbejdere med udviklingskompetencer til Udvikling og Teknologi
Sparede årsværk i Udvikling og Teknologi (U&T) ved mindre vedligehold
Varig administrativ besparelse af IT udbudsrådgivning og Kontraktstyring
Varig drift og vedligehold af standardparadigmet.
Varig effekt ved den driftsunderstøttende team
Varige lønomkostninger til drift af system
Årlig drift af det tværfaglige team""".split("\n")
IT_DEVELOPMENT = """Hardware / software
Hosting
IT-understøttelse - udviklingsudgifter
Indkøb af licenser til platform og data-håndtering/-integration
Investering i systemforbedringer
KIT support
Konsulentbistand til arbejde på systemer og servere
Licens til nye standardiserede moduler
Omlægning af RPA-løsninger til ServiceNow
Opsætning af database
Samling af afregning af KEJDs ydelser i ét system samt samlet ydelses- og prisoverblik
Teknisk implementering og idriftsættelse
Teknisk udvikling og tilpasning af modellen
Tilretning af database
Udvikling af AI og digitale løsninger
Udvikling af integrationer og Service-Now-flows
Udvikling af selvhjælpsplatform på kommunens hjemmeside
Udvikling og design af løsningen""".split("\n")
NOT_IT_DEVELOPMENT = """Arkitekt- og indretningsydelser
Cykler
Elarbejde og montering af IT og øvrigt inventar
Etablering af kantine
Fraflytningsudgifter
Kommunikationsindsats
Kompetenceudvikling i specialiserede teams
Nye vægge og glasvægge
Organisatorisk implementering
Parkeringsfaciliteter
Projektledelse
Rådgivning
Supervision
Udbuds- og indkøbsydelser""".split("\n")


def told(labels, section, kind):
    return {label for label in labels if cost_type(label, section, None) == kind}


def test_running_it_is_told_from_everything_else():
    assert told(IT_RUNNING, PERMANENT, "it_running") == set(IT_RUNNING)
    assert told(NOT_IT_RUNNING, PERMANENT, "it_running") == set()


def test_development_of_it_is_seldom_claimed_wrongly():
    right = told(IT_DEVELOPMENT, IMPLEMENTATION, "it_development")
    wrong = told(NOT_IT_DEVELOPMENT, IMPLEMENTATION, "it_development")
    assert len(right) / (len(right) + len(wrong)) > 0.9
    assert len(right) / len(IT_DEVELOPMENT) > 0.8


@pytest.mark.parametrize(
    ("label", "section", "area", "kind"),
    [
        ("Reduceret husleje", PERMANENT, None, "rent"),
        ("Huslejetilskud*", PERMANENT, None, None),
        ("Besparelse på energiforbrug på 14 lokationer", PERMANENT, None, "energy"),
        ("2 årsværk", PERMANENT, None, "staff"),
        ("Drift af løsningen", PERMANENT, "it", "it_running"),
        ("Licenser til Aula", PERMANENT, None, "it_running"),
        ("Systematisk opsporing af borgere", PERMANENT, None, None),
        ("Kvalitet i aktiviteter", PERMANENT, None, None),
        ("Appetitvækkere", PERMANENT, None, None),
        ("Licenser til Aula", None, None, None),
    ],
)
def test_labels_of_other_bilag(label, section, area, kind):
    assert cost_type(label, section, area) == kind


def test_every_rule_fits_something():
    kinds = {cost_type(label, PERMANENT, None) for label in [*IT_RUNNING, *NOT_IT_RUNNING, "Husleje"]}
    kinds |= {cost_type(label, IMPLEMENTATION, None) for label in IT_DEVELOPMENT}
    assert {r.type for r in cost_rules()} <= kinds
