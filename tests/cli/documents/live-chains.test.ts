import { deepStrictEqual, match, ok, strictEqual } from "node:assert";
import {
  foundRotations,
  rotationOf,
  withRotationOfPrimary,
} from "../../../cli/documents/live/rotation";
import { blastRadius, everyoneInAccounts, prove } from "../../../sdk/access";
import type { Administrator } from "../../../sdk/grant";
import { column } from "../../facts";
import { POD_TRUST, roleArn, serviceTrust } from "../../sandbox/eks-support";
import { A, B } from "../../sandbox/support";
import { everyone, otherReaders } from "./live-questions";
import { mayAssume, READS, trusting } from "./live-rights";
import { suiteLive, ZONE } from "./live-sandbox";

const root = (account: string) => `arn:aws:iam::${account}:root`;

const ROLE = "arn:aws:iam::222222222222:role/rotate";
const LAMBDA = "arn:aws:lambda:us-east-1:222222222222:function:rotate";
const ARN = "arn:aws:secretsmanager:us-east-1:222222222222:secret:db-AbCdEf";
const REPLICA = ARN.replace("us-east-1", "us-west-2");

describe("the rotation of a live secret", () => {
  const existing = { existingArn: ARN };
  const byFunction = { RotationEnabled: true, RotationLambdaARN: LAMBDA };
  const external = { RotationEnabled: true, ExternalSecretRotationRoleArn: ROLE };
  const cases: [string, Parameters<typeof rotationOf>, ReturnType<typeof rotationOf>][] = [
    ["is none where AWS says none", [{}, {}], undefined],
    ["is none where it was cancelled", [{}, { ...byFunction, RotationEnabled: false }], undefined],
    ["is the inventory's", [{ rotation: { roleArn: ROLE } }, byFunction], { role: ROLE }],
    [
      "is the inventory's, not AWS's",
      [{ ...existing, rotation: { roleArn: `${ROLE}-2` } }, external],
      { role: `${ROLE}-2` },
    ],
    [
      "has an unknown role where the inventory does not say it",
      [{ rotation: {} }, byFunction],
      { role: null },
    ],
    ["has an unknown role where somebody set a function", [{}, byFunction], { role: null }],
    ["has an unknown role where somebody set one", [{}, external], { role: null }],
    ["has the role of a managed external secret that exists", [existing, external], { role: ROLE }],
  ];
  for (const [title, [secret, found], expected] of cases) {
    it(title, () => {
      deepStrictEqual(rotationOf(secret, found), expected);
    });
  }

  it("is that of the primary also for a replica", () => {
    const other = { arn: ARN.replace("db-", "other-") };
    const secrets = [{ arn: REPLICA }, { arn: ARN, rotation: { role: ROLE } }, other];
    deepStrictEqual(column(withRotationOfPrimary(secrets), "rotation"), [
      { role: ROLE },
      { role: ROLE },
      undefined,
    ]);
  });

  it("is told where AWS alone names the role", () => {
    const secrets = [{ arn: ARN, rotation: { role: ROLE } }];
    deepStrictEqual(foundRotations([existing], secrets), [
      `${ROLE} rotates ${ARN}, as AWS says, and counts as a declared reader`,
    ]);
    deepStrictEqual(foundRotations([{ ...existing, rotation: { roleArn: ROLE } }], secrets), []);
  });
});

const ADMIN = roleArn(B, "breakglass");
const HELPER = roleArn(B, "helper");

describe("pods, grants and administrators in live accounts", () => {
  const live = suiteLive();

  afterEach(() => live.clear());

  it("sees that another pod's role may become one that reads", async () => {
    const last = roleArn(B, "crossread");
    const first = await live.plant(A, "other-pod", POD_TRUST, mayAssume(last));
    await live.plant(B, "crossread", trusting(first), ...READS);
    const pod = { namespace: "web", serviceAccount: "x" };
    const { eks } = live.sandbox.clients(A);
    await eks.createPodIdentityAssociation({ clusterName: "shop", ...pod, roleArn: first });
    const documents = await everyone();
    deepStrictEqual(await otherReaders(documents, live.foreignSecret), [last]);
    const clusterArn = ZONE.clusters[0]?.arn ?? "";
    const { found } = await blastRadius(documents, { kind: "pod", clusterArn, ...pod });
    deepStrictEqual(column(found, "secret"), [live.foreignSecret]);
  });

  it("knows whom a grant of a key lets decrypt", async () => {
    const [get] = READS as [object];
    const auditor = await live.plant(B, "auditor", serviceTrust("ec2.amazonaws.com"), get);
    const secret = live.foreignSecret;
    deepStrictEqual(await otherReaders(await everyone(), secret), []);
    const KeyId = live.expected.keys?.[0]?.arn ?? "";
    const { kms } = live.sandbox.clients(B);
    const { GrantId } = await kms.createGrant({
      KeyId,
      GranteePrincipal: auditor,
      Operations: ["Decrypt"],
      Constraints: { EncryptionContextSubset: { SecretARN: secret } },
    });
    deepStrictEqual(await otherReaders(await everyone(), secret), [auditor]);
    await kms.revokeGrant({ KeyId, GrantId });
  });

  const documentsWith = (...administrators: Administrator[]) => {
    const zone = structuredClone(ZONE);
    for (const account of zone.accounts)
      if (account.id === B) account.administrators = administrators;
    return everyone(zone);
  };

  const exclusiveness = async (...administrators: Administrator[]) => {
    const { claims } = await prove(await documentsWith(...administrators), {
      claims: ["read-exclusive"],
    });
    const claim = claims.find(({ subject }) => subject === live.foreignSecret);
    ok(claim);
    return claim;
  };

  it("proves that nobody reads where only an administrator may become the role of its account", async () => {
    await live.plant(B, "breakglass", trusting(root(B)), ...READS);
    const { result, ...found } = await exclusiveness(ADMIN);
    strictEqual(result, "proved", found.counterexample?.summary);
  });

  it("refutes it where somebody becomes a role that may become it, until that is declared", async () => {
    await live.plant(B, "breakglass", trusting(root(B)), ...READS);
    await live.plant(B, "helper", serviceTrust("ec2.amazonaws.com"), mayAssume(ADMIN));
    const { counterexample, result } = await exclusiveness(ADMIN);
    strictEqual(result, "refuted");
    match(counterexample?.summary ?? "", /ec2.amazonaws.com .*helper, then .*breakglass/);
    const declared = { role: ADMIN, from: [{ role: HELPER, from: ["ec2.amazonaws.com"] }] };
    ok(counterexample?.fix.endsWith(JSON.stringify(declared)), counterexample?.fix);
    strictEqual((await exclusiveness(declared)).result, "proved");
  });

  it("asks as well who may become the role with whose credentials the account was read", async () => {
    const trust = JSON.parse(trusting(root("333333333333")));
    const Statement = READS;
    const auditor = {
      arn: roleArn(B, "auditor"),
      trust,
      policies: [{ Version: "2012-10-17", Statement }],
    };
    const { everyone: read } = everyoneInAccounts(
      live.expected,
      [],
      [
        {
          account: { id: B },
          identities: { roles: [auditor], users: [], groups: [] },
          associations: [],
          callerArn: `arn:aws:sts::${B}:assumed-role/auditor/ci`,
        },
      ],
    );
    const { claims } = await prove(read, { claims: ["read-exclusive"] });
    const found = claims.find(({ subject }) => subject === live.foreignSecret);
    match(found?.counterexample?.summary ?? "", /333333333333:.* can become .*role\/auditor/);
  });
});
