"""`bilag run` with the tests' extractor, killed the n-th time that it touches the clean folder: n is its first word."""

import os
import signal
import sys

import pipeline.work.engine
import pipeline.work.stages

pipeline.work.stages.EXTRACT = "misbehaving:by_content"
pipeline.work.engine.PRELOAD = ["pipeline.work.worker", "pipeline.work.judge", "pipeline.work.compose"]
_TOUCHES = {"os.rename", "os.link", "os.mkdir", "os.symlink", "os.remove", "os.rmdir", "shutil.rmtree"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Moment:
    """Counts what the main process does to the clean folder, and ends it when its time has come."""

    def __init__(self, at, clean):
        self.left, self.clean, self.main = at, clean, os.getpid()

    def __call__(self, event, args):
        if not (event in _TOUCHES or (event == "open" and isinstance(args[2], int) and args[2] & _WRITES)):
            return
        if os.getpid() == self.main and any(str(a).startswith(self.clean) for a in args[:2]):
            self.left -= 1
            if self.left == 0:
                os.kill(self.main, signal.SIGKILL)


if __name__ == "__main__":
    from pipeline.cli.main import main

    sys.addaudithook(Moment(int(sys.argv[1]), sys.argv[sys.argv.index("--clean") + 1]))
    main(sys.argv[2:])
