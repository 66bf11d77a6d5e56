"""`bilag run` with the tests' extractor, each document with a page of its own, in parts of two."""

import sys
from functools import partial

import pipeline.work.assemble
import pipeline.work.compose
import pipeline.work.engine
import pipeline.work.stages
from pipeline.release.parts import parted

pipeline.work.stages.EXTRACT = "misbehaving:by_content"
pipeline.work.engine.PRELOAD = ["pipeline.work.worker", "pipeline.work.judge", "pipeline.work.compose"]
pipeline.work.assemble.ONE_PAGE = 0
pipeline.work.compose.parted = partial(parted, most=2)


if __name__ == "__main__":
    from pipeline.cli.main import main

    main(sys.argv[1:])
