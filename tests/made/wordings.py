"""Contradictions planted in one sentence, each in twelve wordings beside its twin that is right.

By rule: the sentence with a blank, what is right in it, what is wrong. `NOTHING` are sentences that reckon nothing,
however much their figures look like it.
"""

from __future__ import annotations

_TOLD = {
    "prose_sum": """
Der gives i alt {}, fordelt på 700 t.kr. til løn, 300 t.kr. til it og 1.700 t.kr. til el. | 2.700 t.kr. | 3.700 t.kr.
Udgiften består af 0,7 mio. kr. til løn og 0,3 mio. kr. til udstyr, i alt {} | 1,0 mio. kr. | 1,3 mio. kr.
Der er 450 t.kr. til indkøb, 250 t.kr. til drift og 100 t.kr. til kurser, det giver i alt {} | 800 t.kr. | 900 t.kr.
Den samlede udgift på {} fordeler sig med 1,2 mio. kr. til it og 0,6 mio. kr. til kurser. | 1,8 mio. kr. | 2,8 mio. kr.
Puljen på {} er opdelt i 500 t.kr. til nord, 400 t.kr. til syd og 600 t.kr. til vest. | 1.500 t.kr. | 1.300 t.kr.
Der bruges 120.000 kr. til leje og 80.000 kr. til el, samlet {} | 200.000 kr. | 240.000 kr.
Investeringen er {}, heraf 900 t.kr. til maskiner og 700 t.kr. til montering. | 1.600 t.kr. | 1.200 t.kr.
Der søges {}, fordelt med 2,0 mio. kr. i 2026 og 1,5 mio. kr. i 2027. | 3,5 mio. kr. | 4,5 mio. kr.
Rammen er {}, nemlig 3,1 mio. kr. til haller, 2,2 mio. kr. til veje og 700 t.kr. til el. | 6,0 mio. kr. | 5,0 mio. kr.
Budgettet udgør {}: 400 t.kr. til mad, 300 t.kr. til transport og 50 t.kr. til gebyrer. | 750 t.kr. | 850 t.kr.
250 t.kr. + 350 t.kr. + 150 t.kr. = {} | 750 t.kr. | 650 t.kr.
Der spares 1,4 mio. kr. på vikarer samt 0,9 mio. kr. på indkøb, i alt {} | 2,3 mio. kr. | 2,9 mio. kr.
Udgiften er {}, hvoraf 1,0 mio. kr. går til løn, 0,5 mio. kr. til it, 0,3 mio. kr. til el | 1,8 mio. kr. | 1,5 mio. kr.
Der bruges 400 t.kr. på løn, 200 t.kr. på it og 100 t.kr. på el, altså {} | 700 t.kr. | 800 t.kr.
Projektet koster {} (0,6 mio. kr. til anlæg og 0,4 mio. kr. til drift). | 1,0 mio. kr. | 1,2 mio. kr.
Udgiften fordeler sig på 300 t.kr. i 2026 og 200 t.kr. i 2027, i alt {} | 500 t.kr. | 600 t.kr.
Besparelsen på {} sammensættes af 0,9 mio. kr. fra løn og 0,6 mio. kr. fra leje. | 1,5 mio. kr. | 1,8 mio. kr.
Investeringen er på {}: 500 t.kr. til udstyr, 300 t.kr. til el og 200 t.kr. til ledelse. | 1.000 t.kr. | 1.200 t.kr.
I alt afsættes {}, nemlig 0,8 mio. kr. i 2026 og 0,7 mio. kr. i 2027. | 1,5 mio. kr. | 1,9 mio. kr.
Summen af 150 t.kr., 250 t.kr. og 100 t.kr. er {} | 500 t.kr. | 550 t.kr.
Der anvendes 600 t.kr. i 2026, 400 t.kr. i 2027 og 200 t.kr. i 2028, dvs. samlet {} | 1.200 t.kr. | 1.400 t.kr.
Der afsættes samlet {}, heraf 700 t.kr. til løn og 600 t.kr. til it. | 1,3 mio. kr. | 1,0 mio. kr.
Udgifterne på 300 t.kr., 400 t.kr. og 500 t.kr. giver samlet {} | 1.200 t.kr. | 1.400 t.kr.
Udgiften er {}, som består af 1,1 mio. kr. til løn og 0,4 mio. kr. til drift. | 1,5 mio. kr. | 1,8 mio. kr.
""",
    "prose_product": """
Der oprettes 12 pladser á 85.000 kr., i alt {} | 1.020.000 kr. | 1.200.000 kr.
Der købes 40 tablets à 3.500 kr., svarende til {} | 140.000 kr. | 180.000 kr.
Der ansættes 4 årsværk á 650 t.kr., hvilket giver {} | 2.600 t.kr. | 2.900 t.kr.
Udgiften er 25 x 12.000 kr. = {} | 300.000 kr. | 350.000 kr.
Prisen er 85.000 kr. pr. plads for 20 pladser, i alt {} | 1.700.000 kr. | 1.500.000 kr.
Der indkøbes 8 biler til en pris på 240.000 kr., svarende til {} | 1.920.000 kr. | 1.720.000 kr.
Der etableres 15 ladestandere til en anslået stykpris på 60.000 kr. ({}). | 900.000 kr. | 750.000 kr.
Der skal bruges 1.200 timer á 665 kr., i alt {} | 798.000 kr. | 898.000 kr.
Det er 3 medarbejdere á 0,6 mio. kr., dvs. {} | 1,8 mio. kr. | 2,4 mio. kr.
30 cykler til en pris af 4.000 kr. giver {} | 120.000 kr. | 160.000 kr.
Der regnes med 7.500 kr. pr. elev for 200 elever, svarende til {} | 1.500.000 kr. | 1.250.000 kr.
Der gives tilskud til 50 foreninger á 20 t.kr., samlet {} | 1.000 t.kr. | 1.500 t.kr.
Der er regnet med 10 nye pladser á 90.000 kr. Det giver {} | 900.000 kr. | 800.000 kr.
6 årsværk à 600 t.kr. svarer til {} | 3,6 mio. kr. | 4,2 mio. kr.
Der afsættes {} til 4 årsværk á 650 t.kr. | 2,6 mio. kr. | 3,1 mio. kr.
Udgiften til 200 pc'er á 7.000 kr. er {} | 1.400.000 kr. | 1.600.000 kr.
Investeringen på {} dækker 20 ladestandere til 45.000 kr. pr. stk. | 900.000 kr. | 700.000 kr.
En reduktion på 5 årsværk a 520.000 kr. giver en besparelse på {} | 2,6 mio. kr. | 2,9 mio. kr.
Der spares 3 årsværk, svarende til {} (700 t.kr. pr. årsværk). | 2,1 mio. kr. | 2,8 mio. kr.
Med en årsværkspris på 600 t.kr. giver 4 årsværk en besparelse på {} | 2,4 mio. kr. | 2,8 mio. kr.
Det koster 15.000 kr. pr. forløb, og med 40 forløb bliver udgiften {} | 600.000 kr. | 700.000 kr.
100 timer til en timepris på 500 kr. er {} | 50.000 kr. | 60.000 kr.
Der indkøbes 30 skærme til 2.500 kr. stykket, i alt {} | 75.000 kr. | 85.000 kr.
Der oprettes 15 pladser, som hver koster 80.000 kr., i alt {} | 1.200.000 kr. | 1.500.000 kr.
Ved at spare 4 årsværk á 550 t.kr. opnås en besparelse på {} | 2,2 mio. kr. | 2,7 mio. kr.
Der indkøbes 25 computere à 8.000 kr., hvilket svarer til {} | 200.000 kr. | 240.000 kr.
De 6 årsværk koster 650 t.kr. pr. årsværk, i alt {} | 3,9 mio. kr. | 4,5 mio. kr.
Udgiften til 12 kurser á 15.000 kr. udgør {} | 180.000 kr. | 210.000 kr.
500 kvadratmeter a 1.200 kr. giver en husleje på {} | 600.000 kr. | 700.000 kr.
""",
    "prose_percent": """
Der spares 10 pct. af 4,0 mio. kr., svarende til {} | 0,4 mio. kr. | 0,8 mio. kr.
Egenbetalingen er 25 pct. af 800 t.kr., svarende til {} | 200 t.kr. | 250 t.kr.
Byggehonoraret er 7,2 pct. af 3.500 t.kr., dvs. {} | 252 t.kr. | 352 t.kr.
Der afsættes 5 % af 12,0 mio. kr., i alt {} | 0,6 mio. kr. | 1,6 mio. kr.
Reserven udgør 15 procent af 2.000 t.kr. ({}). | 300 t.kr. | 400 t.kr.
Besparelsen er 2 pct. af en samlet ramme på 150 mio. kr., svarende til {} | 3,0 mio. kr. | 4,5 mio. kr.
Kommunen betaler 40 pct. af 600.000 kr., hvilket giver {} | 240.000 kr. | 420.000 kr.
Moms udgør 25 % af 480 t.kr. = {} | 120 t.kr. | 96 t.kr.
Udgiften stiger fra 4,0 mio. kr. til 5,0 mio. kr., svarende til {} | 25 pct. | 20 pct.
Udgiften falder fra 800 t.kr. til 600 t.kr., et fald på {} | 25 pct. | 33 pct.
Rammen hæves fra 10,0 mio. kr. til 11,0 mio. kr. eller {} | 10 pct. | 15 pct.
Lejen øges fra 300 t.kr. til 360 t.kr., altså {} | 20 % | 12 %
Det svarer til 20 pct. af 5,0 mio. kr., altså {} | 1,0 mio. kr. | 1,5 mio. kr.
Der afsættes 3 pct. af investeringen på 2,0 mio. kr. til uforudsete udgifter, i alt {} | 60.000 kr. | 90.000 kr.
Med en besparelse på 10 pct. af budgettet på 8,0 mio. kr. frigøres {} | 0,8 mio. kr. | 1,2 mio. kr.
Udgiften reduceres fra 2,0 mio. kr. til 1,5 mio. kr., dvs. med {} | 25 pct. | 30 pct.
Fra 400 t.kr. til 500 t.kr. svarer til en stigning på {} | 25 pct. | 20 pct.
Overhead på 15 pct. af 1,2 mio. kr. giver {} | 180.000 kr. | 240.000 kr.
Budgettet på 12,0 mio. kr. reduceres med 5 pct., svarende til {} | 0,6 mio. kr. | 0,9 mio. kr.
Besparelsen på 0,5 mio. kr. udgør {} af budgettet på 10,0 mio. kr. | 5 pct. | 8 pct.
Af de 6,0 mio. kr. går 50 pct., dvs. {}, til løn. | 3,0 mio. kr. | 2,0 mio. kr.
Forbruget på 4,0 mio. kr. nedbringes med 10 procent eller {} | 400.000 kr. | 600.000 kr.
Kommunen dækker 30 pct. af udgiften på 900 t.kr., hvilket er {} | 270 t.kr. | 370 t.kr.
Der spares {} af de 2,0 mio. kr., svarende til 0,2 mio. kr. | 10 pct. | 20 pct.
Honoraret er 8 pct. af anlægssummen på 5,0 mio. kr., svarende til {} | 400 t.kr. | 480 t.kr.
""",
}
WORDINGS: dict[str, list[tuple[str, ...]]] = {
    rule: [tuple(part.strip() for part in line.split("|")) for line in told.strip().splitlines()]
    for rule, told in _TOLD.items()
}

