import assert from "node:assert";
import fc from "fast-check";

import type { AccessRequest, KeyGrantDocuments, RequestPrincipal } from "../../proof";
import { type AccessDocuments, difference, evaluate, prove, whoCanRead } from "./pods";
import { resultsOf } from "./prover/claims/results-of";
import * as the from "./prover/deployments/deployment";
import {
  ec2Trust,
  oneReader,
  ownerStatement,
  policy,
  readPolicy,
  readStatement,
} from "./prover/deployments/deployment";
import { allow, allowTo } from "./statements";

const fetches = policy(allow("secretsmanager:GetSecretValue"));
const decrypting = (grantee: string, more: Partial<KeyGrantDocuments> = {}): KeyGrantDocuments => ({
  grantee,
  operations: ["Decrypt"],
  ...more,
});

/** One reader, and a role of the owner's account that may fetch the secret but not decrypt it. */
function withGrants(
  grants: KeyGrantDocuments[],
  { auditor = {}, parts = {} }: { auditor?: object; parts?: Parameters<typeof oneReader>[0] } = {},
): AccessDocuments {
  const base = oneReader(parts);
  return {
    ...base,
    keys: (base.keys ?? []).map((key) => ({ ...key, grants })),
    roles: [
      ...(base.roles ?? []),
      { arn: the.AUDITOR, trust: ec2Trust, policies: [fetches], ...auditor },
    ],
  };
}

const decryption = (
  principal: RequestPrincipal,
  context: AccessRequest["context"] = {},
): AccessRequest => ({
  principal,
  action: "kms:Decrypt",
  resource: the.KEY,
  context: { "kms:ViaService": the.VIA_SERVICE, ...context },
});
type Pairs = Record<string, string> | null;
const inContext = (pairs: Record<string, string>) =>
  Object.fromEntries(Object.entries(pairs).map(([k, v]) => [`kms:EncryptionContext:${k}`, v]));
const session = (roleArn: string) => ({ kind: "session" as const, roleArn });
const decide = (grants: KeyGrantDocuments[], request: AccessRequest) =>
  evaluate(withGrants(grants), request).decision;

