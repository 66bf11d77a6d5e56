"""A second set of contradictions, about another proposal, written before any rule was read: as those of `unseen`.

Every second one (odd number) is the closed half. `python benchmarks/unseen.py --set fresh`.
"""

from __future__ import annotations

from tests.made.fresh_base import (
    ADMIN,
    AUTO,
    HEARD,
    KOMP,
    NET,
    OFFICE,
    SERVICE,
    TABLE,
    TARGETS,
    heard,
    table,
    targets,
)
from tests.made.unseen_cards import Alt, Case

PERIODS: list[Case] = [
    "De betjente timer reduceres med virkning fra {2026|2027}.",
    "Den eksterne projektleder tilknyttes i årene {2026 til 2029|2026 og 2027}.",
    "Forslaget har fuld effekt {fra 2030|fra 2028}.",
    "Kompetenceudviklingen af personalet finansieres alene i {2028|2026 og 2027}.",
    "Udgifter til service og licens til udlånsautomater indtræder i {2029|2027} og er herefter varige.",
    "Anlægsmidlerne til udlånsautomater afholdes over {fem|to} budgetår.",
    "Effektiviseringen indfases gradvist og når sit fulde niveau i {2031|2028}.",
    "Investeringsudgifterne ligger udelukkende i {de første fire år|de første to år}.",
]
INUSE: list[Case] = [
    (
        "Automaterne kan tidligst tages i brug {i slutningen af 2028|i slutningen af 2026}, og først derefter kan "
        "timerne skæres."
    ),
    {"goals": targets(("Udlånsautomaterne er sat i drift", Alt("Ultimo 2029", "Ultimo 2026")), TARGETS[1])},
    {
        "impl": (
            "De første automater er i drift {i april 2029|i december 2026}. Uden automater kan personalet "
            "ikke undværes."
        )
    },
    {
        "risk": (
            "Reduktionen af de betjente timer er betinget af, at automaterne virker, hvilket ventes {medio "
            "2028|primo 2027}."
        )
    },
    "Automaterne leveres {i 3. kvartal 2028|i 3. kvartal 2026} og er en forudsætning for, at timerne kan reduceres.",
    {
        "goals": targets(
            ("Alle automater er taget i anvendelse", Alt("1. december 2030", "1. december 2027")), TARGETS[1]
        )
    },
    {
        "impl": (
            "Ibrugtagningen er planlagt til {den 1. september 2028|den 1. januar 2027}. Besparelsen følger "
            "af ibrugtagningen."
        )
    },
    "Besparelsen opnås, når automaterne er sat op. Opsætningen sker {i løbet af 2029|i løbet af 2026}.",
]
ROLLOUT: list[Case] = [
    "Opstillingen på alle biblioteker er tilendebragt {med udgangen af 2030|med udgangen af 2027}.",
    {"impl": "De sidste biblioteker får automater i {2031|2027}."},
    {"goals": targets(("Automater på samtlige biblioteker", Alt("4. kvartal 2030", "4. kvartal 2027")), TARGETS[1])},
    {"impl": "Først i {sommeren 2030|sommeren 2027} er hele personalet uddannet."},
    {"impl": "Automaterne rulles ud i tre bølger, hvoraf den sidste ligger i {2030|2027}."},
    {"impl": "Implementeringen løber fra 2026 til {2031|2027}."},
]
PRICE: list[Case] = [
    "Der købes 35 automater, som hver koster 60.000 kr. Samlet beløber det sig til {2,6|2,1} mio. kr.",
    "35 automater til 60 t.kr. pr. stk. bliver {2,4|2,1} mio. kr.",
    "Et kursus koster 12.500 kr. pr. hold, og der gennemføres 40 hold til en samlet pris af {600|500} t.kr.",
    "Serviceaftalen er på 8.000 kr. pr. automat om året, hvilket for 40 automater er {420.000|320.000} kr. årligt.",
    "Konsulenten aflønnes med 900 kr. i timen i 800 timer, dvs. {0,92|0,72} mio. kr.",
    "Hvert af de 20 biblioteker får 15.000 kr. til skiltning. Det er {400|300} t.kr. tilsammen.",
    "Til 150 læsere købes et kort til 200 kr. stykket ({40.000|30.000} kr.).",
    "Månedslejen er 25.000 kr., og den årlige leje er således {400.000|300.000} kr.",
]
WAGE: list[Case] = [
    "Der spares 3 årsværk, der hver er værdisat til 600 t.kr. Det svarer til {2,1|1,8} mio. kr.",
    "Besparelsen på {1.900|1.800} t.kr. modsvarer 3,0 årsværk med en gennemsnitlig lønudgift på 600 t.kr.",
    "En bibliotekar koster i gennemsnit 550.000 kr. om året, og fire bibliotekarer dermed {2,6|2,2} mio. kr.",
    "Til projektet afsættes 0,8 årsværk a 600.000 kr., altså {580.000|480.000} kr.",
    "Der er budgetteret med to projektledere til 700 t.kr. hver, i alt {1,6|1,4} mio. kr.",
    "Effektiviseringen på 1,2 mio. kr. svarer til {3|2} årsværk, når et årsværk koster 600 t.kr.",
]
SHARES: list[Case] = [
    "Tre fjerdedele af de 800 daglige udlån, altså {500|600}, foretages af lånerne selv.",
    "{700|800} af de 2.000 lånere (40 pct.) er børn.",
    "Ud af bibliotekernes 300 ansatte arbejder 15 pct. i weekenden, svarende til {60|45} personer.",
    "Hver tredje af de 900 afleveringer - {400|300} i alt - sker efter lukketid.",
    "Personalet bruger 60 pct. af arbejdstiden på 1.500 timer, dvs. {1.000|900} timer, i skranken.",
    "Driften udgør 20 pct. af bevillingen på 1,6 mio. kr. eller {420|320} t.kr.",
    "Omkring halvdelen af de 80 hold - nærmere bestemt {60|40} hold - er fyldt.",
    "Medfinansieringen er 25 pct. af 2.000 t.kr. og udgør {600|500} t.kr.",
]
SUMS: list[Case] = [
    (
        "Bevillingen på {1,5|1,3} mio. kr. deles mellem automater (0,8 mio. kr.), skilte (0,3 mio. kr.) og kurser "
        "(0,2 mio. kr.)."
    ),
    "Der bruges 400 t.kr. på kurser og 250 t.kr. på vikarer. Den samlede udgift er {750|650} t.kr.",
    "Udgiften udgør {950|850} t.kr., hvoraf de 500 t.kr. er løn og de øvrige 350 t.kr. er materialer.",
    "I 2026 bruges 200 t.kr., i 2027 300 t.kr. og i 2028 250 t.kr. Over de tre år er det {850|750} t.kr.",
    "Personalet tæller {90|80} medarbejdere: 50 bibliotekarer, 20 assistenter og 10 studenter.",
    "Summen af leje (120 t.kr.), strøm (45 t.kr.) og rengøring (35 t.kr.) er {250|200} t.kr.",
    "{1.100|1.000} t.kr. afsættes således: 600 t.kr. til inventar, 300 t.kr. til el og 100 t.kr. til flytning.",
    (
        "Puljen på 3,0 mio. kr. er brugt til udstyr (1,8 mio. kr.) og kurser ({1,6|1,2} mio. kr.), og der er ikke "
        "flere midler."
    ),
]
PERCENT: list[Case] = [
    "Udlånet er vokset fra 400.000 til 500.000, hvilket er en fremgang på {35|25} pct.",
    "Ventetiden bringes ned fra 20 til 12 dage og bliver dermed {60|40} pct. kortere.",
    "Med {45|30} procent færre betjente timer går et bibliotek fra 50 til 35 betjente timer om ugen.",
    "I 2024 var der 250 klager mod 200 året før, en stigning på {20|25} pct.",
    "Af 1.200 adspurgte var 900 positive ({80|75} %).",
    "Prisen stiger {15|10} pct., fra 500 kr. til 550 kr.",
    "Et fald fra 80 til 20 svarer til, at antallet {halveres|reduceres med 75 pct.}.",
    "Andelen, der bruger automat, er {70|60} pct., idet 1.800 af 3.000 udlån sker på automat.",
]
COUNTS: list[Case] = [
    {
        "resume": "Der opstilles automater på {22|20} biblioteker.",
        "besk": "De 20 biblioteker har i dag betjente skranker.",
    },
    {"besk": "Der indkøbes 35 automater.", "oek": "Prisen bygger på et tilbud på {45|35} automater."},
    {
        "resume": "Forslaget berører {110|90} medarbejdere.",
        "impl": "De 90 medarbejdere, der berøres, tilbydes et kursus.",
    },
    {"besk": "Lokalet er på 340 m2.", "oek": "Der betales husleje for et lokale på {430|340} m2."},
    {
        "besk": "Bibliotekerne har åbent {60|70} timer om ugen.",
        "oek": "Af de 70 timer, bibliotekerne har åbent om ugen, er 40 betjente.",
    },
    {
        "resume": "Reduktionen svarer til {fire|tre} årsværk.",
        "oek": "Beregningen bygger på en reduktion på tre årsværk.",
    },
    {"besk": "Tilbuddet omfatter {450|540} familier.", "risk": "En del af de 540 familier kan falde fra."},
    {"besk": "Der er {fire|tre} hovedbiblioteker: Nord, Midt og Syd."},
]
LEVEL: list[Case] = [
    "Samtlige beløb er opgjort i pris- og lønniveau {2025|2027}.",
    {"unit": Alt("1.000 kr.", "1.000 kr. 2027 p/l")},
    {"admin": (ADMIN[0].replace("2027 p/l", "{2026|2027} p/l") + ADMIN[1])},
    {"after_table": "Beløb er angivet i {2026|2027}-priser.\n\n"},
    {"admin": (ADMIN[0].replace("1.000 kr. 2027 p/l", "{1.000 kr.|1.000 kr. 2027 p/l}") + ADMIN[1])},
    "Tal i tabel 1 er i {2024|2027}-p/l.",
]
AREA: list[Case] = [
    {"rows": Alt(table({}, LEDER="Drift"), TABLE)},
    {"rows": Alt(table({}, TIMER="Løn"), TABLE)},
    {"rows": Alt(table({}, KOMP="IT"), TABLE)},
    {"rows": Alt(table({}, AUTO=""), TABLE)},
    {"rows": Alt(table({}, SERVICE="Administration"), TABLE)},
    "Automaterne er en {serviceudgift|anlægsudgift}.",
]
ANNOUNCED: list[Case] = [
    {"oek": "En opdeling på biblioteker findes i {tabel 6b|tabel 1}."},
    {"impl": "De enkelte faser er beskrevet i {figur 2|afsnit 3}."},
    {"admin": Alt("Ændringerne på administration er opstillet i tabel 3 nedenfor. \n", "".join(ADMIN))},
    {"admin": Alt("Tabel 3. Varige ændringer, administration \n" + ADMIN[1], "".join(ADMIN))},
    {"besk": "{Tabel 12|Tabel 1} viser antallet af lån."},
    {"oek": "Forudsætningerne er gengivet i nedenstående {tabel 8|tabel 1}."},
    {"oek": "Udgifterne er udspecificeret i {oversigt 3|tabel 1}."},
    {"risk": "Risiciene er rangordnet i {tabel 15|tabel 2}."},
]
PART: list[Case] = [
    "Af de 35 automater er {42|12} beregnet til børn.",
    "Bevillingen er på 800 t.kr., og heraf er {900|300} t.kr. bundet.",
    "Blandt de 300 ansatte er {340|140} bibliotekarer.",
    "{25|15} ud af 20 biblioteker har selvbetjening i dag.",
    "Det samlede areal er 2.400 m2. Børneafdelingen optager {2.900|900} m2 af arealet.",
    "Det årlige forbrug er på 1,2 mio. kr., og alene licenserne koster {1,6|0,6} mio. kr.",
    "Der er 60 hold, hvoraf {35 er for børn og 45 for voksne|35 er for børn og 25 for voksne}.",
    "{120|85} pct. af lånerne kender tilbuddet.",
]
ORDER: list[Case] = [
    {"approval": ("Ja", Alt("13. oktober 2025", "13. januar 2026"))},
    {"hearing": heard("MED-udvalg", "Ja", Alt("8. marts 2026", "8. december 2025"))},
    {"hearing": heard("IT-kredsen", "Ja", Alt("Forventes behandlet 3. marts 2026", "11. november 2025"))},
    {"approval": ("Ja", Alt("Forventes primo februar 2026", "13. januar 2026"))},
    {"hearing": heard("Økonomikredsen", "Ja", Alt("Dato følger", "4. november 2025"))},
    {"approval": (Alt("Nej", "Ja"), Alt("", "13. januar 2026"))},
    {"hearing": heard("MED-udvalg", "Ja", Alt("Sendt i høring", "8. december 2025"))},
    {"hearing": heard("Økonomikredsen", Alt("Nej", "Ja"), "Godkendt 4. november 2025")},
]
BOXES: list[Case] = [
    {"boxes": Alt("☒ Ja ☒ Nej \n", "☐ Ja ☒ Nej \n")},
    {"boxes": Alt("☐ Ja ☐ Nej \n", "☐ Ja ☒ Nej \n")},
    {"boxes": Alt("☑ Ja  \n☑ Nej \n", "☐ Ja  \n☑ Nej \n")},
    {"boxes": Alt("☐ Ja, angiv titel: \n☐ Nej \n", "☐ Ja, angiv titel: \n☒ Nej \n")},
    {"boxes": Alt("(x) Ja  \n(x) Nej \n", "( ) Ja  \n(x) Nej \n")},
    {
        "boxes": Alt("☐ Ja  \n☒ Nej \n", "☒ Ja Selvbetjent aflevering (OFS 2024-2025) \n☐ Nej \n"),
        "besk": "Forslaget bygger videre på innovationsforslaget Selvbetjent aflevering (OFS 2024-2025).",
    },
]
KIT: list[Case] = [
    {
        "oek": "Koncern IT modtager 60 t.kr. om året for netværk til automaterne.",
        "hearing": heard("Koncern-IT", Alt("Nej", "Ja"), Alt("Ikke relevant", "18. november 2025")),
    },
    {
        "rows": [(n if n != KOMP else "Integration, Koncern IT", a, v) for n, a, v in TABLE],
        "hearing": heard("Koncern-IT", Alt("Nej", "Ja"), Alt("-", "18. november 2025")),
    },
    {
        "impl": "Opsætning af netværk købes hos KIT for 120.000 kr.",
        "hearing": heard("Koncern-IT", Alt("Nej", "Ja"), Alt("", "18. november 2025")),
    },
    {
        "oek": "Af licensudgiften går 40 t.kr. til Koncern-IT.",
        "hearing": Alt([h for h in HEARD if h[0] != "Koncern-IT"], HEARD),
    },
]
ANNEX: list[Case] = [
    {
        "besk": (
            "Adresserne på de 20 biblioteker er samlet i en oversigt, som er vedlagt forslaget som {bilag "
            "6|en del af tabel 1}."
        )
    },
    {"oek": "Forudsætningerne for beregningen af de betjente timer fremgår samlet i det vedlagte {bilag 1|afsnit 3}."},
    {"risk": "For en uddybning henvises til {forslagets bilag C|afsnit 1}."},
    {
        "besk": "Priserne er gengivet i bilag 1, og tegningerne ses af bilag 2.",
        "end": "Bilag 1 \nPriser på automater \n{|Bilag 2 \nTegninger \n}",
    },
    {"impl": "Tidsplanen er vist i {Bilag 3: Tidsplan|tabel 2}."},
    {"besk": "Se nærmere i {det vedhæftede notat, bilag 2|afsnit 2}."},
]
_THREE = (
    "Automaterne er købt \n \nPersonalet er uddannet \n \nSkrankerne er fjernet. \n\nFakturaer \n \nKursusliste \n "
    f"\nTilsyn \n\n{OFFICE} \n \n{OFFICE} \n \n{OFFICE} \n\n"
)
GOALDATE: list[Case] = [
    {"goaltext": _THREE + "{Ultimo 2026 \n \nUltimo 2027|Ultimo 2026 \n \nUltimo 2027 \n \nPrimo 2028} \n"},
    {"goals": [*TARGETS, ("Lånerne er tilfredse", "Måling", OFFICE, Alt("", "2028"))]},
    {"goals": [*TARGETS, ("Lånerne er tilfredse", Alt("", "Måling"), OFFICE, "2028")]},
    {"goaltext": _THREE + "{2026 2027|2026 \n \n2027 \n \n2028} \n"},
    {"goals": [("Automaterne er købt senest 2027", "Fakturaer", OFFICE, Alt("2029", "2027")), TARGETS[1]]},
    {"goals": [("Automaterne er købt", "Fakturaer", OFFICE, Alt("Ultimo 2024", "Ultimo 2026")), TARGETS[1]]},
]
ROWSAY: list[Case] = [
    "Den eksterne projektleder koster {570|480} t.kr. i 2026.",
    "Der anvendes {2,8|2,1} mio. kr. til udlånsautomater.",
    "Kompetenceudvikling af personalet beløber sig til {700.000|500.000} kr. i alt.",
    "Service og licens til udlånsautomater er {450|320} t.kr. årligt fra 2028.",
    {"resume": "For en investering på {4,3|3,3} mio. kr. spares der 1,5 mio. kr. om året."},
    {"resume": "Ved fuld indfasning opnås en nettobesparelse på {1,9|1,5} mio. kr. årligt."},
    "Færre betjente timer giver en bruttobesparelse på {2,3|1,8} mio. kr. årligt fra 2028.",
    "De samlede implementeringsomkostninger er {2,9|3,3} mio. kr., heraf 2,1 mio. kr. på anlæg.",
    "Serviceudgiften til implementering er samlet {1,6|1,2} mio. kr.",
    "I 2027 er udgiften til udlånsautomater {900|700} t.kr.",
]
TWICE: list[Case] = [
    {
        "besk": "Bibliotekernes materialebudget er 42 mio. kr.",
        "oek": "Materialebudgettet på {24|42} mio. kr. er uændret.",
    },
    {"besk": "En automat koster 60.000 kr.", "oek": "Prisen for en automat er {80.000|60.000} kr."},
    {"resume": "Huslejen i Søgade 3 falder til {510|480} t.kr.", "oek": "I Søgade 3 bliver huslejen 480 t.kr."},
    {
        "oek": "Flytningen koster 180 t.kr.",
        "risk": "Det er en risiko, at flytningen bliver dyrere end de {210|180} t.kr., der er afsat.",
    },
    {
        "besk": "Den årlige udgift til vagter er 1,4 mio. kr.",
        "oek": "I dag bruges der {1,7|1,4} mio. kr. om året på vagter.",
    },
    {"besk": "Fonden giver 2 mio. kr. til projektet.", "impl": "Fondens bidrag på {3|2} mio. kr. udbetales i rater."},
    {"oek": "Udviklingen er prissat til 350 t.kr.", "impl": "Leverandøren udvikler løsningen for {450|350} t.kr."},
    {
        "besk": "Rengøringen koster i dag {900|700} t.kr. årligt.",
        "oek": "Rengøringsudgiften på 700 t.kr. årligt er ikke med i forslaget.",
    },
]
FIGURES: list[Case] = [
    {"rows": Alt(table({AUTO: [1400, 800]}), TABLE)},
    {"rows": Alt(table({NET: [2030, 360, -1480, -1480, -1480, -1480]}), TABLE)},
    {"rows": Alt(table({SERVICE: [None, 240, 320, 320, 230, 320]}), TABLE)},
    {"rows": Alt(table({}, drop=(KOMP,)), TABLE)},
]
GOALTABLE: list[Case] = [
    {"goals": [TARGETS[0], ("Der er sparet {2,6|1,8} mio. kr. på betjente timer", "Regnskab", OFFICE, "2028")]},
    {"goals": targets(("Effektiviseringen er fuldt realiseret", Alt("2026", "2028")), TARGETS[1])},
    {"goals": [("Investeringsmidlerne på {4,3|3,3} mio. kr. er forbrugt", "Regnskab", OFFICE, "2027"), TARGETS[1]]},
    {"goals": [TARGETS[0], ("Årlig nettogevinst på {2.100|1.480} t.kr.", "Regnskab", OFFICE, "2028")]},
    {"goals": targets(("Kompetenceudviklingen er gennemført", Alt("2030", "2027")), TARGETS[1])},
    {"goals": targets(("Indkøb af udlånsautomater er afsluttet", Alt("Medio 2029", "Ultimo 2027")), TARGETS[1])},
]
FRESH: dict[str, list[Case]] = {
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
    "table": FIGURES,
    "goaltable": GOALTABLE,
}
