import { deepStrictEqual, match, ok } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

import type { ClusterFacts } from "../../../../cli/doctor/facts/cluster-facts";
import { readClusterFacts } from "../../../../cli/doctor/facts/read-cluster-facts";
import { A } from "../../../sandbox/support";
import { suiteLive, ZONE } from "../../documents/live-sandbox";

const UserName = "onlooker";

/** The calls of `readClusterFacts` to EKS, and to EC2 about the cluster's network. */
const ACTIONS = [
  "ec2:DescribeVpcEndpoints",
  "eks:DescribeCluster",
  "eks:ListAddons",
  "eks:ListPodIdentityAssociations",
  "eks:DescribePodIdentityAssociation",
];

describe("the facts of a cluster", () => {
  const live = suiteLive();
  const principalArn = `arn:aws:iam::${A}:user/${UserName}`;

  async function read(): Promise<ClusterFacts> {
    const [facts] = await readClusterFacts(ZONE.readers);
    ok(facts);
    return facts;
  }

  /** The facts that could not be read, with the missing rights. */
  async function missing(): Promise<Record<string, string | undefined>> {
    const facts = Object.entries(await read());
    const unseen = facts.flatMap(([name, fact]) =>
      typeof fact === "object" && "unseen" in fact ? [[name, fact.right] as const] : [],
    );
    return Object.fromEntries(unseen);
  }

  /** Allows the onlooker these actions only. */
  async function allow(actions: string[]) {
    const statement = { Effect: "Allow", Action: actions, Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    const { iam } = live.sandbox.clients(A);
    await iam.putUserPolicy({ UserName, PolicyName: "looks", PolicyDocument });
  }

  it("are all seen by an administrator, with what the cluster and EKS have", async () => {
    const facts = await read();
    const { association, cluster, pods, providerClass } = facts;
    deepStrictEqual(await missing(), {});
    ok("value" in cluster && cluster.value?.name === "shop");
    ok("value" in association && association.value?.roleArn === facts.reader.role.arn);
    deepStrictEqual([pods, providerClass], [{ value: [] }, { value: undefined }]);
  });

  it("have all that a reader is granted, for its class, where one read alone is asked about", async () => {
    const [reader] = ZONE.readers;
    ok(reader);
    const asked = { ...reader, grants: reader.grants.slice(0, 1) };
    const [facts] = await readClusterFacts([asked]);
    ok(facts);
    deepStrictEqual([facts.reader.grants, facts.asked], [reader.grants, asked.grants]);
    deepStrictEqual(facts.wanted, (await read()).wanted);
  });

  it("name the right that AWS or Kubernetes misses, each by itself", async () => {
    const { eks, iam } = live.sandbox.clients(A);
    await iam.createUser({ UserName });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const file = join(live.sandbox.directory, "onlooker");
    const profile = `[a]\naws_access_key_id = ${AccessKey?.AccessKeyId}\naws_secret_access_key = ${AccessKey?.SecretAccessKey}\n`;
    writeFileSync(file, profile, { mode: 0o600 });
    process.env.AWS_SHARED_CREDENTIALS_FILE = file;

    await allow(["sts:GetCallerIdentity"]);
    const all = await missing();
    deepStrictEqual(
      new Set(Object.values(all)),
      new Set([`eks:DescribeCluster in account ${A} (a)`]),
    );

    await allow(ACTIONS);
    const entry = "an access entry of the cluster for these credentials";
    deepStrictEqual([(await missing()).pods, (await missing()).association], [entry, undefined]);

    const named = { clusterName: "shop", principalArn };
    await eks.createAccessEntry(named);
    await eks.associateAccessPolicy({
      ...named,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
      accessScope: { type: "cluster" },
    });
    deepStrictEqual(await missing(), {
      csiDriver: "list csidrivers of cluster shop",
      nodes: "list nodes of cluster shop",
    });

    await allow(ACTIONS.filter((action) => !/List/.test(action)));
    const { addons, association } = await missing();
    deepStrictEqual(
      [addons, association],
      ["eks:ListAddons", "eks:ListPodIdentityAssociations"].map(
        (one) => `${one} in account ${A} (a)`,
      ),
    );
    await allow(ACTIONS.filter((action) => !/DescribePod/.test(action)));
    match((await missing()).association ?? "", /^eks:DescribePodIdentityAssociation in account /);
  });

  it("say which right in the owner's account a version needs", async () => {
    const { wanted } = await read();
    const rights = wanted.map((one) => ("unseen" in one ? one.right : "seen"));
    deepStrictEqual(rights.slice(0, 1), [`secretsmanager:DescribeSecret in account ${A} (a)`]);
  });
});
