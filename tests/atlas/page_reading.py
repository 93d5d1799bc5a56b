"""Reads the HTML of a page: its elements, its links, what in it could run or load."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
INLINE = {"a", "abbr", "bdi", "code", "small"}
LOADING = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


@dataclass
class Element:
    """One element with its attributes and the text inside it."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    inside: tuple[str, ...] = ()


@dataclass
class ReadPage(HTMLParser):
    """A page as a list of elements, in order."""

    html: str
    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        assert not self._open, f"left open: {[one.name for one in self._open]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>: {names}"
        inside = tuple(one.name for one in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=inside)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1].name == tag, f"</{tag}> closes <{self._open[-1].name}>"
        self._open.pop()
        if tag not in INLINE:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def all(self, name: str) -> list[Element]:
        """Return every element of a name."""
        return [element for element in self.elements if element.name == name]

    @property
    def text(self) -> str:
        """The text of the page's body, its spaces joined."""
        return " ".join(self.all("body")[0].text.split())

    def links(self) -> list[str]:
        """Return where the page's links lead."""
        return [element.attributes["href"] for element in self.all("a") if "href" in element.attributes]

    def own_links(self) -> list[str]:
        """Return the links that stay in the atlas and leave the page."""
        return [href for href in self.links() if not urlsplit(href).netloc and not href.startswith("#")]

    def loaded(self) -> list[str]:
        """Return every address the page loads by itself."""
        return [
            element.attributes[LOADING[element.name]]
            for element in self.elements
            if LOADING.get(element.name) in element.attributes
        ]

    def faults(self) -> Iterator[str]:
        """Yield what no page may have."""
        for element in self.elements:
            if element.name == "style" or "style" in element.attributes:
                yield f"a style of its own: {element}"
            if element.name == "script" and (element.text.strip() or "src" not in element.attributes):
                yield f"a script of its own: {element}"
            if any(name.startswith("on") for name in element.attributes):
                yield f"a handler of its own: {element}"
        for address in self.loaded():
            if urlsplit(urljoin("http://atlas.test/", address)).netloc != "atlas.test":
                yield f"loads from elsewhere: {address}"
        ids = [element.attributes["id"] for element in self.elements if "id" in element.attributes]
        yield from (f"id {one!r} twice" for one in sorted({one for one in ids if ids.count(one) > 1}))


def read_page(html: str) -> ReadPage:
    """Return a page, read strictly: what is opened is closed, in order."""
    return ReadPage(html)
