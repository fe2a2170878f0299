"""What the checker says of requests, and which disagreements of a gate with the judge count."""

import json
import random
import unittest

from judge.certificate import Refused, agreement
from judge.certificate.certificate import Certificate
from judge.certificate.contained import RoleContained
from judge.certificate.derived import count_derived
from judge.certificate.exclusive import ReadExclusive
from judge.certificate.grant import GrantAvailable
from judge.certificate.judged import Judged
from judge.certificate.readers import SOURCE_TAG, source_in
from judge.certificate.worlds import World


class Requests(unittest.TestCase):
    def test_only_the_path_right_above_a_parameter_is_fetched_without_recursion(self):
        start = "arn:aws:ssm:us-east-1:222222222222:parameter"
        arn = f"{start}/billing/db/password"
        stated, world = ReadExclusive(Judged({"parameters": [{"arn": arn}]}), arn), World()
        world.kinds["principal"], world.texts["request ssm:recursive"] = "anonymous", "false"
        for path, recursive in (("/", "true"), ("/billing", "true"), ("/billing/db", "false")):
            gate = {"request": "request", "action": "ssm:getparametersbypath", "resource": start + path}
            self.assertEqual(stated.asked_of(world, gate)["context"]["ssm:recursive"], [recursive])

    def test_the_source_of_a_tagged_session_is_of_the_roles_account(self):
        secret, other = "arn:aws:secretsmanager:us-east-1:222222222222:secret:s-AbCdEf", source_in("333333333333")
        role = {"arn": "arn:aws:iam::111111111111:role/web", "trust": {"Statement": []}}
        draw = ReadExclusive(Judged({"secrets": [{"arn": secret}], "roles": [role]}), secret).draw(random.Random(1))
        for drawn in ({}, {"principal's making source": other}):
            world = World()
            world.kinds = {"principal": "session", "principal's maker": "service"}
            world.texts = {"principal ARN": role["arn"], f"principal tag {SOURCE_TAG}": source_in("111111111111"), **drawn}
            world.sent = {("principal", SOURCE_TAG)}
            draw._settle_tags(world, "principal", role)
            self.assertEqual(world.text("principal's making source"), source_in("111111111111"))


ROLE, SECRET = "arn:aws:iam::111111111111:role/web", "arn:aws:secretsmanager:us-east-1:111111111111:secret:s-AbCdEf"
CLUSTER = "arn:aws:eks:us-east-1:111111111111:cluster/prod"
WAY = {"clusterArn": CLUSTER, "namespace": "n", "serviceAccount": "s", "roleArn": ROLE}


def documents(statement, **role):
    allow = {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*"}
    trust = {"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    roles = [{"arn": ROLE, "trust": {"Statement": [trust]}, "policies": [{"Statement": [{**allow, **statement}]}], **role}]
    return {"secrets": [{"arn": SECRET}], "roles": roles, "associations": [WAY]}


class Agreement(unittest.TestCase):
    """Which disagreements of a gate with the judge count."""

    def compare(self, stated, document, kinds, says, texts=(), **more):
        world = World()
        world.kinds, world.texts = kinds, {"action": "secretsmanager:getsecretvalue", **dict(texts)}
        gate = {"statement": 0, "document": f"{document} of {ROLE}", "request": "request", **more}
        request = stated.judged.prepared(stated.asked_of(world, gate))[0]
        agreement._compare_statement(stated, gate, says, [(world, request)], agreement.Tried())

    def test_what_a_policy_says_of_others_than_its_holder_counts_for_nothing(self):
        stated = ReadExclusive(Judged(documents({})), SECRET)
        self.compare(stated, "identity policy 1", {"principal": "anonymous"}, 0)
        holder = {"principal ARN": ROLE, "principal session name": "s"}
        self.assertRaisesRegex(Refused, "the gate says False, the judge True", self.compare,
                               stated, "identity policy 1", {"principal": "session"}, 0, holder)

    def test_of_tags_that_no_policy_names_a_gate_may_say_more(self):
        names = {"Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": "kubernetes-*"}}, "Principal": "*", "Action": "sts:*"}
        for effect, is_refused in (("Deny", False), ("Allow", True)):
            trust = {"Statement": [{"Effect": effect, **names}]}
            stated = ReadExclusive(Judged(documents({}, trust=trust)), SECRET)
            kinds = {"principal": "session", "principal's maker": "anonymous"}
            texts = {"principal ARN": ROLE, "principal tag kubernetes-pod-name": "x"}
            world = World()
            world.kinds, world.texts, world.sent = kinds, texts, {("principal", "kubernetes-pod-name")}
            gate = {"statement": 0, "document": f"trust policy of {ROLE}", "request": "principal's making",
                    "action": "sts:assumerole", "resource": ROLE}
            request = stated.judged.prepared(stated.asked_of(world, gate))[0]
            asked = (stated, gate, 0, [(world, request)], agreement.Tried())
            if is_refused:
                self.assertRaisesRegex(Refused, "the gate says False, the judge True", agreement._compare_statement, *asked)
            else:
                agreement._compare_statement(*asked)

    def test_what_is_left_open_counts_also_where_an_assumption_is_broken_that_is_not_made(self):
        # AWS does not say whether the wildcard matches a colon too. The world does not say who made the session.
        stated = RoleContained(Judged(documents({"Resource": "arn:aws:secretsmanager:u*1:secret:s-AbCdEf"})), ROLE)
        caller = {"principal ARN": ROLE, "principal session name": "s", "resource": SECRET}
        asked = (stated, "identity policy 1", {"principal": "session"}, 0, caller)
        self.assertRaisesRegex(Refused, "leaves it open", self.compare, *asked)
        stated.made = {"reader-trust"}
        self.compare(*asked)

    def test_what_is_left_open_counts_where_the_claim_may_be_broken(self):
        class OfTwo:
            holding, failing, jointly, is_strict = ("asked", "let in"), (), (), False

            def says(self, gate, _):
                return {"asked": self.asked, "let in": self.let_in}[gate["part"]]

            @staticmethod
            def caller_of(_):
                return "principal"

            def asks(self, _):
                return self.asked

            def may_break(self, _):
                return self.is_open

        stated, world = OfTwo(), World()
        for stated.asked, stated.let_in, stated.is_open, counts in (
                (True, True, False, True), (True, None, True, True), (True, None, False, False), (False, True, True, False)):
            self.assertEqual(agreement._disagrees(stated, {"part": "let in"}, world, False), counts)
            self.assertFalse(agreement._disagrees(stated, {"part": "let in"}, world, True))


