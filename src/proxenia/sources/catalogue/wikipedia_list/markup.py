"""Wikitext made plain before it is parsed: comments, references, files and wrappers, in time linear in its length.

Only single lines of bounded length reach the parser of wikitext; what spans lines is cut here, by one scan that counts
brackets and never recurses. So neither 10 MB of text nor brackets nested ten thousand deep cost more than their length.
"""

import html
import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from proxenia.model.statement import is_reference

__all__ = [
    "DEEPEST",
    "REFERENCE_MARK",
    "clean_text",
    "depth_of",
    "flags_of_files",
    "plain",
    "references_of",
    "split_fields",
    "strip_comments",
    "strip_references",
    "unwrap",
    "without_tags",
]

DEEPEST: Final = 12
"""Levels of templates that a line of a list may have; a deeper one is no line of a list."""
LARGEST_WRAPPER_ROUNDS: Final = 4
REFERENCE_MARK: Final = "\ue000"
"""Stands in a line for a reference: its number follows, then the mark again."""

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ue000-\uf8ff\ud800-\udfff]"
)
_REF_OPEN = re.compile(r"<ref\b([^<>]{0,300}?)(/?)>", re.IGNORECASE)
_REF_NAME = re.compile(r"name\s*=\s*(?:\"([^\"]{1,120})\"|'([^']{1,120})'|([^\s/>\"']{1,120}))", re.IGNORECASE)
_REF_TEMPLATE = re.compile(r"\{\{\s*(?:sfnp?|refn|r|efn|ref|rp)\s*\|[^{}]{0,300}\}\}", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>\[\]{}|\"'«»]{4,600}")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_BREAK = re.compile(r"<br\b[^<>]{0,100}>", re.IGNORECASE)
_FLAG_FILE = re.compile(
    r"\[\[[^\[\]|:]{1,40}:\s{0,4}(?:Flag|Bandera|Drapeau|Flagge|Bandiera)[ _](?:of|de|du|della)[ _](?:the[ _])?"
    r"([^\[\]|]{1,80}?)"
    r"\.(?:svg|png|gif|jpe?g)(?:\|[^\[\]]{0,200})?\]\]",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\[\[[^\[\]|:]{1,40}:[^\[\]|]{1,240}\.(?:svg|png|gif|jpe?g|tiff?|webp|ogg|pdf)\s*(?:\|[^\[\]]{0,400})?\]\]",
    re.IGNORECASE,
)
_BLOCKS = re.compile(r"<(gallery|nowiki|math|timeline|syntaxhighlight|source|imagemap)\b[^<>]{0,200}>", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{1,300}\|)?([^\[\]|]{1,300})\]\]")
_TEMPLATE = re.compile(r"\{\{[^{}]{0,2000}\}\}")
_PIECE = re.compile(r"\{\{|\}\}|\[\[|\]\]")


