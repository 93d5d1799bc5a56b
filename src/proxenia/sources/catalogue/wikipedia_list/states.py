"""Which state a link, a template or a word names: the gazetteer's names first, then the source's own short table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from proxenia.sources.catalogue.wikipedia_list.markup import (
    flags_of_files,
    split_fields,
    strip_references,
    without_tags,
)
from proxenia.sources.catalogue.wikipedia_list.words import Words, normalise
from proxenia.sources.context import CountryNames

__all__ = ["States"]

LONGEST_NAME: Final = 80
_MARK = re.compile(r"(.+?)\s*[(（]([^()（）]{1,30})[)）]")
_ONE_TEMPLATE = re.compile(r"\{\{([^{}]{1,300})\}\}")
_FIRST_TEMPLATE = re.compile(r"(?:\(?\d{4}\)?[:.]?\s*)?\{\{([^{}]{1,300})\}\}")
_CODE = re.compile(r"[A-Z]{2,3}")
_SUFFIXED = re.compile(r"([A-Z]{3})b|([A-Z]{2,3})-VLAG|(?:Flagge|Flag|Vlag) ([A-Z]{2,3})|([A-Z]{2})-[A-Z0-9]{1,3}")


@dataclass(slots=True)
class States:
    """Names of states as lines of Wikipedia give them."""

    names: CountryNames
    words: Words
    _known: dict[str, str | None] = field(default_factory=dict)

    def named(self, text: str) -> str | None:
        """Return the code of the state that a plain text is the name or the code of."""
        text = " ".join(text.replace("_", " ").split())
        if not text or len(text) > LONGEST_NAME:
            return None
        if text not in self._known:
            self._known[text] = self._find(text)
        return self._known[text]

    def _find(self, text: str) -> str | None:
        if _CODE.fullmatch(text):
            return self.names.code(text) or self.words.countries.get(normalise(text))
        # A place with its region behind a comma is no state, even where the last part is one.
        if "," in text or text in self.words.cities:
            return None
        return self.words.countries.get(normalise(text)) or self.names.code(text)

    def linked(self, target: str, label: str) -> str | None:
        """Return the state that a link leads to: `[[Mexico (land)|Mexico]]` is one, `[[Mexico (city)|Mexico]]` not."""
        target = target.strip().lstrip(":")
        marked = _MARK.fullmatch(target)
        if marked is not None:
            return self.named(marked[1]) if normalise(marked[2]) in self.words.state_marks else self.named(target)
        if "," in target:
            return None
        return self.named(target) or self.named(label)

    def of_template(self, name: str, fields: Mapping[str, str]) -> str | None:
        """Return the state whose flag a template shows, or nothing when it shows none that is known."""
        bare = " ".join(name.replace("_", " ").split())
        base, _, inner = bare.partition("/")
        if normalise(base) in self.words.flags:
            return self.named(without_tags(inner or fields.get("1", "")))
        suffixed = _SUFFIXED.fullmatch(bare)
        if suffixed is not None:
            return self.named(next(code for code in suffixed.groups() if code))
        return self.named(bare) or self.named(self._without_flag_words(bare))

    def is_flag(self, name: str) -> bool:
        """Tell whether a template's name is one of the known flag templates."""
        return normalise(name.partition("/")[0]) in self.words.flags

    def _without_flag_words(self, name: str) -> str:
        kept = [word for word in name.split() if normalise(word) not in self.words.flag_words]
        return " ".join(kept) if len(kept) < len(name.split()) else ""

    def begins_a_tie(self, text: str) -> bool:
        """Tell whether a line begins with a flag, or with a template that is a whole tie; a year may stand before."""
        found = _FIRST_TEMPLATE.match(text)
        if found is None:
            return False
        name, *values = split_fields(found[1])
        fields = {str(number): value.strip() for number, value in enumerate(values, 1)}
        name = " ".join(name.replace("_", " ").split())
        known = name.casefold() in self.words.templates["twin"] or self.is_flag(name)
        return known or self.of_template(name, fields) is not None

    def of_markup(self, text: str) -> str | None:
        """Return the state that a heading or a line names, when it names a state and nothing else."""
        line = without_tags(flags_of_files(strip_references(text[:600])[0])).strip(" :;*'")
        found = set()
        for template in _ONE_TEMPLATE.findall(line):
            name, *fields = split_fields(template)
            found.add(self.of_template(name, {str(number): value.strip() for number, value in enumerate(fields, 1)}))
        rest = _ONE_TEMPLATE.sub("", line).strip(" :–-")
        if rest:
            link = re.fullmatch(r"\[\[([^\[\]|]{1,200})(?:\|([^\[\]]{1,200}))?\]\]", rest)
            return self.linked(link[1], link[2] or link[1]) if link else self.named(rest)
        return found.pop() if len(found) == 1 else None
