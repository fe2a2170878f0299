"""Forgeries by somebody who has read the code of the checker."""

import hashlib
import json

from forged import FACT, rename_text, set_all


def write_twice(forged, ending, before, after):
    """Writes a key twice. Some parsers take the first value, and some the last."""
    def spoil():
        path = forged.path(ending) if ending == ".json" else forged.directory / ending
        path.write_text(path.read_text("utf-8").replace(before, after, 1), "utf-8")
        forged.index["files"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
        if ending == ".json":
            (forged.directory / "index.json").write_text(json.dumps(forged.index), "utf-8")
    forged.after.append(spoil)


def swap_documents(forged):
    """Makes the gate of each statement pass for the same statement of another document."""
    gates = [one for one in forged.meant["gates"] if "statement" in one]
    names = sorted({one["document"] for one in gates})
    for one in gates:
        one["document"] = names[(names.index(one["document"]) + 1) % len(names)]


def deny_the_violation(forged, name):
    """Adds a clause that rules out the violation, and calls it an assumption."""
    let_in, reader = forged.part("let in")["is"], forged.part("declared reader")["is"]
    assumed = next((at for at, one in enumerate(forged.meant["variables"], 1) if one.get("assumption") == name), None)
    forged.add([-(assumed or forged.variable({"assumption": name})), -let_in, reader], kind="assumption", name=name)


def name_an_assumption(forged, name):
    """Adds an assumption of the forger's own. The index names it too."""
    forged.entry["assumptionsUsed"].append(name)
    forged.add([forged.variable({"assumption": name})], kind="assumption", name=name)


def alike(text):
    """Replaces letters of the text by letters of another alphabet that look the same."""
    return text.translate(str.maketrans("aeiop", "\u0430\u0435\u0456\u043e\u0440"))


def put_documents_besides(forged, change):
    path = forged.directory / "documents.json"
    path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), "utf-8")


HOSTILE = [
    ("a part is called as one of a request", lambda f: f.part("let in").update(part="allowed")),
    ("a part is called as that of another claim", lambda f: f.part("let in").update(part="available")),
    ("a part has the name of another", lambda f: f.part("declared reader").update(part="administrator")),
    ("a clause has a variable that means nothing", lambda f: (
        f.add([-f.part("let in")["is"], len(f.meant["variables"]) + 1], **FACT),
        setattr(f, "header", f"p cnf {len(f.meant['variables']) + 1} {len(f.clauses)}"))),
    ("a clause has a gate that nothing declares", lambda f: f.add(
        [f.variable({"gate": "or", "of": [f.variable({"free": "allowed"})]})], kind="gate", name={"part": "allowed"})),
    ("a subject is there twice, and once it is refuted", lambda f: f.index["claims"].insert(0, {**f.entry, "result": "refuted"})),
    ("a subject is there in letters that look alike", lambda f: f.entry.update(subject=alike(f.entry["subject"]))),
    ("a document is named in letters that look alike", lambda f: set_all(
        [one for one in f.meant["gates"] if "statement" in one], document=alike("resource policy of nothing"))),
    ("the caller is named in letters that look alike", lambda f: rename_text(f, "principal ARN", alike("principal") + " ARN")),
    ("an unknown is named in letters that look alike", lambda f: set_all(
        [one for one in f.meant["variables"] if one.get("free") == "principal is session"], free=alike("principal") + " is session")),
    ("an assumption is named in letters that look alike", lambda f: name_an_assumption(f, alike("reader-trust"))),
    ("an assumption of one's own, which the index names", lambda f: name_an_assumption(f, "no-attackers")),
    ("an assumption of another claim, which the index names", lambda f: name_an_assumption(f, "no-other-control-policies")),
    *((f"the violation is denied under {name}", lambda f, name=name: deny_the_violation(f, name)) for name in (
        "reader-trust", "pod-identity-truth", "owner-principals-closed", "administrator-trust", "service-linked-roles",
        "no-other-control-policies")),
    ("the index names the certificate of another claim", lambda f: f.entry_of("role-contained").update(certificates=[f.name])),
    ("gates pass for those of another document", swap_documents),
    ("gates are a number with a fraction", lambda f: f.part("let in").update({"is": float(f.part("let in")["is"])})),
    ("gates stand twice in the file", lambda f: write_twice(f, ".json", '{"claim"', '{"gates": [], "claim"')),
    ("claims stand twice in the index", lambda f: write_twice(f, "index.json", '{"format"', '{"claims": [], "format"')),
    ("a number that is none", lambda f: write_twice(f, ".json", '{"claim"', '{"more": NaN, "claim"')),
    ("digits of another script", lambda f: f.steps.__setitem__(0, "\u0661" + f.steps[0])),
    ("a number with an underscore", lambda f: setattr(f, "header", f"p cnf {len(f.meant['variables'])} 1_0")),
    ("the documents beside are others", lambda f: put_documents_besides(f, lambda one: {**one, "grants": []})),
    ("the documents beside have one more space in a name", lambda f: put_documents_besides(
        f, lambda one: json.loads(json.dumps(one).replace("arn:aws:iam", "arn:aws:iam ")))),
]
