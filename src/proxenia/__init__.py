"""Proxenia, the open foreign office for cities.

One register of who is tied to whom in city diplomacy: every fact dated and sourced, live ties told from
dead ones. Start with ``proxenia atlas`` on the command line; the rooms of the package are described in
``docs/concepts/house.md``.
"""

__version__ = "0.1.0"
