"""Contradictions between two places of a card, each in at least twelve wordings beside its twin that is right.

By rule lines of résumé | text with a blank | what is right in it | what is wrong. `CLEAN` are texts of two places that
only look alike.
"""

from __future__ import annotations

_TOLD = {
    "count": """
Forslaget omfatter 120 familier. | De {} familier visiteres af forvaltningen. | 120 | 140
Der nedlægges 14 stillinger i administrationen. | De {} stillinger nedlægges ved naturlig afgang. | 14 | 12
Forvaltningen fraflytter 1.850 kvadratmeter på Øst Allé. | De {} m2 opsiges med virkning fra 2027. | 1.850 | 1.580
Forslaget berører 45 medarbejdere. | Samtlige {} medarbejdere tilbydes kompetenceudvikling. | 45 | 54
Der etableres 24 nye pladser på Lindegården. | Alle {} pladser er i brug fra 2027. | 24 | 28
Der indkøbes 16 elbiler til hjemmeplejen. | De {} biler leveres i foråret 2027. | 16 | 18
Tilbuddet samles på tre matrikler. | De {} matrikler ligger i samme bydel. | tre | fire
Indsatsen retter sig mod 300 borgere. | Indsatsen retter sig mod {} borgere, som i dag venter. | 300 | 350
Forslaget indebærer lukning af to institutioner. | Ved lukning af de {} institutioner frigøres tid. | to | tre
Der ansættes fem socialrådgivere. | De {} socialrådgivere placeres i Modtagelsen. | fem | seks
I alt 32 skoler deltager i forsøget. | Forsøget evalueres på alle {} skoler. | 32 | 23
Forslaget opsiger seks lejemål. | Når de {} lejemål er opsagt, samles driften. | seks | syv
Ordningen omfatter 85 plejefamilier. | Ordningen omfatter {} plejefamilier i hele kommunen. | 85 | 95
Der arbejder 28 årsværk i centret. | Centrets {} årsværk fordeles på to teams. | 28 | 26
Med forslaget udskiftes 2.400 armaturer. | Disse {} armaturer er ældre end 20 år. | 2.400 | 2.040
Forslaget vedrører 18 daginstitutioner. | De {} daginstitutioner får hver en ny leder. | 18 | 16
Der opsættes 250 sensorer i kommunens bygninger. | Når de {} sensorer er sat op, kan forbruget følges. | 250 | 205
Indsatsen omfatter fire bydele. | Indsatsen gennemføres i alle {} bydele samtidig. | fire | fem
Forslaget berører 1.200 elever. | For de {} elever betyder forslaget kortere transport. | 1.200 | 1.020
Der renoveres 12 toiletter på skolerne. | Renoveringen af de {} toiletter sker i sommerferien. | 12 | 14
Administrationen råder over 4.500 kvadratmeter. | Af administrationens {} kvadratmeter opsiges en del. | 4.500 | 5.400
Tilbuddet rummer 35 pladser. | De {} pladser udnyttes fuldt. | 35 | 45
Der ansættes to projektledere. | De {} projektledere forankres i centret. | to | tre
Forslaget samler syv kontorer. | Når de {} kontorer samles, spares husleje. | syv | otte
Projektet afprøves på 5 plejehjem. | Efter afprøvningen på de {} plejehjem evalueres projektet. | 5 | 6
Forslaget berører 34 ansatte. | De {} ansatte får tilbud om omskoling. | 34 | 43
Der indkøbes 60 nye tablets. | De {} tablets fordeles på skolerne. | 60 | 80
Kommunen har 14 plejecentre, som alle er med. | Alle {} plejecentre deltager fra 2027. | 14 | 16
Der opføres 22 almene boliger på grunden. | De {} boliger står klar i 2028. | 22 | 32
Indsatsen gennemføres på 9 skoler. | På de {} skoler uddannes en vejleder. | 9 | 8
Lokalerne er på 2.300 m2. | De {} kvadratmeter udlejes. | 2.300 | 2.600
Forslaget omfatter i alt 150 borgere. | Samtlige {} borgere revisiteres. | 150 | 180
Ordningen dækker 400 børn. | De {} børn fordeler sig på hele byen. | 400 | 450
""",
    "prose_vs_prose": """
Der investeres 3,4 mio. kr. i forslaget. | Investeringen udgør {} | 3,4 mio. kr. | 4,3 mio. kr.
Forslaget giver en årlig besparelse på 1,8 mio. kr. | Besparelsen er {} årligt. | 1.800 t.kr. | 1.300 t.kr.
Forslaget kræver en investering på 2.450 t.kr. | Der er behov for en investering på {} | 2.450 t.kr. | 2.950 t.kr.
Der afsættes 600 t.kr. til projektledelse. | Projektledelsen koster {} | 600 t.kr. | 900 t.kr.
Driften af systemet koster 350 t.kr. om året. | Der er driftsudgifter på {} årligt til systemet. | 350 t.kr. | 450 t.kr.
Effektiviseringen udgør 2,2 mio. kr. i 2028. | I 2028 effektiviseres der for {} | 2,2 mio. kr. | 2,9 mio. kr.
Udgiften til inventar er 480.000 kr. | Indkøb af inventar er budgetteret til {} | 480.000 kr. | 840.000 kr.
Forslaget indebærer engangsudgifter på 1,1 mio. kr. | Engangsudgifterne er opgjort til {} | 1,1 mio. kr. | 1,7 mio. kr.
Der spares 700 t.kr. på rengøring årligt. | Besparelsen på rengøring udgør {} om året. | 700 t.kr. | 500 t.kr.
Ved fuld indfasning spares 5,0 mio. kr. | Besparelsen er {} ved fuld indfasning. | 5,0 mio. kr. | 6,5 mio. kr.
Merudgiften til licenser er 120 t.kr. årligt. | Licenser medfører en merudgift på {} årligt. | 120 t.kr. | 210 t.kr.
Investeringsbehovet er 8,0 mio. kr. | Der er således et investeringsbehov på {} | 8,0 mio. kr. | 9,0 mio. kr.
Huslejen for lejemålet er 720 t.kr. om året. | Lejemålets husleje udgør {} årligt. | 720 t.kr. | 270 t.kr.
Kommunen modtager 2,5 mio. kr. i statstilskud. | Statstilskuddet på {} dækker første fase. | 2,5 mio. kr. | 3,5 mio. kr.
Der opnås en varig besparelse på 4,0 mio. kr. | Den varige besparelse er opgjort til {} | 4,0 mio. kr. | 4,6 mio. kr.
Den årlige driftsudgift til vagtordningen er 600 t.kr. | Vagtordningen koster {} årligt i drift. | 600 t.kr. | 500 t.kr.
Der afsættes 1,2 mio. kr. til kompetenceudvikling. | Til kompetenceudvikling afsættes {} | 1,2 mio. kr. | 1,5 mio. kr.
Udgiften til konsulenter udgør 450 t.kr. | Konsulenterne koster {} | 450 t.kr. | 540 t.kr.
Effektiviseringen på vikarer er 900 t.kr. årligt. | På vikarer effektiviseres {} årligt. | 900 t.kr. | 700 t.kr.
Indtægten fra salg af biler er 1,1 mio. kr. | Salg af biler indbringer {} | 1,1 mio. kr. | 1,6 mio. kr.
Flytningen koster 350.000 kr. | Udgiften til flytning er {} | 350.000 kr. | 530.000 kr.
I 2027 spares 1,0 mio. kr. | Besparelsen i 2027 er {} | 1,0 mio. kr. | 1,4 mio. kr.
Ombygningen af køkkenet er anslået til 2,0 mio. kr. | Ombygning af køkkenet koster {} | 2,0 mio. kr. | 2,6 mio. kr.
Investeringsbehovet udgør i alt 6,3 mio. kr. | Der skal investeres {} i alt. | 6,3 mio. kr. | 3,6 mio. kr.
Investeringen er på 2,6 mio. kr. | Der investeres {} i alt i forslaget. | 2,6 mio. kr. | 3,6 mio. kr.
Der er en årlig effektivisering på 1,4 mio. kr. | Den årlige effektivisering udgør {} | 1,4 mio. kr. | 1,9 mio. kr.
Systemet koster 300 t.kr. årligt i drift. | Driften af systemet udgør {} om året. | 300 t.kr. | 450 t.kr.
Der afsættes 0,5 mio. kr. til evaluering. | Evalueringen koster {} | 0,5 mio. kr. | 0,8 mio. kr.
Forslaget sparer 2,2 mio. kr. i 2028. | Besparelsen i 2028 er {} | 2,2 mio. kr. | 2,9 mio. kr.
Ombygningen koster 4,5 mio. kr. | Der afsættes {} til ombygningen. | 4,5 mio. kr. | 5,4 mio. kr.
Engangsudgiften er 750 t.kr. | Der er engangsudgifter på {} | 750 t.kr. | 570 t.kr.
Rengøringen reduceres med 600 t.kr. om året. | Besparelsen på rengøring er {} årligt. | 600 t.kr. | 800 t.kr.
""",
}
TOLD: dict[str, list[tuple[str, ...]]] = {
    rule: [tuple(part.strip() for part in line.split("|")) for line in told.strip().splitlines()]
    for rule, told in _TOLD.items()
}

