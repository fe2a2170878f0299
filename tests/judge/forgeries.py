"""Forged certificates. Somebody may write them who wants a false claim to be believed. The checker must refuse each.

`forgeries.test.ts` makes right certificates of one deployment and runs this file. CERTIFICATES names their directory.
Each forgery is sealed: the index has the digests of the forged files.
"""

import hashlib
import json
import tempfile
import unittest
from pathlib import Path

from judge.certificate import Refused, directory
from judge.certificate.claims import CLAIMS
from judge.certificate.directory import check_directory
from changed import CHANGES
from hostile import HOSTILE
from forged import (CHANGED, CLAIM, FACT, FREE, OTHER, REQUEST, RIGHT, TRUSTED, VIOLATION, Forged, assume_twice, double, mean_two_things,
                    negate_gate, pass_for_a_statement, pass_true_for_a_variable, rename_text, set_all)

# The forged claim comes first. The checker refuses it, and never checks the others.
ORDER = sorted(CLAIMS, key=lambda one: one != CLAIM)
DOCUMENTS = json.loads((RIGHT / "documents.json").read_text("utf-8"))


def swap(one, other, key):
    one[key], other[key] = other[key], one[key]


def leave_out(forged, claim):
    forged.index["claims"].remove(forged.entry_of(claim))


def narrow_patterns(forged):
    forged.meant["patterns"] = [["nothing"]] * len(forged.meant["patterns"])


def turn(forged, kind):
    clause = forged.clauses[forged.first(kind)]
    clause[0] = -clause[0]


def shorten(forged, kind):
    place = next(at for at, one in enumerate(forged.kinds()) if one == kind and len(forged.clauses[at]) > 1)
    forged.clauses[place].pop()


def is_literal(gate):
    return not isinstance(gate["is"], bool)


# Each entry: (what is forged, how).
INDEX = [
    ("a claim is left out", lambda f: leave_out(f, CLAIM)),
    ("every claim is left out", lambda f: f.index["claims"].clear()),
    ("a refuted claim is left out", lambda f: leave_out(f, "role-contained")),
    ("a claim is there twice", lambda f: f.index["claims"].append(dict(f.entry))),
    ("a claim is there that is none", lambda f: f.entry.update(subject=f.entry["subject"] + "x")),
    ("a claim of no kind is there", lambda f: f.index["claims"].append({**f.entry, "claim": "all-is-well"})),
    ("a claim has no certificate", lambda f: f.entry.update(certificates=[])),
    ("a claim has none, and says why", lambda f: f.entry.update(certificates=[], notCertified="it is plain")),
    ("a claim has two", lambda f: f.entry["certificates"].append(f.name)),
    ("a claim has another claim's", lambda f: swap(f.entry, f.entry_of(OTHER), "certificates")),
    ("a claim names a file elsewhere", lambda f: f.entry.update(certificates=["../" + f.name])),
    ("the digest of the documents is zero", lambda f: set_all(f.index["documents"], sha256="0" * 64)),
    ("the documents are left out", lambda f: f.index["documents"].clear()),
    ("the documents are there twice", lambda f: f.index["documents"].append(f.index["documents"][0])),
    ("the format is an earlier one", lambda f: f.index.update(format="eks-pod-secrets certificates 1")),
    ("assumptions are not named", lambda f: set_all(f.index["claims"], assumptionsUsed=[])),
    ("the list of files is empty", lambda f: f.index["files"].clear()),
    ("a claim has no result", lambda f: f.entry.pop("result")),
]

FILES = [
    ("the clauses are missing", lambda f: f.path(".cnf").unlink()),
    ("the steps are missing", lambda f: f.path(".lrat").unlink()),
    ("the meanings are missing", lambda f: f.path(".json").unlink()),
    ("a file is there besides", lambda f: (f.directory / "other.cnf").write_text("p cnf 0 0\n")),
    ("the steps are empty", lambda f: f.steps.clear()),
    ("the last step is missing", lambda f: f.steps.pop()),
    ("the last step follows from nothing", lambda f: f.steps.append(f"{len(f.clauses) + len(f.steps) + 1} 0 0")),
    ("a step follows from itself", lambda f: f.steps.__setitem__(0, f"{len(f.clauses) + 1} 0 {len(f.clauses) + 1} 0")),
    ("a step has a negative source", lambda f: f.steps.__setitem__(0, f"{len(f.clauses) + 1} 0 -1 0")),
    ("a step takes the place of a clause", lambda f: f.steps.insert(0, "1 0 1 0")),
    ("the header counts fewer variables", lambda f: setattr(f, "header", f"p cnf 1 {len(f.clauses)}")),
    ("the header counts fewer clauses", lambda f: setattr(f, "header", f"p cnf {len(f.meant['variables'])} 1")),
    ("the meanings are of another claim", lambda f: f.meant.update(claim=OTHER)),
    ("the meanings are of another subject", lambda f: f.meant.update(subject="another")),
]