describe("a grant of a key", () => {
  it("lets its grantee decrypt without any policy", async () => {
    const documents = withGrants([decrypting(the.AUDITOR)]);
    const { decidedBy, decision } = evaluate(documents, decryption(session(the.AUDITOR)));
    assert.deepStrictEqual([decision, decidedBy?.document], ["allowed", `grant 1 of ${the.KEY}`]);
    assert.deepStrictEqual(await resultsOf(withGrants([]), "read-exclusive"), ["proved"]);
    assert.deepStrictEqual(await resultsOf(documents, "read-exclusive", "key-bounded"), [
      "refuted",
      "proved",
    ]);
    const { found } = await whoCanRead(documents, the.SECRET);
    assert.deepStrictEqual(
      found.flatMap(({ as, principal }) => (as === "known role" ? principal : [])).length,
      1,
    );
  });

  it("lets a grantee of another account use the key, which key-bounded tells", async () => {
    const documents = withGrants([decrypting(the.STRANGER)]);
    assert.strictEqual(evaluate(documents, decryption(session(the.STRANGER))).decision, "allowed");
    const { claims } = await prove(documents, { claims: ["key-bounded", "read-exclusive"] });
    const bounded = claims.find(({ claim }) => claim === "key-bounded");
    assert.deepStrictEqual(
      [bounded?.result, bounded?.counterexample?.document],
      ["refuted", `grant 1 of ${the.KEY}`],
    );
    // The secret's own policy does not admit the stranger.
    assert.strictEqual(claims.find(({ claim }) => claim === "read-exclusive")?.result, "proved");
  });

  it("gives nothing but its operations, and nobody else anything", async () => {
    const grants = [decrypting(the.AUDITOR, { operations: ["Encrypt", "DescribeKey"] })];
    assert.strictEqual(decide(grants, decryption(session(the.AUDITOR))), "denied");
    assert.strictEqual(
      decide([decrypting(the.OTHER_ROLE)], decryption(session(the.AUDITOR))),
      "denied",
    );
    assert.deepStrictEqual(await resultsOf(withGrants(grants), "read-exclusive"), ["proved"]);
  });

  it("holds within its encryption context alone", async () => {
    const subset = decrypting(the.AUDITOR, { encryptionContextSubset: { secretarn: the.SECRET } });
    const other = decrypting(the.AUDITOR, {
      encryptionContextSubset: { SecretARN: the.OTHER_SECRET },
    });
    const equal = decrypting(the.AUDITOR, { encryptionContextEquals: { SecretARN: the.SECRET } });
    const both = inContext({ SecretARN: the.SECRET, SecretVersionId: "v" });
    const asked = (grant: KeyGrantDocuments, context: AccessRequest["context"]) =>
      decide([grant], decryption(session(the.AUDITOR), context));
    assert.deepStrictEqual(
      [
        asked(subset, both),
        asked(subset, {}),
        asked(other, both),
        asked(equal, both),
        asked(equal, inContext({ SecretARN: the.SECRET })),
      ],
      ["allowed", "denied", "denied", "denied", "allowed"],
    );
    const results = [subset, other, equal].map((grant) =>
      resultsOf(withGrants([grant]), "read-exclusive"),
    );
    // The context of Secrets Manager has the version beside the ARN, so it never equals the ARN alone.
    assert.deepStrictEqual((await Promise.all(results)).flat(), ["refuted", "proved", "proved"]);
  });

  it("asks no encryption context of operations that have none", () => {
    const encryptionContextEquals = { SecretARN: the.SECRET };
    const operations = ["Decrypt", "DescribeKey"];
    const grants = [decrypting(the.AUDITOR, { operations, encryptionContextEquals })];
    const request = {
      principal: session(the.AUDITOR),
      action: "kms:DescribeKey",
      resource: the.KEY,
    };
    assert.strictEqual(decide(grants, request), "allowed");
  });

  it("for a service holds on behalf of the named resource alone", () => {
    const sourceArn = `arn:aws:backup:us-east-1:${the.OWNER}:vault/one`;
    const grants = [decrypting("backup.amazonaws.com", { sourceArn })];
    const by = (service: string, context: AccessRequest["context"]) =>
      decide(grants, decryption({ kind: "service", service }, context));
    assert.deepStrictEqual(
      [
        by("backup.amazonaws.com", { "aws:SourceArn": sourceArn }),
        by("backup.amazonaws.com", { "aws:SourceArn": `${sourceArn}2` }),
        by("backup.amazonaws.com", {}),
        by("lambda.amazonaws.com", { "aws:SourceArn": sourceArn }),
      ],
      ["allowed", "denied", "denied", "denied"],
    );
  });

  it("lets its retiring principal retire it, and no more", () => {
    const grants = [decrypting(the.AUDITOR, { retiringPrincipal: the.OTHER_ROLE })];
    const retire = {
      principal: session(the.OTHER_ROLE),
      action: "kms:RetireGrant",
      resource: the.KEY,
    };
    assert.strictEqual(decide(grants, retire), "allowed");
    assert.strictEqual(decide(grants, decryption(session(the.OTHER_ROLE))), "denied");
  });

  it("does not stand against a Deny, of the key's policy, the role's, or a control policy", async () => {
    const deny = { Effect: "Deny", Action: "kms:Decrypt", Resource: "*" };
    const grants = [decrypting(the.AUDITOR)];
    const byKey = withGrants(grants, {
      parts: { keyPolicy: policy(ownerStatement, { ...deny, Principal: { AWS: the.AUDITOR } }) },
    });
    const byRole = withGrants(grants, { auditor: { policies: [fetches, policy(deny)] } });
    const byControl: AccessDocuments = {
      ...withGrants(grants),
      organization: {
        serviceControlPolicies: [{ account: the.OWNER, levels: [[policy(allow("*"), deny)]] }],
      },
    };
    for (const documents of [byKey, byRole, byControl]) {
      assert.strictEqual(evaluate(documents, decryption(session(the.AUDITOR))).decision, "denied");
      assert.deepStrictEqual(await resultsOf(documents, "read-exclusive"), ["proved"]);
    }
  });

  it("to a whole account is taken to let in each of its principals, and to make no grant available", async () => {
    const toOwner = [decrypting(`arn:aws:iam::${the.OWNER}:root`)];
    assert.deepStrictEqual(await resultsOf(withGrants(toOwner), "read-exclusive"), ["refuted"]);
    const keyPolicy = policy(ownerStatement);
    const ofReader = [decrypting(`arn:aws:iam::${the.CLUSTER_ACCOUNT}:root`)];
    assert.deepStrictEqual(
      await resultsOf(withGrants(ofReader, { parts: { keyPolicy } }), "grant-available"),
      ["refuted"],
    );
  });

  it("makes a grant of the secret available where the key's policy is silent", async () => {
    const parts = { keyPolicy: policy(ownerStatement), policies: [readPolicy(the.SECRET, null)] };
    const claims = ["grant-available", "read-exclusive"] as const;
    const by = (grants: KeyGrantDocuments[], more: object = {}) =>
      resultsOf(withGrants(grants, { parts: { ...parts, ...more } }), ...claims);
    assert.deepStrictEqual(await by([]), ["refuted", "proved"]);
    assert.deepStrictEqual(await by([decrypting(the.ROLE)]), ["proved", "proved"]);
    // AWS does not say whether a boundary without the key limits a grant. So the proof assumes neither.
    const boundary = policy(allow("secretsmanager:*"));
    assert.deepStrictEqual(await by([decrypting(the.ROLE)], { boundary }), ["refuted", "proved"]);
  });

  it("is not limited by what a boundary leaves out, where it is asked who reads", async () => {
    const permissionsBoundary = policy({ ...fetches.Statement[0] });
    const documents = withGrants([decrypting(the.AUDITOR)], { auditor: { permissionsBoundary } });
    assert.deepStrictEqual(await resultsOf(documents, "read-exclusive"), ["refuted"]);
  });

  it("counts in what changes between two versions", async () => {
    const changed = async (before: AccessDocuments, after: AccessDocuments) =>
      (await difference(before, after)).find(({ subject }) => subject === the.SECRET)?.result;
    const [before, after] = [withGrants([]), withGrants([decrypting(the.AUDITOR)])];
    assert.deepStrictEqual(
      [await changed(before, after), await changed(after, after)],
      ["refuted", "proved"],
    );
  });

  it("says the same to evaluator and prover, whatever it says", async () => {
    const secretPolicy = policy(
      readStatement(the.ROLE, the.BILLING),
      allowTo({ AWS: the.STRANGER }, "*"),
    );
    const grant: fc.Arbitrary<KeyGrantDocuments> = fc.record({
      grantee: fc.constantFrom(
        the.AUDITOR,
        the.STRANGER,
        `arn:aws:sts::${the.OWNER}:assumed-role/auditor/one`,
        `arn:aws:iam::${the.PARTNER}:root`,
        the.OTHER_ROLE,
      ),
      operations: fc.subarray(["Decrypt", "Encrypt", "CreateGrant"], { minLength: 1 }),
      encryptionContextSubset: fc.constantFrom<Pairs>(
        null,
        { SecretARN: the.SECRET },
        { secretarn: "x" },
      ),
      encryptionContextEquals: fc.constantFrom<Pairs>(null, null, { SecretARN: the.SECRET }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(grant, { maxLength: 2 }), async (grants) => {
        const documents = withGrants(grants, { parts: { secretPolicy } });
        const context = inContext({ SecretARN: the.SECRET, SecretVersionId: "v" });
        const readers = [
          session(the.AUDITOR),
          { kind: "session", roleArn: the.AUDITOR, sessionName: "one" } as const,
          session(the.STRANGER),
        ].filter((who) => evaluate(documents, decryption(who, context)).decision === "allowed");
        const { found, result } = await whoCanRead(documents, the.SECRET);
        const others = found.flatMap(({ as, principal }) =>
          as !== "declared reader" && principal.kind === "session" ? principal.roleArn : [],
        );
        assert.strictEqual(result, "complete");
        assert.deepStrictEqual(
          [...new Set(others)].sort(),
          [...new Set(readers.map(({ roleArn }) => roleArn))].sort(),
        );
      }),
      { numRuns: 30, seed: 13 },
    );
  }).timeout(120_000);
});