class Derived(unittest.TestCase):
    def test_a_gate_is_derived_where_it_says_what_a_literal_statement_says(self):
        account = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"}, "Action": "secretsmanager:Get*", "Resource": "*"}
        asked = {"Condition": {"StringEquals": {"aws:SourceIp": "10.0.0.1"}}}
        # The gate that is right for a statement that names the account: the caller is of the account and of one of the kinds.
        right = {"gate": "and", "of": [1, 6]}
        kinds = [{"free": f"principal is {one}"} for one in ("session", "user", "root", "federatedUser")]
        for what, statement, gate, action, is_derived in (
                ("the account", account, right, "secretsmanager:getsecretvalue", True),
                ("another account", {**account, "Principal": {"AWS": "333333333333"}}, right, "secretsmanager:getsecretvalue", False),
                ("the account by its id", {**account, "Principal": {"AWS": "222222222222"}}, right, "secretsmanager:getsecretvalue", True),
                ("no principal", {**account, "Principal": {"AWS": "arn:aws:iam::222222222222"}}, right, "secretsmanager:getsecretvalue", False),
                ("all other actions", {**account, "NotAction": "secretsmanager:G?t*"}, right, "secretsmanager:getsecretvalue", False),
                ("any case", {**account, "Action": "SECRETSMANAGER:G?tSecretValue"}, right, "secretsmanager:getsecretvalue", True),
                ("no resource", {**account, "Resource": []}, right, "secretsmanager:getsecretvalue", False),
                ("one of two resources", {**account, "Resource": ["arn:aws:s3:::x", SECRET]}, right, "secretsmanager:getsecretvalue", True),
                ("a variable", {**account, "Resource": SECRET.replace("s-", "${aws:username}-")}, right, "secretsmanager:getsecretvalue", False),
                ("fewer kinds", account, {"gate": "and", "of": [1, 2]}, "secretsmanager:getsecretvalue", False),
                ("another action", account, right, "secretsmanager:putsecretvalue", False),
                ("a condition", {**account, **asked}, right, "secretsmanager:getsecretvalue", False)):
            file = {"secrets": [{"arn": SECRET, "policy": {"Statement": [statement]}}]}
            meant = {"claim": "read-exclusive", "subject": SECRET, "origins": [], "clauses": [], "templates": [],
                     "texts": [{"name": "principal ARN"}], "patterns": [[*[{"many": {"except": ":"}}, ":"] * 4, "222222222222:", {"many": "any"}]],
                     "variables": [{"text": 0, "matches": 0}, *kinds, {"gate": "or", "of": [2, 3, 4, 5]}, gate],
                     "gates": [{"statement": 0, "document": f"resource policy of {SECRET}", "request": "request", "action": action,
                                "resource": SECRET, "is": 7}]}
            asked_of = Certificate("p cnf 7 0", "", json.dumps(meant), ReadExclusive(Judged(file), SECRET))
            with self.subTest(what):
                self.assertEqual(count_derived(asked_of), (1, 0) if is_derived else (0, 1))


class Grants(unittest.TestCase):
    def test_a_reader_reads_what_all_policies_let_it(self):
        unavailable = {"Condition": {"StringEquals": {"aws:PrincipalTag/kubernetes-namespace": "other"}}}
        depends = {"Condition": {"StringEquals": {"aws:SourceIp": "10.0.0.1"}}}
        for what, statement, found in (("everything", {}, {True}), ("another's", unavailable, {None}), ("one address", depends, {True, None})):
            stated = GrantAvailable(Judged(documents(statement)), SECRET, WAY)
            self.assertIsNone(stated.obstacle)
            worlds = [world.drawn() for world in stated.draw(random.Random(1)).worlds(100)]
            with self.subTest(what):
                self.assertEqual({stated.is_available(one, {}) for one in worlds if stated.is_session_of_the_reader(one, {})}, found)

    def test_what_no_policy_says_keeps_readers_out(self):
        file = documents({})
        key = "arn:aws:kms:eu-west-1:111111111111:key/1"
        token = {**WAY, "webIdentity": {"provider": "arn:aws:iam::222222222222:oidc-provider/x", "subject": "s", "audience": "a"}}
        for what, changed, way in (
                ("no association", file, None),
                ("no role", {**file, "roles": []}, WAY),
                ("a role of another account", file, {**WAY, "clusterArn": CLUSTER.replace("1111", "2222")}),
                ("a session policy beside tags", file, {**WAY, "policy": {"Statement": []}}),
                ("a provider of another account", file, token),
                ("a key that is not there", {**file, "secrets": [{"arn": SECRET, "key": key}]}, WAY),
                ("a key of another region", {**file, "secrets": [{"arn": SECRET, "key": key}], "keys": [{"arn": key}]}, WAY)):
            with self.subTest(what):
                self.assertIsNotNone(GrantAvailable(Judged(changed), SECRET, way).obstacle)


if __name__ == "__main__":
    unittest.main()
