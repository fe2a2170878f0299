import { deepStrictEqual, match, strictEqual } from "node:assert";
import { statusShape } from "../../../../cli/verbs/status/shape";
import { done, refused } from "../../../outcomes";
import { A, B, withSandbox } from "../../../sandbox/support";
import { startFailingProxy } from "../../documents/failing-proxy";
import type { KeptResource } from "../../fake-pulumi/kept-stacks";
import { retryAtOnce } from "../../retry-at-once";
import { runInProject } from "../fake-project";

const statement = (Sid: string, AWS: string, Action: string) => ({
  ...{ Sid, Effect: "Allow", Principal: { AWS }, Action, Resource: "*" },
});
const policy = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const ROOT = `arn:aws:iam::${A}:root`;
const OURS = statement("Ours", ROOT, "secretsmanager:GetSecretValue");
const THEIRS = statement("Theirs", ROOT, "secretsmanager:DescribeSecret");
const ALL = statement("All", ROOT, "kms:*");

describe("the policy of a secret or key that exists", function () {
  this.timeout(60_000); // each case starts processes
  retryAtOnce();
  const { sandbox } = withSandbox();
  let secret: string;
  let key: string;

  before(async () => {
    const { kms, secretsManager } = sandbox.clients(A);
    secret = (await secretsManager.createSecret({ Name: "orders" })).ARN ?? "";
    key = (await kms.createKey({})).KeyMetadata?.Arn ?? "";
  });

  async function give(...statements: object[]): Promise<void> {
    const command = { SecretId: secret, ResourcePolicy: policy(...statements) };
    await sandbox.clients(A).secretsManager.putResourcePolicy(command);
  }

  /** The stack after a run that has put this policy there. */
  function holding(deployed: string): KeptResource[] {
    const component = { urn: "urn::secret", type: "eks-pod-secrets:index:PodSecret" };
    const inputs = { secretArn: secret, policy: deployed };
    return [
      { ...component, outputs: { secretArn: secret, policy: deployed } },
      {
        ...{ urn: "urn::policy", type: "aws:secretsmanager/secretPolicy:SecretPolicy" },
        ...{ parent: "urn::secret", inputs },
      },
    ];
  }

  async function ended(
    args: string[],
    holds: KeptResource[],
    secrets?: string,
    endpoint = sandbox.endpoint,
  ) {
    const own = `orders: { account: a, existing: true, arn: "${secret}", sealed: true }`;
    const inventory = `id: lz-tests\naccounts: { a: { id: "${A}", region: us-east-1 } }\nsecrets: { ${secrets ?? own} }\n`;
    const stacks = { "a.secrets": { resources: 5, holds } };
    const {
      code,
      stacks: after,
      stderr,
      stdout,
    } = await runInProject({ ...sandbox, endpoint }, A, args, { inventory, stacks });
    return { code, stderr, stdout, ran: after["a.secrets"]?.last !== undefined };
  }

  it("must be named where it holds a statement of others, and nothing is run before", async () => {
    await give(OURS, THEIRS);
    const first = await ended(["up", "--yes"], []);
    deepStrictEqual([first.code, first.ran], [2, false]);
    match(
      first.stderr,
      /^error: secret orders \(arn:.*\) has a policy that stack a\.secrets did not deploy \(Ours, Theirs\), and up would replace it or delete it; .* add --take-over orders\nno stack was run\n$/,
    );
    for (const verb of ["up", "destroy"]) {
      const { code, ran, stderr } = await ended([verb, "--yes"], holding(policy(OURS)));
      deepStrictEqual([code, ran], [2, false]);
      match(stderr, /somebody else has replaced the policy .* for secret orders .* adds Theirs; /);
      // The next up would put a policy on the secret again.
      const isAdvised =
        /to leave it as it is, pulumi state delete 'urn::policy' --stack a\.secrets/;
      strictEqual(isAdvised.test(stderr), verb === "destroy");
    }
  });

  it("holds up no run that names it", async () => {
    await give(OURS, THEIRS);
    const taken = ["up", "--yes", "--take-over", "orders"];
    const { code, ran, stderr } = await ended(taken, holding(policy(OURS)));
    deepStrictEqual([code, ran], [0, true], stderr);
    const { code: destroyed } = await ended(
      ["destroy", "--yes", "--take-over", "orders"],
      holding(policy(OURS)),
    );
    strictEqual(destroyed, 0);
  });

  it("rejects a name that nothing has, before anything runs, and says which was meant", async () => {
    await give(OURS);
    for (const verb of ["up", "destroy"]) {
      const taken = [verb, "--yes", "--take-over", "ordres"];
      const { code, ran, stderr } = await ended(taken, holding(policy(OURS)));
      deepStrictEqual([code, ran], [2, false], stderr);
      match(stderr, /^error: --take-over must name .*, got "ordres"; did you mean "orders"\?\n$/);
    }
    for (const name of ["orders", "a.secrets", secret]) {
      await done(ended(["up", "--yes", "--take-over", name], holding(policy(OURS))));
    }
  });

  it("need not be named where it is the stack's own, or holds less", async () => {
    await give(OURS);
    for (const deployed of [policy(OURS), policy(THEIRS, OURS)]) {
      for (const verb of ["up", "destroy"]) {
        await done(ended([verb, "--yes"], holding(deployed)));
      }
    }
  });

  it("must be named where the secret has left the inventory, by its ARN", async () => {
    await give(OURS, THEIRS);
    const gone = await ended(["up", "--yes"], holding(policy(OURS)), "other: { account: a }");
    strictEqual(gone.code, 2);
    match(gone.stderr, new RegExp(`add --take-over ${secret}\nno stack was run\n$`));
  });

  it("must be named where it cannot be read, with the reason", async () => {
    const unreadable = statement("Closed", "*", "secretsmanager:GetResourcePolicy");
    await give({ ...unreadable, Effect: "Deny", Principal: "*" });
    const { code, ran, stderr } = await ended(["up", "--yes"], []);
    deepStrictEqual([code, ran], [2, false]);
    match(
      stderr,
      /cannot read the policy of secret orders of account 111111111111: AccessDeniedException.*; where somebody else has given secret orders/,
    );
    match(stderr, /add --take-over orders\nno stack was run\n$/);
  });

  it("is not known where AWS does not answer: no run begins, and status says the rest", async () => {
    await give(OURS);
    const proxy = await startFailingProxy(sandbox.endpoint);
    const { accessKeyId } = sandbox.administrator(A);
    proxy.fail("secretsmanager:GetResourcePolicy", accessKeyId, { error: "ThrottlingException" });
    const holds = holding(policy(OURS));
    const up = await ended(["up", "--yes"], holds, undefined, proxy.endpoint);
    const status = await ended(["status"], holds, undefined, proxy.endpoint);
    proxy.close();
    deepStrictEqual([up.code, up.ran], [2, false]);
    match(
      up.stderr,
      /^error: cannot read the policy of secret orders of account 111111111111: ThrottlingException/m,
    );
    match(
      status.stdout,
      /cannot read the policy of secret orders of account 111111111111: ThrottlingException/,
    );
    match(status.stdout, /Values: /);
  });

  it("is none where its owner has deleted the secret", async () => {
    await give(OURS, THEIRS);
    const { secretsManager } = sandbox.clients(A);
    await secretsManager.deleteSecret({ SecretId: secret });
    const { code, ran, stderr } = await ended(["destroy", "--yes"], holding(policy(OURS)));
    await secretsManager.restoreSecret({ SecretId: secret });
    deepStrictEqual([code, ran], [0, true], stderr);
  });

  it("is as deployed where a stack gave a key the policy that AWS gives a new one", async () => {
    const { kms } = sandbox.clients(A);
    const made = (await kms.createKey({})).KeyMetadata?.Arn ?? "";
    const urn = "urn::own-key";
    const type = "aws:kms/keyPolicy:KeyPolicy";
    const replaced = async (...deployed: object[]) => {
      const outputs = { keyArn: made, policy: policy(...deployed) };
      const component = { urn, type: "eks-pod-secrets:index:PodSecretKeyPolicy", outputs };
      const holds = [component, { urn: `${urn}-policy`, type, parent: urn }];
      const { stdout } = await ended(["status", "--json"], holds, "own: { account: a }");
      return statusShape.parse(JSON.parse(stdout)).replacedPolicies.map(({ state }) => state);
    };
    const first = statement("Enable IAM User Permissions", ROOT, "kms:*");
    deepStrictEqual(await replaced(first), []);
    deepStrictEqual(await replaced(first, OURS), ["removed"]);
  });

  it("of a key may be AWS's first, and nothing else that nobody named", async () => {
    const own = `own: { account: a, key: "${key}" }`;
    const first = await ended(["up", "--yes"], [], own);
    strictEqual(first.code, 0, first.stderr);
    const foreign = statement("Other", `arn:aws:iam::${B}:root`, "kms:Decrypt");
    const command = { KeyId: key, PolicyName: "default", Policy: policy(ALL, foreign) };
    await sandbox.clients(A).kms.putKeyPolicy(command);
    const stderr = await refused(ended(["up", "--yes"], [], own));
    match(stderr, new RegExp(`key ${key} has a policy .* \\(All, Other\\).*--take-over ${key}`));
  });
});