CLEAN: list[tuple[str, str]] = [
    ("Der oprettes 12 pladser i 2026.", "De 24 pladser i 2027 følger samme model."),
    ("Der er 40 pladser i dag.", "Med forslaget bliver der 52 pladser. De 52 pladser fordeles på to huse."),
    ("Forslaget berører 45 medarbejdere, heraf 12 medarbejdere i staben.", "De 12 medarbejdere flytter til Nord."),
    ("Forslaget omfatter 45 elever.", "20 af de 45 elever går på Sundby Skole, 25 elever går på Højdevang."),
    ("Borgerservice har syv indgange.", "De fire mindste indgange har kortere tid. De tre største indgange udvides."),
    ("Der oprettes 10 pladser på Nordhuset.", "På Sydhuset oprettes 14 pladser. Alle 24 pladser er i drift i 2028."),
    ("Indsatsen omfatter 60 borgere.", "Der er plads til op til 80 borgere, hvis de to huse bruges fuldt."),
    ("Der indkøbes 20 cykler og 5 ladcykler.", "De 25 køretøjer står på tre skoler."),
    ("Forslaget reducerer 14 årsværk til 11 årsværk.", "De 11 årsværk dækker hele døgnet."),
    ("Der er 6 teams med 8 medarbejdere i hver.", "De 48 medarbejdere arbejder i skift."),
    ("Der gennemføres fire workshops.", "De fire workshops holdes i foråret, og to workshops følger op."),
    ("Der ansættes tre medarbejdere.", "De to medarbejdere, der i dag løser opgaven, fortsætter."),
    ("Der investeres 3,4 mio. kr. i forslaget.", "Der investeres 0,9 mio. kr. i projektledelse og 2,5 mio. kr. i it."),
    ("Besparelsen er 1,8 mio. kr. årligt.", "Besparelsen på løn er 1,2 mio. kr. årligt, resten er drift."),
    ("Effektiviseringen er 0,9 mio. kr. i 2027.", "Effektiviseringen er 1,2 mio. kr. i 2028."),
    ("Huslejen på Nordgade er 720 t.kr.", "Huslejen på Sydgade er 270 t.kr."),
    ("Nettoeffekten er 400 t.kr. årligt.", "Bruttoeffekten er 700 t.kr. årligt."),
    ("Der afsættes 600 t.kr. til projektledelse i 2026.", "I 2027 afsættes 300 t.kr. til projektledelse."),
    ("Investeringen udgør 3,4 mio. kr.", "Heraf går 1,4 mio. kr. af investeringen til it."),
    ("Driften koster i dag 900 t.kr. årligt.", "Med forslaget koster driften 400 t.kr. årligt."),
]
"""Résumé and text that agree."""

