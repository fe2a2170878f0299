"""The checker accepts certificates that hold, and refuses those that do not."""

import json
import unittest

from judge.certificate import Refused
from judge.certificate.certificate import Certificate
from judge.certificate.domains import Domains
from judge.certificate.patterns import exists, parse

ANY = {"many": "any"}
ARN = [[ANY], ["arn:aws:iam::", ANY, ":role/web"], ["arn:aws:iam::111111111111:role/web"]]
FACT, VIOLATION = {"kind": "fact"}, {"kind": "violation"}
TRUST = {"kind": "assumption", "name": "trust"}
TEXT = {"text": 0}
ACCOUNT = {"text": 0, "part": "account"}


class Stated:
    """A claim with one part and one assumption."""

    holding, failing, assumptions, domains = ("asked",), (), ("trust",), Domains()
    organization = (None, ())

    def rules(self, _):
        """No key has rules."""
        return (), ()


def certificate(variables, clauses, steps, *, asked, patterns=(), templates=(), texts=1):
    """Each clause is (literals, origin) or (literals, origin, variable that it defines). `asked`: literals of the claim's part."""
    origins = [clause[1] for clause in clauses]
    cnf = [f"p cnf {len(variables)} {len(clauses)}"]
    cnf += [" ".join(map(str, [*clause[0], 0])) for clause in clauses]
    meant = {
        "claim": "secret-bounded", "subject": "arn", "variables": variables, "origins": origins,
        "clauses": [
            {"origin": place} | ({"defines": clause[2]} if len(clause) > 2 else {})
            for place, clause in enumerate(clauses)
        ],
        "patterns": [[ANY], *patterns], "texts": [{"name": "text", "domain": [0]}] * texts,
        "templates": list(templates),
        "gates": [{"part": "asked", "is": one} for one in asked],
    }
    return Certificate("\n".join(cnf), "\n".join(steps), json.dumps(meant), Stated())


def fact(variables, clause, about=None, **lists):
    """A certificate of one fact. For each of its literals, a further clause denies the literal."""
    origin = FACT if about is None else {**FACT, "about": about}
    clauses = [(clause, origin), *(([-literal], VIOLATION) for literal in clause)]
    sources = " ".join(map(str, [*range(2, len(clauses) + 1), 1]))
    asked = [-literal for literal in clause]
    return certificate(variables, clauses, [f"{len(clauses) + 1} 0 {sources} 0"], asked=asked, **lists)


def matches(pattern, text=0):
    return {"text": text, "matches": pattern}


def known(relation, cut, value=TEXT, kind="number"):
    return {"value": value, "as": kind, relation: cut}


def typed(kind, value=TEXT):
    return {"value": value, "isTyped": kind}


A_B = [["a"], ["b"], ["a", ANY], [{"one": {"folded": "A"}}]]
ACCOUNTS = [["arn:aws:iam::", *[{"one": {"of": "0123456789"}}] * 12, ":", ANY]]
ONE = [["111111111111"], ["arn:aws:iam::111111111111:", ANY]]
EQUAL = {"left": TEXT, "holes": [{"text": 1}], "comparing": "letters", "groups": [[None]]}
IN_PATH = {"left": TEXT, "holes": [{"text": 1}], "comparing": "letters", "groups": [[{"text": "home/"}, None, "*"]]}
IN_ARN = {"left": TEXT, "holes": [{"text": 1}], "comparing": "arn",
          "groups": [[{"text": part}] for part in ("arn", "aws", "s3")] + [[], [None], ["*"]]}

