"""What a page is."""

from dataclasses import dataclass

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its name, its address pattern, its template, and what a person finds there."""

    name: str
    address: str
    template: str
    meaning: str