def clean_text(text: str) -> str:
    """Return a text without control and direction marks and without our own marks, lines kept."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def strip_comments(text: str) -> str:
    """Return a text without comments and without blocks that hold no wikitext; an open one ends with the text.

    >>> strip_comments("a<!-- b -->c<!-- d")
    'ac'
    """
    return "".join(_without_blocks("".join(_without(text, "<!--", "-->"))))


def _without(text: str, start: str, end: str) -> Iterator[str]:
    at = 0
    while (begin := text.find(start, at)) >= 0:
        yield text[at:begin]
        stop = text.find(end, begin + len(start))
        if stop < 0:
            return
        at = stop + len(end)
    yield text[at:]


def _without_blocks(text: str) -> Iterator[str]:
    at = 0
    folded = ""
    unclosed: set[str] = set()
    while (found := _BLOCKS.search(text, at)) is not None:
        yield text[at : found.start()]
        at = found.end()
        if found[0].endswith("/>") or found[1].lower() in unclosed:
            continue
        # Lower case of some letters is longer than they are; only ASCII is looked for, so ASCII is lowered.
        folded = folded or text.translate(_ASCII_LOWER)
        close = folded.find(f"</{found[1].lower()}", at)
        if close < 0:
            # Remembered, or a text of nothing but such openings would be searched to its end for each of them.
            unclosed.add(found[1].lower())
            continue
        at = folded.find(">", close) + 1 or len(text)
    yield text[at:]


_ASCII_LOWER: Final = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def references_of(text: str) -> tuple[str, list[str]]:
    """Return a text whose references are marks, and the first web address of each of them ("" where it has none).

    A reference that repeats another by its name has the address of that one.
    """
    pieces: list[str] = []
    addresses: list[str] = []
    keys: list[str] = []
    at, last = 0, text.rfind("</ref")
    while (found := _REF_OPEN.search(text, at)) is not None:
        pieces.append(f"{text[at : found.start()]}{REFERENCE_MARK}{len(addresses)}{REFERENCE_MARK}")
        at, body = found.end(), ""
        if not found[2] and last >= at:
            close = text.find("</ref", at)
            body, at = text[at:close], text.find(">", close) + 1 or len(text)
        name = _REF_NAME.search(found[1])
        keys.append(next((part for part in name.groups() if part), "") if name else "")
        addresses.append(_address(body))
    named = {key: address for key, address in zip(reversed(keys), reversed(addresses), strict=True) if address}
    whole = [address or named.get(key, "") if key else address for key, address in zip(keys, addresses, strict=True)]
    return "".join([*pieces, text[at:]]), whole


def _address(body: str) -> str:
    for found in _ADDRESS.finditer(html.unescape(body[:4000])):
        address = found[0].rstrip(".,;:)")
        if is_reference(address):
            return address
    return ""


_MARKED = re.compile(f"{REFERENCE_MARK}([0-9]{{1,7}}){REFERENCE_MARK}")


def strip_references(line: str) -> tuple[str, list[int]]:
    """Return a line without the marks of its references, and their numbers."""
    return _MARKED.sub("", line), [int(number) for number in _MARKED.findall(line)]


def unwrap(text: str) -> str:
    r"""Return a text in which templates that wrap a list are replaced by that list.

    A template that spans lines and wraps none is put on one line.

    >>> unwrap("{{columns-list|3|\n* [[Paris]]\n* [[Rom]]\n}}")
    '\n\n* [[Paris]]\n* [[Rom]]\n\n'
    """
    for _ in range(LARGEST_WRAPPER_ROUNDS):
        changed = "".join(_unwrapped(text))
        if changed == text:
            break
        text = changed
    return text


def _unwrapped(text: str) -> Iterator[str]:
    at = 0
    for begin, end in _outermost(text):
        inner = text[begin + 2 : end - 2]
        if "\n" not in inner and not _BREAK.search(inner):
            continue
        yield text[at:begin]
        at = end
        lists = [value for value in map(_value_of, split_fields(inner)[1:]) if _is_list(value)]
        yield "".join(f"\n{value}\n" for value in lists) if lists else "{{" + " ".join(inner.split()) + "}}"
    yield text[at:]


_FIELD_NAME = re.compile(r"\s*[^\n=\[\]{}<>*]{1,40}=")


def _value_of(field: str) -> str:
    named = _FIELD_NAME.match(field)
    return field[named.end() :] if named else field


def _is_list(value: str) -> bool:
    lines = [line for line in _BREAK.sub("\n", value).split("\n") if line.strip()]
    return any(line.lstrip().startswith(("*", "#")) for line in lines) or (
        len(lines) > 1 and sum(line.lstrip().startswith("{{") for line in lines) > 1
    )


def _outermost(text: str) -> Iterator[tuple[int, int]]:
    """Give where the outermost templates begin and end; brackets that are never closed count for nothing."""
    open_at: list[int] = []
    spans: list[tuple[int, int]] = []
    for found in re.finditer(r"\{\{|\}\}", text):
        if found[0] == "{{":
            open_at.append(found.start())
        elif open_at:
            begin = open_at.pop()
            while spans and spans[-1][0] > begin:
                spans.pop()
            spans.append((begin, found.end()))
    yield from spans


def split_fields(inner: str) -> list[str]:
    """Return the fields of a template's inside, cut at the bars that lie in no link and no inner template.

    >>> split_fields("flag|[[a|b]]|{{c|d}}")
    ['flag', '[[a|b]]', '{{c|d}}']
    """
    depth, at, fields = 0, 0, []
    for found in re.finditer(r"\{\{|\}\}|\[\[|\]\]|\|", inner):
        if found[0] == "|":
            if depth == 0:
                fields.append(inner[at : found.start()])
                at = found.end()
        else:
            depth = max(depth + (1 if found[0] in ("{{", "[[") else -1), 0)
    return [*fields, inner[at:]]


def depth_of(line: str) -> int:
    """Return how deep brackets are nested in a line."""
    depth = deepest = 0
    for found in _PIECE.finditer(line):
        depth = max(depth + (1 if found[0] in ("{{", "[[") else -1), 0)
        deepest = max(deepest, depth)
    return deepest


def flags_of_files(line: str) -> str:
    """Return a line in which pictures of flags are flag templates, and other files are gone.

    >>> flags_of_files("[[Súbor:Flag of the Czech Republic.svg|20px]] [[Praha]]")
    '{{flagicon|Czech Republic}} [[Praha]]'
    """
    flagged = _FLAG_FILE.sub(lambda found: f"{{{{flagicon|{_state_of_file(found[1])}}}}}", line)
    return _FILE.sub("", flagged)


def _state_of_file(name: str) -> str:
    return re.sub(r"\(.*", "", unquote(name).replace("_", " ")).strip()


_NO_TAGS: Final = str.maketrans("<>\xa0", "   ")


def without_tags(line: str) -> str:
    """Return a line without HTML tags, bold and italics, with its entities as letters."""
    bare = _TAG.sub("", _BREAK.sub(" ", _REF_TEMPLATE.sub("", line)))
    shown = clean_text(html.unescape(re.sub(r"'{2,5}", "", bare)))
    # What is left of "<" begins no tag; the parser of wikitext would look for its end from each of them.
    return shown.translate(_NO_TAGS)


def plain(text: str) -> str:
    """Return what a short text shows: links as their labels, templates gone.

    >>> plain("'''[[Aachen|Stadt Aachen]]''' {{x}}")
    'Stadt Aachen'
    """
    line = flags_of_files(strip_references(text[:4000])[0])
    return " ".join(_TEMPLATE.sub("", _LINK.sub(r"\1", without_tags(line))).split())
