"""One process of the soak test: it goes through numbers and reports each batch on one line.

`python -m soak.worker SEED FIRST COUNT FAMILY` prints JSON: how many cases ran, by route, how
many were not to be said that way, how many ran out of memory; a mismatch is a line of its own.
"""

import contextlib
import json
import os
import sys
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import upconv
from soak import cases, routes

REPORTED = 25
OUT_OF_MEMORY = "out of memory"


def run(seed, number, family):
    """Run one case by one route; return the route's name, or why it did not run."""
    case = cases.draw(seed, number, family)
    ways = routes.ROUTES[family]
    route = ways[case.seed % len(ways)]
    given = cases.arrays(case)
    try:
        with upconv.threads(case.threads):
            found = route(case, *given)
    except MemoryError:
        return OUT_OF_MEMORY
    if found is None:
        return None
    routes.check(case, found, routes.expected(case, *given))
    return route.__name__


def attempt(seed, number, family):
    """Run one case; return (what to count, a mismatch or None)."""
    try:
        return run(seed, number, family), None
    except Exception:  # whatever goes wrong is what is looked for
        reason = traceback.format_exc().strip()
        return "mismatch", {"seed": seed, "number": number, "family": family, "reason": reason}


def forked(seed, number, family):
    """Run one case in a forked child; return the same."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            os.write(writer, json.dumps(attempt(seed, number, family)).encode()[:4000])
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answers:
        text = answers.read()
    _, status = os.waitpid(child, 0)
    if status or not text:
        reason = f"the forked child ended with status {status} and answered {text!r}"
        return "mismatch", {"seed": seed, "number": number, "family": family, "reason": reason}
    return tuple(json.loads(text))


def main(seed, first, count, family):
    """Run the cases from `first` on: some in threads side by side, some in forked children."""
    numbers = range(first, first + count)
    with ThreadPoolExecutor(4) as pool:
        for start in range(0, count, REPORTED):
            batch = numbers[start : start + REPORTED]
            turn = start // REPORTED % 4
            if turn == 3:
                results = list(pool.map(lambda n: attempt(seed, n, family), batch))
            elif turn == 2 and family == "numpy":
                results = [attempt(seed, n, family) for n in batch[:-1]]
                results.append(forked(seed, batch[-1], family))
            else:
                results = [attempt(seed, n, family) for n in batch]
            for _, mismatch in results:
                if mismatch is not None:
                    print(json.dumps({"mismatch": mismatch}), flush=True)
            print(json.dumps({"ran": Counter(str(name) for name, _ in results)}), flush=True)


if __name__ == "__main__":
    if limit := os.environ.get("SOAK_MEMORY"):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(limit),) * 2)
    main(*map(int, sys.argv[1:4]), sys.argv[4])
