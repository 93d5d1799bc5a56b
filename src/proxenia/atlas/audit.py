"""The audit as the atlas serves it: computed once, when somebody first asks; the page, its JSON, its sheets."""

from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from proxenia.atlas.pages import audit as audit_page
from proxenia.audit.audit import Audit, audit_snapshot, parse_country, parse_kind
from proxenia.audit.registry import CHECKS
from proxenia.audit.sheet import SHEET_FORMATS, sheet_bytes
from proxenia.snapshot.snapshot import Snapshot

__all__ = ["Country", "Kind", "PageNumber", "RememberedAudit", "make_audit_router"]

_SHEETS_KEPT: Final = 8

Country = Annotated[
    str, Query(pattern="^([A-Za-z]{2})?$", description="Only about this country (ISO 3166-1 alpha-2); all when empty")
]
Kind = Annotated[
    str, Query(pattern=f"^({'|'.join(CHECKS)})?$", description="Only findings of this kind; all when empty")
]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page, fifty findings each")]
BuildPage = Callable[[Request, int | None, str, str, int], audit_page.AuditPage]
Render = Callable[[Request, audit_page.AuditPage], Response]


class RememberedAudit:
    """The audit of one snapshot: the checks run once, whoever asks first; the last sheets are kept.

    Parameters
    ----------
    snapshot
        The whole snapshot.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._lock = Lock()
        self._found: Audit | None = None
        self.sheet: Callable[[str, str | None, str | None], bytes] = lru_cache(maxsize=_SHEETS_KEPT)(self._sheet)

    def found(self) -> Audit:
        """Return what the checks find."""
        with self._lock:
            if self._found is None:
                self._found = audit_snapshot(self._snapshot)
            return self._found

    def _sheet(self, format_name: str, country: str | None, kind: str | None) -> bytes:
        rows = self.found().chosen(country=country, kind=kind)
        return sheet_bytes(rows, self._snapshot.sources, format_name=format_name)


def make_audit_router(build: BuildPage, sheets: Callable[[Request], RememberedAudit], render: Render) -> APIRouter:
    """Return the routes of the page and its sheets.

    They are plain functions, which the framework runs beside its loop: the first answer takes a second or more.

    Parameters
    ----------
    build
        Gives the payload of a request, a year, a country, a kind and a page.
    sheets
        Gives the remembered audit of a request's atlas.
    render
        Makes a page of a payload.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/audit")
    def show_audit(
        request: Request,
        as_of: Annotated[int | None, Query(ge=-3_000, le=3_000)] = None,
        country: Country = "",
        kind: Kind = "",
        page: PageNumber = 1,
    ) -> Response:
        return render(request, build(request, as_of, country, kind, page))

    @router.get("/audit.{format_name}")
    def save_sheet(request: Request, format_name: str, country: Country = "", kind: Kind = "") -> Response:
        code, wanted = parse_country(country), parse_kind(kind)
        body = sheets(request).sheet(format_name, code, wanted)
        name = "-".join(filter(None, ("proxenia-audit", code, wanted)))
        headers = {"content-disposition": f'attachment; filename="{name}.{format_name}"'}
        return Response(body, media_type=SHEET_FORMATS[format_name], headers=headers)

    @router.get("/api/audit")
    def find_interface(request: Request) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/api/v1/audit{query}", status_code=308)

    return router