# Each entry: (what it says, variables, clause, `about` of its origin, other arguments of `certificate`).
TRUE = [
    ("no text is two texts", [matches(1), matches(2)], [-1, -2], None, {"patterns": A_B}),
    ("a text matches its pattern", [matches(1), matches(3)], [-1, 2], None, {"patterns": A_B}),
    ("a text matches in either case", [matches(1), matches(4)], [-1, 2], None, {"patterns": A_B}),
    ("one cut lies below the other", [known("atMost", "1"), known("lessThan", "2")], [-1, 2], None, {}),
    ("between whole numbers is none", [known("atMost", "1", kind="date"), known("lessThan", "2", kind="date")],
     [1, -2], None, {}),
    ("an address is not of both families", [typed("ip4"), typed("ip6")], [-1, -2], None, {}),
    ("a text is no number", [matches(1), typed("number")], [-1, -2], {"value": TEXT, "is": "a"}, {"patterns": A_B}),
    ("a text is a number of a value", [matches(1), typed("number"), known("lessThan", "5")], [-1, -2, 3],
     {"value": TEXT, "is": "4"}, {"patterns": [["4"]]}),
    ("an address lies where it does", [matches(1), known("atMost", "167772161", kind="ip4")], [-1, 2],
     {"value": TEXT, "is": "10.0.0.1"}, {"patterns": [["10.0.0.1"]]}),
    ("an account is spelled in one way",
     [typed("number", ACCOUNT), known("atMost", "7", ACCOUNT), known("lessThan", "7", ACCOUNT), matches(1), matches(2)],
     [-1, -2, 3, -4, 5], {"value": ACCOUNT, "is": "000000000007"},
     {"patterns": [*ACCOUNTS, ["arn:aws:iam::000000000007:", ANY]]}),
    ("equal texts match alike", [{"template": 0}, matches(1), matches(1, 1)], [-1, -2, 3],
     {"template": 0, "pattern": 1}, {"patterns": A_B, "templates": [EQUAL], "texts": 2}),
    ("a template with a known text", [{"template": 0}, matches(1, 1), matches(2)], [-1, -2, 3],
     {"template": 0, "texts": ["a"]}, {"patterns": [["a"], ["home/a", ANY]], "templates": [IN_PATH], "texts": 2}),
    ("and the other way round", [{"template": 0}, matches(1, 1), matches(2)], [1, -2, -3],
     {"template": 0, "texts": ["a"]}, {"patterns": [["a"], ["home/a", ANY]], "templates": [IN_PATH], "texts": 2}),
    ("what a template may match", [{"template": 0}, matches(1)], [-1, 2],
     {"template": 0, "skeleton": True}, {"patterns": [["home/", ANY]], "templates": [IN_PATH], "texts": 2}),
    ("a template of an ARN", [{"template": 0}, matches(1, 1), matches(2)], [-1, -2, 3], {"template": 0, "texts": ["1"]},
     {"patterns": [["1"], ["arn:aws:s3::1:", ANY]], "templates": [IN_ARN], "texts": 2}),
    ("no part of an ARN holds a colon", [{"template": 0}, matches(1, 1)], [-1, -2], {"template": 0, "texts": ["1:2"]},
     {"patterns": [["1:2"]], "templates": [IN_ARN], "texts": 2}),
    ("a template of a part", [{"template": 0}, matches(2, 1), matches(1)], [-1, -2, 3],
     {"template": 0, "texts": ["111111111111"]},
     {"patterns": ONE, "templates": [{**EQUAL, "holes": [{"text": 1, "part": "account"}]}], "texts": 2}),
]
FALSE = [
    ("two patterns may overlap", [matches(1), matches(3)], [-1, -2], None, {"patterns": A_B}),
    ("a text beside its pattern", [matches(2), matches(3)], [-1, 2], None, {"patterns": A_B}),
    ("another case", [matches(1), matches(4)], [-1, -2], None, {"patterns": A_B}),
    ("there are numbers between", [known("atMost", "1"), known("lessThan", "2")], [1, -2], None, {}),
    ("a cut above the other", [known("atMost", "2"), known("lessThan", "2")], [-1, 2], None, {}),
    ("a number and a date", [typed("number"), typed("date")], [-1, -2], None, {}),
    ("a text is a number", [matches(1), typed("number")], [-1, -2], {"value": TEXT, "is": "4"}, {"patterns": [["4"]]}),
    ("a text of another value", [matches(1), known("lessThan", "4")], [-1, 2],
     {"value": TEXT, "is": "4"}, {"patterns": [["4"]]}),
    ("a text that need not be it", [matches(3), known("lessThan", "5")], [-1, 2],
     {"value": TEXT, "is": "4"}, {"patterns": A_B}),
    ("a number is spelled in many ways", [typed("number"), known("atMost", "7"), known("lessThan", "7"), matches(1)],
     [-1, -2, 3, 4], {"value": TEXT, "is": "7"}, {"patterns": [["7"]]}),
    ("texts that need not be equal", [{"template": 0}, matches(1), matches(1, 1)], [1, -2, 3],
     {"template": 0, "pattern": 1}, {"patterns": A_B, "templates": [EQUAL], "texts": 2}),
    ("a template that is no equality", [{"template": 0}, matches(1), matches(1, 1)], [-1, -2, 3],
     {"template": 0, "pattern": 1}, {"patterns": A_B, "templates": [IN_PATH], "texts": 2}),
    ("a template with another text", [{"template": 0}, matches(1, 1), matches(2)], [-1, -2, 3],
     {"template": 0, "texts": ["a"]}, {"patterns": [["a"], ["home/b", ANY]], "templates": [IN_PATH], "texts": 2}),
    ("a template with a text that is not there", [{"template": 0}, matches(3, 1), matches(3)], [-1, -2, 3],
     {"template": 0, "texts": ["a"]}, {"patterns": A_B, "templates": [IN_PATH], "texts": 2}),
    ("more than a template may match", [{"template": 0}, matches(1)], [-1, 2],
     {"template": 0, "skeleton": True}, {"patterns": [["home/a", ANY]], "templates": [IN_PATH], "texts": 2}),
    ("a number of what is no constant", [matches(3), {"text": 0, "digit": 0}], [-1, 2], None, {"patterns": A_B}),
]


