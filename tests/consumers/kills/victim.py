"""Runs a generated job in a process group of its own and kills the group: ``victim.py WHEN SCRIPT ARGUMENTS``.

``WHEN`` is a stage that is behind the job, ``inside`` (its commit is begun and not done), or a number of seconds. The
JVM is of the same group, so that nothing tidies up.
"""

import importlib.util
import os
import signal
import sys
import threading
import time
from pathlib import Path

from cauce_runtime.job import STAGES, Job


def die() -> None:
    """The end of this process and of all that it started."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


def on_stage(when: str) -> None:
    """Dies as soon as the stage is reached."""
    reached = Job.reached

    def reach(job: Job, stage: str) -> None:
        reached(job, stage)
        if stage == when:
            die()

    Job.reached = reach


def inside(table: Path) -> None:
    """Dies when a commit of the table is begun: its data files are being written."""
    before = set(table.rglob("*.inflight"))

    def watch() -> None:
        while not set(table.rglob("*.inflight")) - before:
            time.sleep(0.001)
        die()

    threading.Thread(target=watch, daemon=True).start()


def after(seconds: float) -> None:
    """Dies after a time."""
    timer = threading.Timer(seconds, die)
    timer.daemon = True
    timer.start()


def main(when: str, script: str, *arguments: str) -> None:
    """Arms the trap and runs the job."""
    if when in STAGES:
        on_stage(when)
    elif when == "inside":
        inside(Path(arguments[arguments.index("--curated") + 1].removeprefix("file://")))
    else:
        after(float(when))
    sys.argv[0] = script
    found = importlib.util.spec_from_file_location("job", script)
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    module.main(list(arguments))


if __name__ == "__main__":
    main(*sys.argv[1:])
