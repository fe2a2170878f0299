import { deepStrictEqual, match, notStrictEqual, strictEqual } from "node:assert";
import { restoreShape } from "../../../cli/verbs/restore";
import { rows } from "../../facts";
import { A, withSandbox } from "../../sandbox/support";
import { type FailingProxy, type Failure, startFailingProxy } from "../documents/failing-proxy";
import type { KeptResource } from "../fake-pulumi/kept-stacks";
import { runInProject } from "../stacks/fake-project";

const URN = "urn:pulumi:a.secrets::eks-pod-secrets";
const PROVIDER: KeptResource = {
  urn: `${URN}::pulumi:providers:aws::aws`,
  type: "pulumi:providers:aws",
  id: "1234",
};
const inventory = (more = "") => `
accounts: { a: { id: "${A}", region: us-east-1 } }
secrets: { own: { account: a, name: shop/own${more} } }
`;

describe("restore", () => {
  const { sandbox } = withSandbox({ each: true });
  let arn: string;
  let KeyId: string | undefined;

  beforeEach(async () => {
    const { kms, secretsManager } = sandbox.clients(A);
    KeyId = (await kms.createKey({})).KeyMetadata?.KeyId;
    const create = { Name: "shop/own", SecretString: "swordfish", KmsKeyId: KeyId };
    arn = (await secretsManager.createSecret(create)).ARN ?? "";
  });

  const remove = () => sandbox.clients(A).secretsManager.deleteSecret({ SecretId: arn });
  const scheduleKey = () => sandbox.clients(A).kms.scheduleKeyDeletion({ KeyId });
  const restore = (holds: KeptResource[] = [PROVIDER], text = inventory(), through = sandbox) =>
    runInProject(through, A, ["restore", "own", "--json"], {
      ...{ inventory: text, stacks: { "a.secrets": { resources: 2, holds } } },
    });
  async function value(): Promise<string | undefined> {
    return (await sandbox.clients(A).secretsManager.getSecretValue({ SecretId: arn })).SecretString;
  }

  it("takes back the secret, its key, and its place in the stack, once", async () => {
    const { kms } = sandbox.clients(A);
    await remove();
    await scheduleKey();
    const ended = await restore();
    strictEqual(ended.code, 0, ended.stderr);
    const answer = restoreShape.parse(JSON.parse(ended.stdout));
    deepStrictEqual([answer.arn, answer.stack], [arn, "a.secrets"]);
    match(answer.enabledKey ?? "", new RegExp(`key/${KeyId}$`));
    strictEqual(await value(), "swordfish");

    const holds = ended.stacks["a.secrets"]?.holds ?? [];
    const component = `${URN}::eks-pod-secrets:index:PodSecret::own`;
    deepStrictEqual(rows(holds.slice(1), "urn", "id", "parent", "provider", "inputs"), [
      [
        component,
        undefined,
        `${URN}::pulumi:pulumi:Stack::eks-pod-secrets-a.secrets`,
        undefined,
        undefined,
      ],
      [
        `${URN}::eks-pod-secrets:index:PodSecret$aws:secretsmanager/secret:Secret::own-secret`,
        arn,
        component,
        `${PROVIDER.urn}::1234`,
        { name: "shop/own" },
      ],
    ]);

    await remove(); // as if the command had been killed before AWS restored it
    const again = await restore(holds);
    strictEqual(again.code, 0, again.stderr);
    deepStrictEqual(again.stacks["a.secrets"]?.holds, holds);
    const { KeyMetadata } = await kms.describeKey({ KeyId });
    strictEqual(KeyMetadata?.KeyState, "Enabled");
  });

  describe("ends as an undisturbed one when it was cut off", () => {
    const STEPS = [
      "secretsmanager:DescribeSecret",
      "kms:DescribeKey",
      "kms:CancelKeyDeletion",
      "kms:EnableKey",
      "secretsmanager:RestoreSecret",
    ];
    const WAYS: [string, Failure][] = [
      ["before", "cut off"],
      ["after", { rewrite: () => "<html>" }],
    ];
    let proxy: FailingProxy;
    beforeEach(async () => {
      proxy = await startFailingProxy(sandbox.endpoint);
      await remove();
      await scheduleKey();
    });
    afterEach(() => proxy.close());

    const through = () => ({ ...sandbox, endpoint: proxy.endpoint });

    it("at each of its calls", async () => {
      await restore(undefined, undefined, through());
      const seen = proxy.seen.filter((action) => !action.startsWith("sts:"));
      deepStrictEqual(seen, STEPS);
    });

    for (const action of STEPS) {
      for (const [when, how] of WAYS) {
        it(`${when} ${action}`, async () => {
          proxy.fail(action, sandbox.administrator(A).accessKeyId, how);
          const first = await restore(undefined, undefined, through());
          notStrictEqual(first.code, 0, first.stdout);
          proxy.fail();
          const again = await restore(first.stacks["a.secrets"]?.holds);
          strictEqual(again.code, 0, again.stderr);
          const answer = restoreShape.parse(JSON.parse(again.stdout));
          match(answer.enabledKey ?? "", new RegExp(`key/${KeyId}$`));
          strictEqual(await value(), "swordfish");
          strictEqual(again.stacks["a.secrets"]?.holds?.length, 3);
        });
      }
    }
  });

  it("leaves a key disabled that somebody else has disabled", async () => {
    await sandbox.clients(A).kms.disableKey({ KeyId });
    await remove();
    const ended = await restore();
    match(ended.stderr, /the key that encrypts the value must be enabled, got .* is disabled/);
    deepStrictEqual(ended.stacks["a.secrets"]?.holds, [PROVIDER]);
  });

  it("refuses a secret that is there, one that is gone for good, and one that exists", async () => {
    const there = await restore();
    deepStrictEqual(there.code, 2);
    match(there.stderr, /secret own must be deleted to be restored, got one that is in us-east-1/);
    const { secretsManager } = sandbox.clients(A);
    const toGo = { SecretId: "shop/own-too", ForceDeleteWithoutRecovery: true };
    await secretsManager.createSecret({ Name: toGo.SecretId, SecretString: "swordfish" });
    await secretsManager.deleteSecret(toGo);
    const gone = await restore([PROVIDER], inventory("-too"));
    match(gone.stderr, /no secret shop\/own-too .* deleted for good, .* up --refresh makes one/);
    const alone = { inventory: inventory(), stacks: {} };
    const withoutStack = await runInProject(sandbox, A, ["restore", "own"], alone);
    match(withoutStack.stderr, /stack a.secrets must be there, which held the secret; found none/);
    const existing = inventory().replace("name: shop/own", `existing: true, arn: "${arn}"`);
    match((await restore([PROVIDER], existing)).stderr, /secret own exists, .* owner restores it/);
    deepStrictEqual(there.stacks["a.secrets"]?.holds, [PROVIDER]);
  });
});