CLAUSES = [
    ("two clauses of what must not be", lambda f: f.contradict(VIOLATION)),
    ("two facts", lambda f: f.contradict(FACT)),
    ("two clauses of every request", lambda f: f.contradict(REQUEST)),
    ("two clauses of a statement", lambda f: f.contradict({"kind": "statement", "document": "x", "index": 0})),
    ("two clauses of a gate", lambda f: f.contradict({"kind": "gate", "name": {"part": "let in"}})),
    ("two clauses of an assumption", lambda f: f.contradict(TRUSTED)),
    ("two clauses of an assumption of one's own", lambda f: f.contradict({"kind": "assumption", "name": "no-attackers"})),
    ("the empty clause as a fact", lambda f: (f.contradict(FACT), f.clauses[0].clear())),
    ("the empty clause as what must not be", lambda f: (f.contradict(VIOLATION), f.clauses[0].clear())),
    ("the violation passes for a fact", lambda f: f.relabel("violation", **FACT)),
    ("the violation passes for every request's", lambda f: f.relabel("violation", **REQUEST)),
    ("assumptions pass for every request's", lambda f: f.relabel("assumption", **REQUEST)),
    ("assumptions pass for facts", lambda f: f.relabel("assumption", **FACT)),
    ("assumptions pass for the violation", lambda f: f.relabel("assumption", **VIOLATION)),
    ("assumptions pass for another", lambda f: f.relabel("assumption", kind="assumption", name="no-attackers")),
    ("facts pass for the violation", lambda f: f.relabel("fact", **VIOLATION)),
    ("facts pass for an assumption", lambda f: f.relabel("fact", **TRUSTED)),
    ("definitions pass for the violation", lambda f: f.relabel("definition", **VIOLATION)),
    ("a clause has no origin", lambda f: f.meant["clauses"][0].update(origin=10**6)),
    ("a clause has an origin from the end", lambda f: f.meant["clauses"][f.first("fact")].update(origin=-1)),
    ("a definition is of another variable", lambda f: f.meant["clauses"][f.first("definition")].update(defines=1)),
    ("a fact is turned", lambda f: turn(f, "fact")),
    ("a fact says more", lambda f: shorten(f, "fact")),
    ("a definition is turned", lambda f: turn(f, "definition")),
    ("a definition says more", lambda f: shorten(f, "definition")),
    ("what is true of every request is turned", lambda f: turn(f, "request")),
    ("an assumption says more", lambda f: shorten(f, "assumption")),
    ("the violation is turned", lambda f: turn(f, "violation")),
]

