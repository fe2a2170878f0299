import assert from "node:assert";
import { readingBy } from "../../../../proof/prover/questions/reading-relation";
import { targetOf } from "../../../../proof/prover/questions/who-can-read";
import {
  type AccessDocuments,
  deploymentOf,
  evaluate,
  mayRead,
  type Reader,
  type SecretReading,
  whoCanRead,
} from "../../pods";
import { allow } from "../../statements";
import * as the from "../deployments/deployment";
import { ownerStatement, policy, root } from "../deployments/deployment";
import {
  decrypt,
  documentsOf,
  get,
  inCluster,
  mayAssume,
  reader,
  service,
  trusting,
  untaggedPods,
} from "../deployments/let-in";
import { ownerAccount } from "../deployments/owner-account";

/** The readers that are found, each in a word or two. The evaluator confirms each of them. */
async function readersIn(documents: AccessDocuments): Promise<string[]> {
  const answer = await whoCanRead(documents, the.SECRET);
  assert.strictEqual(answer.result, "complete");
  for (const { principal, request } of answer.found) {
    const policies = documents.associations?.flatMap((one) => one.policy ?? []) ?? [];
    if (policies.length > 0) continue;
    assert.strictEqual(
      mayRead(documents, principal, the.SECRET, request.context).decision,
      "allowed",
    );
  }
  return answer.found.map(inWords).sort();
}

function inWords({ as, principal, reader }: SecretReading<Reader>): string {
  if (reader) return `declared ${reader.namespace}`;
  const arn =
    principal.kind === "session" ? principal.roleArn : "arn" in principal && principal.arn;
  if (as === "unknown principal")
    return `unknown ${arn ? arn.split(":")[4] : "account" in principal ? "root" : principal.kind}`;
  return `${as} ${String(arn).split("/").at(-1)}`;
}

describe("who can read, and what evaluate says of the request", function () {
  this.timeout(60_000);
  for (const { documents, title } of ownerAccount) {
    it(`agrees, or says why: ${title}`, async () => {
      for (const { arn } of documents.secrets ?? []) {
        for (const { remark, request } of (await whoCanRead(documents, arn)).found) {
          const { decision } = evaluate(documents, request);
          assert.strictEqual(decision, remark === undefined ? "allowed" : "denied");
        }
      }
    });
  }
});

