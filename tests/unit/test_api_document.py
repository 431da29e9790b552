"""The API's description names every route and nothing else, and the committed file is of this checkout."""

from __future__ import annotations

import pytest

from hotline.web.openapi.document import described, document, served
from hotline.web.openapi.operations import route
from hotline.web.openapi.written import FILE, all_routes, whole

HOW = 'add route("{}", ITS_ANSWER, who=..., ...) to the AREA of hotline/web/openapi/<area>.py, then `hotline openapi`'


def test_every_route_is_described() -> None:
    """Whoever adds an address is told where to describe it."""
    gaps = sorted(served(all_routes().resources()).keys() - described().keys())
    assert not gaps, "\n".join(f"{name} is not described: {HOW.format(name)}" for name in gaps)


def test_nothing_is_described_that_is_not_served() -> None:
    """A route that is gone is gone from the description."""
    gone = sorted(described().keys() - served(all_routes().resources()).keys())
    assert not gone, f"described and not served; take them out of hotline/web/openapi/: {gone}"


def test_the_committed_file_is_what_is_built() -> None:
    """docs/openapi.json is never older than the code."""
    assert FILE.read_text(encoding="utf-8") == whole(), "docs/openapi.json is old: run `hotline openapi` and commit"


def test_every_route_has_a_name_and_a_summary_of_its_own() -> None:
    """Generated clients have one function a route, with a sentence about it."""
    operations = [one for path in document(all_routes().resources())["paths"].values() for one in path.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names)
    assert all(one["summary"] for one in operations)


def test_objects_have_no_fields_but_those_that_are_described() -> None:
    """A field that nobody described is found where it is told."""
    kinds = document(all_routes().resources())["components"]["schemas"]
    open_ones = [
        name for name, one in kinds.items() if "properties" in one and one["additionalProperties"] is not False
    ]
    assert not open_ones


@pytest.mark.parametrize(
    ("name", "faults"),
    [("GET /api/x", set()), ("POST /api/x", {403}), ("DELETE /api/x/{id}", {403, 404})],
)
def test_what_an_address_brings_with_it_is_added(name: str, faults: set[int]) -> None:
    """A change may be asked for by another site's page; what has a name in its address may not be there."""
    assert route(name).faults == faults