GOALS: dict[str, list[tuple[str, str, str]]] = {
    "goal_dates": [
        ("Systemet er taget i brug", "Q4 2026", "Q2 2028"),
        ("Løsningen er i drift", "1. kvartal 2027", "1. kvartal 2029"),
        ("Lejemålet er opsagt og fraflyttet", "Ultimo 2026", "Ultimo 2028"),
        ("Den nye organisering er implementeret", "Primo 2027", "Primo 2028"),
        ("Stillingerne er nedlagt", "Januar 2027", "Januar 2028"),
        ("Robotten er idriftsat i alle enheder", "December 2026", "December 2030"),
        ("Besparelsen er fuldt indhentet", "2029", "2027"),
        ("Fuld effekt er opnået", "Ultimo 2029", "Ultimo 2027"),
        ("Effektiviseringen er fuldt realiseret", "4. kvartal 2029", "4. kvartal 2028"),
        ("De første besparelser er realiseret", "2027", "2026"),
        ("Besparelsen på løn er opnået", "Ultimo 2027", "Ultimo 2026"),
        ("Udrulningen er afsluttet", "Q4 2028", "Q4 2030"),
        ("Alle skoler er overgået til den nye model", "Medio 2026", "Medio 2030"),
        ("Inventar er indkøbt", "Ultimo 2026", "Ultimo 2025"),
        ("Ny platform er idriftsat", "1. kvartal 2027", "2. kvartal 2028"),
        ("Systemet er implementeret i alle afdelinger", "Ultimo 2028", "Ultimo 2030"),
        ("Lejemålene er fraflyttet", "Primo 2027", "Primo 2028"),
        ("Medarbejderne er fratrådt", "Ultimo 2026", "Ultimo 2027"),
        ("Fuld indfasning af besparelsen er nået", "2029", "2028"),
        ("Aftalen med leverandøren er opsagt", "December 2026", "December 2027"),
        ("Den fulde effektivisering er hentet", "2029", "2027"),
        ("Nye arbejdsgange er indført", "Q1 2027", "Q1 2028"),
        ("Afdelingen er nedlagt", "1. januar 2027", "1. januar 2028"),
        ("Besparelsen kan ses i regnskabet", "2027", "2026"),
        ("Bygningen er solgt", "2026", "2028"),
        ("Udrulning til samtlige enheder er gennemført", "2028", "2030"),
        ("Løsningen er sat i drift", "Primo 2027", "Medio 2028"),
        ("Kontrakten er opsagt", "2026", "2028"),
        ("Besparelsen er realiseret fuldt ud", "2029", "2028"),
        ("De nye ruter er taget i brug", "1. kvartal 2027", "3. kvartal 2028"),
        ("Effektiviseringen er opnået", "2027", "2026"),
        ("Lokalerne er opsagt", "Juni 2026", "Juni 2028"),
        ("Alle enheder er flyttet", "2028", "2030"),
        ("Fuld effekt", "2029", "2027"),
    ],
    "goal_amounts": [
        ("Effektivisering på {}", "0,9 mio. kr.", "1,9 mio. kr."),
        ("Besparelse på {} årligt", "900 t.kr.", "500.000 kr."),
        ("Der er realiseret en besparelse på {} i 2028", "600 t.kr.", "850 t.kr."),
        ("Udgifterne er reduceret med {}", "0,9 mio. kr.", "0,5 mio. kr."),
        ("Effektiviseringen udgør {} i 2029", "900 t.kr.", "1.400 t.kr."),
        ("Gevinst på {} er høstet", "0,9 mio. kr.", "1,6 mio. kr."),
        ("Opnået effekt på {} ved fuld indfasning", "900.000 kr.", "1.300.000 kr."),
        ("Reduktion af driften på {}", "900 t.kr.", "450 t.kr."),
        ("At der spares {} fra 2029", "0,9 mio. kr.", "2,9 mio. kr."),
        ("Mindreudgift på {} i budgettet", "0,9 mio. kr.", "1,5 mio. kr."),
        ("Samlet besparelse på {} om året", "0,9 mio. kr.", "0,5 mio. kr."),
        ("Effektivisering svarende til {} i 2027", "300 t.kr.", "500 t.kr."),
    ],
}
"""By rule the goal, and of the dates its time right and wrong, of the amounts what fills its blank, on `EFFECT`."""

