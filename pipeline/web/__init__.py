"""A release in a browser: `application` is the ASGI app that `bilag serve` runs on this machine.

Put here what reads a release and shows it. What writes (decisions on findings) has an application of its own, and is
mounted: `application(..., mounts={"/afgoer": other})`.
"""

from __future__ import annotations

from pipeline.web.app import application

__all__ = ["application"]
