"""A third set of contradictions, each told by one of three hands: a terse, a bureaucratic and a careless caseworker.

They speak of the first proposal, so that they fit every form. Every second one (odd number) is the closed half.
`python benchmarks/unseen.py --set hands`.
"""

from __future__ import annotations

from tests.made.unseen_cards import Case

SUMS: list[Case] = [
    "Anskaffelse: skærme 1,2 mio., licenser 0,4 mio., etui 0,1 mio. Ialt {1,9|1,7} mio.",
    (
        "De samlede omkostninger til ekstern bistand andrager {640|540} t.kr., idet der medgår 310 t.kr. til juridisk "
        "rådgivning og 230 t.kr. til udbudsteknisk bistand."
    ),
    "der er sat 250.000 kr af til kurser,150.000 kr til vikarer og 80.000 til materialer dvs {580.000|480.000} kr",
    "Vikardækning 90 t.kr. + kørsel 35 t.kr. + forplejning 15 t.kr. = {160|140} t.kr.",
    (
        "Udgiften finansieres dels af en overført mindreudgift på 300 t.kr., dels af en statslig pulje på 450 t.kr., "
        "hvorved der samlet er tilvejebragt {850|750} t.kr."
    ),
    "{Fem|Fire} årsværk: to planlæggere, en projektleder og en controller.",
    (
        "Af den samlede timeramme på {1.900|1.700} timer er 800 timer henført til udvikling, 600 timer til test og "
        "300 timer til uddannelse."
    ),
    "vi får 200 t.kr. fra puljen i 2026 og 300 i 2027 så det giver {600|500} t.kr. samlet set",
    "Bruttobesparelse 2.480 t.kr., drift 310 t.kr., netto {2.070|2.170} t.kr.",
    (
        "Efter fradrag af medfinansieringen på 120 t.kr. udgør nettoudgiften {430|380} t.kr. ud af en bruttoudgift på "
        "500 t.kr."
    ),
]
COUNTS: list[Case] = [
    {"besk": "Distrikter: {7|6}.", "oek": "Alle 6 distrikter får systemet."},
    {
        "besk": "Ordningen omfatter samtlige 240 medarbejdere, der er beskæftiget i aftenvagt.",
        "impl": "Der gennemføres introduktionsforløb for de {280|240} medarbejdere i aftenvagt.",
    },
    {"besk": "der er 18 planlæggere i dag", "risk": "hvis ikke alle {21|18} planlæggere er med, virker det ikke"},
    {"resume": "Omfang: {450|400} borgere.", "besk": "400 borgere modtager besøg efter kl. 16."},
    {
        "besk": "Forvaltningen råder over 12 lokalkontorer, hvorfra planlægningen varetages.",
        "oek": "Beregningen forudsætter, at {14|12} lokalkontorer omfattes.",
    },
    {"besk": "vi køber 90 skærme", "impl": "de {80|90} skærme bliver delt ud i august"},
    {"impl": "Uddannelse: {4|3} hold, hhv. forår, efterår og vinter."},
    {
        "oek": "Vagtskiftet beslaglægger i dag gennemsnitligt 25 minutter pr. vagt.",
        "besk": "De {35|25} minutter, som et vagtskift tager, kan nedbringes.",
    },
    {"resume": "{Tre|To} leverandører har budt: Alfa og Beta."},
    {"besk": "der kører 65 biler om aftenen", "oek": "leasing af de {56|65} biler ændres ikke"},
]
PERCENT: list[Case] = [
    "Sygefravær ned fra 8,0 til 6,0 pct.-point - et fald på {35|25} pct.",
    (
        "Antallet af vagtskift er i perioden steget fra 1.500 til 1.800, svarende til en vækst på {30|20} pct. i "
        "forhold til udgangspunktet."
    ),
    "transporten bliver {50|20}% kortere,fra 30 til 24 minutter",
    "Fra 40 til 30 timer: {-35|-25} %.",
    "Af de i alt 480 adspurgte har 360 tilkendegivet tilfredshed, hvilket modsvarer {85|75} procent.",
    "overarbejdet falder med {en tredjedel|en fjerdedel} fra 2.000 timer til 1.500 timer",
    "{60|40} pct. (96 ud af 240) har aftenvagt.",
    "Forvaltningen har konstateret en stigning på {12|8} procent, nemlig fra 250 til 270 henvendelser om måneden.",
    "udgiften er fordoblet fra 300 t.kr. til {500|600} t.kr. på to år",
    "Andel digitale skift: 150/600 = {35|25} pct.",
]
TWICE: list[Case] = [
    {"besk": "Leje, Nørregade: 240 t.kr./år.", "oek": "Nørregade koster {270|240} t.kr./år i leje."},
    {
        "besk": "Den nugældende kontrakt med vagtbureauet indebærer en årlig udgift på 1,8 mio. kr.",
        "oek": "Udgiften til vagtbureauet, {2,1|1,8} mio. kr. årligt, forudsættes at bortfalde.",
    },
    {
        "oek": "en licens er 1.200 kr om året",
        "risk": "bliver licensen dyrere end de {1.500|1.200} kr er der et problem",
    },
    {"besk": "Kørsel i dag: 3,4 mio. kr.", "oek": "Af kørselsudgiften på {4,3|3,4} mio. kr. berøres intet."},
    {
        "resume": "Ministeriet har meddelt tilsagn om et tilskud på 900 t.kr.",
        "impl": "Tilskuddet fra ministeriet på {600|900} t.kr. udbetales bagud.",
    },
    {"besk": "det gamle system koster {380|280} t.kr. om året", "oek": "280 t.kr. om året går til det gamle system"},
    {"oek": "Udbud: 175 t.kr.", "impl": "Til udbuddet er der {225|175} t.kr."},
    {
        "oek": "Omkostningen ved den indledende analyse er opgjort til 320 t.kr.",
        "risk": "Såfremt den indledende analyse overstiger de {420|320} t.kr., udskydes anskaffelsen.",
    },
    {"besk": "vi bruger 75.000 kr på papir", "oek": "de {57.000|75.000} kr til papir spares ikke"},
    {"resume": "Opsigelse af telefoniaftale: 60 t.kr.", "oek": "Telefoniaftalen opsiges, hvilket koster {90|60} t.kr."},
]
PERIODS: list[Case] = [
    "Effekt: {2026|2027} ff.",
    "Oplæringen af planlæggere tilendebringes senest ved udgangen af {2027|2028}, hvor de sidste midler anvendes.",
    "projektlederen er kun ansat i {3|2} år",
    "Skærme: indkøb {2026-2028|2026-2027}.",
    "Driftsudgiften til vagtplansystemet er først gældende fra og med regnskabsåret {2028|2027}.",
    "færre vagtskift giver fuld besparelse allerede i {2028|2029}",
    "Projektledelse {2027-2028|2026-2027}.",
    "Forslaget er udgiftsneutralt til og med 2026, og effektiviseringen indtræder {to|et} år efter vedtagelsen i 2026.",
    "først i {2029|2027} begynder vi at spare på vagtskift",
    "Fuld indfasning: {2031|2029}.",
]
PRICE: list[Case] = [
    "120 skærme á 10.000 kr.: {1,4|1,2} mio. kr.",
    (
        "Ved en stykpris på 1.250 kr. ekskl. moms og et behov på 240 enheder beløber anskaffelsen sig til "
        "{350.000|300.000} kr."
    ),
    "hver planlægger skal på 3 dages kursus til 2.000 kr pr dag altså {8.000|6.000} kr pr mand",
    "Vikar: 45 timer x 280 kr. = {14.600|12.600} kr.",
    "Der påregnes 18 undervisningsdage med en udgift på 15 t.kr. pr. dag, i alt {320|270} t.kr.",
    "2 årsværk på 625.000 kr dvs {1,45|1,25} mio kr",
    "Licens 90 kr./md. pr. bruger. 500 brugere: {640|540} t.kr. pr. år.",
    "Konsulentbistanden er estimeret til 400 timer med en timepris på 1.100 kr., svarende til {540|440} t.kr.",
]
PART: list[Case] = [
    "18 planlæggere, heraf {22|12} på deltid.",
    "Af rammen på 600 t.kr. er der disponeret over {750|450} t.kr.",
    "{14|9} af vores 12 kontorer er med",
    "Budget 2,4 mio. kr., deraf løn {2,9|1,9} mio. kr.",
    "Blandt de 240 medarbejdere er {310|130} omfattet af den særlige aftale.",
    "halvdelen af de 90 skærme, altså {60|45}, er til natholdet",
    "25 pct. af 3.200 besøg ({900|800}) er om natten.",
    "En femtedel af de 450 borgere, svarende til {110|90} borgere, modtager flere daglige besøg.",
]
ROWSAY: list[Case] = [
    "Skærme: {1,5|1,2} mio. kr. i alt.",
    "Til oplæring af planlæggere er der reserveret en samlet ramme på {2,3|1,9} mio. kr.",
    "projektledelse koster {1.550|1.350} t.kr. i 2026",
    "Drift af vagtplansystem: {410|310} t.kr. årligt.",
    "Den årlige besparelse ved færre vagtskift i aftentimerne udgør fuldt indfaset {2,9|2,5} mio. kr.",
    "nettogevinsten ender på {2,7|2,2} mio. kr. om året",
]
HANDS: dict[str, list[Case]] = {
    "sums": SUMS,
    "counts": COUNTS,
    "percent": PERCENT,
    "twice": TWICE,
    "periods": PERIODS,
    "price": PRICE,
    "part": PART,
    "rowsay": ROWSAY,
}
