#!/usr/bin/env python3
"""Records how TaskFlow links graph flows, for GraphDefinitionsTest.

Draws graph flows that are put together step by step, lets TaskFlow do it, and writes for each the steps and what came
of them, one JSON object a line. Needs Debian's python3-taskflow:

    /usr/bin/python3 record_graphs.py > ../resources/graph-definitions.jsonl
"""
import json
import random

from taskflow import exceptions, retry, task
from taskflow.patterns import graph_flow, linear_flow, unordered_flow

CASES = 500
SYMBOLS = "vwxyz"
PATTERNS = {"linear": linear_flow, "unordered": unordered_flow, "graph": graph_flow}


class Given(task.Task):
    def __init__(self, drawn):
        super().__init__(drawn["name"], requires=drawn["requires"], provides=drawn["provides"])

    def execute(self, **given):
        return None


class Control(retry.Retry):
    def __init__(self, drawn):
        super().__init__("control", requires=drawn["requires"], provides=drawn["provides"])

    def execute(self, history, **given):
        return None

    def on_failure(self, history, **given):
        return retry.REVERT


def some(rng, most):
    return sorted(rng.sample(SYMBOLS, rng.randint(0, most)))


def draw_element(rng, name, depth):
    if depth == 0 or rng.random() < 0.8:
        return {"name": name, "requires": some(rng, 2), "provides": some(rng, 2)}
    children = [draw_element(rng, f"{name}.{i}", depth - 1) for i in range(rng.randint(0, 3))]
    return {"name": name, "pattern": rng.choice(list(PATTERNS)), "children": children}


def draw(rng):
    case = {"retry": None, "steps": []}
    if rng.random() < 0.3:
        # What the control needs must be provided by no child: TaskFlow would link to its own control.
        case["retry"] = {"requires": ["needed"], "provides": some(rng, 2)}
    names = [f"t{i}" for i in range(rng.randint(2, 8))]
    waiting = list(names)
    while waiting or rng.random() < 0.6:
        if waiting and rng.random() < 0.7:
            count = rng.choice([1, 1, 1, 2, 3])
            added, waiting = waiting[:count], waiting[count:]
            case["steps"].append({
                "add": [draw_element(rng, name, 2) for name in added],
                "resolve_requires": rng.random() < 0.8,
                "resolve_existing": rng.random() < 0.8})
        else:
            case["steps"].append({"link": [rng.choice(names), rng.choice(names)]})
    if rng.random() < 0.3:
        case["steps"].append({"target": rng.choice(names)})
    return case


def element(drawn):
    if "children" not in drawn:
        return Given(drawn)
    flow = PATTERNS[drawn["pattern"]].Flow(drawn["name"])
    for child in drawn["children"]:
        flow.add(element(child))
    return flow


def apply(flow, step, known):
    if "add" in step:
        made = {drawn["name"]: element(drawn) for drawn in step["add"]}
        flow.add(*made.values(), resolve_requires=step["resolve_requires"], resolve_existing=step["resolve_existing"])
        known.update(made)
    elif "link" in step:
        flow.link(*(known[name] for name in step["link"]))
    else:
        flow.set_target(known[step["target"]])


def outcome(flow, step, known):
    try:
        apply(flow, step, known)
        return "done"
    except exceptions.AmbiguousDependency:
        return "ambiguous"
    except exceptions.DependencyFailure:
        return "cycle"
    except KeyError:
        return "unknown"


def record(case):
    control = Control(case["retry"]) if case["retry"] else None
    flow = graph_flow.TargetedFlow("f", control)
    known = {}
    for step in case["steps"]:
        step["outcome"] = outcome(flow, step, known)
    case["children"] = [child.name for child in flow]
    case["links"] = sorted(
        [u.name, v.name, sorted(data.get("reasons", ())), data.get("manual", False)]
        for u, v, data in flow.iter_links())
    case["requires"] = sorted(flow.requires)
    case["provides"] = sorted(flow.provides)
    return case


def main():
    rng = random.Random(1)
    written = 0
    while written < CASES:
        case = draw(rng)
        try:
            print(json.dumps(record(case), separators=(",", ":")))
            written += 1
        except (exceptions.AmbiguousDependency, exceptions.DependencyFailure):
            pass  # a nested flow that cannot be put together itself


main()
