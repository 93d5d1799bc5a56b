"""Where statements stand is the same whether all evidence is looked through or its identifiers are kept in order."""

from tests.atlas.test_profiles import WORLD
from tests.profiles.made_cities import SOURCES
from tests.snapshot.made import compiled

from proxenia.atlas.statement_places import StatementPlaces, places_of


def test_each_statement_stands_where_the_evidence_says() -> None:
    snapshot = compiled(*WORLD, sources=SOURCES)
    everywhere = StatementPlaces(snapshot)
    known = snapshot.evidence["statement"].to_list()
    assert len(set(known)) > 5
    for asked in (known, known[:1], known[3:5][::-1] * 2, ["0", known[2], "zzz"], ["0"], []):
        found, plain = everywhere(asked), places_of(snapshot, asked)
        assert found == plain
        assert list(found) == list(plain) == sorted(found)
    by_hand = {
        statement: (source, reference)
        for statement, source, reference in snapshot.evidence.select("statement", "source", "reference").iter_rows()
    }
    assert everywhere(known) == by_hand