NOTHING = [
    "Udgiften er 0,7 mio. kr. i 2026, 0,8 mio. kr. i 2027 og 0,9 mio. kr. i 2028.",
    "Forslaget koster 2,7 mio. kr., mens det sparer 0,7 mio. kr. i 2027 og 1,0 mio. kr. i 2028.",
    "Der investeres i alt 3,1 mio. kr., heraf 0,4 mio. kr. til it og 0,6 mio. kr. til oplæring.",
    "Prisen er 85.000 kr. pr. plads, og der afsættes i alt 2,0 mio. kr. til området.",
    "Puljen på 5,0 mio. kr. blev i 2024 brugt med 1,2 mio. kr. til nord og 0,8 mio. kr. til syd.",
    "Der er 12 pladser, og driften koster 850.000 kr. årligt, mens etableringen koster 1.200.000 kr.",
    "Udgiften stiger fra 4,0 mio. kr. til 5,0 mio. kr., og 20 pct. af borgerne bruger tilbuddet.",
    "Lønnen er 45.000 kr. pr. måned for 3 medarbejdere, i alt 1.620.000 kr. om året.",
    "Der spares mellem 10 pct. og 15 pct. af 4,0 mio. kr., eller op mod 0,6 mio. kr.",
    "Anlægget koster 14,0 mio. kr., hvoraf staten betaler 4,0 mio. kr. og regionen 3,0 mio. kr.",
    "Gebyret er 300 kr. og betales af 2.000 brugere, mens administrationen koster 500.000 kr. i alt.",
    "I dag er budgettet 6,2 mio. kr., og det foreslås nedsat til 5,8 mio. kr., da 4 pct. står ubrugt.",
]

