#!/usr/bin/env python3
"""NumPy beside spelt-bench: the same operations on the same data (sizes, seed), written as JSON in
Google Benchmark's schema, for spelt-bench --merge.

What is timed is a call from Python, its overhead of some hundred nanoseconds included: that is
what a user of NumPy pays. Each result is checked before it is timed.
"""
import argparse
import datetime
import json
import os
import random
import re
import socket
import statistics
import sys
import time

SKIPPED = 77  # the exit status where there is no NumPy

TYPES = {"f32": "float32", "f64": "float64", "f32_f64": "float32", "i32": "int32", "i64": "int64"}
ARRAYS = {"sum": 1, "sumsq": 1, "dot": 2, "add": 3, "add_wrap": 3}  # that a call reads or writes
# What NumPy does without a copy. Its dot of i32 gives i32, and its dot of f32 gives f32.
OPERATIONS = {"sum": ["f32", "f64", "f32_f64", "i32", "i64"], "sumsq": ["f32", "f64", "i64"],
              "dot": ["f32", "f64", "i64"], "add": ["f32", "f64"],
              "add_wrap": ["i32", "i64"]}
REPORT_SIZES = "1,8,16,32,64,512,1024,4096,32768,262144,1000000,2097152"


# ---- Options ------------------------------------------------------------------------------------

def count(text):
    """1000, 2^20, 16K, 1M."""
    match = re.fullmatch(r"(?:2\^(\d{1,2})|(\d{1,15})([KMG]?))", text)
    if not match:
        raise argparse.ArgumentTypeError(f"{text}: not a number such as 1000, 2^20 or 16K")
    if match[1]:
        return 1 << int(match[1])
    return int(match[2]) << {"": 0, "K": 10, "M": 20, "G": 30}[match[3]]


def sizes(text):
    """N, A..B (each twice the last) or A..B:F (F times the last), with commas."""
    found = []
    for item in text.split(","):
        span, _, factor = item.partition(":")
        first, dots, last = span.partition("..")
        if not dots:
            found.append(count(item))
            continue
        n, last, factor = count(first), count(last), count(factor) if factor else 2
        if n < 1 or last < n or factor < 2:
            raise argparse.ArgumentTypeError(f"{item}: not a range such as 1..4096 or 1..2^24:8")
        while n <= last:
            found.append(n)
            n *= factor
    return found


def names(known):
    def parse(text):
        wanted = text.split(",")
        for name in wanted:
            if name not in known:
                raise argparse.ArgumentTypeError(f"there is no {name}, only {', '.join(known)}")
        return wanted
    return parse


def positive(kind):
    def parse(text):
        value = kind(text)
        if not 0 < value < 1e9:
            raise ValueError
        return value
    parse.__name__ = kind.__name__ + " above 0"
    return parse


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0], allow_abbrev=False)
    parser.add_argument("--op", type=names(list(OPERATIONS)), default=list(OPERATIONS))
    parser.add_argument("--type", type=names(list(TYPES)), default=list(TYPES))
    parser.add_argument("--size", type=sizes, default=sizes(REPORT_SIZES), metavar="LIST")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=positive(int), default=1)
    parser.add_argument("--time", type=positive(float), default=20, help="seconds in all, about")
    parser.add_argument("--json", default="-", metavar="FILE", help="- is standard output")
    return parser.parse_args()


def import_numpy(threads):
    """NumPy's BLAS reads its thread count when it is loaded."""
    for name in ("OPENBLAS", "OMP", "MKL", "BLIS"):
        os.environ[name + "_NUM_THREADS"] = str(threads)
    try:
        import numpy
    except ImportError:
        print("peer_numpy.py: this Python has no NumPy (Debian: python3-numpy; elsewhere pip "
              "install numpy), so there is nothing to time", file=sys.stderr)
        sys.exit(SKIPPED)
    return numpy


# ---- Data: those of arrays.c, bit for bit ----------------------------------------------------------

def draw(np, seed, first, n):
    """Numbers first, ..., first + n - 1 of the generator of random.h (SplitMix64)."""
    z = np.arange(first + 1, first + n + 1, dtype=np.uint64)
    z = z * np.uint64(0x9e3779b97f4a7c15) + np.uint64(seed % 2**64)
    z = (z ^ z >> np.uint64(30)) * np.uint64(0xbf58476d1ce4e5b9)
    z = (z ^ z >> np.uint64(27)) * np.uint64(0x94d049bb133111eb)
    return z ^ z >> np.uint64(31)


