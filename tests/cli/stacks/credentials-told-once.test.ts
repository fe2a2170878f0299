import { deepStrictEqual, match, strictEqual, throws } from "node:assert";
import { chooseStacks } from "../../../cli/stacks/stack-options";
import { statusShape } from "../../../cli/verbs/status/shape";
import { stackPlan } from "../../../stacks/stack-plan";
import { done } from "../../outcomes";
import { A, B, withSandbox } from "../../sandbox/support";
import { zone } from "../../stacks/reference";
import { runInProject } from "./fake-project";

const INVENTORY = `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1, profile: nobody }, b: { id: "${B}", region: us-east-1 } }
clusters: { shop: { account: a, existing: true } }
secrets: { own: { account: a }, second: { account: a }, foreign: { account: b, key: pods }, other: { account: b, key: pods } }
readers:
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    reads: [own, second, foreign, other]
    deployment: { image: nginx, mountPath: /mnt }
`;
const STACKS = Object.fromEntries(
  ["a.cluster", "a.secrets", "b.secrets", "a.workloads"].map((name) => [name, { resources: 3 }]),
);

describe("an account without credentials", () => {
  const { sandbox } = withSandbox();

  const REASONS = {
    a: /those of its profile nobody cannot be used; nothing was sent/g,
    b: /credentials must be of account \d+ \(b\), got those of .* nothing was sent/g,
  };

  /** How often an answer explains each account. */
  const explained = (answer: string) =>
    Object.fromEntries(
      Object.entries(REASONS).map(([name, reason]) => [name, (answer.match(reason) ?? []).length]),
    );

  for (const [verb, expected] of [
    ["up --yes", { a: 1, b: 1 }],
    ["preview", { a: 1, b: 1 }],
    ["status", { a: 1, b: 1 }],
    ["status --live", { a: 1, b: 1 }],
    ["plan --live", { a: 1, b: 1 }],
    ["verify --live", { a: 1, b: 0 }],
    ["prove --live", { a: 1, b: 0 }],
    ["revoke web --yes", { a: 1, b: 1 }],
  ] as const) {
    it(`is explained once by ${verb}, in text and in JSON, and else by a pointer`, async () => {
      const project = { inventory: INVENTORY, stacks: STACKS };
      const args = verb.split(" ");
      const told = await runInProject(sandbox, "333333333333", args, project);
      deepStrictEqual(explained(told.stdout + told.stderr), expected);
      const answered = await runInProject(sandbox, "333333333333", [...args, "--json"], project);
      deepStrictEqual(explained(answered.stdout), expected);
    });
  }

  it("is named wherever its explanation would stand again", async () => {
    const project = { inventory: INVENTORY, stacks: STACKS };
    const { stdout } = await runInProject(sandbox, "333333333333", ["up", "--yes"], project);
    match(stdout, /^failed {2}a\.secrets: account 1{12} \(a\) cannot be asked, as said above$/m);
  });
});

const stacks = stackPlan(zone);

describe("chooseStacks", () => {
  const names = (only?: string[], account?: string[]) =>
    chooseStacks(stacks, { only, account }).map(({ name }) => name);

  it("takes names, stars and accounts, in the plan's order", () => {
    deepStrictEqual(names(["*.secrets"]), ["account-a.secrets", "account-b.secrets"]);
    deepStrictEqual(names(["account-b.secrets", "account-a.cluster"]), [
      "account-a.cluster",
      "account-b.secrets",
    ]);
    deepStrictEqual(names(["*.secrets"], ["account-b"]), ["account-b.secrets"]);
  });

  it("rejects an inventory that leads to no stack, and says how to take away what it deployed", () => {
    throws(() => chooseStacks([], {}), /must lead to a stack, .* eks-pod-secrets destroy/);
  });

  it("rejects what fits no stack, and lists those that there are", () => {
    throws(() => names(["account-a,cluster"]), {
      message:
        '--only must name a stack (account-a.cluster, account-a.secrets, account-b.secrets, account-a.workloads), got "account-a,cluster"',
    });
    throws(() => names(undefined, ["account-c"]), /--account must name an account with stacks/);
    throws(() => names(["account-a.cluster"], ["account-b"]), /must leave a stack, got none/);
  });
});

const inventory = (key: string, reads = "") => `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
parameters: { /flags: { account: a${key} } }
readers: ${reads || "{}"}
`;
const READER =
  "{ web: { cluster: shop, namespace: web, serviceAccount: web, reads: [{ parameter: /flags }] } }";
const PODS = ", key: pods";

describe("a parameter whose key changes in the inventory", () => {
  const { sandbox } = withSandbox({ each: true });
  let arn: string;

  beforeEach(async () => {
    const { kms } = sandbox.clients(A);
    const { KeyMetadata } = await kms.createKey({});
    arn = KeyMetadata?.Arn ?? "";
    await kms.createAlias({ AliasName: "alias/pods", TargetKeyId: arn });
  });

  const asked = (args: string[], text: string, input?: string) =>
    runInProject(sandbox, A, args, { inventory: text, stacks: {}, ...(input && { input }) });

  async function put(key: string) {
    const stdout = await done(asked(["put", "/flags", "--json"], inventory(key), "on"));
    const { result, version } = JSON.parse(stdout);
    const { Parameters = [] } = await sandbox.clients(A).ssm.describeParameters({});
    return [result, version, Parameters[0]?.KeyId];
  }

  async function stateOf(key: string) {
    const { stdout } = await asked(["status", "--json"], inventory(key));
    return statusShape.parse(JSON.parse(stdout)).values[0]?.value;
  }

  it("is encrypted anew by put of the same value, and once only", async () => {
    deepStrictEqual(await put(PODS), ["created", "1", "alias/pods"]);
    deepStrictEqual(await put(PODS), ["unchanged", "1", "alias/pods"]);
    deepStrictEqual(await put(""), ["created", "2", "alias/aws/ssm"]);
    deepStrictEqual(await put(""), ["unchanged", "2", "alias/aws/ssm"]);
    deepStrictEqual(await put(PODS), ["created", "3", "alias/pods"]);
  });

  it("is under another key, says status, until then", async () => {
    await put(PODS);
    strictEqual(await stateOf(PODS), "put");
    strictEqual(await stateOf(""), "under another key");
    strictEqual(await stateOf(", key: others"), "under another key");
    await put("");
    strictEqual(await stateOf(""), "put");
  });

  it("keeps its reader from up until then", async () => {
    await put(PODS);
    const refused = await asked(["up", "--yes"], inventory("", READER));
    strictEqual(refused.code, 1, refused.stderr);
    match(refused.stdout, /under another key than the inventory names: \/flags; put each anew/);
    await put("");
    await done(asked(["up", "--yes"], inventory("", READER)));
  });

  it("has its key, whether that is named by alias, id or ARN", async () => {
    const id = arn.slice(arn.lastIndexOf("/") + 1);
    for (const KeyId of [arn, id, `arn:aws:kms:us-east-1:${A}:alias/pods`]) {
      const named = { Name: "/flags", Value: "on", Type: "SecureString", KeyId } as const;
      await sandbox.clients(A).ssm.putParameter({ ...named, Overwrite: true });
      strictEqual(await stateOf(PODS), "put", KeyId);
    }
  });
});
