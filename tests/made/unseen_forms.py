"""Contradictions of the form around the figures, thought up like those of `unseen`: levels, areas, dates, boxes."""

from __future__ import annotations

from tests.made.unseen_cards import (
    ADMIN_NOTE,
    ADMIN_TABLE,
    DRIFT,
    GOALS,
    HEARING,
    OPL,
    PL,
    ROWS,
    SK,
    VAGT,
    Alt,
    Case,
    rows,
)  # fmt: skip

LEVEL: list[Case] = [
    "Alle beløb i tabel 1 er angivet i {2026|2027} p/l.",
    "Beløbene er opgjort i {2025-priser|2027-priser}.",
    {"unit": Alt("1.000 kr. 2026 p/l", "1.000 kr. 2027 p/l")},
    "Økonomien er beregnet i {2024|2027}-pris- og lønniveau.",
    "Tabellen er i {løbende priser|2027 p/l}.",
    "Forslagets økonomi er udarbejdet i p/l {2025|2027}.",
    "Af tabellen (i {2026|2027}-p/l) fremgår de samlede konsekvenser.",
    "Der regnes i tabel 1 med pris- og lønniveau {2028|2027}.",
    {"after_table": "Note: Tabellens beløb er i {2025|2027} p/l.\n\n"},
    {"after_table": "Anm.: Alle tal er i årets priser ({2026|2027}).\n\n"},
    {"admin": ADMIN_TABLE.replace("2027 p/l", "{2026|2027} p/l") + ADMIN_NOTE},
    {"admin": ADMIN_TABLE.replace("1.000 kr. 2027 p/l", "1.000 kr. {2025|2027} p/l") + ADMIN_NOTE},
]
AREA: list[Case] = [
    {"rows": Alt(rows({}, area={PL: "Drift"}), ROWS)},
    {"rows": Alt(rows({}, area={PL: "Løn"}), ROWS)},
    {"rows": Alt(rows({}, area={PL: ""}), ROWS)},
    {"rows": Alt(rows({}, area={OPL: ""}), ROWS)},
    {"rows": Alt(rows({}, area={SK: "Service"}), ROWS)},
    {"rows": Alt(rows({}, area={PL: "Anlæg"}), ROWS)},
    {"rows": Alt(rows({}, area={DRIFT: "Drift"}), ROWS)},
    {"rows": Alt(rows({}, area={VAGT: "Løn"}), ROWS)},
    {"rows": Alt(rows({}, area={VAGT: ""}), ROWS)},
    "Udgiften til håndholdte skærme afholdes på {servicerammen|anlægsrammen}.",
    "Projektledelsen finansieres af {anlægsmidler|servicemidler}.",
    "Investeringen er alene {serviceudgifter|service- og anlægsudgifter}.",
]
ANNOUNCED: list[Case] = [
    {"admin": Alt("Effekten på administration fremgår af tabel 3. \n", ADMIN_TABLE + ADMIN_NOTE)},
    {"admin": Alt(ADMIN_NOTE, ADMIN_TABLE + ADMIN_NOTE)},
    {"oek": "Fordelingen på distrikter er vist i {tabel 9|tabel 1}."},
    {"oek": "Se {tabel 7|tabel 1} for en fordeling på år."},
    {"admin": Alt("Tabel 3. Varige ændringer, administration \n", ADMIN_TABLE)},
    {"besk": "Sammenhængen er illustreret i {figur 4|tabel 1}."},
    {"risk": "Risici og deres håndtering er opstillet i {tabel 8|tabel 1}."},
    {"oek": "Nedenstående {tabel 1a|tabel 1} viser udgifterne."},
    {"impl": "Tidsplanen fremgår af {skema 5|tabel 2}."},
    {"oek": "Beregningen kan ses i {tabel 11|tabel 1} og tabel 2."},
    {"oek": "Jf. {tabel 10|tabel 1} udgør de samlede implementeringsomkostninger 5,1 mio. kr."},
    {"impl": "Følgende tabel viser fordelingen pr. distrikt{:|, jf. tabel 1.}"},
]
PART: list[Case] = [
    {"oek": "Af de 40 skærme placeres {55|35} i Nord."},
    {"oek": "Investeringen er på 2 mio. kr., heraf {2,5|1,5} mio. kr. til udstyr."},
    {"besk": "Hjemmeplejen har 850 medarbejdere, hvoraf {900|400} arbejder om aftenen."},
    {"oek": "Ud af en samlet udgift på 600.000 kr. går {750.000|450.000} kr. til løn."},
    {"besk": "Ca. {110|90} pct. af besøgene ligger i dagtimerne."},
    {"besk": "Der er 12 enheder, og {15|9} af dem har allerede systemet."},
    {"oek": "Den årlige drift er 310 t.kr., hvoraf licensen alene udgør {400|200} t.kr."},
    {"besk": "I de 300 boliger er der installeret nødkald, heraf i {320|120} af nyere type."},
    {"besk": "Blandt 60 adspurgte svarede {72|42}, at planlægningen er for langsom."},
    {"oek": "Heraf: {3,1|1,3} mio. kr. til oplæring ud af i alt 1,9 mio. kr."},
    {"besk": "{Samtlige 14|Ti} af de 12 enheder har deltaget i forløbet."},
    {"oek": "Samlet er der 5 årsværk, deraf {6|2} på natholdet."},
]
ORDER: list[Case] = [
    {"approval": ("Ja", Alt("3. december 2025", "3. februar 2026"))},
    {"approval": ("Ja", Alt("Afventer", "3. februar 2026"))},
    {"approval": (Alt("Nej", "Ja"), "3. februar 2026")},
    {"hearing": [*HEARING[:3], ("MED-udvalg", "Ja", Alt("Afventer", "15. januar 2026")), *HEARING[4:]]},
    {"hearing": [("Økonomikredsen", "Ja", Alt("12. marts 2026", "12. december 2025")), *HEARING[1:]]},
    {"hearing": [*HEARING[:1], ("IT-kredsen", Alt("Nej", "Ja"), "9. januar 2026"), *HEARING[2:]]},
    {"hearing": [("Økonomikredsen", "Ja", Alt("", "12. december 2025")), *HEARING[1:]]},
    {"approval": (Alt("", "Ja"), Alt("", "3. februar 2026"))},
    {
        "hearing": [
            *HEARING[:3],
            ("MED-udvalg", "Ja", Alt("Behandles den 20. april 2026", ("Behandlet den 20. januar 2026"))),
            *HEARING[4:],
        ]
    },
    {
        "hearing": [
            *HEARING[:3],
            ("MED-udvalg", Alt("Nej", "Ja"), Alt(("Behandlet den 20. januar 2026"), "Behandlet den 20. januar 2026")),
            *HEARING[4:],
        ]
    },
    {"approval": ("Ja", Alt("3. februar 2025", "3. februar 2026"))},
    {"hearing": [*HEARING[:4], ("HR-kredsen", Alt("Ja", "Nej"), "Ikke relevant")]},
]
BOXES: list[Case] = [
    {"boxes": Alt("☒ Ja  \n☒ Nej \n", "☐ Ja  \n☒ Nej \n")},
    {"boxes": Alt("☐ Ja  \n☐ Nej \n", "☐ Ja  \n☒ Nej \n")},
    {"boxes": Alt("☒ Ja  \n☐ Nej \n", "☒ Ja  Afprøvning af fælles vagtplan (Overførselssagen 2023-2024)\n☐ Nej \n")},
    {"boxes": Alt("[x] Ja  \n[x] Nej \n", "[ ] Ja  \n[x] Nej \n")},
    {"boxes": Alt("☑ Ja ☑ Nej \n", "☐ Ja ☑ Nej \n")},
    {"boxes": Alt("Ja  \nNej \n", "☐ Ja  \n☒ Nej \n")},
    {
        "boxes": Alt(
            "☒ Nej, forslaget bygger på innovationsforslaget Fælles vagtplan (OFS 2023-2024)\n", "☐ Ja  \n☒ Nej \n"
        )
    },
    {
        "boxes": Alt("☐ Ja  \n☒ Nej \n", "☒ Ja Fælles vagtplan (OFS 2023-2024) \n☐ Nej \n"),
        "besk": "Forslaget udspringer af innovationsforslaget Fælles vagtplan fra OFS 2023-2024.",
    },
]
KIT: list[Case] = [
    {
        "oek": "Der betales 300 t.kr. til Koncern IT for opsætning.",
        "hearing": [h for h in HEARING if h[0] != "Koncern-IT"]
        + [Alt(("Sikkerhed", "Ja", "9. januar 2026"), ("Koncern-IT", "Ja", "9. januar 2026"))],
    },
    {
        "oek": "Systemet skal driftes af Koncern IT, som modtager 150 t.kr. årligt.",
        "hearing": [
            *HEARING[:2],
            ("Koncern-IT", Alt("Nej", "Ja"), Alt("Ikke relevant", "9. januar 2026")),
            *HEARING[3:],
        ],
    },
    {
        "rows": rows({PL: [1350, 675]}),
        "oek": "Heraf afregnes 200.000 kr. med KIT.",
        "hearing": [*HEARING[:2], ("Koncern-IT", Alt("Nej", "Ja"), Alt("", "9. januar 2026")), *HEARING[3:]],
    },
    {
        "rows": [(name if name != DRIFT else "Drift hos Koncern IT", a, v) for name, a, v in ROWS],
        "hearing": [
            *HEARING[:2],
            ("Koncern-IT", Alt("Nej", "Ja"), Alt("Ikke relevant", "9. januar 2026")),
            *HEARING[3:],
        ],
    },
    {
        "rows": [(name if name != OPL else "KIT, opsætning", a, v) for name, a, v in ROWS],
        "hearing": [*HEARING[:2], ("Koncern-IT", Alt("Nej", "Ja"), Alt("Afventer", "9. januar 2026")), *HEARING[3:]],
    },
    {
        "impl": "Koncern IT står for integrationen, og forvaltningen betaler 90 t.kr. for timerne.",
        "hearing": [
            *HEARING[:2],
            ("Koncern-IT", Alt("Nej", "Ja"), Alt("Er ikke hørt", "Hørt 9. januar 2026")),
            *HEARING[3:],
        ],
    },
]
ANNEX: list[Case] = [
    "Beregningen er uddybet i {bilag 3|tabel 1}.",
    "Se {vedlagte bilag 2|tabel 1} for en oversigt over adresser.",
    {"besk": "En nærmere beskrivelse findes i {forslagets Bilag 1|afsnit 2}."},
    {"oek": "Lokaleoversigten er vedlagt som {bilag A|en del af tabel 1}."},
    {"risk": "De enkelte risici er beskrevet i {bilag 4 til dette forslag|afsnit 3}."},
    {
        "besk": "Oversigten over udstyr fremgår af bilag 1.",
        "end": "{|Bilag 1 \nOversigt over udstyr i hjemmeplejen \n}",
    },
    {
        "besk": "Oversigt over adresser (jf. bilag 2). Se også bilag 1.",
        "end": "Bilag 1 \nOversigt over udstyr \n{|Bilag 2 \nOversigt over adresser \n}",
    },
    {
        "impl": "Tidsplanen er gengivet i bilaget bagerst i {forslaget (bilag 5)|forslaget}.",
        "end": "{|Bilag \nTidsplan for indførelsen \n}",
    },
    {"besk": "Forudsætningerne kan læses i det {vedhæftede notat (bilag 1)|følgende}."},
    {"besk": "Der henvises til {appendiks 2|afsnit 2} for de nærmere forudsætninger."},
]
GOALDATE: list[Case] = [
    {
        "goals": [
            GOALS[0],
            (
                "Skærme er gennemgået Planlæggere er hørt Enheder er besøgt",
                "Opgøres af kontoret",
                "Kontor for Hjemmepleje",
                Alt("2026 2027", "2028"),
            ),
        ],
        "rows": ROWS,
    },
    {
        "goaltext": (
            "Skærmene er indkøbt \n \nPlanlæggerne er oplært \n \nEnhederne er flyttet sammen. \n\nDet "
            "kontrolleres i regnskabet \n \nKursusbeviser \n \nAdresser \n\nKontor for Hjemmepleje \n "
            "\nKontor for Personale \n \nKontor for Hjemmepleje \n\n{2028 \n \n2028|2027 \n \n2028 \n \n2028} "
            "\n"
        )
    },
    {"goals": [GOALS[0], ("Gevinsten er hentet", "Regnskab", "Kontor for Hjemmepleje", Alt("", "2029"))]},
    {"goals": [GOALS[0], ("Gevinsten er hentet", "Regnskab", Alt("", "Kontor for Hjemmepleje"), "2029")]},
    {
        "goals": [
            ("Indkøb af skærme er afsluttet", "Regnskab", "Kontor for Hjemmepleje", Alt("Ultimo 2025", "Ultimo 2027"))
        ]
    },
    {"goals": [("Planlæggere er oplært i 2029", "Kursusbevis", "Kontor for Hjemmepleje", Alt("2027", "2029"))]},
]
