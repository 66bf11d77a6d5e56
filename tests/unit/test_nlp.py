"""The spaCy pipeline: sentences that survive abbreviations, and spans that stand where the text says."""

import pytest

from extractors.danish.nlp import analyse, sentences
from tests.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Det koster 1,5 mio. kr. Der spares ca. 3 mio. kr. jf. tabel 1. Den ses pr. 1. maj bl.a. i BUF.",
            [
                "Det koster 1,5 mio. kr.",
                "Der spares ca. 3 mio. kr. jf. tabel 1.",
                "Den ses pr. 1. maj bl.a. i BUF.",
            ],
        ),
        ("Beløbet er inkl. moms, ekskl. flytning, hhv. nr. 1 og f.eks. BUF.", 1),
        ("Se ift. SOF. Her er mere.", 2),
        ("Mødet var den 8. Juni 2020. Så sluttede det.", 2),
        ("Prisen er 80 t.kr. Huslejen er med.", 2),
        ("Stigende til 2,3 mio. kr. i 2031 og frem i varig drift Der afsættes 2,1 mio. kr. i 2028.", 2),
        ("2. Økonomi\n\nEffektivisering\n\nDer spares.", ["2. Økonomi", "Effektivisering", "Der spares."]),
        ("et tilbud, som Center for \n\nÆldreliv driver.", 1),
        ("• Første\n• Anden", ["• Første", "• Anden"]),
        ('"Er det?" Ja! Nej.', 3),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str] | int) -> None:
    found = [text[a:b] for a, b in sentences(text)]
    assert (found if isinstance(expected, list) else len(found)) == expected


def test_spans_and_sentences_of_a_doc() -> None:
    text = "BUF søger 1,5 mio. kr. i 2026. Effektiviseringerne opgøres medio 2027."
    (doc,) = analyse([text])
    assert doc.text == text
    assert [s.text for s in doc.sents] == ["BUF søger 1,5 mio. kr. i 2026.", "Effektiviseringerne opgøres medio 2027."]
    assert [(s.id_, s.text) for s in doc.spans["periods"]] == [("year", "2026"), ("part_of_year", "medio 2027")]
    assert [(s.id_, s.text) for s in doc.spans["organisations"]] == [("BUF", "BUF")]


def test_texts_keep_their_order_over_batches() -> None:
    texts = [f"Der afsættes {n} mio. kr." for n in range(1, 40)]
    assert [d.text for d in analyse(texts, batch_size=7)] == texts


@pytest.mark.parametrize(
    ("unit", "most"),
    [("", 8), (" ", 8), ("a", 400_000), ("1234.5678.", 40_000), ("([", 80_000), ("Ж漢क ", 20_000), (".", 120_000)],
)
def test_hostile_text_takes_linear_time(unit: str, most: int) -> None:
    list(analyse(["varm op"]))

    def read(times: int) -> None:
        (doc,) = analyse([unit * times])
        assert doc.text == unit * times

    assert_linear(read, most)


@pytest.mark.parametrize("text", ["Ja.", "Ja", "BUF 2027", "En sætning uden flere", " "])
def test_a_text_of_one_sentence_has_it(text):
    (doc,) = analyse([text])
    assert [s.text for s in doc.sents] == [text]