PERIODS: list[tuple[str, int, int]] = [
    ("Effektiviseringen er fuldt indfaset i {}.", 2029, 2027),
    ("Forslaget har fuld effekt fra {}.", 2029, 2028),
    ("Besparelsen har fuld virkning i {}.", 2029, 2027),
    ("Fra {} er effektiviseringen fuldt indfaset.", 2029, 2028),
    ("Besparelsen indfases gradvist med fuld effekt fra og med {}.", 2029, 2027),
    ("I {} opnås fuld effekt af forslaget.", 2029, 2028),
    ("Besparelsen opnås fra {}.", 2027, 2029),
    ("Effekten indtræder i {}.", 2027, 2028),
    ("Effektiviseringen begynder i {}.", 2027, 2029),
    ("Gevinsten hentes først fra {}, når systemet er i drift.", 2027, 2028),
    ("Effektiviseringen realiseres fra og med {}.", 2027, 2029),
    ("Der er en besparelse på lønnen fra {}.", 2027, 2028),
    ("Allerede i {} høstes de første gevinster.", 2027, 2026),
    ("Fra og med {} spares der løn.", 2027, 2028),
    ("Gevinsterne slår igennem fra {}.", 2027, 2029),
    ("Effektiviseringen stiger frem til {}, hvorefter den er fuldt indfaset.", 2029, 2028),
    ("Den fulde besparelse hentes fra {}.", 2029, 2028),
    ("Først i {} er den fulde effekt opnået.", 2029, 2028),
    ("Indfasningen af besparelsen er afsluttet i {}.", 2029, 2027),
    ("Effektiviseringen indfases frem mod {}.", 2029, 2028),
    ("Effektiviseringen indfases over perioden 2027-{}.", 2029, 2028),
    ("Besparelsen opnås i årene {} og frem.", 2027, 2028),
    ("Forslaget giver de første besparelser i {}.", 2027, 2028),
    ("Der er ingen besparelse før {}.", 2027, 2028),
    ("Besparelsen indhentes med virkning fra 1. januar {}.", 2027, 2028),
    ("Besparelsen har fuld effekt fra 1. januar {}.", 2029, 2028),
    ("Forslaget forventes fuldt indfaset med udgangen af {}.", 2028, 2027),
    ("Effektiviseringspotentialet kan realiseres fuldt ud fra {}.", 2029, 2028),
    ("Den varige besparelse indtræder i {} og er herefter stigende.", 2027, 2028),
    ("Fuld indfasning sker i {}.", 2029, 2028),
    ("Besparelsen forventes at slå fuldt igennem i {}.", 2029, 2027),
    ("Gevinsterne høstes fra og med budgetåret {}.", 2027, 2028),
    ("Effekten er gradvis stigende og når sit fulde niveau i {}.", 2029, 2028),
    ("Der regnes med effekt fra {}.", 2027, 2028),
    ("Først fra {} er der gevinster ved forslaget.", 2027, 2028),
    ("Forslaget vil fra {} give en årlig besparelse.", 2027, 2028),
    ("I {} vil effektiviseringen være fuldt realiseret.", 2029, 2027),
    ("Indfasningen forløber over perioden 2027 til {}.", 2029, 2028),
    ("Effektiviseringen realiseres gradvist frem til {}.", 2029, 2028),
    ("Besparelsen kan hentes allerede fra {}.", 2027, 2026),
    ("Effektiviseringen forventes at være fuldt implementeret og give fuld effekt fra {}.", 2029, 2028),
    ("Der forventes en besparelse allerede fra {}.", 2027, 2026),
    ("Besparelsen realiseres med virkning fra {}.", 2027, 2028),
    ("Den fulde gevinst opnås i {}.", 2029, 2028),
    ("Forslaget er fuldt indfaset fra og med {}.", 2029, 2027),
    ("Gevinstrealiseringen begynder i {}.", 2027, 2028),
    ("Besparelsen indfases fra {} til 2029.", 2027, 2028),
    ("Effekten opnås fuldt ud i {}.", 2029, 2028),
    ("Besparelserne begynder først i {}.", 2027, 2029),
    ("Fra {} vil der være en årlig besparelse.", 2027, 2028),
]
"""On the table `benchmarks.findings.EFFECT`: the sentence with a blank, the right year, a wrong one."""