describe("who can read a secret", function () {
  this.timeout(60_000);

  it("names the roles of the documents that an open policy lets in, beside the account's others", async () => {
    const documents = documentsOf(root(the.CLUSTER_ACCOUNT), [
      reader,
      { arn: inCluster("able"), trust: service("ec2.amazonaws.com"), ...reader },
      { arn: inCluster("unable"), trust: service("ec2.amazonaws.com"), policies: [] },
    ]);
    assert.deepStrictEqual(await readersIn(documents), [
      "declared billing",
      "known role able",
      `unknown ${the.CLUSTER_ACCOUNT}`,
      "unknown root",
    ]);
  });

  it("names a declared reader beside others with its role", async () => {
    const documents = documentsOf({ AWS: the.ROLE }, [
      { ...reader, trust: service("pods.eks.amazonaws.com") },
    ]);
    assert.deepStrictEqual(await readersIn(documents), [
      "declared billing",
      "known role billing-api",
    ]);
  });

  it("knows a declared reader's pods that have no session tags", async () => {
    const documents = documentsOf({ AWS: the.ROLE }, [{ ...reader, trust: untaggedPods }], {
      associations: [{ ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true }],
    });
    assert.deepStrictEqual(await readersIn(documents), ["declared billing"]);
  });

  it("takes pods without session tags for no readers where the role's trust demands tags", async () => {
    const documents = documentsOf({ AWS: the.ROLE }, [reader], {
      associations: [{ ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true }],
    });
    assert.deepStrictEqual(await readersIn(documents), []);
  });

  it("names the role of pods without session tags of which only some are declared", async () => {
    const untagged = { roleArn: the.ROLE, disableSessionTags: true };
    const documents = documentsOf({ AWS: the.ROLE }, [{ ...reader, trust: untaggedPods }], {
      associations: [the.BILLING, the.REPORTS].map((one) => ({ ...one, ...untagged })),
    });
    assert.deepStrictEqual(await readersIn(documents), [
      "declared billing",
      "known role billing-api",
    ]);
  });

  it("takes pods for no readers where others than EKS make their session", async () => {
    const documents = documentsOf({ AWS: the.ROLE }, [
      { ...reader, trust: trusting(root(the.CLUSTER_ACCOUNT)) },
    ]);
    assert.deepStrictEqual(await readersIn(documents), ["known role billing-api"]);
  });

  it("reads a name of the caller's own ARN in a condition on that ARN", async () => {
    const named = {
      ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${the.OWNER}:user/\${aws:username}` },
    };
    const able = { arn: `arn:aws:iam::${the.OWNER}:user/able` };
    const documents = documentsOf(null, [reader], {
      users: [{ ...able, policies: [policy({ ...get, Condition: named }, decrypt)] }],
    });
    assert.deepStrictEqual(await readersIn(documents), ["known user able"]);
  });

  it("follows roles that nobody can come to, however far back that is", async () => {
    const link = (name: string, by: string, rights: object) => ({
      arn: inCluster(name),
      trust: trusting({ AWS: by }),
      policies: [rights],
    });
    const chain = (rights: object) =>
      documentsOf({ AWS: inCluster("last") }, [
        reader,
        link("last", `arn:aws:iam::${the.OWNER}:role/third`, policy(get, decrypt)),
        {
          ...link("third", inCluster("second"), mayAssume("*")),
          arn: `arn:aws:iam::${the.OWNER}:role/third`,
        },
        link("second", `arn:aws:iam::${the.OWNER}:role/first`, mayAssume("*")),
        {
          ...link("first", inCluster("anybody"), rights),
          arn: `arn:aws:iam::${the.OWNER}:role/first`,
        },
      ]);
    assert.deepStrictEqual(await readersIn(chain(mayAssume("*"))), ["known role last"]);
    assert.deepStrictEqual(await readersIn(chain(policy({ ...get, Action: "iam:*" }))), []);
  });

  it("lists many roles that differ in their names alone, and none that a policy denies by name", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `other-${index}`);
    const owned = (name: string) => `arn:aws:iam::${the.OWNER}:role/${name}`;
    const roles = names.map((name) => ({
      arn: owned(name),
      trust: service("ec2.amazonaws.com"),
      policies: [policy(get, decrypt)],
    }));
    const denied = {
      ...get,
      Effect: "Deny",
      Principal: { AWS: ["other-0", "other-7"].map(owned) },
    };
    const documents = {
      ...documentsOf(null, roles),
      secrets: [{ arn: the.SECRET, key: the.KEY, policy: policy(denied) }],
    };
    const { found, result } = await whoCanRead(documents, the.SECRET, {
      limits: { principals: 1 },
    });
    assert.strictEqual(result, "complete");
    assert.deepStrictEqual(
      found.map(({ principal }) => "roleArn" in principal && principal.roleArn),
      names.filter((name) => !["other-0", "other-7"].includes(name)).map(owned),
    );
    for (const { request } of found) {
      assert.strictEqual(evaluate(documents, request).decision, "allowed");
    }
  });

  // Once, the solver tried one tag after another until the time was over, with more and more texts to match.
  it("knows whose tag stands in a secret's name, by as many texts for fifty secrets as for ten", async () => {
    const arnOf = (name: string) => `arn:aws:secretsmanager:us-east-1:${the.OWNER}:secret:${name}`;
    const byTag = allow("secretsmanager:*", arnOf(`\${aws:PrincipalTag/team}/*`));
    const accountOf = (secrets: string[]): AccessDocuments => ({
      secrets: secrets.map((arn) => ({ arn, policy: null })),
      roles: [0, 1].map((index) => ({
        arn: `arn:aws:iam::${the.OWNER}:role/role-${index}`,
        tags: { team: `team-${index}` },
        trust: the.ec2Trust,
        policies: [
          policy(byTag, {
            Effect: "Allow",
            Action: "secretsmanager:*",
            NotResource: secrets.slice(0, 4 + index),
          }),
        ],
      })),
    });
    for (const count of [10, 50]) {
      const secrets = Array.from({ length: count }, (_, index) =>
        arnOf(`team-${index % 5}/db-${index}-AbCdEf`),
      );
      const documents = accountOf(secrets);
      const deployment = deploymentOf(documents);
      const asked = secrets.slice(0, 6).map(async (arn) => {
        const { found, result } = await whoCanRead(documents, arn);
        const { caller } = readingBy(deployment, targetOf(deployment, arn), deployment.roles);
        const { patterns } = caller.tag("team").text.variable ?? {};
        return [result, ...found.map(inWords), patterns?.map(({ constant }) => constant).join()];
      });
      assert.deepStrictEqual(await Promise.all(asked), [
        ["complete", "known role role-0", "team-0,team-1"],
        ["complete", "known role role-1", "team-1,team-0"],
        ["complete", "team-2,team-0,team-1"],
        ["complete", "team-3,team-0,team-1"],
        ["complete", "known role role-0", "team-4,team-0,team-1"],
        ["complete", "known role role-0", "known role role-1", "team-0,team-1"],
      ]);
    }
  });

  it("leaves out pods whose session policy forgets the secret", async () => {
    const limited = (policies: object) =>
      documentsOf({ AWS: the.ROLE }, [{ ...reader, trust: untaggedPods }], {
        associations: [
          { ...the.BILLING, roleArn: the.ROLE, disableSessionTags: true, policy: policies },
        ],
      });
    const elsewhere = limited(policy(allow("s3:*")));
    assert.deepStrictEqual(await readersIn(elsewhere), []);
    const here = limited(policy(get, decrypt));
    assert.deepStrictEqual(await readersIn(here), ["declared billing"]);
  });
});

describe("a decryption by a service", () => {
  it("is of the one algorithm of symmetric keys, whether its request says so or not", async () => {
    const demanding = (algorithm: string) => {
      const documents = documentsOf({ AWS: the.ROLE }, [reader]);
      const Condition = {
        StringEquals: { "kms:EncryptionAlgorithm": algorithm, "kms:ViaService": the.VIA_SERVICE },
      };
      const statement = { ...decrypt, Principal: { AWS: the.ROLE }, Condition };
      return { ...documents, keys: [{ arn: the.KEY, policy: policy(ownerStatement, statement) }] };
    };
    assert.deepStrictEqual(await readersIn(demanding("SYMMETRIC_DEFAULT")), ["declared billing"]);
    assert.deepStrictEqual(await readersIn(demanding("RSAES_OAEP_SHA_256")), []);
  });
});
