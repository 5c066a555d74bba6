"""Reading in processes of its own."""

import os
import subprocess
import sys
import time

READ = """
import os, time
from westphalia.engine import _processes

pool = _processes(1)
print(pool.submit(os.getpid).result(), flush=True)
time.sleep(60)
"""


def runs(process: int) -> bool:
    """Whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_processes_end_when_the_one_that_began_them_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", READ], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert runs(child)
        parent.kill()
    for _ in range(100):
        if not runs(child):
            return
        time.sleep(0.1)
    raise AssertionError("it is still there")
