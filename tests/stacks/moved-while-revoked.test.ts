import { deepStrictEqual } from "node:assert";

import { REVOKED, revocationsIn, revokedReaderStatement } from "../../sdk/policy/revocation";
import { inventoryText } from "../sdk/grant/support";
import { landingZone, runStack, SHOP } from "./run-stack";

const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const ONLY = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";

/** A secret that was of this account, and is of account b now. */
const zoneOf = (former: string) =>
  landingZone(
    inventoryText({
      accounts: `
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
  c: { id: "333333333333", region: us-east-1 }`,
      secrets: `\n  new: { account: b, key: pods, movedFrom: ${former} }`,
      readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [new] }",
    }),
  );
const ROLE = zoneOf("c").readers[0]?.role.arn ?? "";
const DENY = revokedReaderStatement(ROLE);

/** What revokes readers in the policy that the new owner gives the secret, where other stacks hold this. */
async function denials(former: string, stacks: Record<string, object>) {
  const run = await runStack(zoneOf(former), "b.secrets", {
    accounts: { aws: "222222222222" },
    stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
    call: ({ inputs, token }) =>
      token === "pulumi:pulumi:readStackResourceOutputs"
        ? { outputs: stacks[inputs.stackName.split("/").at(-1)] ?? {} }
        : {},
  });
  return revocationsIn(JSON.parse(run.one(SECRET_POLICY, "new-policy").inputs.policy));
}

function policyOf(secret: string, Statement: object[]) {
  const urn = `urn:pulumi:c.secrets::p::PodSecret$${SECRET_POLICY}::${secret}-policy`;
  return { [urn]: { type: SECRET_POLICY, outputs: { policy: JSON.stringify({ Statement }) } } };
}

const roleWith = (...policyNames: string[]) => ({
  [`urn:pulumi:a.workloads::p::PodReader$${ONLY}::web-only-policy`]: {
    type: ONLY,
    outputs: { policyNames },
  },
});

describe("a secret that moves to another account while its reader is revoked", () => {
  it("is denied to the reader by its new owner, as by its former one", async () => {
    deepStrictEqual(await denials("c", { "c.secrets": policyOf("new", [DENY]) }), [DENY]);
  });

  it("is denied to a reader that its own account has revoked", async () => {
    deepStrictEqual(await denials("a", { "a.workloads": roleWith(REVOKED) }), [DENY]);
  });

  it("is denied to nobody who is not revoked, or reads it no more", async () => {
    deepStrictEqual(
      await denials("c", {
        "c.secrets": policyOf("new", [revokedReaderStatement(`${ROLE}-of-another`)]),
        "a.workloads": roleWith("read-granted"),
      }),
      [],
    );
  });
});
