"""Two threads that read values into one class for the first time: both have their object, and the process lives."""

import subprocess
import sys

# Each round has classes of its own, which nothing was read into yet; the threads come a moment apart.
ROUNDS = """
import sys
from threading import Barrier, Thread
from epcr.converting import convert

SOURCE = '''
from msgspec import Struct
class Inner(Struct):
    number: int
class Middle(Struct):
    inner: Inner
class Outer(Struct):
    middle: Middle
    named: dict[str, int] | None = None
    more: tuple[Inner, ...] = ()
'''

def read(kind, late, together, read_so_far):
    together.wait()
    for _ in range(late * 5):
        pass
    read_so_far.append(convert({"middle": {"inner": {"number": 1}}}, kind).middle.inner.number)

sys.setswitchinterval(1e-6)
for _ in range(200):
    classes = {"__name__": "__main__"}
    exec(SOURCE, classes)
    sys.modules["__main__"].__dict__.update({name: classes[name] for name in ("Inner", "Middle", "Outer")})
    together, read_so_far = Barrier(6), []
    threads = [Thread(target=read, args=(classes["Outer"], late, together, read_so_far)) for late in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read_so_far == [1] * 6
"""


def test_threads_that_read_into_a_class_for_the_first_time_all_have_their_object():
    ended = subprocess.run([sys.executable, "-c", ROUNDS], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
