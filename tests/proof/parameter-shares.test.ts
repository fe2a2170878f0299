import assert from "node:assert";

import type { ParameterDocuments, RequestPrincipal } from "../../proof";
import { type AccessDocuments, mayRead, whoCanRead } from "../../sdk/access";
import { resultsOf } from "./prover/claims/results-of";
import {
  BILLING,
  CLUSTER_ACCOUNT,
  KEY,
  OWNER,
  ownerStatement,
  PARTNER,
  podTrust,
  policy,
  ROLE,
  root,
  STRANGER,
} from "./prover/deployments/deployment";
import { allow, allowTo } from "./statements";

const PARAMETER = `arn:aws:ssm:us-east-1:${OWNER}:parameter/shop/limits`;
const ORGANIZATION = "arn:aws:organizations::444444444444:organization/o-example";
const UNIT = "arn:aws:organizations::444444444444:ou/o-example/ou-ab12-readers";
const reads = policy(allow("ssm:GetParameters", PARAMETER), allow("kms:Decrypt", KEY));
const everyReader = allowTo(root(CLUSTER_ACCOUNT), "kms:Decrypt");

/** A pod of another account that was granted a parameter. */
function withShares(
  sharedWith: string[] | null,
  parameter: Partial<ParameterDocuments> = {},
  more: Partial<AccessDocuments> = {},
): AccessDocuments {
  return {
    keys: [{ arn: KEY, policy: policy(ownerStatement, everyReader) }],
    parameters: [{ arn: PARAMETER, sharedWith, ...parameter }],
    roles: [{ arn: ROLE, trust: podTrust(BILLING), policies: [reads] }],
    associations: [{ ...BILLING, roleArn: ROLE }],
    grants: [{ reader: BILLING, secret: PARAMETER }],
    ...more,
  };
}

const readResults = (documents: AccessDocuments) =>
  resultsOf(documents, "grant-available", "read-exclusive");
const session = (roleArn: string, organizationId?: string): RequestPrincipal => ({
  kind: "session",
  roleArn,
  ...(organizationId && { organizationId }),
});

describe("a resource share of a parameter", () => {
  it("lets in a role of another account that it names, and nobody else", async () => {
    assert.deepStrictEqual(await readResults(withShares(null)), ["refuted", "proved"]);
    const documents = withShares([ROLE]);
    assert.deepStrictEqual(await readResults(documents), ["proved", "proved"]);
    assert.strictEqual(mayRead(documents, session(ROLE), PARAMETER).decision, "allowed");
    assert.strictEqual(mayRead(documents, session(STRANGER), PARAMETER).decision, "denied");
  });

  it("lets in everyone of an account, by its own policies", async () => {
    const documents = withShares([CLUSTER_ACCOUNT]);
    assert.deepStrictEqual(await readResults(documents), ["proved", "refuted"]);
    const silent = { arn: STRANGER, policies: [] };
    const roles = [...(documents.roles ?? []), silent];
    const shared = withShares([PARTNER], {}, { roles });
    assert.strictEqual(mayRead(shared, session(STRANGER), PARAMETER).decision, "denied");
    const { found, result } = await whoCanRead(shared, PARAMETER);
    assert.strictEqual(result, "complete");
    assert.ok(found.length > 0 && found.every(({ as }) => as === "unknown principal"));
  });

  it("lets in an organization or a unit, and gives the owner's own account nothing", async () => {
    const own = `arn:aws:iam::${OWNER}:role/own`;
    const member = { organization: { id: "o-example" } };
    const roles = [{ arn: own, policies: [] }];
    const by = (share: string, who: RequestPrincipal, context = {}) =>
      mayRead(withShares([share], {}, { ...member, roles }), who, PARAMETER, context).decision;
    const paths = (unit: string) => ({ "aws:PrincipalOrgPaths": [`o-example/r-ab12/${unit}/`] });
    assert.deepStrictEqual(
      [
        by(ORGANIZATION, session(STRANGER, "o-example")),
        by(ORGANIZATION, session(STRANGER, "o-other")),
        by(ORGANIZATION, session(own)),
        by(UNIT, session(STRANGER), paths("ou-ab12-readers")),
        by(UNIT, session(STRANGER), paths("ou-ab12-others")),
        by(UNIT, session(own), paths("ou-ab12-readers")),
      ],
      ["allowed", "denied", "denied", "allowed", "denied", "denied"],
    );
    assert.deepStrictEqual(await readResults(withShares([ORGANIZATION])), ["refuted", "refuted"]);
    assert.deepStrictEqual(await readResults(withShares([UNIT])), ["refuted", "refuted"]);
  });

  it("leaves a value under the AWS managed key to its own account", async () => {
    assert.deepStrictEqual(await readResults(withShares([CLUSTER_ACCOUNT], { secure: true })), [
      "refuted",
      "proved",
    ]);
    const encrypted = { secure: true, key: KEY };
    assert.deepStrictEqual(await readResults(withShares([ROLE], encrypted)), ["proved", "proved"]);
    const keys = [{ arn: KEY, policy: policy(ownerStatement) }];
    assert.deepStrictEqual(await readResults(withShares([ROLE], encrypted, { keys })), [
      "refuted",
      "proved",
    ]);
  });

  it("lets nobody read by a path above", async () => {
    const byPath = policy(allow("ssm:GetParametersByPath"));
    const roles = [{ arn: ROLE, trust: podTrust(BILLING), policies: [byPath] }];
    assert.deepStrictEqual(await readResults(withShares([ROLE], {}, { roles })), [
      "refuted",
      "proved",
    ]);
  });
});
