"""The headers that every answer carries."""

from __future__ import annotations

from flask import Flask, Response, request

from epcr.proxies import PUBLIC
from epcr.web.sending import FILES

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; "
    "worker-src 'self'"
)


def install(app: Flask) -> None:
    """Set them on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        if request.endpoint != FILES or response.status_code != 200:
            # A page of a sheet must not come back from the cache of a shared tablet after signing out, nor its PDF, whatever
            # whoever made the answer says of it.
            response.headers["Cache-Control"] = "no-store"
        public = app.config[PUBLIC]
        # It counts for a whole host and all its ports, so it is said only where no neighbor is there.
        if app.config["SESSION_COOKIE_SECURE"] and (public is None or public.has_the_host_to_itself):
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response
