#!/usr/bin/env python3
"""What the tests that have run reached of kernels/: each line and each branch once.

    coverage.py ROOT BUILD OUT LINES BRANCHES

Asks gcov about every object under BUILD. Fails at a line that no test reached and LINES does not list, at a file
of which more branches were not taken than BRANCHES allows, and where either list has what is not there any more.
OUT.json becomes a report for gcovr, which makes pages of it, OUT.html, where there is one.

A line of a macro, of a row of the list or of a header of bodies is compiled many times: for types, functions,
instruction sets. Where that makes as many branches it is the same code, of which each branch counts once and is
taken if it is in any of them; and so are lines that call one macro for one type each. (gcovr takes the first
branch of any code of a line for the same one.)

LINES has      # why
               file: the line, without the spaces around it, as often as there are such lines
BRANCHES has   file: how many of its branches are not taken at most, why
"""
import collections
import concurrent.futures
import json
import os
import re
import shutil
import subprocess
import sys

TYPE = re.compile("(?<![A-Za-z0-9])(b?f16|f32|f64|[iu](8|16|32|64)|c64|c128)(?![A-Za-z0-9])")


def lines_of(root, build, notes):
    """Of an object: file, line, count, and the counts of its branches, of each function."""
    gcov = subprocess.run(["gcov", "--json-format", "--stdout", "--branch-probabilities", notes], cwd=build,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    if gcov.returncode != 0:
        sys.exit(f"{notes} was compiled again since it was counted: remove all *.gcda and test once more")
    told = gcov.stdout
    for report in told.splitlines():
        for file in json.loads(report)["files"]:
            path = os.path.relpath(os.path.join(build, file["file"]), root)
            if path.startswith("kernels/"):
                for line in file["lines"]:
                    yield (path, line["line_number"], line["count"],
                           [branch["count"] for branch in line["branches"] if not branch["throw"]])


def all_lines(root, build):
    """By file and line: how often it was reached, and by the number of its branches the counts of each."""
    files = collections.defaultdict(dict)
    notes = [os.path.join(folder, name) for folder, _, names in os.walk(build) for name in names
             if name.endswith(".gcno")]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for lines in pool.map(lambda path: list(lines_of(root, build, path)), notes):
            for path, number, count, branches in lines:
                line = files[path].setdefault(number, [0, {}])
                line[0] += count
                if branches:
                    sums = line[1].setdefault(len(branches), [0] * len(branches))
                    for i, taken in enumerate(branches):
                        sums[i] += taken
    return files


def merge_types(files, sources):
    """Gives the branches of lines like MACRO(f32) and MACRO(f64) to the first of them."""
    for path, lines in files.items():
        first = {}
        for number, line in sorted(lines.items()):
            text = sources[path][number - 1]
            if not re.match("[A-Z][A-Z0-9_]*\\(", text):
                continue
            branches = first.setdefault(TYPE.sub("type", text), line[1])
            if branches is not line[1]:
                for count, taken in line[1].items():
                    branches[count] = [a + b for a, b in zip(branches.get(count, [0] * count), taken)]
                line[1] = {}


def listed(path):
    with open(path) as file:
        return [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]


def check_lines(files, sources, lines, fail):
    left = collections.Counter(lines)
    there = {f"{path}: {text.strip()}" for path in files for text in sources[path]}
    for path in sorted(files):
        for number, (count, _) in sorted(files[path].items()):
            text = f"{path}: {sources[path][number - 1].strip()}"
            if count == 0 and text.strip("{}") != f"{path}: ":
                left[text] -= 1
                if left[text] < 0:
                    fail(f"no test reaches {path}:{number}: {text[len(path) + 2:]}")
    for text in sorted(set(lines) - there):
        fail(f"listed, but not there: {text}")


def untaken(line):
    return sum(count == 0 for counts in line[1].values() for count in counts)


def check_branches(files, sources, limits, fail):
    limits = {path: int(rest.split(",")[0]) for path, rest in (line.split(": ", 1) for line in limits)}
    for path in sorted(files):
        missed = sum(untaken(line) for line in files[path].values())
        limit = limits.pop(path, 0)
        if missed > limit:
            for number, line in sorted(files[path].items()):
                if untaken(line):
                    print(f"{path}:{number}: {untaken(line)} not taken: {sources[path][number - 1].strip()}")
            fail(f"{path}: {missed} branches that no test takes, and {limit} are listed")
        elif missed < limit:
            print(f"{path}: {missed} branches that no test takes are left of {limit}")
    for path in limits:
        fail(f"listed, but not there: {path}")


def report(files, path):
    def of_line(number, line):
        branches = [{"count": count, "fallthrough": False, "throw": False}
                    for counts in line[1].values() for count in counts]
        return {"line_number": number, "count": line[0], "branches": branches, "gcovr/noncode": False,
                "gcovr/excluded": False}
    with open(path, "w") as out:
        json.dump({"gcovr/format_version": "0.3",
                   "files": [{"file": name, "functions": [],
                              "lines": [of_line(number, line) for number, line in sorted(lines.items())]}
                             for name, lines in sorted(files.items())]}, out)


def main(root, build, out, lines, branches):
    failures = []
    files = all_lines(os.path.realpath(root), os.path.realpath(build))
    if not files:
        sys.exit("no objects that count")
    sources = {path: open(os.path.join(root, path)).read().splitlines() for path in files}
    merge_types(files, sources)
    report(files, out + ".json")
    if shutil.which("gcovr"):
        subprocess.run(["gcovr", "--root", root, "--add-tracefile", out + ".json", "--html-details", out + ".html"])
    check_lines(files, sources, listed(lines), failures.append)
    check_branches(files, sources, listed(branches), failures.append)
    every = [line for lines in files.values() for line in lines.values()]
    for what, missed, of in (("lines", sum(line[0] == 0 for line in every), len(every)),
                             ("branches", sum(map(untaken, every)),
                              sum(len(counts) for line in every for counts in line[1].values()))):
        print(f"{what}: {100 - 100 * missed / of:.1f} % of {of}, not {missed}")
    sys.exit("\n".join(failures) if failures else 0)


main(*sys.argv[1:])
