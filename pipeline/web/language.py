"""The pages' words in the language that is asked for: Danish as the templates have it, or `english.toml`'s."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Final, Literal

import jinja2

from pipeline.web import views

Language = Literal["da", "en"]
"""Danish for who decides about bilag, English for who knows only the data."""
MESSAGES: Final = "english.toml"


def templates(language: Language = "da") -> jinja2.Environment:
    """The templates with what they call, in a language. A word that has no English is shown in Danish."""
    words = english() if language == "en" else {}
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )

    def translated(names: Mapping[str, str]) -> list[tuple[str, str]]:
        return [(key, words.get(name, name)) for key, name in names.items()]

    # newstyle: values are filled in, and escaped, after the words are looked up
    made.install_gettext_callables(lambda m: words.get(m, m), lambda m, _, __: words.get(m, m), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(vars(views), language=language, translated=translated)
    if language == "en":
        made.globals["rule_name"] = lambda rule: rule.replace("_", " ").capitalize()
    return made


def english() -> Mapping[str, str]:
    """English by the Danish that the templates say."""
    text = resources.files(__package__).joinpath(MESSAGES).read_text("utf-8")
    return {str(danish): str(said) for danish, said in tomllib.loads(text).items()}
