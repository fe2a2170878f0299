"""Forgeries of certificates that say that a change gives no new access."""

from forged import TRUSTED, VIOLATION, negate_gate, set_all

# Each entry: (what is forged, how).
CHANGES = [
    ("a question is left out", lambda f: f.entry["certificates"].pop()),
    ("both questions are left out", lambda f: f.entry["certificates"].clear()),
    ("one question is asked twice", lambda f: f.entry["certificates"].__setitem__(1, f.name)),
    ("the questions change places", lambda f: f.entry["certificates"].reverse()),
    ("the documents change places", lambda f: f.index["documents"].reverse()),
    ("the documents before are those after", lambda f: f.index["documents"].__setitem__(1, f.index["documents"][0])),
    ("the versions change places", lambda f: [
        one.update(version={"before": "after", "after": "before"}[one["version"]]) for one in f.meant["gates"] if "version" in one]),
    ("all is of one version", lambda f: set_all([one for one in f.meant["gates"] if "version" in one], version="after")),
    ("all is of the other version", lambda f: set_all([one for one in f.meant["gates"] if "version" in one], version="before")),
    ("gates are of no version", lambda f: [one.pop("version", None) for one in f.meant["gates"]]),
    ("a gate is of a version of its own", lambda f: f.gates(version="before")[0].update(version="ever")),
    ("nobody reads after", lambda f: f.part("reads after").update({"is": False})),
    ("everybody read before", lambda f: f.part("reads before").update({"is": True})),
    ("who reads after is turned", lambda f: negate_gate(f.part("reads after"))),
    ("who read before is turned", lambda f: negate_gate(f.part("reads before"))),
    ("who reads before is who reads after", lambda f: f.part("reads before").update({"is": f.part("reads after")["is"]})),
    ("who reads is left out", lambda f: f.meant["gates"].remove(f.part("reads after"))),
    ("the claim has a part of another", lambda f: f.meant["gates"].append({"part": "declared reader", "is": True})),
    ("no statement matches after", lambda f: set_all(
        [one for one in f.gates(version="after") if "statement" in one], **{"is": False})),
    ("every statement matched before", lambda f: set_all(
        [one for one in f.gates(version="before") if "statement" in one], **{"is": True})),
    ("no session exists after", lambda f: set_all(f.gates(part="session exists", version="after"), **{"is": False})),
    ("an assumption of one's own", lambda f: f.add([f.variable({"assumption": "no-attackers"})], kind="assumption", name="no-attackers")),
    ("an assumption that keeps out who reads", lambda f: f.add(
        [-f.variable({"assumption": "reader-trust"}), -f.part("reads after")["is"]], **TRUSTED)),
    ("an assumption that keeps out sessions", lambda f: f.add(
        [-f.variable({"assumption": "reader-trust"}), -f.variable({"free": "principal is session"})], **TRUSTED)),
    ("two clauses of what must not be", lambda f: f.contradict(VIOLATION)),
    ("a change is not told", lambda f: f.index["claims"].clear()),
]