CLAUSES = [
    ([-1, -2], FACT), ([-3, 1], VIOLATION, 3), ([-3, 2], VIOLATION, 3), ([6], VIOLATION),
    ([-4, -5], TRUST), ([4], TRUST), ([-6, 3, 5], VIOLATION, 6),
]


def whole(**changes):
    """A certificate with two gates, an assumption, a fact and two steps."""
    given = {
        "variables": [matches(1), matches(2), {"gate": "and", "of": [1, 2]}, {"assumption": "trust"}, {"free": "x"},
                      {"gate": "or", "of": [3, 5]}],
        "clauses": CLAUSES,
        "steps": ["8 -3 0 2 3 1 0", "9 0 6 5 4 8 7 0"],
        "asked": [6],
    }
    return certificate(**{**given, **changes}, patterns=A_B)


def with_clause(number, *clause):
    clauses = list(CLAUSES)
    clauses[number - 1] = clause
    return whole(clauses=clauses)


class Facts(unittest.TestCase):
    def test_true_ones_are_accepted(self):
        for what, variables, clause, about, lists in TRUE:
            with self.subTest(what):
                fact(variables, clause, about, **lists).check()

    def test_false_ones_are_refused(self):
        for what, variables, clause, about, lists in FALSE:
            with self.subTest(what), self.assertRaisesRegex(Refused, "clause 1: (it need not hold|a template)"):
                fact(variables, clause, about, **lists).check()

    def test_constants_have_one_number_each(self):
        variables = [matches(1), matches(2), {"text": 0, "digit": 0}]
        for last, is_right in (([-2, -3], True), ([-1, -3], False)):
            clauses = [([-1, 3], FACT), (last, FACT), ([1], VIOLATION), ([2], VIOLATION)]
            asked = certificate(variables, clauses, ["5 0 3 4 1 2 0"], asked=[1, 2], patterns=A_B)
            with self.subTest(last):
                if is_right:
                    asked.check()
                else:
                    self.assertRaisesRegex(Refused, "clause 2: it need not hold", asked.check)

    def test_parts_of_arns(self):
        inside = frozenset(map(lambda parts: parse(parts), ARN))
        self.assertTrue(exists(frozenset({parse([ANY])}), inside, frozenset()))
        self.assertFalse(exists(frozenset({parse(["arn:", ANY])}), inside, frozenset({parse([ANY, "web"])})))


