"""The local service: the report in a browser, and a JSON API; needs the extra ``serve``."""

from attribution.service.app import LOOPBACK, Limits, make_app

__all__ = ["LOOPBACK", "Limits", "make_app"]
