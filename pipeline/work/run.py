"""One run over the raw folder: what `bilag run` does, and what the asset graph does stage by stage."""

from __future__ import annotations

import logging
import threading

from pipeline.system.errors import RunError
from pipeline.system.journal import stage
from pipeline.system.terminal import clean
from pipeline.work.engine import warm_up
from pipeline.work.gather import Summary, build_release, load_ahead, standing_release, untouched_release
from pipeline.work.progress import Listener
from pipeline.work.settings import Settings
from pipeline.work.stages import extract, keys_of, known_outcomes, recheck, take_in

_log = logging.getLogger(__name__)


def run_all(settings: Settings, listener: Listener) -> Summary:
    """Read what is new in the raw folder and publish; the summary of the release.

    When everything is as the current release was made of, that is all there is to do. Raises RunError when nothing
    could be published.
    """
    if not (settings.clean / "current").exists():
        warm_up()  # there will be something to read
    try:
        settings.passwords()
        forms = settings.forms()
    except OSError as error:
        raise RunError(str(error)) from error
    for broken in forms.broken:
        _log.warning("warning: a template is left out: %s", clean(broken))
    try:
        settings.clean.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{settings.clean} cannot be made: {error}") from error
    if settings.source:
        with stage("fetch"):
            settings.fetch()
    untouched = untouched_release(settings)
    if untouched:
        return untouched
    with stage("take in"):
        outcomes = take_in(keys_of(settings), settings)
    known = known_outcomes(outcomes, settings) if outcomes else None
    standing = standing_release(recheck(known, settings), settings) if known else None
    if standing:
        return standing
    warm_up()  # the fork server loads the extractors while this process looks what there is to read
    # While the workers read, this process waits: time to load what the release is made with.
    threading.Thread(target=load_ahead, name="load-ahead", daemon=True).start()
    with stage("read"):
        read = extract(outcomes, settings, listener)
    with stage("publish"):
        return build_release(recheck(read.values(), settings), settings)
