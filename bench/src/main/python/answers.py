"""The other end of Worker.java: says what it can do, then does what it is asked for."""
import sys
import time
from collections import namedtuple

Step = namedtuple("Step", "parameters once")


def count(*nets):
    return sum(p.numel() for net in nets for p in net.parameters())


def rate(once, seconds):
    start, done = time.perf_counter(), 0
    while done == 0 or time.perf_counter() - start < seconds:
        once()
        done += 1
    return done / (time.perf_counter() - start)


def give(steps, seconds):
    for name, step in steps.items():
        print(step.parameters, name, sep="\t")
    print(flush=True)
    for line in sys.stdin:
        print(rate(steps[line.rstrip("\n")].once, seconds), flush=True)
