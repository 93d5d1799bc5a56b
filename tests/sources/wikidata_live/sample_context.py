"""How the sample is read: the cache is filled by asking a real SPARQL server once, and read from then on."""

import atexit
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.sources.http_servers import sparql_server
from tests.sources.rdf_of_entities import triples_of
from tests.sources.wikidata_live.made_items import sample_items

from proxenia.resolve.gazetteer import Gazetteer
from proxenia.sources.catalogue import describe
from proxenia.sources.catalogue.wikidata_live.reader import LiveOptions, read
from proxenia.sources.catalogue.wikidata_live.scope import Scope
from proxenia.sources.context import Context

DAY = "2026-11-22"
SCOPE = Scope(countries=("NL",))


@cache
def _answered() -> tuple[Path, str]:
    """Give a cache that holds every answer, and the address that is no longer there."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    kept = Path(folder.name) / "answers"
    with sparql_server(Path(folder.name), triples_of(sample_items())) as endpoint:
        list(read(_reading(kept, endpoint)))
    return kept, endpoint


def _reading(kept: Path, endpoint: str) -> Context:
    options = LiveOptions(SCOPE, endpoint, page_size=3)
    return Context(describe("wikidata_live"), kept, DAY, options={"live": options}, cache=kept)


def context(gazetteer: Gazetteer) -> Context:
    """Give the context of reading the sample."""
    return _reading(*_answered())
