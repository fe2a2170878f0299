import assert from "node:assert";

import type { UserDocuments } from "../../proof";
import { type AccessDocuments, difference, evaluate, prove, whoCanRead } from "./pods";
import { OWNER, oneReader, policy, SECRET } from "./prover/deployments/deployment";
import { allow, deny } from "./statements";

const USER = `arn:aws:iam::${OWNER}:user/staff/ada`;
const GROUP = `arn:aws:iam::${OWNER}:group/staff/auditors`;
const READS = ["secretsmanager:GetSecretValue", "kms:Decrypt"];
const reads = policy(allow(READS));
const denies = policy(deny(READS));

const withUser = (
  user: Partial<UserDocuments>,
  policies: object[],
  more: Partial<AccessDocuments> = {},
): AccessDocuments => ({
  ...oneReader(),
  users: [{ arn: USER, groups: [GROUP], ...user }],
  groups: [{ arn: GROUP, policies }],
  ...more,
});
const READ = {
  principal: { kind: "user" as const, arn: USER },
  action: "secretsmanager:GetSecretValue",
  resource: SECRET,
};

/** The result of the claim about who reads the secret, and the users who can read it. */
async function readersIn(documents: AccessDocuments) {
  const { claims } = await prove(documents, { claims: ["read-exclusive"] });
  const { found } = await whoCanRead(documents, SECRET);
  return [
    claims[0]?.result,
    ...found.flatMap(({ principal }) => (principal.kind === "user" ? principal.arn : [])),
  ];
}

describe("a group's policies", () => {
  it("give its users their rights", async () => {
    const documents = withUser({}, [reads]);
    const { decidedBy, decision } = evaluate(documents, READ);
    assert.deepStrictEqual(
      [decision, decidedBy?.document],
      ["allowed", `identity policy 1 of ${GROUP}`],
    );
    assert.deepStrictEqual(await readersIn(documents), ["refuted", USER]);
  });

  it("give nobody else any", async () => {
    const documents = withUser({ groups: [] }, [reads]);
    assert.strictEqual(evaluate(documents, READ).decision, "denied");
    assert.deepStrictEqual(await readersIn(documents), ["proved"]);
  });

  it("deny what the user's own allow", async () => {
    const documents = withUser({ policies: [reads] }, [denies]);
    assert.strictEqual(evaluate(documents, READ).decision, "denied");
    assert.deepStrictEqual(await readersIn(documents), ["proved"]);
  });

  it("are limited by the user's boundary", async () => {
    const permissionsBoundary = policy(allow("s3:*"));
    const documents = withUser({ permissionsBoundary }, [reads]);
    assert.strictEqual(evaluate(documents, READ).decision, "denied");
    assert.deepStrictEqual(await readersIn(documents), ["proved"]);
  });

  it("count in what changes between two versions", async () => {
    const [before, after] = [withUser({}, []), withUser({}, [reads])];
    const changes = async (old: AccessDocuments, now: AccessDocuments) => {
      const claims = await difference(old, now);
      return claims.find(({ subject }) => subject === SECRET)?.result;
    };
    assert.deepStrictEqual(
      [await changes(before, after), await changes(after, before), await changes(after, after)],
      ["refuted", "refuted", "proved"],
    );
  });

  it("must be there: a group that is not in the documents is no empty one", async () => {
    const documents = withUser({}, [], { groups: null });
    const says = new RegExp(
      `the documents must hold every group of a user, got ${USER} in ${GROUP}`,
    );
    assert.throws(() => evaluate(documents, READ), says);
    await assert.rejects(prove(documents), says);
  });
});
