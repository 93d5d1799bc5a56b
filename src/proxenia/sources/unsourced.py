"""Which statements lack a source that is known, or a reference that leads somewhere."""

from collections.abc import Collection, Iterable

from proxenia.model.statement import Statement, is_reference

__all__ = ["unsourced"]


def unsourced(statements: Iterable[Statement], known_sources: Collection[str]) -> list[Statement]:
    """Return the statements whose source nobody describes, or whose reference is empty or malformed.

    Parameters
    ----------
    known_sources
        Ids of the sources in the catalogue or in the ledger.

    Examples
    --------
    >>> sound = Statement("gn:1", "name", "atlas", "row 2", value="A")
    >>> bare = Statement("gn:1", "name", "atlas", "somewhere", value="A")
    >>> unsourced([sound, bare], {"atlas"}) == [bare], len(unsourced([sound], set()))
    (True, 1)
    """
    return [
        statement
        for statement in statements
        if statement.source not in known_sources or not is_reference(statement.reference)
    ]
