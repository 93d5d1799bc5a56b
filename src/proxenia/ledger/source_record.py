"""What the ledger keeps about a source: who publishes it, under which licence, made from what."""

from dataclasses import dataclass

from proxenia.model.statement import content_id

__all__ = ["SourceRecord"]


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """One source as the catalogue or an imported table's mapping describes it.

    Attributes
    ----------
    id
        The catalogue's id; the `source` of its statements.
    title, publisher, licence, citation
        As the publisher states them; empty where nothing is stated.
    address
        The public address.
    date
        EDTF date of the edition.
    derived_from
        Ids of the sources it was made from; sources that share a root do not count as independent.
    hash
        The hash of the bytes read.
    keeps_direction
        Whether it says which side claims a tie; where it does not, `reciprocal` is unknown.
    """

    id: str
    title: str
    publisher: str = ""
    licence: str = ""
    citation: str = ""
    address: str | None = None
    date: str | None = None
    derived_from: tuple[str, ...] = ()
    hash: str | None = None
    keeps_direction: bool = False

    @property
    def content_id(self) -> str:
        """The hash of the whole content; a source gets a new version when it changes."""
        return content_id(
            "source",
            self.id,
            self.title,
            self.publisher,
            self.licence,
            self.citation,
            self.address,
            self.date,
            self.derived_from,
            self.hash,
            self.keeps_direction,
        )
