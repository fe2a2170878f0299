import { deepStrictEqual, match, ok } from "node:assert";
import { formerSecrets, type LandingZone } from "../../sdk/grant";
import { secretResourcePolicyInput } from "../../sdk/policy";
import { REVOKED, revocationsIn, revokedReaderStatement } from "../../sdk/policy/revocation";
import { waysByOutputs } from "../../stacks/former-ways";
import { inventoryText, reader } from "../sdk/grant/support";
import { landingZone, runStack, SHOP } from "./run-stack";

const NOTHING = { secrets: "", reads: "" };

const zoneOf = (mode: string, more = NOTHING) =>
  landingZone(`
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1, administrators: ["arn:aws:iam::222222222222:role/admin"] }
clusters: { shop: { account: a, existing: true } }
secrets: { orders: { account: b, key: orders, sealed: true }${more.secrets} }
readers:
  orders: { cluster: shop, namespace: orders, serviceAccount: api, roleName: pod, mode: ${mode}, reads: [orders${more.reads}] }
`);

const POD = "arn:aws:iam::111111111111:role/pod";
const TARGET = "arn:aws:iam::222222222222:role/targets/as-before";

/** How readers were admitted before, from what the stacks of the owner and of the workloads have recorded. */
function waysBefore(zone: LandingZone, targetRoles: object, orders: object) {
  const account = zone.accounts.find(({ name }) => name === "b");
  ok(account);
  return waysByOutputs({ account, formers: [], zone }, (stack) =>
    stack === "b.secrets" ? { targetRoles } : { readers: { orders } },
  );
}

// The model in tests/cli/stacks/change-steps tests every mount and every order of the steps.
describe("a reader whose mode changes", () => {
  it("keeps the target role that the owner holds, where an earlier release recorded none of the workloads", () => {
    const { targetRoles } = waysBefore(
      zoneOf("targetRole"),
      { orders: TARGET },
      { mode: "targetRole" },
    );
    deepStrictEqual(targetRoles.get("orders")?.arn, TARGET);
  });

  it("is let in by the new way alone to a secret that its own role could not decrypt", () => {
    const zone = zoneOf("targetRole", { secrets: ", bills: { account: b }", reads: ", bills" });
    const ways = waysBefore(zone, {}, { mode: "resourcePolicy" });
    const letIn = zone.secrets.map((one) => [
      one.id,
      secretResourcePolicyInput(zone, one, ways).readers.map(({ roleArn }) => roleArn),
    ]);
    deepStrictEqual(letIn, [
      ["orders", [POD]],
      ["bills", []],
    ]);
  });
});

describe("a secret that gets another name and another key at once", () => {
  it("can be opened under its old name with the key that its readers' roles still name", () => {
    const zone = zoneOf("resourcePolicy", {
      secrets: ", bills: { account: b, key: blue, renamedFrom: invoices }",
      reads: ", bills",
    });
    const account = zone.accounts.find(({ name }) => name === "b");
    ok(account);
    const keys = { invoices: ["b/us-east-1/red"], orders: ["b/us-east-1/orders"] };
    const formers = formerSecrets(zone, account);
    const { formerKeys } = waysByOutputs({ account, formers, zone }, (stack) =>
      stack === "a.workloads" ? { readers: { orders: { keys } } } : {},
    );
    const opened = [...formerKeys].map(([key, all]) => [key, all.map(({ secret }) => secret.id)]);
    deepStrictEqual(opened, [["b/us-east-1/red", ["invoices"]]]);
  });
});

describe("a reader whose sessions have no tags, of a secret that moves", () => {
  it("is known as such to the former owner, whose stack may run again before the workloads", async () => {
    const zone = landingZone(
      inventoryText({
        clusters:
          '\n  shop: { account: a, existing: true, oidcProvider: "arn:aws:iam::111111111111:oidc-provider/oidc.example/id" }',
        secrets: "\n  new: { account: a, key: pods, movedFrom: { account: b } }",
        readers: reader("[new]", "    identity: both"),
      }),
    );
    const { outputs } = await runStack(zone, "b.secrets", {
      accounts: { aws: "222222222222" },
      stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
    });
    deepStrictEqual(outputs.untagged, ["web"]);
  });
});

describe("a reader that is revoked before it gets another role", () => {
  it("stays denied by the owner as the role that it has, and that is still let in", async () => {
    const former = POD.replace("pod", "former");
    const deny = revokedReaderStatement(former);
    const run = await runStack(zoneOf("resourcePolicy"), "b.secrets", {
      accounts: { aws: "222222222222" },
      stacks: { "organization/eks-pod-secrets/a.cluster": { clusters: { shop: SHOP } } },
      call({ inputs, token }) {
        if (token === "pulumi:pulumi:readStackResourceOutputs")
          return { outputs: policyOf("orders", [deny, revokedReaderStatement(TARGET)]) };
        if (token !== "pulumi:pulumi:readStackOutputs" || !inputs.name.endsWith("a.workloads"))
          return {};
        return { outputs: { readers: { orders: { mode: "resourcePolicy", roleArn: former } } } };
      },
    });
    const { policy } = run.one(SECRET_POLICY, "orders-policy").inputs;
    match(policy, /"Allow".*role\/former"/);
    deepStrictEqual(revocationsIn(JSON.parse(policy)), [deny]);
  });
});

const SECRET_POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";
const ONLY = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";

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
  /** A secret that moved from this account to account b. */
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

  /** The statements that revoke readers in the new owner's policy of the secret, while other stacks have these outputs. */
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