ROWS: list[tuple[str, str, str]] = [
    ("Der afsættes {} til inventar i 2026.", "800 t.kr.", "950 t.kr."),
    ("Projektledelsen koster {} i 2026.", "600 t.kr.", "650 t.kr."),
    ("Projektledelse udgør i alt {}", "1,0 mio. kr.", "1,5 mio. kr."),
    ("Besparelsen på løn er {} i 2027.", "400 t.kr.", "550 t.kr."),
    ("Udgiften til inventar er {}", "800.000 kr.", "880.000 kr."),
    ("Til drift er der indregnet {} årligt.", "100 t.kr.", "150 t.kr."),
    ("Lønbesparelsen udgør {} ved fuld indfasning.", "1,0 mio. kr.", "1,3 mio. kr."),
    ("I 2027 koster projektledelsen {}", "400 t.kr.", "450 t.kr."),
    ("Driften koster {} om året fra 2027.", "100 t.kr.", "130 t.kr."),
    ("Der bruges {} på projektledelse i 2027.", "400 t.kr.", "470 t.kr."),
    ("Lønnen reduceres med {} i 2028.", "700 t.kr.", "750 t.kr."),
    ("Inventaret anslås til {}", "0,8 mio. kr.", "1,2 mio. kr."),
    ("Der er indregnet drift for {} pr. år.", "100 t.kr.", "140 t.kr."),
    ("Der investeres {} i inventar.", "800 t.kr.", "1.100 t.kr."),
    ("Forslaget giver en samlet effektivisering på {} ved fuld indfasning.", "0,9 mio. kr.", "1,4 mio. kr."),
    ("Den samlede investering er {}", "1,8 mio. kr.", "2,3 mio. kr."),
    ("Der søges {} fra investeringspuljen.", "1,8 mio. kr.", "2,1 mio. kr."),
    ("De samlede implementeringsomkostninger er {} i 2026.", "1,4 mio. kr.", "1,7 mio. kr."),
    ("I 2028 er den varige ændring {}", "0,6 mio. kr.", "0,8 mio. kr."),
    ("Nettobesparelsen er {} årligt fra 2029.", "900 t.kr.", "1.050 t.kr."),
    ("Der er afsat {} til projektledelse i 2027.", "400 t.kr.", "500 t.kr."),
    ("Driftsudgiften på {} årligt dækker licenser.", "100 t.kr.", "150 t.kr."),
    ("Indkøb af inventar beløber sig til {}", "0,8 mio. kr.", "0,5 mio. kr."),
    ("Samlet set investeres der {} i forslaget.", "1,8 mio. kr.", "2,4 mio. kr."),
    ("Forslaget indebærer varige besparelser på {} fra 2029.", "0,9 mio. kr.", "1,2 mio. kr."),
    ("Ved fuld effekt reduceres udgifterne med {} årligt.", "0,9 mio. kr.", "1,3 mio. kr."),
    ("I 2026 bruges {} på inventar.", "800 t.kr.", "860 t.kr."),
    ("Udgifterne til projektledelse er {} i 2026 og 400 t.kr. i 2027.", "600 t.kr.", "650 t.kr."),
    ("Effektiviseringen er {} i 2027.", "300 t.kr.", "500 t.kr."),
    ("Der er behov for en investering på samlet {}", "1,8 mio. kr.", "1,4 mio. kr."),
    ("Den varige effekt udgør {} årligt.", "900 t.kr.", "1.100 t.kr."),
    ("Investeringen på {} dækker projektledelse og inventar.", "1,8 mio. kr.", "2,2 mio. kr."),
    ("Besparelsen stiger til {} i 2029.", "0,9 mio. kr.", "1,2 mio. kr."),
    ("Der investeres 1,4 mio. kr. i 2026 og {} i 2027.", "0,4 mio. kr.", "0,7 mio. kr."),
    ("Til projektledelse afsættes {} i 2026.", "600 t.kr.", "700 t.kr."),
    ("Inventaret koster {}", "800 t.kr.", "950 t.kr."),
    ("Der er varige driftsudgifter på {} årligt.", "100 t.kr.", "160 t.kr."),
    ("Forslaget medfører en samlet investering på {}", "1,8 mio. kr.", "2,6 mio. kr."),
    ("Samlet effektiviseres der {} årligt ved fuld indfasning.", "0,9 mio. kr.", "1,2 mio. kr."),
    ("De samlede investeringer beløber sig til {}", "1,8 mio. kr.", "1,2 mio. kr."),
    ("Implementeringsomkostningerne udgør {} i 2027.", "400 t.kr.", "550 t.kr."),
    ("Den årlige besparelse er {} fra 2029.", "900 t.kr.", "1.200 t.kr."),
    ("Der budgetteres med {} til inventar.", "0,8 mio. kr.", "1,1 mio. kr."),
    ("I alt kræver forslaget {} i investeringsmidler.", "1,8 mio. kr.", "2,2 mio. kr."),
]
"""An amount of a row of `EFFECT` and `COSTS`: the sentence, what is right in it, what is wrong."""

