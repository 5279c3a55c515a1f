"""The files that spelt-bench writes, and what an interrupt leaves of them.

test_files.py <spelt-bench> <case>; the exit status is 77 where what a case needs is missing.
"""
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree

SKIPPED = 77
QUICK = ["--op", "dot,sum", "--type", "f64", "--size", "8,1000", "--time", "0.3"]
CURVES = ["naive", "Spelt"]  # in every build


def run(bench, *arguments, status=0, **more):
    done = subprocess.run([bench, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8", check=False, **more)
    assert done.returncode == status, (arguments, done.returncode, done.stdout, done.stderr)
    return done


def reject_constant(name):
    raise ValueError(name + " is no JSON")


def read_json(text):
    """Strictly: no NaN, no Infinity, no name twice in an object."""
    def pairs(members):
        names = [name for name, _ in members]
        assert len(names) == len(set(names)), names
        return dict(members)
    return json.loads(text, parse_constant=reject_constant, object_pairs_hook=pairs)


# ---- Google Benchmark's schema ------------------------------------------------------------------

CONTEXT = {"date": str, "host_name": str, "executable": str, "num_cpus": int, "mhz_per_cpu": int,
           "cpu_scaling_enabled": bool, "caches": list, "load_avg": list, "library_build_type": str}
ROW = {"name": str, "run_name": str, "run_type": str, "repetitions": int, "threads": int,
       "iterations": int, "real_time": (int, float), "cpu_time": (int, float), "time_unit": str}


def check_members(found, wanted):
    for name, kind in wanted.items():
        assert isinstance(found[name], kind), (name, found)


def check_row(row):
    check_members(row, ROW)
    assert row["time_unit"] == "ns" and row["iterations"] > 0, row
    assert all(not isinstance(value, (list, dict)) for value in row.values()), row
    if row["run_type"] == "iteration":
        assert 0 <= row["repetition_index"] < row["repetitions"], row
        assert row["name"] == row["run_name"] and row["real_time"] > 0, row
    else:
        assert row["run_type"] == "aggregate", row
        assert row["aggregate_name"] in ("mean", "median", "stddev"), row
        assert row["name"] == row["run_name"] + "_" + row["aggregate_name"], row


def check_schema(document):
    """Returns the rows of each run, by its name."""
    check_members(document["context"], CONTEXT)
    for cache in document["context"]["caches"]:
        check_members(cache, {"type": str, "level": int, "size": int, "num_sharing": int})
    runs = {}
    for row in document["benchmarks"]:
        check_row(row)
        runs.setdefault(row["run_name"], []).append(row)
    for name, rows in runs.items():
        indices = [row["repetition_index"] for row in rows if row["run_type"] == "iteration"]
        assert indices == list(range(rows[0]["repetitions"])), name
        kinds = [row["aggregate_name"] for row in rows if row["run_type"] == "aggregate"]
        assert kinds == ["mean", "median", "stddev"][:3 if len(indices) > 1 else 2], (name, kinds)
    return runs


ODD = "a \"b\\ 'c' <d> $(e) \u00e9"


def write_odd(directory):
    """Results of another run, with a name that formats and programs could stumble over."""
    path = os.path.join(directory, "odd.json")
    row = {"name": f"dot_f64/usual/1000/{ODD}", "real_time": 100, "time_unit": "ns"}
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"context": {}, "benchmarks": [row]}, file)
    return path


def case_json(bench, directory):
    odd = write_odd(directory)
    runs = check_schema(read_json(run(bench, *QUICK, "--merge", odd, "--json", "-").stdout))
    assert f"dot_f64/usual/1000/{ODD}" in runs, list(runs)
    os.remove(odd)
    path = os.path.join(directory, "out.json")
    run(bench, *QUICK, "--json", path)
    with open(path, encoding="utf-8") as file:
        runs = check_schema(read_json(file.read()))
    for name in ("dot_f64/usual/8/naive", "dot_f64/usual/1000/Spelt", "sum_f64/usual/8/Spelt"):
        assert name in runs, (name, list(runs))
        median = runs[name][-2]
        assert median["aggregate_name"] == "median" and median["rounds"] >= 3
        n, arrays = int(name.split("/")[2]), 2 if name.startswith("dot") else 1
        for key, each in (("items_per_second", n), ("bytes_per_second", 8 * n * arrays)):
            rate = each / (median["real_time"] * 1e-9)
            assert abs(median[key] / rate - 1) < 1e-6, (key, median)
    # On standard output, and nothing else there.
    check_schema(read_json(run(bench, *QUICK, "--json", "-").stdout))
    assert os.listdir(directory) == ["out.json"], "a file was left behind"


