"""What made bilag talk about: labels, titles, committees, follow-up goals, in the words of the real ones."""

from __future__ import annotations

COMMITTEES = (
    ("Børne- og Ungdomsudvalget", "Børne- og Ungdomsforvaltningen"),
    ("Kultur-, Fritids- og Borgerserviceudvalget", "Kultur-, Fritids- og Borgerserviceforvaltningen"),
    ("Klima-, Miljø og Teknikudvalget", "Klima-, Miljø- og Teknikforvaltningen"),
    ("Socialudvalget", "Socialforvaltningen"),
    ("Sundheds- og Omsorgsudvalget", "Sundheds- og Omsorgsforvaltningen"),
    ("Beskæftigelses- og Integrationsudvalget", "Beskæftigelses- og Integrationsforvaltningen"),
    ("Økonomiudvalget", "Økonomiforvaltningen"),
)
"""Committees of the City of Copenhagen, each with its administration."""

PERMANENT = (
    "Besparelse på energiforbrug",
    "Sparede licenser",
    "Mindre kørsel",
    "Effektivisering af sagsbehandling",
    "Reduceret vikarforbrug i de berørte enheder",
    "Lavere husleje ved fraflytning af lejemål",
    "Færre udgifter til eksterne konsulenter og rådgivere",
    "Sparede udgifter på timelønnede vikarer",
    "Arealreduktion, Nyropsgade 1 og 3",
    "Færre anbringelser af unge mellem 12 og 17 år",
    "Reduktion i antallet af it-anskaffelser og tilhørende driftsaftaler på tværs af de fem fagforvaltninger",
    "Mindre papirforbrug (CO2-udledning reduceres)",
)
PERMANENT_COSTS = (
    "Serviceaftale med leverandør inkl. support i hele åbningstiden",
    "Licenser og hosting",
    "Varig administration (0,5 årsværk)",
    "Afledt drift",
    "Drift og vedligehold af anlæg",
)
IMPLEMENTATION = (
    ("Projektledelse (1,5 årsværk)", "Service"),
    ("Ekstern rådgivning", "Service"),
    ("Udbud", "Service"),
    ("Kompetenceudvikling af medarbejdere, herunder frikøb og undervisning", "Service"),
    ("Teknisk implementering og idriftsættelse", "Anlæg"),
    ("Indkøb af udstyr", "Anlæg"),
    ("Ombygning og indretning af lokaler", "Anlæg"),
    ("Flytning og genhusning", "Service"),
    ("It-udvikling, integrationer og test", "Anlæg"),
    ("Rekrutteringsstøtte og introduktionspakke til daginstitutionerne", "Service"),
    ("Ejendoms- og anlægsprojekt på Borups Allé 177", "Anlæg"),
    ("Bygherrerådgivning, herunder myndighedsbehandling, opmåling, projektering og tilsyn i anlægsperioden", "Anlæg"),
)
TITLES = (
    "Samling af vagtplanlægning i ældreplejen",
    "Bedre udnyttelse af køkkener på bosteder",
    "Fælles varmestyring i kommunale ejendomme",
    "Genbrug af møbler ved flytninger på tværs af forvaltninger",
    "Kunstig intelligens til journalnotater i jobcentrene",
    "Sensorer i affaldsspande på de københavnske badestrande",
    "Mobil sygeplejeklinik til socialt udsatte borgere",
    "Automatisk kvalitetssikring af fakturaer for transportydelser",
    "Nedlæggelse af faste telefoner på rådhuset",
    "Selvbetjent tidsbestilling til tandplejen",
    "Deling af kørestolsbusser mellem dagtilbud",
    "Omlægning af åbningstider i tre svømmehaller",
    "Reducering af administrative m2 på Hovedbiblioteket",
    "Specialkørsel - Investering i cykler til selvmestring",
    "Taskforce til opfølgning på undervisningstilbud til anbragte børn i andre kommuner",
    "Mere effektiv ejendomsadministration",
    "It-understøttelse af p-tilladelser og p-klager",
    "Arealoptimering af KKFO på almenskoler",
    "Solceller på tage (fase 2)",
    "Robotter i vaskeriet",
)
ANSWERS = ("Ja", "Nej")
GOALS = (
    "Indkøb er gennemført",
    "Aftale med leverandør er indgået",
    "Uddannelse af medarbejdere er afsluttet",
    "Systemet er sat i drift i alle enheder",
    "Forbruget af vikarer er faldet med 10 pct.",
)
MEASURES = (
    "Status på styregruppemøde",
    "Ved gennemgang af regnskabet",
    "Opgøres i fagsystemet",
    "Kontrakten er underskrevet",
)
RESPONSIBLE = ("Kontor for Budget", "Ejendomsdrift", "Styregruppen", "Center for Digitalisering", "Lederen af enheden")
MONTHS = "januar februar marts april maj juni juli august september oktober november december".split()
PARAGRAPHS = (
    """Forvaltningen har de seneste år haft fokus på at tilpasse opgaveløsningen til det faktiske behov. Erfaringer
    fra tidligere indsatser viser, at en styrket fælles tilgang både giver faglige og driftsmæssige gevinster, og at
    medarbejderne oplever en mere sammenhængende hverdag. Indsatsen berører {n} enheder på tværs af byen.""",
    """I dag løses opgaven forskelligt fra enhed til enhed. Det betyder, at medarbejderne bruger tid på at finde den
    rette arbejdsgang, og at udstyret står ubrugt hen i perioder. Med forslaget samles opgaven {n} steder i byen.""",
    """Forslaget følger op på evalueringen af et mindre forsøg. {n} pct. af de adspurgte ledere vurderede, at
    arbejdsmiljøet blev bedre, mens resten ikke oplevede nogen forskel i forhold til tidligere.""",
)