LEVELS: list[str] = [
    "Forslagets økonomi er opgjort i {} p/l.",
    "Alle beløb er i {}-priser.",
    "Beløbene i tabel 1 er angivet i {} p/l.",
    "Tabellen er i prisniveau {}.",
    "Beregningerne er foretaget i {}-p/l.",
    "Tallene er vist i {} pl.",
    "Økonomien er beregnet i faste {}-priser.",
    "Udgifterne er opgjort i p/l {}.",
    "Forslaget er udarbejdet i {} p/l.",
    "Der er regnet i {}-prisniveau.",
    "Alle tal er i 1.000 kr., {} p/l.",
    "Priserne er i {}-niveau.",
    "Økonomien i forslaget fremgår af tabellen i {} p/l.",
    "Forslaget er prissat i {} p/l.",
    "Samtlige beløb er angivet i {}-pl.",
    "Priserne er opgjort i {}-p/l.",
    "Forslagets tabeller er i {} p/l.",
    "Alle priser er {} p/l.",
    "De angivne beløb er i pris- og lønniveau {}.",
    "Der er anvendt {}-priser i beregningerne.",
    "Økonomien er opgjort i {}-prisniveau.",
    "Alle økonomiske konsekvenser er anført i {} p/l.",
    "Besparelse og udgifter er i {} p/l.",
    "Nedenstående tal er i {}-p/l.",
    "Forslaget er beregnet i faste priser ({} p/l).",
    "Tabel 1 er opgjort i {}-priser.",
    "Forslagets beløb er i pris- og lønniveau {}.",
    "Beløbene i teksten og tabellen er i {} p/l.",
    "Alle tal i forslaget er i {} p/l.",
    "Økonomien er angivet i {}-priser.",
    "Der regnes i {} p/l.",
    "Prisniveauet i forslaget er {} p/l.",
    "Udgifterne er angivet i prisniveau {}.",
]
"""The price level of the whole, told in the text; the table is in 2027 p/l."""

