import assert from "node:assert";

import { prove } from "./pods";
import * as the from "./prover/deployments/deployment";
import { policy as documentOf, oneReader, readPolicy } from "./prover/deployments/deployment";
import { allow, deny } from "./statements";
import { allowAll, decide, denyAll, OWN, policy, request, SECRET_ARN, session } from "./support";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html: wildcards stay within a field of an
// ARN, and a `*` at the end of a field may continue over the colon. AWS does not say that of other wildcards.
const own = request(session(OWN));

/** Patterns that match the secret's ARN only if the wildcard continues from the region into the account. */
const UNSAID = [
  "arn:aws:s*1:*",
  "arn:aws:secretsmanager:us*2:secret:db-AbCdEf",
  "arn:aws:secretsmanager:us-east-1?222222222222:secret:db-AbCdEf",
];

describe("a wildcard within an ARN", () => {
  const only = (Resource: string) => policy("one", { ...allowAll(), Resource });
  const not = (Resource: string) => {
    const { Resource: _, ...rest } = allowAll() as Record<string, unknown>;
    return policy("one", { ...rest, NotResource: Resource });
  };

  for (const Resource of UNSAID) {
    const identity = [only(Resource)];
    it(`may run on over a colon, or not: ${Resource}`, () => {
      assert.strictEqual(decide({ identity }, own), "allowed");
      assert.strictEqual(decide({ identity, strict: true }, own), "denied");
      assert.strictEqual(decide({ identity: [not(Resource)] }, own), "allowed");
      assert.strictEqual(decide({ identity: [not(Resource)], strict: true }, own), "denied");
    });

    it(`denies what it may not run on to in the strict reading alone: ${Resource}`, () => {
      const denying = { identity: [policy("all", allowAll(), { ...denyAll(), Resource })] };
      assert.strictEqual(decide(denying, own), "allowed");
      assert.strictEqual(decide({ ...denying, strict: true }, own), "denied");
    });
  }

  for (const Resource of [
    SECRET_ARN.replace("east", "?a*t"),
    SECRET_ARN.replace(OWN, "2*2"),
    "arn:aws:secretsmanager:us*",
    "arn:aws:secretsmanager:us*:secret:db-AbCdEf",
    "arn:aws:secretsmanager:us-*-1:*",
    "arn:aws:s*r:us*:secret:d?-*",
    SECRET_ARN.replace("secret:db", "s*b"),
  ]) {
    it(`matches in every reading where it need not, or ends its field: ${Resource}`, () => {
      for (const strict of [false, true]) {
        assert.strictEqual(decide({ identity: [only(Resource)], strict }, own), "allowed");
        const denying = { identity: [policy("all", allowAll(), { ...denyAll(), Resource })] };
        assert.strictEqual(decide({ ...denying, strict }, own), "denied");
      }
    });
  }
});

describe("prove, of a wildcard that may run on over a colon", () => {
  const crossing = `arn:aws:secretsmanager:us*${the.OWNER.slice(-1)}:${the.SECRET.split(":").slice(5).join(":")}`;
  const results = async (documents: ReturnType<typeof oneReader>) => {
    const { claims } = await prove(documents);
    return claims.filter(({ result }) => result !== "proved").map(({ claim }) => claim);
  };
  const auditor = (...statements: object[]) => {
    const reader = oneReader();
    const arn = `arn:aws:iam::${the.OWNER}:role/auditor`;
    const roles = [...(reader.roles ?? []), { arn, policies: [documentOf(...statements)] }];
    return { ...reader, roles };
  };
  const decrypt = allow("kms:Decrypt", the.KEY);

  it("takes it to open what nobody else may read", async () => {
    const reads = allow(the.READS, crossing);
    assert.deepStrictEqual(await results(auditor(reads, decrypt)), ["read-exclusive"]);
  });

  it("takes it to close nothing", async () => {
    const reads = allow(the.READS, the.SECRET);
    const denial = deny("*", crossing);
    assert.deepStrictEqual(await results(auditor(reads, decrypt, denial)), ["read-exclusive"]);
  });

  it("takes it to open nothing to a reader, and to close it", async () => {
    const [, ofKey] = (readPolicy(the.SECRET) as { Statement: object[] }).Statement;
    const reads = allow(the.READS, crossing);
    const open = await results(oneReader({ policies: [documentOf(reads, ofKey ?? {})] }));
    assert.ok(open.includes("grant-available"), open.join());
    assert.ok(open.includes("role-contained"), open.join());
    const denial = documentOf(deny("*", crossing));
    assert.deepStrictEqual(
      await results(oneReader({ policies: [readPolicy(the.SECRET), denial] })),
      ["grant-available"],
    );
  });
});
