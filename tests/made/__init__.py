"""Made bilag with known truth: seeded cards, planted errors, typeset as PDF in many styles or dumped as text.

`model.make_bilag` draws a bilag, `planting.plant` puts errors in what it prints, `look.Look` says how it looks,
`content.elements` gives its printed strings, `typeset.pdf` and `dump.*` give the file, `compare.misses` tells what an
extraction got wrong. `rows` writes a bilag as the dataset's rows without any reader.
"""
