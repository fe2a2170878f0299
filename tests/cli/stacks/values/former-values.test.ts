import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { statusShape } from "../../../../cli/verbs/status/shape";
import { done } from "../../../outcomes";
import { A, withSandbox } from "../../../sandbox/support";
import { keptSecret, runInProject } from "../fake-project";

const renamed = (keepDays = 7, from = "old") => `
id: lz-tests
accounts: { a: { id: "${A}", region: us-east-1 } }
clusters: { shop: { account: a, create: {} } }
secrets: { new: { account: a, renamedFrom: { secret: ${from}, keepDays: ${keepDays} } } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [new] } }
`;

describe("up of a secret that was renamed", () => {
  const { sandbox } = withSandbox({ each: true });
  let oldArn: string;
  let newArn: string;

  beforeEach(async () => {
    const { secretsManager } = sandbox.clients(A);
    const create = async (Name: string) => (await secretsManager.createSecret({ Name })).ARN ?? "";
    oldArn = await create("old");
    newArn = await create("new"); // as the engine would
    await put("old", "swordfish");
    await put("old", "marzipan");
  });

  const put = (SecretId: string, SecretString: string) =>
    sandbox.clients(A).secretsManager.putSecretValue({ SecretId, SecretString });

  async function value(VersionStage = "AWSCURRENT"): Promise<string | undefined> {
    return (
      await sandbox.clients(A).secretsManager.getSecretValue({ SecretId: "new", VersionStage })
    ).SecretString;
  }

  const keptOld = () => keptSecret("old", oldArn);
  const keptNew = () => keptSecret("new", newArn);

  function ended(verb: string[], keepDays?: number, read = "") {
    const stacks = {
      "a.secrets": { resources: 5, holds: [keptOld(), keptNew()] },
      "a.workloads": { resources: 3, holds: [{ type: "a:b:C", urn: "urn::it", inputs: { read } }] },
    };
    return runInProject(sandbox, A, verb, { inventory: renamed(keepDays), stacks });
  }

  it("copies the value and the one before, tells neither, and keeps the old secret", async () => {
    const { code, stacks, stderr, stdout } = await ended(["up", "--yes"]);
    strictEqual(code, 0, stderr + stdout);
    deepStrictEqual([await value(), await value("AWSPREVIOUS")], ["marzipan", "swordfish"]);
    doesNotMatch(stderr + stdout, /marzipan|swordfish/);
    strictEqual(stacks["a.secrets"]?.last?.confirmed, "");

    await put("old", "later");
    await ended(["up", "--yes"]);
    strictEqual(await value(), "later");
    await put("new", "own");
    await ended(["up", "--yes"]);
    strictEqual(await value(), "own");
  });

  for (const { from, held, named, says } of [
    { says: "copied a value", from: "old", held: () => [keptOld(), keptNew()], named: [] },
    { says: "found none to copy", from: "none", held: () => [keptNew()], named: ["new"] },
  ]) {
    it(`names ${named.join() || "no secret"} as new and without a value where it ${says}`, async () => {
      const stdout = await done(
        runInProject(sandbox, A, ["up", "--yes", "--json", "--only", "a.secrets"], {
          inventory: renamed(7, from),
          behaviour: { "a.secrets": "creates secret new" },
          stacks: { "a.secrets": { resources: 5, holds: held() } },
        }),
      );
      deepStrictEqual(stacksShape.parse(JSON.parse(stdout)).createdSecrets, named);
    });
  }

  it("deletes the old secret when its time is over, and nothing reads it", async () => {
    await ended(["up", "--yes"]);
    const read = await ended(["up", "--yes"], 0, oldArn);
    strictEqual(read.stacks["a.secrets"]?.last?.confirmed, "");
    const over = await ended(["up", "--yes"], 0);
    strictEqual(over.code, 0, over.stderr);
    match(over.stderr, /secret old of account \d+ \(a\) .* deleted: secret new has a value since/);
    strictEqual(over.stacks["a.secrets"]?.last?.confirmed, "old");
  });

  it("says in status where it stands", async () => {
    const states = async () => {
      const { stdout } = await ended(["status", "--json"]);
      return statusShape.parse(JSON.parse(stdout)).successions.map(({ state }) => state);
    };
    deepStrictEqual(await states(), ["open"]);
    await ended(["up", "--yes"]);
    deepStrictEqual(await states(), ["copied"]);
    match((await ended(["status"])).stdout, /\nRenamed and moved\n {2}new .* old one 7 days later/);
  });
});