MEANINGS = [
    ("patterns accept nothing", narrow_patterns),
    ("the caller's ARN is called otherwise", lambda f: rename_text(f, "principal ARN", "principal's maker ARN")),
    ("a text has no name that means anything", lambda f: set_all(f.meant["texts"], name="some text")),
    ("a variable is left out", lambda f: f.meant["variables"].pop()),
    ("all variables are the same text's", lambda f: set_all(
        [one for one in f.meant["variables"] if "matches" in one], matches=0)),
    ("unknowns are called otherwise", lambda f: set_all(
        [one for one in f.meant["variables"] if "free" in one], free="principal is anonymous")),
    ("unknowns mean nothing", lambda f: set_all([one for one in f.meant["variables"] if "free" in one], free="x")),
    ("a gate of the formula is made of itself", lambda f: next(
        one for one in f.meant["variables"] if "gate" in one).update(of=[len(f.meant["variables"])])),
    ("a variable means two things", mean_two_things),
    ("a truth value passes for a variable", pass_true_for_a_variable),
    ("a fact has too many ways down", lambda f: f.add([-double(f, "and")], **REQUEST)),
    ("an assumption has too many ways down", assume_twice),
    ("a choice in a choice, and so on", lambda f: f.add([-double(f, "or", 2000)], **REQUEST)),
    ("a number is too large to write", lambda f: f.add(
        [f.variable({"value": {"known": "1"}, "as": "date", "lessThan": "1e999999999"})], **FACT)),
    ("a number is divided by zero", lambda f: f.add(
        [f.variable({"value": {"known": "1"}, "as": "date", "lessThan": "1/0"})], **FACT)),
    ("a number is infinite", lambda f: f.add(
        [f.variable({"value": {"known": "1e999"}, "isTyped": "number"})], kind="fact", about={"value": {"known": "1e999"}, "is": "1e999"})),
    ("and stands for or", lambda f: set_all(
        [one for one in f.meant["variables"] if one.get("gate") == "or"], gate="and")),
]

GATES = [
    ("nothing is let in", lambda f: f.part("let in").update({"is": False})),
    ("everything is let in", lambda f: f.part("let in").update({"is": True})),
    ("what is let in is turned", lambda f: negate_gate(f.part("let in"))),
    ("everybody is a declared reader", lambda f: f.part("declared reader").update({"is": True})),
    ("who is declared is turned", lambda f: negate_gate(f.part("declared reader"))),
    ("everybody rotates", lambda f: f.part("rotation").update({"is": True})),
    ("everybody administers", lambda f: f.part("administrator").update({"is": True})),
    ("what is let in is left out", lambda f: f.meant["gates"].remove(f.part("let in"))),
    ("there are no gates", lambda f: f.meant["gates"].clear()),
    ("what is let in is there twice", lambda f: f.meant["gates"].append({"part": "let in", "is": False})),
    ("everybody is a reader, once more", lambda f: f.meant["gates"].append({"part": "declared reader", "is": True})),
    ("a gate is a variable that there is not", lambda f: f.part("let in").update({"is": 10**6})),
    ("a gate is zero", lambda f: f.part("let in").update({"is": 0})),
    ("no statement matches", lambda f: set_all([one for one in f.meant["gates"] if "statement" in one], **{"is": False})),
    ("every statement matches", lambda f: set_all([one for one in f.meant["gates"] if "statement" in one], **{"is": True})),
    ("a statement's gate is turned", lambda f: negate_gate(
        next(one for one in f.meant["gates"] if "statement" in one and is_literal(one)))),
    ("a statement that there is not", lambda f: next(
        one for one in f.meant["gates"] if "statement" in one).update(statement=99)),
    ("a statement from the end", lambda f: next(
        one for one in f.meant["gates"] if "statement" in one).update(statement=-1)),
    ("a document that there is not", lambda f: next(
        one for one in f.meant["gates"] if "statement" in one).update(document="resource policy of nothing")),
    ("a part that is none", lambda f: f.meant["gates"].append({"part": "all is well", "is": True})),
    ("a part passes for a statement", pass_for_a_statement),
    ("a gate has too many ways down", lambda f: f.meant["gates"].append({"part": "rotation", "is": double(f, "and")})),
    ("no session exists", lambda f: set_all(f.gates(part="session exists"), **{"is": False})),
    ("whatever is asked is allowed", lambda f: set_all(
        [one for one in f.gates(part="allowed") if is_literal(one)], **{"is": False})),
    ("an assumption of one's own", lambda f: f.add(
        [f.variable({"assumption": "no-attackers"})], kind="assumption", name="no-attackers")),
    ("an assumption that keeps out everybody", lambda f: f.add(
        [-f.variable({"assumption": "reader-trust"}), -f.part("let in")["is"]], **TRUSTED)),
    ("an assumption that keeps out sessions", lambda f: f.add(
        [-f.variable({"assumption": "reader-trust"}), -f.variable({"free": "principal is session"})], **TRUSTED)),
    ("what must not be, of one's own", lambda f: f.add([f.variable({"free": "principal is anonymous"})], **VIOLATION)),
    ("every caller is anonymous", lambda f: f.add([f.variable({"free": "principal is anonymous"})], **REQUEST)),
]