def case_csv(bench, directory):
    del directory
    lines = run(bench, *QUICK, "--csv").stdout.splitlines(keepends=True)
    rows = list(csv.reader(io.StringIO("".join(x for x in lines if not x.startswith("#")))))
    assert rows[0][:4] == ["door", "data", "n", "variant"], rows[0]
    assert len(rows) > 8 and all(len(row) == len(rows[0]) for row in rows), rows
    median = rows[0].index("median_ns")
    assert all(float(row[median]) > 0 for row in rows[1:])


def case_door(bench, directory):
    """The call in each language is a record, with what it takes more than in C; those of a row are alike in all else."""
    path = os.path.join(directory, "door.json")
    lines = run(bench, "door", "--time", "0.3", "--csv", "--json", path).stdout.splitlines(keepends=True)
    rows = list(csv.DictReader(io.StringIO("".join(x for x in lines if not x.startswith("#")))))
    with open(path, encoding="utf-8") as file:
        runs = check_schema(read_json(file.read()))
    told = {"Spelt " + name for name in ("in C++", "in Fortran", "by BLAS's name")
            if any(name + " it takes" in x for x in lines)}
    variants = {row["variant"] for row in rows}
    assert variants == {"naive", "Spelt", "Spelt in C"} | told, (variants, told)
    assert None not in rows[0] and len(rows) == 10 * len(variants), len(rows)
    assert {row["n"] for row in rows} == {"0", "1", "2", "3", "4", "5", "6", "7", "8", "16"}, rows
    for row in rows:
        assert row["door"] == "dot_f64" and row["state"] == "right" and float(row["min_ns"]) > 0, row
        for key, has_it in (("naive", row["variant"] == "Spelt"), ("in_c", row["variant"] in told)):
            keys = [f"more_than_{key}{end}_ns" for end in ("_low", "", "_high")]
            figures = [row[key] for key in keys]
            assert all(figures) == any(figures) == has_it, row
            if has_it:
                low, value, high = map(float, figures)
                assert low <= value <= high, row
            for run_row in runs[f"dot_f64/usual/{row['n']}/{row['variant']}"]:
                if run_row.get("aggregate_name") == "median":
                    assert all((key in run_row) == has_it for key in keys), run_row


def is_svg(path):
    tree = xml.etree.ElementTree.parse(path)
    return tree.getroot().tag == "{http://www.w3.org/2000/svg}svg", "".join(tree.getroot().itertext())


def case_svg(bench, directory):
    if not shutil.which("gnuplot"):
        print("skipped: there is no gnuplot here")
        sys.exit(SKIPPED)
    # Names that a shell or gnuplot would stumble over.
    odd = write_odd(directory)
    path = os.path.join(directory, "it's $(a) `b` \"c\".svg")
    run(bench, "--op", "dot", "--type", "f64", "--size", "8,1000,64K", "--time", "0.3", "--plot", path,
        "--merge", odd)
    found, text = is_svg(path)
    assert found and "spelt_dot_f64" in text and "elements" in text, text
    assert all(curve in text for curve in CURVES + [ODD]), text
    if os.path.exists("/sys/devices/system/cpu/cpu0/cache/index0"):
        assert "L1" in text, text
    os.remove(path)
    os.remove(odd)
    run(bench, *QUICK, "--plot", os.path.join(directory, "out.svg"))
    assert sorted(os.listdir(directory)) == ["out-dot_f64.svg", "out-sum_f64.svg"]
    for name in os.listdir(directory):
        assert is_svg(os.path.join(directory, name))[0]
        os.remove(os.path.join(directory, name))
    # A page for each kind of data.
    run(bench, "--op", "sum_exact", "--type", "f64", "--size", "64,1000", "--time", "0.2", "--plot",
        os.path.join(directory, "out.svg"))
    assert sorted(os.listdir(directory)) == ["out-sum_exact_f64-ill.svg", "out-sum_exact_f64.svg"]


