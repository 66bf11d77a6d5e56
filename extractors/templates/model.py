"""A form template: what is particular to one form, validated when it is loaded."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from extractors.templates.phrases import SECTION_NUMBER, PhraseError, compile_phrase, matches, one_of
from schemas.dataset import CardKind, DocumentKind, RowRole, SignConvention, SumRule

GENERIC: Final = "generic"
"""The template of documents that no form fits."""
_MARKS: Final = re.compile(r"[\s•●▪■◦*#_-]*")
"""The bullet or the Markdown that a label may stand behind."""
FieldName = Literal[
    "title",
    "case_id",
    "committee",
    "presenting_administration",
    "affected_administrations",
    "summary",
    "agreement_text",
    "districts",
    "status",
    "other",
]
Reader = Literal["generic", "annex", "budget_note", "innovation_proposal", "work_programme"]


def _phrase(value: str) -> str:
    try:
        compile_phrase(value)
    except PhraseError as error:
        raise ValueError(str(error)) from error
    return value


Words = Annotated[tuple[str, ...], Field(min_length=1)]


class Entry(BaseModel):
    """An entry of a template: the phrases that mark it, and a printed line that they must match."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    words: Words
    example: str = Field(description="a line as printed, which one of the phrases must match")

    @field_validator("words", mode="before")
    @classmethod
    def _one_or_many(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("words")
    @classmethod
    def _readable(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_phrase, value))

    @model_validator(mode="after")
    def _example_matches(self) -> Entry:
        if self.match(self.example) is None:
            raise ValueError(f"no phrase of {list(self.words)} matches the example {self.example!r}")
        return self

    def match(self, line: str) -> int | None:
        """Where the text after the phrase begins on a line that one of the phrases opens; None when none does."""
        if not self._opens.match(line):  # as nearly all lines
            return None
        ends = [m.end() for w in self.words if (m := matches(w, line))]
        return max(ends, default=None)

    @cached_property
    def _opens(self) -> re.Pattern[str]:
        return one_of(self.words)


class Sign(Entry):
    """Something by which a form is recognised; weights add up, and two make a form."""

    weight: float = Field(1.0, gt=0, le=5)
    times: int = Field(6, ge=1, le=6, description="how often it counts at most; 1 for a word that other forms use too")


class FieldEntry(Entry):
    """A field of the form: its label's words, and which column of `cards` its value is."""

    name: FieldName
    label: tuple[str, ...] = Field((), description="a long label's other words, which may stand among its value's")

    def label_end(self, line: str) -> int | None:
        """Where its label ends on a line, which may begin with a bullet or Markdown; None where it opens none."""
        if not self._opens_marked.match(line):  # as nearly all lines
            return None
        marks = _MARKS.match(line)
        start = marks.end() if marks else 0
        end = self.match(line[start:])
        return None if end is None else start + end

    @cached_property
    def _opens_marked(self) -> re.Pattern[str]:
        return re.compile(f"{_MARKS.pattern}(?:{one_of(self.words).pattern})", re.IGNORECASE)


class HeadingEntry(Entry):
    """A heading of a card's sections."""

    numbered: bool = Field(default=False, description="it stands behind a section number (`2.1`), not of the words")
    whole: bool = Field(default=False, description="nothing follows it on its line")

    def bare(self, line: str) -> bool:
        """Whether a line is this heading alone, without the number that the form prints before it."""
        end = super().match(line) if self.numbered else None
        return end is not None and not line[end:].strip(" :?")

    def match(self, line: str) -> int | None:
        """As any entry; what stands before the words, and whether something follows, decides too."""
        number = SECTION_NUMBER.match(line) if self.numbered else None
        if self.numbered and number is None:
            return None
        start = number.end() if number else 0
        end = super().match(line[start:])
        if end is None or (self.whole and line[start + end :].strip(" :")):
            return None
        return start + end


class GroupEntry(Entry):
    """A heading of the overview over a group of proposals of one kind."""

    card_kind: CardKind


class RowEntry(Entry):
    """A row of the form's money tables whose meaning is fixed."""

    role: RowRole
    sums: SumRule | None = None


class Template(BaseModel):
    """A form: how it is recognised, what its parts are called, and what it means."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = Field(pattern=r"^[a-z0-9-]+$", description="published as documents.template")
    title: str
    municipality: str | None = None
    kind: DocumentKind = "unknown"
    card_kind: CardKind = "unknown"
    reader: Reader = "generic"
    extends: str | None = Field(None, description="the template whose entries follow this one's; one level")
    sign_convention: SignConvention | None = None
    card: Entry | None = Field(None, description="the line that opens a card; by repetition where it is not given")
    sign: tuple[Sign, ...] = ()
    field: tuple[FieldEntry, ...] = ()
    heading: tuple[HeadingEntry, ...] = ()
    hint: tuple[Entry, ...] = Field((), description="words to whoever fills in the form: they end a field")
    group: tuple[GroupEntry, ...] = ()
    row: tuple[RowEntry, ...] = ()

    @field_validator("name")
    @classmethod
    def _not_reserved(cls, value: str) -> str:
        if value == "unknown":
            raise ValueError("the name 'unknown' is reserved")
        return value

    @model_validator(mode="after")
    def _generic_means_nothing(self) -> Template:
        if self.name == GENERIC and (self.kind, self.card_kind, self.reader) != ("unknown", "unknown", "generic"):
            raise ValueError("the template 'generic' is for documents of any form: it has no kind and no reader")
        return self

    def with_base(self, base: Template) -> Template:
        """The template with the entries of the one it extends behind its own."""
        return self.model_copy(
            update={
                "field": self.field + base.field,
                "heading": self.heading + base.heading,
                "hint": self.hint + base.hint,
                "group": self.group + base.group,
                "row": self.row + base.row,
            }
        )
