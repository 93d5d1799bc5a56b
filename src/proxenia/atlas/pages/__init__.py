"""The pages of the atlas: each a frozen payload with a `build`, a template, and one line in :data:`PAGES`."""

from typing import Final

from proxenia.atlas.pages.page import Page

__all__ = ["PAGES", "Page"]

PAGES: Final = (
    Page("world", "/", "world.html", "The map of ties between cities, bundled by pair of countries"),
    Page("two_maps", "/two-maps", "two_maps.html", "The city map, the state map and their overlay, by class of pairs"),
    Page("city", "/city/{id}", "city.html", "A city: names, ties over time, networks, acts, evidence"),
    Page(
        "city_profile",
        "/city/{id}/profile",
        "city_profile.html",
        "A city's six profiles, five conditions and drivers, each with its source, beside its peers",
    ),
    Page("city_network", "/city-network/{id}", "city_network.html", "A city network: members, size over time"),
    Page("actor", "/actor/{id}", "actor.html", "Any other actor: a region, a state, a body, a firm"),
    Page("tie", "/tie/{id}", "tie.html", "A tie: what each source says, and where they disagree"),
    Page("act", "/act/{id}", "act.html", "An act: who took part, what each source says"),
    Page("country", "/country/{code}", "country.html", "A country: the state and its cities, ties of both by partner"),
    Page(
        "country_pair",
        "/country-pair/{A}/{B}",
        "country_pair.html",
        "Two countries: both levels side by side, the class by year with its reasons, ties, evidence",
    ),
    Page(
        "expected",
        "/expected-ties",
        "expected.html",
        "The gravity model: where city ties are more or fewer than expected",
    ),
    Page("fields", "/field", "fields.html", "The seven fields of activity"),
    Page("field", "/field/{field}", "field.html", "A field: ties and acts over time, widest pairs, acts with sources"),
    Page(
        "functions",
        "/functions",
        "functions.html",
        "The ten functions of non-state actors: who does what",
    ),
    Page("profiles", "/profiles", "profiles.html", "The six profiles of cities, and how many have each"),
    Page("profile", "/profiles/{profile}", "profile.html", "A profile: what decides, the cities that have it"),
    Page("compare", "/compare", "compare.html", "Two to five cities side by side: ties, reach, partners, profiles"),
    Page("compare_ties", "/compare/ties", "compare_ties.html", "The ties of a city behind a number of a comparison"),
    Page("cases", "/cases", "cases.html", "The cases of the founding texts, by field, phase and where they stand"),
    Page("case", "/cases/{case}", "case.html", "A case told by its statements: what, who, when, who says so"),
    Page("law", "/law", "law.html", "What a city or region may sign, with whom, after which steps; the map of powers"),
    Page("law_pack", "/law/{code}", "law_pack.html", "The rules of a country by period, with their articles"),
    Page("measures", "/measures", "measures.html", "Every measure, and the whole table of a layer"),
    Page("measure", "/measures/{id}", "measure.html", "A measure: meaning, example worked by hand, highest actors"),
    Page(
        "history", "/history", "history.html", "Leagues of cities by year from 500 BCE to now, and the turning points"
    ),
    Page(
        "indicators",
        "/indicators",
        "indicators.html",
        "The texts' figures of change beside what was measured, and by what they have been overtaken",
    ),
    Page("outlook", "/outlook", "outlook.html", "What may become of ties: the world, a country or a city, with ranges"),
    Page(
        "conditions",
        "/conditions",
        "conditions.html",
        "Which conditions go with ties and acts of cities, with the evidence",
    ),
    Page(
        "how_well",
        "/how-well",
        "how_well.html",
        "How well new ties would have been predicted before, beside simpler rules",
    ),
    Page("run", "/run/{id}", "run.html", "How far a long run is; it goes on when the page is closed"),
    Page("scenarios", "/scenarios", "scenarios.html", "What if: worked scenarios, and forms for one's own"),
    Page("scenario", "/scenarios/run", "scenario.html", "A scenario beside the baseline; where each number comes from"),
    Page("search", "/search", "search.html", "Search by any language's name, typing errors tolerated"),
    Page("sources", "/sources", "sources.html", "Every source with its licence, citation and counts"),
    Page("audit", "/audit", "audit.html", "Where the registers disagree, with the statements side by side"),
    Page("about", "/about", "about.html", "About the data: how facts get in, what is missing, how to cite"),
)
