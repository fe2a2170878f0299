"""Copies of right certificates, which a test forges and seals."""

import hashlib
import json
import os
import shutil
from pathlib import Path

RIGHT = Path(os.environ["CERTIFICATES"])
CHANGED = Path(os.environ["CHANGES"])
CLAIM = "read-exclusive"
OTHER = "secret-bounded"
FREE = "principal is anonymous"
FACT, REQUEST, VIOLATION = {"kind": "fact"}, {"kind": "request", "says": "it is so"}, {"kind": "violation"}
TRUSTED = {"kind": "assumption", "name": "reader-trust"}


class Forged:
    """A copy of the right certificates. The certificate of one claim is loaded, to be forged."""

    def __init__(self, directory, claim=CLAIM, right=RIGHT):
        shutil.copytree(right, directory, dirs_exist_ok=True)
        self.directory = directory
        self.index = json.loads((directory / "index.json").read_text("utf-8"))
        self.entry = self.entry_of(claim)
        self.name = self.entry["certificates"][0]
        self.meant = json.loads(self.path(".json").read_text("utf-8"))
        cnf = self.path(".cnf").read_text("utf-8").split("\n")
        self.clauses = [[int(word) for word in line.split()[:-1]] for line in cnf if line and line[0] not in "cp"]
        self.steps = self.path(".lrat").read_text("utf-8").rstrip("\n").split("\n")
        self.header = None
        # These functions spoil files after `seal` has written them.
        self.after = []

    def entry_of(self, claim):
        return next(one for one in self.index["claims"] if one["claim"] == claim)

    def path(self, ending):
        return self.directory / (self.name + ending)

    def kinds(self):
        """The kind of each clause: `definition`, or the kind of its origin."""
        return ["definition" if "defines" in place else self.meant["origins"][place["origin"]]["kind"]
                for place in self.meant["clauses"]]

    def first(self, kind):
        return self.kinds().index(kind)

    def origin(self, **origin):
        self.meant["origins"].append(origin)
        return len(self.meant["origins"]) - 1

    def relabel(self, old, **origin):
        """Gives every clause of one kind an origin of another kind."""
        place = self.origin(**origin)
        for clause, kind in zip(self.meant["clauses"], self.kinds()):
            if kind == old:
                clause.clear()
                clause["origin"] = place

    def gates(self, **having):
        found = [one for one in self.meant["gates"] if having.items() <= one.items()]
        assert found, f"there is no gate {having}"
        return found

    def part(self, name):
        return next(one for one in self.gates(part=name) if "request" not in one)

    def variable(self, meaning):
        self.meant["variables"].append(meaning)
        return len(self.meant["variables"])

    def add(self, clause, **origin):
        """Adds a clause at the end. The numbers of the steps go up by one."""
        count = len(self.clauses)
        self.clauses.append(clause)
        self.meant["clauses"].append({"origin": self.origin(**origin)})

        def moved(word):
            return str(int(word) + 1) if int(word) > count else word

        for place, line in enumerate(self.steps):
            words = line.split()
            cut = words.index("0") + 1
            self.steps[place] = " ".join([moved(words[0]), *words[1:cut], *map(moved, words[cut:])])

    def contradict(self, *kinds):
        """Replaces all that was proved by one variable that is both true and false."""
        fresh = self.variable({"free": "x"})
        self.clauses, self.meant["clauses"] = [], []
        self.steps = []
        for literal, origin in zip((fresh, -fresh), kinds * 2):
            self.add([literal], **origin)
        self.steps = ["3 0 1 2 0"]

    def seal(self):
        count = len(self.meant["variables"])
        header = self.header or f"p cnf {count} {len(self.clauses)}"
        lines = [header, *(" ".join(map(str, [*clause, 0])) for clause in self.clauses)]
        texts = {".cnf": lines, ".lrat": self.steps, ".json": [json.dumps(self.meant)]}
        for ending, text in texts.items():
            if self.path(ending).exists():
                self.path(ending).write_text("\n".join(text) + "\n", "utf-8")
        for name in self.index["files"]:
            if (self.directory / name).is_file():
                self.index["files"][name] = hashlib.sha256((self.directory / name).read_bytes()).hexdigest()
        (self.directory / "index.json").write_text(json.dumps(self.index), "utf-8")
        for spoil in self.after:
            spoil()


def assume_twice(forged):
    """States the assumption with too many ways down to try each, and adds something that it does not say."""
    assumed = forged.variable({"assumption": "administrator-trust"})
    end = double(forged, "and", end=-forged.variable({"free": "somebody who was not declared becomes a role of unknown trust"}))
    more = forged.variable({"gate": "and", "of": [end, forged.variable({"free": FREE})]})
    forged.add([-assumed, more], kind="assumption", name="administrator-trust")


def replace_all(forged, variables, gates, *clauses):
    """Replaces all that was proved by these clauses, each with its origin or the variable it defines. One step cuts them all."""
    forged.meant.update(variables=variables, gates=gates, texts=[], patterns=[], templates=[], origins=[FACT, VIOLATION])
    forged.clauses = [clause for clause, _ in clauses]
    forged.meant["clauses"] = [
        {"origin": 0, "defines": origin} if isinstance(origin, int) else {"origin": (FACT, VIOLATION).index(origin)}
        for _, origin in clauses]
    forged.steps = [f"{len(clauses) + 1} 0 {' '.join(map(str, range(1, len(clauses) + 1)))} 0"]


def mean_two_things(forged):
    """One variable is both a gate, which is true, and a match of a text, which is false."""
    gate = {"gate": "and", "of": [], "text": 0, "matches": 0}
    replace_all(forged, [gate], [], ([1], FACT), ([-1], FACT))
    forged.meant.update(texts=[{"name": "x", "domain": []}], patterns=[[{"one": {"of": ""}}]])


def pass_true_for_a_variable(forged):
    """When the gate is compared, `True` lets in everything. In the clauses it is variable 1, and lets in nothing."""
    variables = [{"gate": "and", "of": [3, -3]}, {"gate": "and", "of": [True]}, {"free": FREE}]
    replace_all(forged, variables, [{"part": "let in", "is": 2}],
                ([2], VIOLATION), ([-2, 1], 2), ([-1, 3], 1), ([-1, -3], 1))


def pass_for_a_statement(forged):
    """A part is compared as a statement of a document. There is no such document."""
    gate = {"part": "let in", "statement": 0, "document": "grant 1 of it", "is": False}
    replace_all(forged, [{"constant": True}], [gate], ([1], 1), ([-1], VIOLATION))


def double(forged, gate, times=64, end=None):
    """Each gate has the next gate twice, so there are too many ways down to try each."""
    end = end or forged.variable({"free": FREE})
    for _ in range(times):
        end = forged.variable({"gate": gate, "of": [end, end]})
    return end


def negate_gate(gate):
    gate["is"] = not gate["is"] if isinstance(gate["is"], bool) else -gate["is"]


def set_all(entries, **values):
    for one in entries:
        one.update(values)


def rename_text(forged, name, other):
    for text in forged.meant["texts"]:
        text["name"] = other if text["name"] == name else text["name"]
