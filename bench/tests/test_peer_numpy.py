"""peer_numpy.py makes the bench's own data, finds wrong results, and writes the schema.

test_peer_numpy.py <the program dump_arrays>; the exit status is 77 where there is no NumPy.
"""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
import peer_numpy  # pylint: disable=wrong-import-position


def check_data(np, dump):
    for op, kinds in peer_numpy.OPERATIONS.items():
        for kind in kinds:
            for n, seed in ((1, 1), (2, 7), (1001, 1), (70000, 2**63 + 5)):
                command = [dump, f"{op}_{kind}", str(n), str(seed)]
                theirs = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
                x, y = peer_numpy.fill(np, op, kind, n, seed)
                ours = x.tobytes() + (y.tobytes() if y is not None else b"")
                assert ours == theirs, f"{op}_{kind}, n = {n}, seed {seed}: other data"


def check_wrong_results(np):
    """Each result is right as it is, and wrong once it is changed by more than rounding."""
    for op, kinds in peer_numpy.OPERATIONS.items():
        for kind in kinds:
            x, y = peer_numpy.fill(np, op, kind, 1000, 3)
            out = np.empty_like(x)
            value = peer_numpy.call_of(np, op, kind, x, y, out)()
            assert peer_numpy.is_right(np, op, kind, x, y, value), f"{op}_{kind}"
            wrong = value + value.dtype.type(1)
            assert not peer_numpy.is_right(np, op, kind, x, y, wrong), f"{op}_{kind}"


def check_schema(document, sizes):
    for key in ("date", "host_name", "executable", "num_cpus", "caches", "library_build_type"):
        assert key in document["context"], key
    names = set()
    for row in document["benchmarks"]:
        assert row["run_type"] in ("iteration", "aggregate")
        assert (row["run_type"] == "iteration") == ("repetition_index" in row)
        assert row["name"] == row["run_name"] + (
            "_" + row["aggregate_name"] if row["run_type"] == "aggregate" else "")
        assert row["real_time"] == row["cpu_time"] >= 0 and row["time_unit"] == "ns"
        if row.get("aggregate_name") != "stddev":
            per_item = round(row["bytes_per_second"] / row["items_per_second"], 6)
            assert row["items_per_second"] > 0 and per_item in (4, 8, 16, 12, 24), per_item
        if row.get("aggregate_name") == "median":
            assert row["min_ns"] <= row["real_time"] and row["spread_ns"] >= 0
            assert row["run_name"] == f"{row['door']}/{row['data']}/{row['n']}/{row['variant']}"
        assert 0 <= row.get("repetition_index", 0) < row["repetitions"]
        names.add(row["run_name"])
    wanted = {f"{op}_{kind}/usual/{n}/NumPy" for op, kinds in peer_numpy.OPERATIONS.items()
              for kind in kinds for n in sizes}
    assert names == wanted, names ^ wanted


def run(*arguments):
    """The exit status and what is said on standard error."""
    said = io.StringIO()
    sys.argv = ["peer_numpy.py", *arguments]
    with contextlib.redirect_stderr(said):
        try:
            return peer_numpy.main(), said.getvalue()
        except SystemExit as end:
            return end.code, said.getvalue()


def check_options():
    assert peer_numpy.sizes("1,16K,2^20") == [1, 16384, 1 << 20]
    assert peer_numpy.sizes("1..8") == [1, 2, 4, 8]
    assert peer_numpy.sizes("1..1M:1K") == [1, 1024, 1 << 20]
    for arguments, message in (
            (["--size", "1,x"], "x: not a number"), (["--size", "8..1"], "8..1: not a range"),
            (["--op", "median"], "there is no median"), (["--type", "f128"], "there is no f128"),
            (["--time", "0"], "--time"), (["--sise", "1"], "--sise"),
            (["--op", "dot", "--type", "i32"], "no operation of --op"),
            (["--size", "1", "--time", "0.01", "--json", "/nowhere/a.json"], "/nowhere/a.json: ")):
        status, said = run(*arguments)
        assert status in (1, 2) and message in said, (arguments, status, said)


def main():
    np = peer_numpy.import_numpy(1)
    check_data(np, sys.argv[1])
    check_wrong_results(np)
    check_options()
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "numpy.json")
        status, said = run("--size", "1,1000", "--time", "0.2", "--json", path)
        assert status == 0, said
        with open(path, encoding="utf-8") as file:
            check_schema(json.load(file), (1, 1000))


if __name__ == "__main__":
    main()
