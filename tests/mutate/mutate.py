#!/usr/bin/env python3
"""Takes every rule of the plans out, one at a time, and runs the tests of that plan: a rule whose absence no test notices is named.

A rule is a criterion, a task or a duty that stands in the plan file. A criterion is deleted; a task or duty stays, so that what names it still
loads, and never begins (a guard that always stops it). Exit code 1 where a rule survives.
`unclear`: a test alters just the text that was altered here; it stopped before it could notice anything.
usage: mutate.py TESTS TREE WORK [--plan PLAN] [--only RULE] [--every N]
"""
import argparse, concurrent.futures, os, re, shutil, subprocess, sys, threading

NEVER = "unless: {any: [{organ_blocked: true}, {organ_blocked: false}]}"   # one of the two is so in every completion
TESTS_OF = {
    "mass-incident": ["mass_incident", "grade_boundaries"],
    "natural-resource-dispute": ["natural_resource", "grade_boundaries"],
    "administrative-adjudication": ["adjudication"],
    "science-support": ["science_support"],
    "wage-arrears": ["wage_arrears"],
    "secondary-water-supply": ["water"],
    "geohazard": ["geohazard"],
}
COMMON = ["rules"]


def items(lines, section):
    """(id, first line, line behind the last) of each item of a top-level list."""
    begin = next(i for i, line in enumerate(lines) if line.rstrip() == section + ":") + 1
    end = next((i for i in range(begin, len(lines)) if re.match(r"[a-z_]+:", lines[i])), len(lines))
    starts = [i for i in range(begin, end) if lines[i].startswith("- ")]
    for k, i in enumerate(starts):
        stop = starts[k + 1] if k + 1 < len(starts) else end
        text = "".join(lines[i:stop])
        name = re.search(r'(?:clause: "|\bid: )([^",\s]+)' if section == "criteria" else r"\bid: ([a-z0-9_]+)", text)
        yield name.group(1), i, stop


def without(lines, section, first, last):
    """The file's text without that rule."""
    if section == "criteria":
        return "".join(lines[:first] + lines[last:])
    never = NEVER
    if any(re.search(r"(^  |[{ ])unless:", line) for line in lines[first:last]):
        never = "if: {all: [{organ_blocked: true}, {organ_blocked: false}]}"
    rest = [line for line in lines[first:last] if line.strip() and not line.startswith("#")]
    tail = lines[first + len(rest):last]
    if lines[first].startswith("- {"):                      # one line, perhaps with a comment behind the brace
        line = rest[0]
        close = line.rindex("}", 0, line.index("} #") + 1 if "} #" in line else re.search(r"\}\s*(#|$)", line).start() + 1)
        rest = [line[:close] + ", " + never + line[close:]] + rest[1:]
    else:
        rest.append("  " + never + "\n")
    return "".join(lines[:first] + rest + tail + lines[last:])


def main():
    ask = argparse.ArgumentParser()
    ask.add_argument("tests"), ask.add_argument("tree"), ask.add_argument("work")
    ask.add_argument("--plan"), ask.add_argument("--only"), ask.add_argument("--every", type=int, default=1)
    said = ask.parse_args()
    rules = []
    for plan in TESTS_OF if not said.plan else [said.plan]:
        with open(f"{said.tree}/scenarios/plans/{plan}.yaml", encoding="utf-8") as file:
            lines = file.readlines()
        for section in ("criteria", "tasks", "duties"):
            if section + ":\n" not in lines:
                continue
            for name, first, last in items(lines, section):
                if said.only in (None, name):
                    rules.append((plan, section, name, first, last, lines))
    rules = rules[::said.every]
    if not rules:
        raise SystemExit("no such rule")
    place = threading.local()
    places, lock = [], threading.Lock()

    def folder():
        if not hasattr(place, "path"):
            with lock:
                place.path = f"{said.work}/{len(places)}"
                places.append(place.path)
            shutil.rmtree(place.path, ignore_errors=True)
            shutil.copytree(f"{said.tree}/scenarios", place.path)
        return place.path

    def survives(rule):
        plan, section, name, first, last, lines = rule
        file = f"{folder()}/plans/{plan}.yaml"
        with open(file, "w", encoding="utf-8") as out:
            out.write(without(lines, section, first, last))
        for tests in (COMMON, TESTS_OF[plan]):                 # the quick ones first
            wanted = ",".join(f"[#{name}.test]" for name in tests)
            run = subprocess.run([said.tests, "-#", "-a", wanted], env=dict(os.environ, SANDTABLE_SHIPPED=folder()), capture_output=True, text=True)
            if run.returncode not in (0, 9):
                break
        with open(file, "w", encoding="utf-8") as out:
            out.write("".join(lines))
        return "survives" if run.returncode == 0 else "unclear" if run.returncode == 9 else ""

    survivors = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for number, (rule, alive) in enumerate(zip(rules, pool.map(survives, rules)), 1):
            if alive:
                survivors += 1
                print(f"{alive}: {rule[0]} {rule[1]} {rule[2]}", flush=True)
            if sys.stderr.isatty():
                print(f"\r{number} of {len(rules)}", end="", file=sys.stderr)
    print(f"mutate: {len(rules)} rules taken out, {len(rules) - survivors} noticed by a test, {survivors} not")
    return 1 if survivors else 0


sys.exit(main())
