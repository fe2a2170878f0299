import assert from "node:assert";

import type { ParameterDocuments, RequestPrincipal } from "../../proof";
import { type AccessDocuments, mayRead, whoCanRead } from "./pods";
import { resultsOf } from "./prover/claims/results-of";
import * as the from "./prover/deployments/deployment";
import { ownerStatement, podTrust, policy, root } from "./prover/deployments/deployment";
import { allow, allowTo } from "./statements";

const PARAMETER = `arn:aws:ssm:us-east-1:${the.OWNER}:parameter/shop/limits`;
const ORGANIZATION = "arn:aws:organizations::444444444444:organization/o-example";
const UNIT = "arn:aws:organizations::444444444444:ou/o-example/ou-ab12-readers";
const reads = policy(allow("ssm:GetParameters", PARAMETER), allow("kms:Decrypt", the.KEY));
const everyReader = allowTo(root(the.CLUSTER_ACCOUNT), "kms:Decrypt");

/** A pod of another account that may read a parameter. */
function withShares(
  sharedWith: string[] | null,
  parameter: Partial<ParameterDocuments> = {},
  more: Partial<AccessDocuments> = {},
): AccessDocuments {
  return {
    keys: [{ arn: the.KEY, policy: policy(ownerStatement, everyReader) }],
    parameters: [{ arn: PARAMETER, sharedWith, ...parameter }],
    roles: [{ arn: the.ROLE, trust: podTrust(the.BILLING), policies: [reads] }],
    associations: [{ ...the.BILLING, roleArn: the.ROLE }],
    grants: [{ reader: the.BILLING, secret: PARAMETER }],
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
    const documents = withShares([the.ROLE]);
    assert.deepStrictEqual(await readResults(documents), ["proved", "proved"]);
    assert.strictEqual(mayRead(documents, session(the.ROLE), PARAMETER).decision, "allowed");
    assert.strictEqual(mayRead(documents, session(the.STRANGER), PARAMETER).decision, "denied");
  });

  it("lets in everyone of an account, by its own policies", async () => {
    const documents = withShares([the.CLUSTER_ACCOUNT]);
    assert.deepStrictEqual(await readResults(documents), ["proved", "refuted"]);
    const silent = { arn: the.STRANGER, policies: [] };
    const roles = [...(documents.roles ?? []), silent];
    const shared = withShares([the.PARTNER], {}, { roles });
    assert.strictEqual(mayRead(shared, session(the.STRANGER), PARAMETER).decision, "denied");
    const { found, result } = await whoCanRead(shared, PARAMETER);
    assert.strictEqual(result, "complete");
    assert.ok(found.length > 0 && found.every(({ as }) => as === "unknown principal"));
  });

  it("lets in an organization or a unit, and gives the owner's own account nothing", async () => {
    const own = `arn:aws:iam::${the.OWNER}:role/own`;
    const member = { organization: { id: "o-example" } };
    const roles = [{ arn: own, policies: [] }];
    const by = (share: string, who: RequestPrincipal, context = {}) =>
      mayRead(withShares([share], {}, { ...member, roles }), who, PARAMETER, context).decision;
    const paths = (unit: string) => ({ "aws:PrincipalOrgPaths": [`o-example/r-ab12/${unit}/`] });
    assert.deepStrictEqual(
      [
        by(ORGANIZATION, session(the.STRANGER, "o-example")),
        by(ORGANIZATION, session(the.STRANGER, "o-other")),
        by(ORGANIZATION, session(own)),
        by(UNIT, session(the.STRANGER), paths("ou-ab12-readers")),
        by(UNIT, session(the.STRANGER), paths("ou-ab12-others")),
        by(UNIT, session(own), paths("ou-ab12-readers")),
      ],
      ["allowed", "denied", "denied", "allowed", "denied", "denied"],
    );
    assert.deepStrictEqual(await readResults(withShares([ORGANIZATION])), ["refuted", "refuted"]);
    assert.deepStrictEqual(await readResults(withShares([UNIT])), ["refuted", "refuted"]);
  });

  it("leaves a value under the AWS managed key to its own account", async () => {
    assert.deepStrictEqual(await readResults(withShares([the.CLUSTER_ACCOUNT], { secure: true })), [
      "refuted",
      "proved",
    ]);
    const encrypted = { secure: true, key: the.KEY };
    assert.deepStrictEqual(await readResults(withShares([the.ROLE], encrypted)), [
      "proved",
      "proved",
    ]);
    const keys = [{ arn: the.KEY, policy: policy(ownerStatement) }];
    assert.deepStrictEqual(await readResults(withShares([the.ROLE], encrypted, { keys })), [
      "refuted",
      "proved",
    ]);
  });

  it("lets nobody read by a path above", async () => {
    const byPath = policy(allow("ssm:GetParametersByPath"));
    const roles = [{ arn: the.ROLE, trust: podTrust(the.BILLING), policies: [byPath] }];
    assert.deepStrictEqual(await readResults(withShares([the.ROLE], {}, { roles })), [
      "refuted",
      "proved",
    ]);
  });
});
