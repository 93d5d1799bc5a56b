"""Every check, in the order in which people read them."""

from typing import Final

from proxenia.audit.conflicting_kinds import CONFLICTING_KINDS
from proxenia.audit.conflicting_years import CONFLICTING_YEARS
from proxenia.audit.dissolved_places import DISSOLVED_PLACES
from proxenia.audit.duplicate_ids import DUPLICATE_IDS
from proxenia.audit.ended_and_listed import ENDED_AND_LISTED
from proxenia.audit.ended_networks import ENDED_NETWORKS
from proxenia.audit.one_sided import ONE_SIDED
from proxenia.audit.self_ties import SELF_TIES
from proxenia.audit.wrong_country import WRONG_COUNTRY

__all__ = ["CHECKS"]

CHECKS: Final = {
    check.id: check
    for check in (
        ONE_SIDED,
        CONFLICTING_YEARS,
        CONFLICTING_KINDS,
        ENDED_AND_LISTED,
        DUPLICATE_IDS,
        WRONG_COUNTRY,
        SELF_TIES,
        DISSOLVED_PLACES,
        ENDED_NETWORKS,
    )
}
"""The checks by their ids."""
