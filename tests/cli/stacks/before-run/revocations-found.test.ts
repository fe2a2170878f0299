import { deepStrictEqual, match, strictEqual } from "node:assert";
import { CreateSecretCommand, PutResourcePolicyCommand } from "@aws-sdk/client-secrets-manager";
import { secretResourcePolicy, secretResourcePolicyInput } from "../../../../sdk/policy";
import { revokedReaderStatement } from "../../../../sdk/policy/revocation";
import { A, B, withSandbox } from "../../../sandbox/support";
import { landingZone } from "../../../stacks/run-stack";
import { startFailingProxy } from "../../documents/failing-proxy";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { runInProject } from "../fake-project";

const reader = (name: string) =>
  `{ cluster: shop, namespace: ${name}, serviceAccount: ${name}, reads: [orders] }`;
const inventory = (...readers: string[]) => `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: b, existing: true } }
secrets: { orders: { account: a, key: pods } }
readers: { ${readers.map((name) => `${name}: ${reader(name)}`).join(", ")} }
`;
const WEB = landingZone(inventory("web"));
const DENY = revokedReaderStatement(WEB.readers[0]?.role.arn ?? "");
const POLICY = "aws:secretsmanager/secretPolicy:SecretPolicy";

/** The policy of the secret by an inventory, with the statements that `revoke` adds. */
function policyBy(zone: typeof WEB, ...added: object[]): string {
  const [secret] = zone.secrets;
  const planned = secret && secretResourcePolicy(secretResourcePolicyInput(zone, secret));
  return JSON.stringify({
    ...planned,
    Statement: [...[planned?.Statement ?? []].flat(), ...added],
  });
}

describe("up, where a policy revokes a reader of whom the state does not know", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox();
  let arn: string;

  before(async () => {
    const create = new CreateSecretCommand({ Name: "orders", SecretString: "x" });
    arn = (await sandbox.clients(A).secretsManager.send(create)).ARN ?? "";
    await put(policyBy(WEB, DENY));
  });

  async function put(ResourcePolicy: string): Promise<void> {
    const command = new PutResourcePolicyCommand({ SecretId: arn, ResourcePolicy });
    await sandbox.clients(A).secretsManager.send(command);
  }

  /** The owner's stack after it deployed the secret. Without `policy`, the state has none. */
  function held(policy?: string): KeptResource[] {
    const urn = (type: string, name: string) =>
      `urn:pulumi:a.secrets::p::eks-pod-secrets:index:PodSecret$${type}::${name}`;
    const component = { urn: "urn::orders", type: "eks-pod-secrets:index:PodSecret" };
    const type = "aws:secretsmanager/secret:Secret";
    const secret = {
      ...{ urn: urn(type, "orders-secret"), type },
      ...{ inputs: { name: "orders" }, outputs: { arn } },
    };
    if (policy === undefined) return [component, secret];
    const own = { urn: urn(POLICY, "orders-policy"), type: POLICY, parent: component.urn };
    return [
      { ...component, outputs: { policy: policyBy(WEB) } },
      secret,
      { ...own, inputs: { secretArn: arn }, outputs: { secretArn: arn, policy } },
    ];
  }

  function up(readers: string[], holds: KeptResource[], endpoint = sandbox.endpoint) {
    const args = ["up", "--yes", "--only", "a.secrets"];
    const stacks = { "a.secrets": { resources: 5, holds } };
    return runInProject({ ...sandbox, endpoint }, A, args, {
      ...{ inventory: inventory(...readers), stacks },
    });
  }

  it("reads the policy into the state first, where it changes it", async () => {
    const { code, ran, stderr } = await up(["web", "api"], held(policyBy(WEB)));
    strictEqual(code, 0, stderr);
    deepStrictEqual(ran, ["refresh a.secrets", "up a.secrets"]);
    match(
      stderr,
      /the policy of secret orders of account 111111111111 revokes role \S+ of account 222222222222, and the state of a\.secrets does not say/,
    );
  });

  it("reads it too where the state has a Deny that was taken out", async () => {
    await put(policyBy(WEB));
    const { ran, stderr } = await up(["web", "api"], held(policyBy(WEB, DENY)));
    await put(policyBy(WEB, DENY));
    deepStrictEqual(ran, ["refresh a.secrets", "up a.secrets"]);
    match(stderr, /revokes nobody, and the state/);
  });

  it("tells the program of the role, where the stack is yet to make the policy", async () => {
    const { ran, stacks, stderr } = await up(["web"], held());
    deepStrictEqual(ran, ["up a.secrets"], stderr);
    strictEqual(stacks["a.secrets"]?.last?.revoked, WEB.readers[0]?.role.arn);
  });

  it("asks nothing of a policy that stays as it is, or of which the state knows", async () => {
    const proxy = await startFailingProxy(sandbox.endpoint);
    const same = await up(["web"], held(policyBy(WEB)), proxy.endpoint);
    proxy.close();
    deepStrictEqual(same.ran, ["up a.secrets"]);
    strictEqual(proxy.seen.includes("secretsmanager:GetResourcePolicy"), false);
    const known = await up(["web", "api"], held(policyBy(WEB, DENY)));
    deepStrictEqual(known.ran, ["up a.secrets"]);
  });

  it("does not deploy the stack where AWS does not show the policy", async () => {
    const proxy = await startFailingProxy(sandbox.endpoint);
    const { accessKeyId } = sandbox.administrator(A);
    proxy.fail("secretsmanager:GetResourcePolicy", accessKeyId, { error: "AccessDeniedException" });
    const { code, ran, stdout } = await up(["web", "api"], held(policyBy(WEB)), proxy.endpoint);
    proxy.close();
    deepStrictEqual([code, ran], [1, []]);
    match(
      stdout,
      /cannot read the policy of secret orders of account 111111111111: .*must know whom it revokes/,
    );
  });
});