NO_PERIODS = [
    "Systemet er fuldt implementeret i 2028.",
    "Effektiviseringen er udarbejdet i 2027 p/l.",
    "Besparelsen fra 2028 til 2031 følges i regnskabet.",
    "Besparelsen er 600 t.kr. fra 2028.",
    "Hvis besparelsen udebliver fra 2029, lukkes ordningen.",
    "Forslaget evalueres i 2028, før effekten er kendt.",
    "Fra 2028 dækkes driften af forslagets effektivisering.",
    "Besparelsen på rengøring begynder i 2028.",
    "Den fulde effekt nås ved udgangen af 2028.",
    "Fra 2028 anvendes gevinsten til kernevelfærd.",
    "Driften af systemet, som er forudsætning for besparelsen, begynder i 2028.",
    "Besparelsen er beregnet med udgangspunkt i forbruget fra 2026.",
]

SPENT: list[tuple[str, str, str]] = [
    ("Investeringen fordeles over {} år.", "to", "tre"),
    ("Investeringsmidlerne bruges i 2026 og {}.", "2027", "2028"),
    ("Implementeringsomkostningerne falder i årene 2026 og {}.", "2027", "2028"),
    ("Der afsættes investeringsmidler i perioden 2026-{}.", "2027", "2029"),
    ("Investeringen afholdes fra 2026 til {}.", "2027", "2028"),
    ("Der er implementeringsomkostninger i de første {} år.", "to", "fire"),
    ("De sidste investeringsmidler anvendes i {}.", "2027", "2028"),
    ("Investeringsmidlerne er forbrugt ved udgangen af {}.", "2027", "2029"),
    ("Implementeringsmidlerne løber frem til {}.", "2027", "2028"),
    ("Engangsudgifterne ligger i 2026-{}.", "2027", "2028"),
    ("Investeringen finansieres af puljen i {} år.", "to", "tre"),
    ("Implementeringsudgifterne er placeret i {} og 2027.", "2026", "2025"),
    ("Investeringsudgiften er fordelt på årene {}-2027.", "2026", "2025"),
    ("Investeringen foretages i {} og 2027.", "2026", "2025"),
    ("Der investeres over en {}årig periode.", "to", "tre"),
    ("Investeringsmidlerne er fordelt over {} år.", "to", "fire"),
    ("Investeringen finder sted i perioden 2026-{}.", "2027", "2028"),
    ("Alle investeringsmidler er brugt inden udgangen af {}.", "2027", "2028"),
    ("Implementeringen finansieres i 2026 og {}.", "2027", "2029"),
    ("Der er afsat implementeringsmidler i {} år.", "to", "tre"),
    ("Investeringsudgifterne afholdes i 2026 og {}.", "2027", "2028"),
    ("Implementeringsomkostningerne strækker sig over {} år.", "to", "tre"),
    ("Der søges om investeringsmidler i årene 2026-{}.", "2027", "2028"),
    ("Investeringen spænder over årene 2026 til {}.", "2027", "2029"),
    ("Puljens midler anvendes i 2026 og {}.", "2027", "2028"),
]
"""On the same table with costs in 2026 and 2027."""

NOT_SPENT = [
    "Investeringen er tjent hjem i 2029, og lånet tilbagebetales over fire år.",
    "Investeringsmidlerne søges i budget 2026 og 2028.",
    "Driften afholdes i 2026-2030.",
    "Investeringen bygger på erfaringer fra 2022-2024.",
    "Heraf bruges en del af investeringen i 2026.",
    "Investeringen bruges i 2026 og 2027, og effekten ses i 2029.",
]
