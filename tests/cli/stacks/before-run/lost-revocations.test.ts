import { deepStrictEqual, match, strictEqual } from "node:assert";
import { REVOKED, revokedReaderStatement } from "../../../../sdk/policy/revocation";
import { A, B, withSandbox } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { startFailingProxy } from "../../documents/failing-proxy";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { runInProject } from "../fake-project";

const inventory = (mode = "") => `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: b, existing: true } }
secrets: { orders: { account: a, key: pods } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [orders]${mode} } }
`;
const [WEB] = landingZone(inventory()).readers;
const TARGETED = inventory(", mode: targetRole");
const [TARGET] = landingZone(TARGETED).readers;

function kept(stack: string, type: string, name: string, outputs: Record<string, unknown>) {
  return { urn: `urn:pulumi:${stack}::p::Component$${type}::${name}`, type, outputs };
}

/** A role with the Deny, as a stack's state has it. */
function revokedRole(stack: string, roleName = ""): KeptResource[] {
  const policyNames = ["read-granted", REVOKED];
  const exclusive = "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive";
  return [
    kept(stack, "aws:iam/role:Role", "web-role", { name: roleName }),
    kept(stack, exclusive, "web-only-policy", { roleName, policyNames }),
  ];
}

/** An owner's policy that denies the secret to the reader's role. */
function denyingPolicy(): KeptResource[] {
  const Statement = [revokedReaderStatement(WEB?.role.arn ?? "")];
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  const type = "aws:secretsmanager/secretPolicy:SecretPolicy";
  return [kept("a.secrets", type, "orders-policy", { policy })];
}

describe("a run, where a role of a revoked reader has lost the Deny", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();

  function run(
    [verb = "", only = ""]: string[],
    holds: Record<string, KeptResource[]>,
    { endpoint = sandbox.endpoint, text = inventory() } = {},
  ) {
    const stacks = Object.fromEntries(
      Object.entries(holds).map(([name, held]) => [name, { resources: 1, holds: held }]),
    );
    const args = [verb, "--yes", "--only", only];
    const project = { inventory: text, stacks };
    return runInProject({ ...sandbox, endpoint }, only.startsWith("a") ? A : B, args, project);
  }

  it("runs no stack, and no refresh that would forget the Deny, of a role that is gone", async () => {
    for (const verb of ["up", "refresh"]) {
      const held = { "b.workloads": revokedRole("b.workloads", "web-role") };
      const { code, ran, stdout } = await run([verb, "b.workloads"], held);
      deepStrictEqual([code, ran], [1, []]);
      match(
        stdout,
        /reader web is revoked by the state of b\.workloads, and role web-role .*was deleted: .*revoke web --lift.*remove readers\.web from/,
      );
    }
  });

  it("runs no stack whose target role is gone", async () => {
    const held = { "a.secrets": revokedRole("a.secrets", TARGET?.targetRole?.name) };
    const { code, ran, stdout } = await run(["up", "a.secrets"], held, { text: TARGETED });
    deepStrictEqual([code, ran], [1, []]);
    match(stdout, /web is revoked by the state of a\.secrets, and role \S+-target-\S+ .* deleted/);
  });

  it("makes no role anew of a reader that the state of another stack revokes", async () => {
    const byOwner = { "a.secrets": denyingPolicy(), "b.workloads": [] };
    const workloads = await run(["up", "b.workloads"], byOwner);
    deepStrictEqual([workloads.code, workloads.ran], [1, []]);
    match(workloads.stdout, /web is revoked by the state of a\.secrets, and b\.workloads would/);

    const byRole = { "a.secrets": [], "b.workloads": revokedRole("b.workloads") };
    const secrets = await run(["up", "a.secrets"], byRole, { text: TARGETED });
    deepStrictEqual([secrets.code, secrets.ran], [1, []]);
    match(secrets.stdout, /web is revoked by the state of b\.workloads, and a\.secrets would/);
  });

  it("runs no stack where AWS does not say whether the role has the Deny", async () => {
    const proxy = await startFailingProxy(sandbox.endpoint);
    const { accessKeyId } = sandbox.administrator(B);
    proxy.fail("iam:GetRolePolicy", accessKeyId, { error: "AccessDenied" });
    const held = { "b.workloads": revokedRole("b.workloads", "web-role") };
    const { endpoint } = proxy;
    const { code, ran, stdout } = await run(["up", "b.workloads"], held, { endpoint });
    proxy.close();
    deepStrictEqual([code, ran], [1, []]);
    match(stdout, /cannot ask whether role web-role .* still denies it: AccessDenied/);
  });

  it("runs a stack whose role has the Deny", async () => {
    const { iam } = sandbox.clients(B);
    const allow = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" } };
    const Statement = [{ ...allow, Action: ["sts:AssumeRole", "sts:TagSession"] }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.createRole({ RoleName: "denied", AssumeRolePolicyDocument });
    const deny = [{ Effect: "Deny", Action: "*", Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: deny });
    await iam.putRolePolicy({ RoleName: "denied", PolicyName: REVOKED, PolicyDocument });
    const held = { "b.workloads": revokedRole("b.workloads", "denied") };
    const { ran, stderr, stdout } = await run(["refresh", "b.workloads"], held);
    deepStrictEqual(ran, ["refresh b.workloads"], stderr + stdout);
    strictEqual(stdout.includes("revoked"), false);
  });
});