def write_times(path, rows):
    """A file of results: (name, nanoseconds)."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"context": {}, "benchmarks": [
            {"name": name, "run_name": name, "run_type": "iteration", "real_time": time,
             "time_unit": "ns"} for name, time in rows]}, file)
    return path


def case_compare(bench, directory):
    def path(name):
        return os.path.join(directory, name)
    times = [100, 101, 99, 104, 103, 100]
    old = write_times(path("old"), [("a", t) for t in times])
    # One time alone proves nothing; as many that are longer do.
    run(bench, "compare", old, write_times(path("one"), [("a", 204.5)]))
    run(bench, "compare", old, write_times(path("slow"), [("a", t + 50) for t in times]), status=1)
    run(bench, "compare", old, write_times(path("same"), [("a", t + 0.1) for t in times]))
    # Rows of many names in turns are those of each name.
    names = [f"b{i}" for i in range(20)]
    turns = write_times(path("turns"), [(name, t) for t in times for name in names])
    slower = write_times(path("slower"), [(name, t + 50 * (name == "b7")) for t in times for name in names])
    done = run(bench, "compare", turns, slower, status=1)
    assert "1 slower, 0 faster, 19 the same" in done.stdout, done.stdout


def case_no_gnuplot(bench, directory):
    done = run(bench, *QUICK, "--plot", os.path.join(directory, "a.svg"), status=1,
               env={**os.environ, "PATH": directory})
    assert "--plot wants gnuplot" in done.stderr, done.stderr


def case_interrupt(bench, directory):
    """Ctrl-C in a run that would take minutes, once there is a first row."""
    path = os.path.join(directory, "out.json")
    command = [bench, "--size", "8,1000,1000000", "--time", "300", "--csv", "--json", path]
    plots = shutil.which("gnuplot")
    if plots:
        command += ["--plot", os.path.join(directory, "out.svg")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        lines = []
        while not (lines and lines[-1].startswith("sum_f32,")):
            lines.append(process.stdout.readline())
            assert lines[-1], "it ended by itself"
        process.send_signal(signal.SIGINT)
        lines += process.stdout.read().splitlines(keepends=True)
        assert process.wait(60) == 130, process.returncode
    rows = [row for row in csv.reader(x for x in lines if not x.startswith("#"))]
    assert all(len(row) == len(rows[0]) for row in rows), rows
    with open(path, encoding="utf-8") as file:
        document = read_json(file.read())
    assert document["context"]["interrupted"] is True
    names = {row["run_name"] for row in document["benchmarks"]}
    assert "sum_f32/usual/8/naive" in names, names
    # What was under way is ended, nothing else begun.
    assert all(name.startswith("sum_f32/") for name in names), names
    if plots:
        pictures = [x for x in os.listdir(directory) if x.endswith(".svg")]
        assert pictures and all(is_svg(os.path.join(directory, x))[0] for x in pictures)


def competitors_of(session):
    """What the processes of a session do that keep the machine busy, as /proc tells it."""
    found = []
    for name in os.listdir("/proc"):
        try:
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                program, _, rest = file.read().rpartition(")")
        except OSError:
            continue
        state, _, _, of = rest.split()[:4]
        if program.endswith("(spelt-busy") and int(of) == session and state != "Z":
            found.append(state)
    return found


def wait_for(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def check_competitors(process, number, status):
    if number:
        cpus = len(os.sched_getaffinity(process.pid))
        wait_for(lambda: competitors_of(process.pid) == ["R"] * cpus)
        if number == signal.SIGINT:  # as from a terminal: to all of them
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
    assert process.wait(60) == status, (number, process.returncode)
    if number == signal.SIGKILL:  # by the kernel, a little later
        wait_for(lambda: not competitors_of(process.pid))
    assert not competitors_of(process.pid), number


def case_competitors(bench, directory):
    """None is left behind: after the end, after either signal, and where the bench is killed."""
    del directory
    quick = ["threads", "--op", "dot", "--type", "f64", "--size", "1000", "--time"]
    for number, status in ((None, 0), (signal.SIGINT, 130), (signal.SIGTERM, 143),
                           (signal.SIGKILL, -signal.SIGKILL)):
        with subprocess.Popen([bench, *quick, "300" if number else "0.1", "--busy"],
                              stdout=subprocess.DEVNULL, start_new_session=True) as process:
            try:
                check_competitors(process, number, status)
            finally:
                try:
                    os.killpg(process.pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass


def on_terminal(bench, *arguments, columns=100, lines=45, **variables):
    """What a terminal of such a size gets, of both streams."""
    import fcntl
    import pty
    import struct
    import termios
    environment = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    with subprocess.Popen([bench, *arguments], stdout=theirs, stderr=theirs,
                          env={**environment, "TERM": "xterm", **variables}) as process:
        os.close(theirs)
        text = b""
        try:
            while block := os.read(ours, 4096):
                text += block
        except OSError:  # the end, as a terminal tells it
            pass
        assert process.wait(600) == 0, text
    os.close(ours)
    return text.decode()


ESCAPE = re.compile("\033\\[[0-9]*[mK]")


def without_escapes(text):
    """As it is seen: what a line was overwritten with."""
    lines = ESCAPE.sub("", text.replace("\r\n", "\n")).split("\n")
    return [line.split("\r")[-1] for line in lines]


def case_no_colour(bench, directory):
    """No escape sequence in a pipe; on a terminal colours, but where NO_COLOR says no. TERM=dumb knows none
    at all, also not that of a progress that overwrites itself."""
    del directory
    assert "\033" not in run(bench, *QUICK).stdout
    for variables, colours, progress in (({}, True, True), ({"TERM": "dumb"}, False, False),
                                         ({"NO_COLOR": "1"}, False, True)):
        text = on_terminal(bench, *QUICK, **variables)
        assert bool(re.search("\033\\[[0-9]*m", text)) == colours, (variables, text)
        assert ("\r\033[K" in text) == progress, (variables, text)


def case_screen(bench, directory):
    """Without arguments it fits a screen of 100 columns and 45 lines, the prompt's among them; on one of 40
    the table does."""
    del directory
    text = on_terminal(bench, "--time", "3", LC_ALL="C")
    lines = without_escapes(text)
    assert lines[0].startswith("Spelt ") or "WRONG" in lines[0], lines[0]
    assert len(lines) <= 45, len(lines)
    assert all(len(line) <= 100 for line in lines), [line for line in lines if len(line) > 100]
    assert "%  dot_f64, n = " in text, text  # the progress
    assert text.isascii()
    for columns, heading in ((80, "times"), (40, "times")):
        lines = without_escapes(on_terminal(bench, "--time", "1", "--op", "sum,dot", "--type", "f64",
                                            columns=columns))
        table = [line for line in lines if " | " in line]
        assert len(table) == 4 and heading in table[1], lines
        assert all(len(line) <= columns for line in table), table


def case_full(bench, directory):
    """Output that cannot be written is an error; a reader that goes early ends it without a word."""
    if not os.path.exists("/dev/full"):
        sys.exit(SKIPPED)
    quick = ["--op", "sum", "--type", "f64", "--time", "0.1"]
    for arguments in (quick, [*quick, "--full"], [*quick, "--csv"], [*quick, "--json", "-"], ["--help"], ["--list"],
                      ["door", "--time", "0.1"]):
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run([bench, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 1 and b"No space left" in done.stderr, (arguments, done)
    done = run(bench, *quick, "--json", "/dev/full", status=1)
    assert "--json /dev/full: No space left" in done.stderr, done.stderr
    with subprocess.Popen([bench, "--list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b"" and process.wait(60) == -signal.SIGPIPE
    assert not os.listdir(directory)


def case_marks(bench, directory):
    """A cell of --full holds a figure, or a mark that is explained under the tables; no size is skipped, and the
    longest is in memory or said not to be."""
    del directory
    for more, needed in ((["--time", "4"], set()), (["--size", "4M", "--time", "0.001"], {"?"})):
        output = run(bench, "--full", "--op", "sum", "--type", "f64,i32", *more).stdout
        tables, under = output.rsplit("\n\nSpelt on 1 thread", 1)
        rows = re.findall(r"^ *([0-9]+) \| (.*)$", tables, re.M)
        marks = {cell for _, row in rows for cell in row.replace("|", " ").split()
                 if not re.fullmatch(r"[0-9]+([.][0-9]+)?[kMG]?%?", cell)}
        assert needed <= marks <= {"?", "-"}, marks
        assert re.search(r"^[?] cannot be told: .*; - not measured; .*$", under, re.M), under
        assert "skipped" not in output
        longest = max(int(n) for n, _ in rows)
        in_memory = longest > 2097152 and longest & (longest - 1) == 0
        assert in_memory != ("\nmemory: not within --time 4\n" in under), (longest, under)


def case_busy(bench, directory):
    """What others take of its CPU stands in the answer."""
    del directory
    if not os.path.exists("/proc/self/schedstat"):
        sys.exit(SKIPPED)
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"])
            for _ in range(2 * len(os.sched_getaffinity(0)))]
    try:
        lines = run(bench, "--op", "sum", "--type", "f64", "--time", "1").stdout.split("\n")
        answer = lines[:lines.index("")]
        assert any(re.match("Not calm, .* busy: for [0-9]+ % of the time others had the CPU", line)
                   for line in answer), lines
    finally:
        for process in busy:
            process.kill()
            process.wait()


def main():
    bench, case = sys.argv[1:]
    with tempfile.TemporaryDirectory() as directory:
        globals()["case_" + case](bench, directory)


if __name__ == "__main__":
    main()