class Forgeries(unittest.TestCase):
    def setUp(self):
        # Checks the certificates one after another, in this process.
        each = directory._each
        directory._each = lambda check, works: (check(*work) for work in works)
        self.addCleanup(setattr, directory, "_each", each)

    def test_what_was_not_forged_is_accepted(self):
        check_directory(RIGHT, DOCUMENTS, requests=200)

    def test_each_is_refused(self):
        # Requests compare gates with the judge. Other forgeries need only a few.
        for kind, forgeries, requests in (("index", INDEX, 20), ("file", FILES, 20), ("clause", CLAUSES, 20),
                                          ("meaning", MEANINGS, 100), ("gate", GATES, 200),
                                          ("hostile", HOSTILE, 100)):
            for what, forge in forgeries:
                with self.subTest(kind, what=what), tempfile.TemporaryDirectory() as name:
                    forged = Forged(Path(name))
                    forge(forged)
                    forged.seal()
                    self.assertRaises(Refused, check_directory, Path(name), DOCUMENTS, names=ORDER, requests=requests)

    def test_of_changes_each_is_refused(self):
        now, before = (json.loads((CHANGED / name).read_text("utf-8")) for name in ("documents.json", "documents-before.json"))
        check_directory(CHANGED, now, before=before, requests=200)
        for what, forge in CHANGES:
            with self.subTest(what), tempfile.TemporaryDirectory() as name:
                forged = Forged(Path(name), "difference", CHANGED)
                forge(forged)
                forged.seal()
                self.assertRaises(Refused, check_directory, Path(name), now, before=before, requests=200)

    def test_of_what_a_role_may_do_no_part_passes_for_a_statement(self):
        with tempfile.TemporaryDirectory() as name:
            forged = Forged(Path(name), "role-contained")
            pass_for_a_statement(forged)
            forged.seal()
            self.assertRaises(Refused, check_directory, Path(name), DOCUMENTS, requests=20)

    def test_claims_that_need_no_assumption_make_none(self):
        for claim in ("key-bounded", "role-contained"):
            with self.subTest(claim), tempfile.TemporaryDirectory() as name:
                forged = Forged(Path(name), claim)
                forged.entry["assumptionsUsed"].append("reader-trust")
                forged.add([forged.variable({"assumption": "reader-trust"})], **TRUSTED)
                forged.seal()
                with self.assertRaisesRegex(Refused, "the claim makes no assumption reader-trust"):
                    check_directory(Path(name), DOCUMENTS, requests=20)

    def test_a_grant_is_certified_under_the_assumption_that_its_claim_always_makes(self):
        with tempfile.TemporaryDirectory() as name:
            forged = Forged(Path(name), "grant-available")
            forged.entry["assumptionsUsed"].clear()
            for number, meaning in enumerate(forged.meant["variables"], 1):
                if "assumption" in meaning:
                    forged.meant["variables"][number - 1] = {"constant": True}
                    forged.meant["clauses"][forged.clauses.index([number])] = {"origin": 0, "defines": number}
            forged.seal()
            with self.assertRaisesRegex(Refused, "assumptions that the index does not name: .'no-other-control-policies'"):
                check_directory(Path(name), DOCUMENTS, requests=20)

    def test_deep_json_is_refused(self):
        for ending in (".json", "index.json"):
            with self.subTest(ending), tempfile.TemporaryDirectory() as name:
                forged = Forged(Path(name))
                forged.seal()
                path = forged.path(ending) if ending == ".json" else forged.directory / ending
                path.write_text("[" * 10**6, "utf-8")
                forged.index["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
                if ending == ".json":
                    (forged.directory / "index.json").write_text(json.dumps(forged.index), "utf-8")
                self.assertRaises(Refused, check_directory, Path(name), DOCUMENTS, requests=20)

    def test_the_same_documents_in_another_order_are_the_same(self):
        turned = json.loads(json.dumps(DOCUMENTS, indent=7), object_pairs_hook=lambda pairs: dict(reversed(pairs)))
        check_directory(RIGHT, turned, requests=20)

    def test_other_documents_are_refused(self):
        for documents in ({}, {**DOCUMENTS, "grants": []}):
            self.assertRaises(Refused, check_directory, RIGHT, documents, requests=20)
