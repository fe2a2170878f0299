"""Which requests the checker draws, and what it says of rare ones."""

import random
import unittest

from judge.certificate.contained import RoleContained
from judge.certificate.exclusive import ReadExclusive
from judge.certificate.grant import GrantAvailable
from judge.certificate.judged import Judged
from judge.certificate.readers import MAKER
from judge.certificate.session_keys import settle_session_keys
from judge.certificate.worlds import World
from test_agreement import CLUSTER, ROLE, SECRET, WAY, documents

ACCOUNT = "arn:aws:iam::111111111111"


def trusting(name):
    return {"Statement": [{"Effect": "Allow", "Principal": {"AWS": name}, "Action": "sts:AssumeRole"}]}


class Draws(unittest.TestCase):
    def test_some_sessions_could_be_made_of_roles_that_take_no_tags(self):
        roles = [{"arn": ROLE, "trust": trusting(f"{ACCOUNT}:role/first")}, {"arn": f"{ACCOUNT}:role/first", "trust": trusting(f"{ACCOUNT}:root")}]
        stated = ReadExclusive(Judged({**documents({}), "roles": roles, "associations": []}), SECRET)
        worlds = [world for world in stated.draw(random.Random(1)).worlds(300) if world.session_of("principal") == ROLE]
        self.assertGreater(sum(stated.is_possible(one) is True for one in worlds), len(worlds) / 20)

    def test_a_role_that_reads_by_its_sessions_tags_is_let_in(self):
        tagged = {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/kubernetes-namespace}"}}
        allow = {"Effect": "Allow", "Action": "secretsmanager:*", "Resource": "*", "Condition": tagged}
        policies = [{"Version": "2012-10-17", "Statement": [allow]}]
        stated = RoleContained(Judged(documents({}, policies=policies)), ROLE)
        worlds = stated.draw(random.Random(1)).worlds(100)
        self.assertTrue(any(stated.is_let_in(one, {}) for one in worlds if one.session_of("principal") == ROLE))

    def test_readers_come_by_the_endpoints_that_lead_there(self):
        endpoint = {"arn": "arn:aws:ec2:us-east-1:111111111111:vpc-endpoint/vpce-1", "service": "com.amazonaws.us-east-1.secretsmanager",
                    "policy": {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}]}}
        stated = GrantAvailable(Judged({**documents({}), "vpcEndpoints": [endpoint]}), SECRET, WAY)
        worlds = stated.draw(random.Random(1)).worlds(100)
        self.assertTrue(any(one.known("request aws:sourcevpce") == "vpce-1" for one in worlds))


class Seldom(unittest.TestCase):
    def test_a_session_has_its_provider_by_host_or_by_any_text_with_it(self):
        provider = f"{ACCOUNT}:oidc-provider/example.com"
        for own, found in ((provider, provider), ("https://example.com", "https://example.com"), ("other", "example.com")):
            world = World()
            world.kinds = {"principal": "session", "principal's maker": "federated"}
            world.texts = {"principal's maker provider": provider, "principal aws:federatedprovider": own}
            settle_session_keys(Judged({}), world, "principal", {"arn": ROLE})
            self.assertEqual(world.texts["principal aws:federatedprovider"], found)

    def test_a_session_has_a_source_identity_where_its_role_lets_it_be_set(self):
        for also, is_possible in (["sts:SetSourceIdentity"], True), ([], False):
            trust = {"Statement": [{"Effect": "Allow", "Principal": {"AWS": f"{ACCOUNT}:root"}, "Action": ["sts:AssumeRole", *also]}]}
            stated, world = ReadExclusive(Judged({**documents({}), "roles": [{"arn": ROLE, "trust": trust}]}), SECRET), World()
            world.kinds = {"principal": "session", "principal's maker": "user"}
            world.texts = {"principal ARN": ROLE, "principal aws:sourceidentity": "alice", "principal's maker ARN": f"{ACCOUNT}:user/alice"}
            self.assertEqual(stated.is_possible(world), is_possible)

    def test_a_session_without_tags_is_the_readers_where_the_role_has_the_readers(self):
        way = {**WAY, "disableSessionTags": True}
        tags = {"eks-cluster-arn": CLUSTER, "kubernetes-namespace": "n", "kubernetes-service-account": "s"}
        for own, is_readers in ((tags, True), ({}, False)):
            stated, world = ReadExclusive(Judged({**documents({}), "associations": [way], "grants": [{"reader": WAY, "secret": SECRET}]}), SECRET), World()
            world.kinds = {"principal": "session", "principal's maker": "service"}
            world.texts = {"principal ARN": ROLE, "principal's maker service": MAKER, **{f"principal tag {tag}": text for tag, text in own.items()}}
            self.assertEqual(stated.is_declared_reader(world, {}), is_readers)

    def test_of_a_sealed_secret_nobody_is_closed_out_by_an_assumption(self):
        for sealed in (False, True):
            stated = ReadExclusive(Judged({"secrets": [{"arn": SECRET, "sealed": sealed}]}), SECRET)
            self.assertEqual("owner-principals-closed" in stated.assumptions, not sealed)


if __name__ == "__main__":
    unittest.main()
