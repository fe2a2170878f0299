import { deepStrictEqual, match, strictEqual } from "node:assert";

import { statusShape } from "../../../cli/verbs/status/shape";
import { A, withSandbox } from "../../sandbox/support";
import { runInProject } from "./fake-project";

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
    const { code, stderr, stdout } = await asked(["put", "/flags", "--json"], inventory(key), "on");
    strictEqual(code, 0, stderr);
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
    const { code, stderr, stdout } = await asked(["up", "--yes"], inventory("", READER));
    strictEqual(code, 0, stderr + stdout);
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