def signed(np, r, bits):
    magnitude = (r >> np.uint64(64 - bits)).astype(np.int64)
    return np.where(r & np.uint64(1), -magnitude, magnitude)


def fill_pairs(np, dtype, n, bits, seed):
    pairs = n // 2
    p, q = signed(np, draw(np, seed, 0, 2 * pairs), bits).reshape(pairs, 2).T
    x, y = np.ones(n, dtype), np.ones(n, dtype)
    x[0:2 * pairs:2], x[1:2 * pairs:2] = p, p
    y[0:2 * pairs:2], y[1:2 * pairs:2] = q, -q
    return x, y


def fill(np, op, type_name, n, seed):
    """x and y (where the operation has no y, None)."""
    dtype = np.dtype(TYPES[type_name])
    room = 62 - min((n - 1).bit_length() if n > 1 else 0, 60)

    def array(first):
        r = draw(np, seed, first, n)
        if dtype == np.float32:
            return ((r >> np.uint64(39)).astype(np.int64) - 2**24).astype(dtype) * dtype.type(2**-24)
        if dtype == np.float64:
            return ((r >> np.uint64(10)).astype(np.int64) - 2**53).astype(dtype) * 2.0**-53
        bits = 31 if dtype == np.int32 else 62
        if op in ("add", "add_wrap") or (op == "sum" and dtype == np.int32 and room >= 32):  # every bit random
            return ((r >> np.uint64(32)).astype(np.int64) - 2**31).astype(dtype) \
                if dtype == np.int32 else r.view(np.int64)
        return signed(np, r, min(bits, room if op == "sum" else room // 2)).astype(dtype)

    if op == "dot" and dtype.kind == "i":
        return fill_pairs(np, dtype, n, 31, seed)
    return array(0), array(n) if ARRAYS[op] > 1 else None


# ---- What is timed, and whether it is right ----------------------------------------------------------

def call_of(np, op, type_name, x, y, out):
    """A function without arguments, as little as possible around NumPy's own."""
    if op == "sum":
        if type_name in ("f32_f64", "i32"):
            wide = np.float64 if type_name == "f32_f64" else np.int64
            return lambda: np.sum(x, dtype=wide)
        return lambda: np.sum(x)
    if op in ("add", "add_wrap"):
        return lambda: np.add(x, y, out=out)
    return (lambda: np.dot(x, x)) if op == "sumsq" else (lambda: np.dot(x, y))


def exact_integers(np, values):
    """Their sum, which may not fit 64 bits: as the sums of the upper and lower halves."""
    upper, lower = values >> 32, values & 0xffffffff
    return (int(np.sum(upper)) << 32) + int(np.sum(lower))


def is_right(np, op, type_name, x, y, value):
    n = len(x)
    if op in ("add", "add_wrap"):
        with np.errstate(over="ignore"):
            return bool(np.all(value == x + y))
    if x.dtype.kind == "i":
        wide = x.astype(np.int64)
        terms = wide if op == "sum" else wide * (x if op == "sumsq" else y)
        return int(value) == exact_integers(np, terms)
    total, magnitude = np.longdouble(0), np.longdouble(0)
    for first in range(0, n, 65536):
        part = x[first:first + 65536].astype(np.longdouble)
        if op != "sum":
            part = part * (x if op == "sumsq" else y)[first:first + 65536]
        total, magnitude = total + np.sum(part), magnitude + np.sum(np.abs(part))
    # Jeannerod and Rump (2013): n u times the sum of the terms' magnitudes, in any order.
    unit = 2.0**-53 if type_name in ("f64", "f32_f64") else 2.0**-24
    return bool(abs(np.longdouble(value) - total) <= n * unit * magnitude)


def timed(call, budget):
    """Seconds per call in each of the rounds, and calls in a round: long enough for two readings of
    the clock to be nothing against it."""
    clock = time.perf_counter
    calls = 1
    while True:
        begin = clock()
        for _ in range(calls):
            call()
        seconds = clock() - begin
        if seconds >= 2e-4 or calls >= 1 << 20:
            break
        calls *= 2
    rounds = []
    end = clock() + budget
    while len(rounds) < 3 or (clock() < end and len(rounds) < 400):
        begin = clock()
        for _ in range(calls):
            call()
        rounds.append((clock() - begin) / calls)
    return rounds, calls


# ---- JSON in Google Benchmark's schema -----------------------------------------------------------------

KEPT = 32  # rounds that are written, evenly from all there were: as record.h


def rows(labels, itemsize, threads, rounds, calls):
    """As json.c writes a record: its rounds, then mean, median and standard deviation; all else about
    it stands in the row of the median."""
    name = "/".join(labels[key] for key in ("door", "data", "n", "variant"))
    name += f"/threads:{threads}" if threads != 1 else ""
    count = min(len(rounds), KEPT)
    n = int(labels["n"])

    def row(seconds, aggregate=None, **more):
        found = {"name": f"{name}_{aggregate}" if aggregate else name, "run_name": name,
                 "run_type": "aggregate" if aggregate else "iteration"}
        if aggregate:
            found.update(aggregate_name=aggregate, aggregate_unit="time")
        found.update(repetitions=count, threads=threads, iterations=count if aggregate else calls,
                     real_time=seconds * 1e9, cpu_time=seconds * 1e9, time_unit="ns", **more)
        if seconds > 0:
            found.update(bytes_per_second=ARRAYS[labels["op"]] * itemsize * n / seconds,
                         items_per_second=n / seconds)
        return found

    median = statistics.median(rounds)
    spread = statistics.median(abs(seconds - median) for seconds in rounds)
    for index in range(count):
        yield row(rounds[index * len(rounds) // count], repetition_index=index)
    yield row(statistics.mean(rounds), "mean")
    yield row(median, "median", rounds=len(rounds), min_ns=min(rounds) * 1e9,
              spread_ns=spread * 1e9, **labels)
    yield row(statistics.stdev(rounds), "stddev")


def context(np, options):
    return {"date": datetime.datetime.now().astimezone().isoformat(timespec="seconds"),
            "host_name": socket.gethostname(), "executable": sys.argv[0],
            "num_cpus": os.cpu_count(), "mhz_per_cpu": 0, "cpu_scaling_enabled": False, "caches": [],
            "library_build_type": "release", "numpy": np.__version__, "python": sys.version.split()[0],
            "seed": str(options.seed), "threads": str(options.threads)}


def measure(np, options):
    """The rows of the benchmarks; the exit status is 1 if a result was wrong."""
    cells = [(op, kind, n) for op in options.op for kind in OPERATIONS[op] if kind in options.type
             for n in options.size]
    found, status = {}, 0
    # In random order: what disturbs the machine for a while disturbs no one operation alone.
    for op, kind, n in random.Random(options.seed).sample(cells, len(cells)):
        x, y = fill(np, op, kind, n, options.seed)
        out = np.empty_like(x) if op in ("add", "add_wrap") else None
        call = call_of(np, op, kind, x, y, out)
        labels = {"door": f"{op}_{kind}", "data": "usual", "n": str(n), "variant": "NumPy",
                  "report": "speed", "op": op, "type": kind, "about": f"NumPy {np.__version__}"}
        if not is_right(np, op, kind, x, y, call()):
            print(f"peer_numpy.py: WRONG RESULT: {op}_{kind}, n = {n}, not timed", file=sys.stderr)
            status = 1
            continue
        rounds, calls = timed(call, options.time / len(cells))
        found[op, kind, n] = list(rows(labels, x.itemsize, options.threads, rounds, calls))
    return [row for cell in cells for row in found.get(cell, [])], status


def write(path, document):
    text = json.dumps(document, indent=2) + "\n"
    if path == "-":
        sys.stdout.write(text)
        return 0
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        print(f"peer_numpy.py: {path}: {error.strerror}", file=sys.stderr)
        return 1
    return 0


def main():
    options = parse_options()
    np = import_numpy(options.threads)
    if not any(kind in options.type for op in options.op for kind in OPERATIONS[op]):
        print("peer_numpy.py: NumPy has no operation of --op with a type of --type", file=sys.stderr)
        return 2
    found, status = measure(np, options)
    return write(options.json, {"context": context(np, options), "benchmarks": found}) or status


if __name__ == "__main__":
    sys.exit(main())
