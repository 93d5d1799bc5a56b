"""Reads YAML of strangers: plain mappings, lists and words, within limits, and nothing else that YAML can do.

No anchors (a few lines of them unfold to millions), no tags, one document, no key twice. Words stay words: ``NO`` is
Norway and ``2022-02-24`` a text; only ``true`` and ``false`` are truth values.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from proxenia.errors import InputError

__all__ = ["MOST_BYTES", "plain_yaml"]

MOST_BYTES: Final = 64_000
"""A larger text is refused unread."""
_MOST_NODES: Final = 6_000
_DEEPEST: Final = 8
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,16}(\.[0-9]{0,16})?([eE][-+]?[0-9]{1,2})?")
_LARGEST: Final = 1e15
_SHOWN: Final = 60


def plain_yaml(text: str | bytes, *, what: str = "The scenario") -> Any:
    """Return what a YAML text says.

    Parameters
    ----------
    text
        The text; bytes are UTF-8.
    what
        What it is, for errors.

    Raises
    ------
    InputError
        When it is too large, not YAML, or uses more of YAML than plain mappings, lists and words.

    Examples
    --------
    >>> plain_yaml("{countries: [NO, SE], on: 2022-02-24, amount: 2.5}")
    {'countries': ['NO', 'SE'], 'on': '2022-02-24', 'amount': 2.5}
    """
    told = _decoded(text, what)
    try:
        _checked_events(told, what)
        node = yaml.compose(told, Loader=yaml.SafeLoader)
        return None if node is None else _value(node, what)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problem = getattr(error, "problem", None) or str(error)
        raise _refused(f"{what} is no YAML ({' '.join(str(problem).split())[:_SHOWN]}{_line(error)})") from error


def _decoded(text: str | bytes, what: str) -> str:
    size = len(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    if size > MOST_BYTES:
        raise _refused(f"{what} is {size:,} bytes long", f"Expected at most {MOST_BYTES:,}")
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(f"{what} is not UTF-8 (byte {error.start + 1})") from None


def _refused(happened: str, expected: str = "Expected plain `key: value` lines and lists") -> InputError:
    return InputError(happened, expected=expected, next_step="Mend it there; docs/guides/write-a-scenario.md shows one")


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}" if mark is not None else ""


def _checked_events(text: str, what: str) -> None:
    """Look through the text piece by piece: nothing is built before it is known to be small and plain."""
    depth = nodes = documents = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _refused(f"{what} uses an anchor or an alias in line {line}, which is not read here")
        if getattr(event, "tag", None) is not None:
            raise _refused(f"{what} uses a tag in line {line}, which is not read here")
        if documents > 1:
            raise _refused(f"{what} holds a second document in line {line}")
        if nodes > _MOST_NODES or depth > _DEEPEST:
            raise _refused(f"{what} is too large or too deep at line {line}", "Expected a few dozen changes at most")


def _value(node: yaml.Node, what: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        return dict(_pairs(node, what))
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, what) for one in node.value]
    return _scalar(node)


def _pairs(node: yaml.MappingNode, what: str) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _refused(f"{what} has a key in line {line} that is no word")
        if key.value in seen:
            raise _refused(f"{what} has the key {key.value[:_SHOWN]!r} twice (line {line})")
        seen.add(key.value)
        yield key.value, _value(value, what)


def _scalar(node: yaml.Node) -> Any:
    text: str = node.value
    if getattr(node, "style", None) is not None:
        return text
    if text in {"true", "false"}:
        return text == "true"
    if text in {"", "~", "null"}:
        return None
    return _number(text) if _NUMBER.fullmatch(text) else text


def _number(text: str) -> int | float | str:
    number = float(text)
    if abs(number) > _LARGEST:
        return text
    return number if set(text) & set(".eE") else int(text)