NO_LEVELS: list[str] = [
    "Forslaget udmøntes i 2026 p/l.",
    "Beløbene er omregnet fra 2025 p/l til 2027 p/l.",
    "Udgiften var 4,0 mio. kr. (2024 p/l) i 2022.",
    "Oversigten er i 2026 p/l.",
    "Huslejen er 720 t.kr. i 2025-priser.",
    "Forslag til overførselssagen udarbejdes i 2026 p/l, men udmøntes i 2027 p/l.",
    "Beregningen tager udgangspunkt i takster fra 2024 i 2024 p/l.",
    "Enhedsprisen er fremskrevet fra 2025 p/l.",
]
"""Price levels that are not that of the whole."""

PRODUCTS: list[tuple[str, str, str]] = [
    ("Der købes inventar til 40 pladser á {}", "20.000 kr.", "30.000 kr."),
    ("Inventar anskaffes til 16 rum à {}", "50.000 kr.", "60.000 kr."),
    ("Udgiften til inventar er 8 x {}", "100.000 kr.", "120.000 kr."),
    ("Projektledelse i 2026 er 1.000 timer á {}", "600 kr.", "700 kr."),
    ("Inventar: 20 sæt á {}", "40.000 kr.", "45.000 kr."),
    ("Til inventar regnes med 80 pladser til en pris på {}", "10.000 kr.", "15.000 kr."),
    ("Der er budgetteret med inventar til 10 lokaler til en stykpris på {}", "80 t.kr.", "95 t.kr."),
    ("Projektledelse er sat til 2.000 timer a {}", "500 kr.", "650 kr."),
    ("Inventar omfatter 32 borde à {}", "25 t.kr.", "35 t.kr."),
    ("Udgifter til projektledelse i 2027 svarer til 800 timer á {}", "500 kr.", "550 kr."),
    ("Drift er beregnet som 50 licenser á {}", "2.000 kr.", "3.000 kr."),
    ("Inventar er opgjort til 4 x {}", "200 t.kr.", "300 t.kr."),
]
"""A number of things at a price, on a row of `EFFECT` or `COSTS`."""