class Certificates(unittest.TestCase):
    def test_a_right_one_is_accepted(self):
        made, counts = whole().check()
        self.assertEqual(made, {"trust"})
        self.assertEqual(counts, {"fact": 1, "definition": 3, "violation": 1, "assumption": 2})

    def test_each_change_is_refused(self):
        cases = [
            ("a source is left out", whole(steps=["8 -3 0 2 3 0", "9 0 6 5 4 8 7 0"]), "step 8 does not follow"),
            ("a source is not unit yet", whole(steps=["8 -3 0 1 2 3 0", "9 0 6 5 4 8 7 0"]), "clause 1 is not unit"),
            ("a source is not there", whole(steps=["8 -3 0 2 3 9 0"]), "clause 9, which there is not"),
            ("a source was deleted", whole(steps=["8 -3 0 2 3 1 0", "8 d 4 0", "9 0 6 5 4 8 7 0"]), "clause 4, which"),
            ("the end is left out", whole(steps=["8 -3 0 2 3 1 0"]), "do not end in the empty clause"),
            ("a part is turned", with_clause(4, [-6], VIOLATION), "clause 4: it is no part of what breaks the claim"),
            ("a part of the certificate's own making", with_clause(4, [3], VIOLATION), "clause 4: it is no part"),
            ("a part that was settled otherwise", whole(asked=[True]), "clause 4: it is no part"),
            ("a part that there is not", whole(asked=[9]), "a gate is 9, which there is not"),
            ("a literal is turned", with_clause(7, [-6, 3, -5], VIOLATION, 6), "clause 7: it does not define"),
            ("a fact is turned", with_clause(1, [-1, 2], FACT), "clause 1: it need not hold"),
            ("a definition is turned", with_clause(2, [-3, -1], VIOLATION, 3), "clause 2: it does not define"),
            ("a definition of another", with_clause(2, [-3, 1], VIOLATION, 1), "clause 2: it does not define"),
            ("what is stated passes for a definition", with_clause(4, [6], VIOLATION, 6), "clause 4: it does not"),
            ("what is stated passes for a fact", with_clause(4, [6], FACT), "clause 4: it need not hold"),
            ("a statement states", with_clause(4, [6], {"kind": "statement"}), "clause 4: nothing is stated"),
            ("an assumption of another name", with_clause(6, [4], {"kind": "assumption", "name": "other"}),
             "clause 6: it does not speak of the assumption other"),
            ("what every request is said to be", with_clause(4, [6], {"kind": "request", "says": "it is so"}),
             "clause 4: it need not hold"),
            ("an assumption that the claim does not make",
             whole(clauses=[*CLAUSES[:4], *((one, {**TRUST, "name": "other"}) for one, _ in CLAUSES[4:6]), CLAUSES[6]],
                   variables=[matches(1), matches(2), {"gate": "and", "of": [1, 2]}, {"assumption": "other"}, {"free": "x"},
                              {"gate": "or", "of": [3, 5]}]),
             "clause 5: the claim makes no assumption other"),
            ("something passes for an assumption", with_clause(4, [6], TRUST),
             "clause 4: it does not speak"),
            ("a gate is made of itself",
             whole(variables=[matches(1), matches(2), {"gate": "and", "of": [3, 2]}, {"assumption": "trust"}, {"free": "x"},
                              {"free": "y"}]),
             "variable 3 is defined by itself"),
        ]
        for what, changed, reason in cases:
            with self.subTest(what):
                self.assertRaisesRegex(Refused, reason, changed.check)

    def test_a_clause_without_an_origin_is_refused(self):
        asked = whole()
        asked.places[3] = {"origin": 99}
        self.assertRaisesRegex(Refused, "clause 4: it has no origin", asked.check)
        del asked.places[3]
        self.assertRaisesRegex(Refused, "7 clauses have 6 origins", asked.check)


if __name__ == "__main__":
    unittest.main()
