"""Contradictions as an official would write them, thought up from the bilag alone before any rule was read.

By kind; `{wrong|right}` are the contradiction and its right twin. Every second one (odd number) is the closed half:
rules are never mended on it, so that its recall is the honest figure. `python benchmarks/unseen.py`.
"""

from __future__ import annotations

from tests.made.unseen_cards import DRIFT, GOALS, IS, IT, NET, OPL, PL, ROWS, SK, VAGT, VARIG, Alt, Case, goals, rows
from tests.made.unseen_forms import ANNEX, ANNOUNCED, AREA, BOXES, GOALDATE, KIT, LEVEL, ORDER, PART

PERIODS: list[Case] = [
    "Færre vagtskift i aftentimerne giver en besparelse fra {2026|2027} og frem.",
    "Udgiften til projektledelse finansieres til og med {2029|2027}.",
    "Der afsættes midler til oplæring af planlæggere i perioden {2026-2030|2026-2028}.",
    "Forslaget er fuldt indfaset i {2031|2029}.",
    "I {de første fire år|de første to år} afholdes der udgifter til projektledelse.",
    "Driften af vagtplansystemet betales først fra {2029|2027}, når licensen er tegnet.",
    "De håndholdte skærme indkøbes over {fire|to} år.",
    "Fra og med budgetåret {2030|2027} vil der være udgifter til drift af vagtplansystem.",
    "Allerede i {2027|2029} opnås den fulde effekt af færre vagtskift i aftentimerne.",
    (
        "Oplæringen af planlæggere er tilendebragt med udgangen af {2026|2028}, hvorefter der ikke er "
        "udgifter til formålet."
    ),
    "Investeringsmidlerne anvendes udelukkende i {2026|perioden 2026-2028}.",
    "Besparelsen indfases over {fem|tre} år med begyndelse i 2027.",
    "Effektiviseringen har fuld virkning med regnskabsåret {2031|2029}.",
    "Efter {2026|2028} er der ingen implementeringsomkostninger.",
    "Midlerne til projektledelse ophører ved udgangen af {2028|2027}.",
    "Besparelsen får virkning {fra budget 2028|fra budget 2027} og er varig.",
    "Projektledelsen varer i {tre år (2026, 2027 og 2028)|to år (2026 og 2027)}.",
]
INUSE: list[Case] = [
    {"goals": goals(("Vagtplansystemet er taget i brug", Alt("Ultimo 2029", "Ultimo 2026")), GOALS[1])},
    "Systemet, som er forudsætningen for besparelsen, går i drift {1. marts 2029|den 1. december 2026}.",
    (
        "Vagtplansystemet forventes idriftsat {i løbet af 2029|inden udgangen af 2026}. Når systemet er i "
        "drift, bortfalder vagtskiftene."
    ),
    "Først når vagtplansystemet er taget i brug {primo 2030|primo 2027}, kan antallet af vagtskift nedbringes.",
    {
        "impl": (
            "Systemet forventes at kunne tages i anvendelse i {4. kvartal 2028|4. kvartal 2026}, og "
            "besparelsen indhentes derefter."
        )
    },
    {
        "impl": (
            "Ibrugtagning af det nye vagtplansystem sker {medio 2028|ultimo 2026}. Besparelsen kan tidligst "
            "realiseres herefter."
        )
    },
    {"goals": goals(("Idriftsættelse af vagtplansystem", Alt("Q3 2028", "Q4 2026")), GOALS[1])},
    {
        "goals": goals(
            ("Systemet er implementeret i alle distrikter", Alt("31. december 2028", "31. december 2026")),
            ("Færre vagtskift", "2029"),
        )
    },
    {
        "impl": (
            "Forudsætningen for de færre vagtskift er den nye vagtplan, som bliver klar til brug i {august "
            "2028|januar 2027}."
        )
    },
    {
        "impl": (
            "Det nye system sættes i drift d. {01.09.2029|01.12.2026}. Indtil da planlægges der som hidtil, "
            "og der spares ikke noget."
        )
    },
    {
        "risk": (
            "Gevinsten kan ikke hentes, før systemet er i luften, hvilket efter tidsplanen sker {i andet "
            "halvår 2028|i andet halvår 2026}."
        )
    },
    {"goals": goals(("Alle planlæggere anvender vagtplansystemet", Alt("2030", "2027")), GOALS[1])},
    {"impl": "Planlæggerne arbejder i det nye system fra {2029|2027}, og besparelsen på vagtskift følger af det."},
    {
        "impl": (
            "Kontrakten om systemet indgås {i efteråret 2028|i foråret 2026}, hvorefter det installeres og "
            "tages i brug. Besparelsen forudsætter, at systemet er i brug."
        )
    },
]
ROLLOUT: list[Case] = [
    "Udrulningen til alle distrikter er afsluttet {ved udgangen af 2030|ved udgangen af 2028}.",
    "Systemet udrulles etapevis, og de sidste distrikter kommer med i {2031|2028}.",
    {"impl": "Fuld udbredelse til hele hjemmeplejen forventes {ultimo 2030|ultimo 2028}."},
    {"impl": "I 2026 indføres systemet i to distrikter, i 2027 i yderligere tre og i {2030|2028} i de resterende."},
    {"goals": goals(("Systemet er udrullet i alle distrikter", Alt("Ultimo 2030", "Ultimo 2028")), GOALS[1])},
    {"goals": goals(("Udrulning fuldført", Alt("31.12.2031", "31.12.2028")), GOALS[1])},
    {"impl": "Implementeringen er først fuldt gennemført {i sommeren 2031|i sommeren 2028}."},
    {"impl": "Udrulningen strækker sig over perioden {2026-2031|2026-2028}."},
    {"impl": "Når alle enheder er koblet på i {december 2030|december 2028}, er implementeringen tilendebragt."},
    {"impl": "Udrulningen forløber fra 2026 til og med {2031|2028}, hvor den sidste enhed overgår til systemet."},
    {"risk": "Alle medarbejdere er først oplært i {2031|2028}."},
    {"besk": "Ordningen udvides gradvist og dækker hele byen fra {2031|2029}."},
]
PRICE: list[Case] = [
    "Der indkøbes 40 skærme à 30.000 kr., svarende til {1,6|1,2} mio. kr.",
    "Der indkøbes 40 skærme til en stykpris på 30.000 kr., i alt {1.400.000|1.200.000} kr.",
    "Prisen pr. skærm er 30 t.kr., og der er behov for 40 skærme. Det giver en samlet udgift på {1.500|1.200} t.kr.",
    "Udgiften til skærme er beregnet som 40 stk. x 30.000 kr. = {1,8|1,2} mio. kr.",
    (
        "Hvert kursus koster 15.000 kr. Der afholdes 20 kurser om året, hvilket svarer til en årlig "
        "udgift på {400|300} t.kr."
    ),
    "200 licenser á 1.500 kr. om året giver en samlet årlig udgift på {250|300} t.kr.",
    "Der regnes med 1.200 timer af 665 kr., dvs. {898|798} t.kr.",
    "Konsulentbistanden er sat til 300 timer med en timepris på 1.200 kr., svarende til {0,5|0,36} mio. kr.",
    "Hver af de tolv enheder modtager 25.000 kr., og samlet afsættes der således {400.000|300.000} kr.",
    "For 8.000 kr. pr. deltager uddannes 50 planlæggere; i alt {600|400} tusind kroner.",
    "En skærm koster ca. 30.000 kr. At udstyre 40 vogne vil derfor koste {ca. 2 mio. kr.|ca. 1,2 mio. kr.}",
    "Med 52 uger og en ugepris på 4.000 kr. bliver den årlige leje {ca. 308.000 kr.|ca. 208.000 kr.}",
    "Lejen udgør 1.100 kr. pr. m2. Der frigøres 900 m2, og den årlige besparelse er dermed {1,4|0,99} mio. kr.",
    "Der spares 2.000 vagtskift om året a 350 kr., i alt {900.000|700.000} kr. årligt.",
]
WAGE: list[Case] = [
    "Besparelsen svarer til 4 årsværk à 520.000 kr., i alt {2,6|2,08} mio. kr.",
    "Der ansættes 2 AC-årsværk med en gennemsnitsløn på 650.000 kr., svarende til {1,6|1,3} mio. kr.",
    "Et årsværk koster 600.000 kr. Med 3 årsværk i projektet bliver lønudgiften {2,4|1,8} mio. kr.",
    "Der frigøres ½ årsværk à 600 t.kr., altså {450|300} t.kr.",
    "Projektlederen ansættes på halv tid i to år. Med en årsløn på 700.000 kr. svarer det til {1,0|0,7} mio. kr.",
    "Reduktionen på 1,5 årsværk (680.000 kr. pr. årsværk) udgør {1,36|1,02} mio. kr. årligt.",
    "Halvandet årsværk til en pris af 600.000 kr. pr. årsværk giver en udgift på {1,2 mio. kr.|0,9 mio. kr.}",
    (
        "Der er regnet med 2,5 fuldtidsstillinger. En fuldtidsstilling er sat til 480 t.kr., og "
        "lønudgiften bliver derfor {1.440|1.200} t.kr."
    ),
    "Tre medarbejdere med en årlig lønudgift på hver 550.000 kr. koster tilsammen {1,95|1,65} mio. kr.",
    "Med en årsværkspris på 540.000 kr. svarer effektiviseringen til 4 årsværk eller {2,7|2,16} mio. kr.",
    "Lønudgiften er beregnet på baggrund af 6 sosu-assistenter til 450.000 kr., hvilket i alt giver {3,2|2,7} mio. kr.",
    "Der tilføres {0,25|0,5} årsværk, svarende til 300.000 kr. ved en årsløn på 600.000 kr.",
    "Mindreforbruget i Nord på 1.300 t.kr. svarer til {3|2} årsværk á 650 t.kr.",
]
SHARES: list[Case] = [
    "En fjerdedel af de 1.600 borgere, dvs. {500|400} borgere, modtager besøg om aftenen.",
    "25 pct. af de 1.600 borgere svarer til {480|400} borgere.",
    "Af de 800 medarbejdere er 10 pct., svarende til {120|80} medarbejdere, planlæggere.",
    "Halvdelen af de 240 vagter ({100|120} vagter) ligger om aftenen.",
    "To tredjedele af de 900 besøg, i alt {500|600}, sker i hverdagene.",
    "Hjemmeplejen har 1.200 ansatte. Heraf er {30 pct., nemlig 240,|20 pct., nemlig 240,} ansat på deltid.",
    "{40|60} procent af udgiften på 2,0 mio. kr. - altså 1,2 mio. kr. - er løn.",
    "Ud af 500 henvendelser afsluttes 350 telefonisk, hvilket svarer til {80|70} pct.",
    "Overhead er beregnet som 10 pct. af 1,5 mio. kr., dvs. {250|150} t.kr.",
    "Hver femte af de 4.000 borgere, svarende til {1.000|800}, får ændret besøgstid.",
    "Andelen af deltidsansatte er {35 pct. (300 ud af 1.200)|25 pct. (300 ud af 1.200)}.",
    "Byggehonoraret udgør 7,2 pct. af investeringen på 5.000 t.kr. og er derfor {460|360} t.kr.",
]
SUMS: list[Case] = [
    (
        "Implementeringen koster {4,0|4,4} mio. kr., heraf 2,0 mio. kr. til projektledelse, 1,9 mio. kr. "
        "til oplæring og 0,5 mio. kr. til inventar."
    ),
    "Der afsættes {900|800} t.kr., fordelt med 500 t.kr. til løn, 200 t.kr. til udstyr og 100 t.kr. til kurser.",
    "Udgifterne til kurser (200 t.kr.), lokaler (150 t.kr.) og forplejning (50 t.kr.) udgør tilsammen {500|400} t.kr.",
    "Der er afsat 300.000 kr. i 2026, 200.000 kr. i 2027 og 100.000 kr. i 2028, i alt {700.000|600.000} kr.",
    "Af de {1,9|1,5} mio. kr. går 1,0 mio. kr. til licenser, mens de resterende 0,5 mio. kr. anvendes til opsætning.",
    "Licens 120 t.kr. + support 80 t.kr. + hosting 50 t.kr. = {300|250} t.kr. om året.",
    (
        "Hjemmeplejen har 820 medarbejdere, hvoraf 500 er sosu-hjælpere, 220 er sosu-assistenter og "
        "{150|100} er sygeplejersker."
    ),
    "Ordningen omfatter {14|12} enheder: fem i nord, fire i syd og tre i vest.",
    "I alt {2,1|1,9} mio. kr. bruges på to formål: 1,2 mio. kr. til uddannelse og 0,7 mio. kr. til vikardækning.",
    "Uddannelsen koster 600 t.kr., og vikardækningen koster 400 t.kr. Samlet bliver det {1,2|1,0} mio. kr.",
    "Budgettet på {750|650} tusind kr. består af 350 tusind kr. til frikøb samt 300 tusind kr. til ekstern bistand.",
    (
        "Den samlede pris er {2.000.000|1.800.000} kr. inkl. 1.200.000 kr. til udvikling og 600.000 kr. "
        "til test, og der er ikke andre poster."
    ),
    (
        "Besparelsen fordeler sig på 400 t.kr. i Nord, 300 t.kr. i Syd og 250 t.kr. i Øst og er dermed på "
        "{1.050|950} t.kr."
    ),
]
PERCENT: list[Case] = [
    "Antallet af vagtskift falder fra 2.000 til 1.500, svarende til et fald på {35|25} pct.",
    "Udgiften stiger fra 4,0 mio. kr. til 5,0 mio. kr., altså en stigning på {15|25} procent.",
    "Sygefraværet ventes nedbragt fra 8 til 6 dage, hvilket er {en halvering|en reduktion på 25 pct.}.",
    "I 2024 var der 1.200 henvendelser og i 2025 1.500 henvendelser. Det er en vækst på {40|25} pct.",
    "Det nuværende forbrug på 500 timer reduceres med {30|20} pct. til 400 timer.",
    "Med forslaget bliver tidsforbruget {40|50} pct. lavere, idet det går fra 60 til 30 minutter.",
    "Antallet af borgere er steget med {20|50} pct. fra 800 i 2020 til 1.200 i 2025.",
    "Af de 640 henvendelser besvares 160 samme dag, dvs. {30|25} %.",
    "Energiforbruget reduceres fra 400 MWh til 300 MWh - en besparelse på {33|25} %.",
    "En nedgang fra 90 til 60 vagter svarer til {en fjerdedel|en tredjedel}.",
    "Svartiden forkortes fra 10 til 4 dage ({50|60} pct.).",
    "Antallet af ansatte er {fordoblet|øget med 50 pct.} fra 40 til 60.",
]
COUNTS: list[Case] = [
    {
        "resume": "Forslaget omfatter {14|12} enheder i hjemmeplejen.",
        "besk": "De 12 enheder i hjemmeplejen planlægger i dag hver for sig.",
    },
    {"resume": "Der ansættes {tre|to} planlæggere.", "oek": "Der ansættes to planlæggere til at varetage opgaven."},
    {"besk": "Hjemmeplejen har 850 medarbejdere. De {950|850} medarbejdere møder i dag ind på 12 adresser."},
    {
        "resume": "1.600 borgere modtager hjælp om aftenen.",
        "besk": "Hjælp om aftenen modtages i dag af {1.900|1.600} borgere.",
    },
    {
        "besk": "Arealet på Nygade 4 er 1.250 m2.",
        "oek": "Ved fraflytning af Nygade 4 frigøres hele arealet på {1.520|1.250} kvadratmeter.",
    },
    {
        "besk": "Ordningen tilbydes 60 familier om året.",
        "oek": "Økonomien bygger på, at {80|60} familier årligt tilbydes ordningen.",
    },
    {"resume": "Der indkøbes {fyrre|halvtreds} skærme.", "oek": "De 50 skærme indkøbes på kommunens rammeaftale."},
    {"besk": "Puljen dækker {seks|fem} distrikter: Nord, Syd, Øst, Vest og Midt."},
    {"impl": "Kurset varer {fire|tre} dage.", "oek": "Udgiften til oplæring bygger på et kursus på tre dage."},
    {
        "resume": "Reduktionen svarer til {6|5} årsværk.",
        "oek": "Der nedlægges 5 årsværk, når forslaget er fuldt indfaset.",
    },
    {"besk": "Hovedbygningen har 5 etager, og administrationen råder over tre af de {fire|fem} etager."},
    {
        "besk": "I dag er der {35|40} planlæggere i hjemmeplejen.",
        "risk": "Det er en risiko, at nogle af de 40 planlæggere fratræder.",
    },
    {"resume": "Antallet af plejefamilier skal øges med {30|20}.", "besk": "Målet er 20 nye plejefamilier."},
    {"impl": "Projektgruppen på {otte|ni} personer består af tre planlæggere, fire ledere og to konsulenter."},
]
ROWSAY: list[Case] = [
    "Der afsættes {2,8|2,0} mio. kr. til projektledelse.",
    "Oplæring af planlæggere koster {1.450|1.260} t.kr. i 2027.",
    "I 2026 afsættes {800|420} t.kr. til oplæring af planlæggere.",
    "Drift af vagtplansystem udgør {410.000|310.000} kr. om året.",
    "De samlede implementeringsomkostninger er {5,9|5,1} mio. kr.",
    "Når forslaget er fuldt indfaset, spares der netto {2,7|2,2} mio. kr. årligt.",
    {"resume": "Der investeres {6,1|5,1} mio. kr., og der opnås en varig besparelse på 2,2 mio. kr."},
    {"resume": "Forslaget giver en varig effektivisering på {1,7|2,2} mio. kr. ved fuld indfasning."},
    "Til håndholdte skærme bruges 800 t.kr. i 2026 og {600|400} t.kr. i 2027.",
    "Færre vagtskift i aftentimerne vil fra 2029 nedbringe lønudgiften med {2,0|2,5} mio. kr. pr. år.",
    "Anlægsudgiften udgør i alt {1,5|1,2} mio. kr.",
    "Serviceudgifterne til implementering beløber sig til {4,4|3,9} mio. kr. i alt.",
    "Udgiften til projektledelse fordeler sig med 1,35 mio. kr. i 2026 og {0,95|0,675} mio. kr. i 2027.",
    "Besparelsen stiger fra {1,6|1,2} mio. kr. i 2027 til 2,5 mio. kr. i 2029.",
    {"resume": "For {4,1|5,1} mio. kr. indføres en fælles vagtplan, der sparer 2,2 mio. kr. om året."},
    "I årene 2026 og 2027 medgår der henholdsvis 1.350 og {775|675} t.kr. til projektledelse.",
    "Forslaget er tilbagebetalt efter {otte|fem} år.",
    "Den varige besparelse udgør i 2027 {ni hundrede og tredive|930} t.kr. og i 2028 {1.750|1.550} t.kr.",
]
TWICE: list[Case] = [
    {"resume": "Licenserne koster {400|300} t.kr. om året.", "oek": "Udgiften til licenser er 300 t.kr. årligt."},
    {
        "besk": "Markedsundersøgelsen viser, at et system koster 2 mio. kr. at anskaffe.",
        "risk": "Systemets anskaffelsespris på {3|2} mio. kr. kan blive højere.",
    },
    {
        "besk": "I dag bruges {6,5|5,5} mio. kr. årligt på aftenvagter.",
        "oek": "Det nuværende budget til aftenvagter er 5,5 mio. kr. pr. år.",
    },
    {
        "resume": "Hjemmeplejens samlede budget er {820|780} mio. kr.",
        "besk": "Hjemmeplejen har et samlet budget på 780 mio. kr.",
    },
    {"besk": "Lejen af Nygade 4 er 640.000 kr. om året.", "oek": "Den årlige leje på Nygade 4 udgør {460|640} t.kr."},
    {
        "besk": (
            "Vikarbudgettet er på 3,2 mio. kr. Det er {2,3|3,2} mio. kr. til vikarer, som ikke kan anvendes til andet."
        )
    },
    {"oek": "Kurserne koster 250 t.kr.", "impl": "Der er sat {350|250} t.kr. af til kurserne."},
    {"resume": "Puljen er på {10|12} mio. kr.", "oek": "Af puljen på 12 mio. kr. er endnu intet anvendt."},
    {
        "besk": "En gennemsnitlig aftenvagt koster 1.900 kr.",
        "oek": "Beregningen bygger på, at en aftenvagt i gennemsnit koster {2.900|1.900} kr.",
    },
    {
        "besk": "Der er i 2025 bevilget 1,5 mio. kr. til forprojektet.",
        "risk": "Bevillingen til forprojektet i 2025 på {2,5|1,5} mio. kr. er brugt.",
    },
    {
        "resume": "Merudgiften til husleje er {halvanden million kroner|en million kroner}.",
        "oek": "Merudgiften til husleje er 1,0 mio. kr.",
    },
    {"besk": "Udbuddet ventes at koste 450 t. kr.", "oek": "Udbuddet koster {0,6 mio. kr.|0,45 mio. kr.}"},
]
TABLE: list[Case] = [
    {"rows": Alt(rows({IS: [1770, 1935, 310]}), ROWS)},
    {"rows": Alt(rows({VARIG: [None, -930, -1550, -2170, -2170, -2710]}), ROWS)},
    {"rows": Alt(rows({NET: [2570, 1450, -1340, -2170, -2170, -2170]}), ROWS)},
    {"rows": Alt(rows({PL: [1530, 675]}), ROWS)},
    {"rows": Alt(rows({DRIFT: [None, 310, 310, 310, 310, None]}), ROWS)},
    {"rows": Alt(rows({VAGT: [None, -1240, 1860, -2480, -2480, -2480]}), ROWS)},
    {"rows": Alt(rows({IT: [2570, 2335, 2100]}), ROWS)},
    {"rows": Alt(rows({SK: [80, 400]}), ROWS)},
    {"rows": Alt(rows({NET: [-2570, 1405, -1340, -2170, -2170, -2170]}), ROWS)},
    {"rows": Alt(rows({}, drop=(OPL,)), ROWS)},
]
GOALTABLE: list[Case] = [
    {
        "goals": [
            GOALS[0],
            ("Der spares {3,1|2,5} mio. kr. på vagtskift i 2029", "Regnskab", "Kontor for Hjemmepleje", "2029"),
        ]
    },
    {
        "goals": [
            GOALS[0],
            ("Effektivisering på {2.700|2.170} t.kr. er realiseret", "Regnskab", "Kontor for Hjemmepleje", "2029"),
        ]
    },
    {"goals": [("Investeringen på {6,2|5,1} mio. kr. er anvendt", "Regnskab", "Kontor for Hjemmepleje", "2028")]},
    {"goals": [("Projektledelsen er afsluttet", "Regnskab", "Kontor for Hjemmepleje", Alt("2030", "2027"))]},
    {
        "goals": [
            GOALS[0],
            (
                "Driften af vagtplansystemet udgør højst {210|310} t.kr. årligt",
                "Regnskab",
                "Kontor for Hjemmepleje",
                "2029",
            ),
        ]
    },
    {"goals": [("Alle planlæggere er oplært", "Kursusbeviser", "Kontor for Hjemmepleje", Alt("2031", "2028"))]},
    {
        "goals": [
            GOALS[0],
            ("Fuld realisering af effektiviseringen", "Regnskab", "Kontor for Hjemmepleje", Alt("2027", "2029")),
        ]
    },
    {"goals": [GOALS[0], ("Gevinsten er fuldt realiseret", "Regnskab", "Kontor for Hjemmepleje", Alt("2026", "2030"))]},
    {
        "goals": [
            (
                "Indkøb af håndholdte skærme er gennemført",
                "Regnskab",
                "Kontor for Hjemmepleje",
                Alt("1. kvartal 2029", "4. kvartal 2027"),
            )
        ]
    },
    {
        "goals": [
            GOALS[0],
            ("Nettobesparelsen udgør {1,2|2,2} mio. kr. pr. år fra 2029", "Regnskab", "Kontor for Hjemmepleje", "2029"),
        ]
    },
]
ALL: dict[str, list[Case]] = {
    "periods": PERIODS,
    "inuse": INUSE,
    "rollout": ROLLOUT,
    "price": PRICE,
    "wage": WAGE,
    "shares": SHARES,
    "sums": SUMS,
    "percent": PERCENT,
    "counts": COUNTS,
    "level": LEVEL,
    "area": AREA,
    "announced": ANNOUNCED,
    "part": PART,
    "order": ORDER,
    "boxes": BOXES,
    "kit": KIT,
    "annex": ANNEX,
    "goaldate": GOALDATE,
    "rowsay": ROWSAY,
    "twice": TWICE,
    "table": TABLE,
    "goaltable": GOALTABLE,
}
