import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { stacksShape } from "../../../../cli/stacks/run/stacks-shape";
import { succession, type Version } from "../../../../cli/stacks/values/former-values";
import { readByDeployments } from "../../../../cli/stacks/values/missing-values";
import { planShape } from "../../../../cli/verbs/plan/shape";
import { statusShape } from "../../../../cli/verbs/status/shape";
import { parseInventory } from "../../../../sdk/grant";
import { done } from "../../../outcomes";
import { A, withSandbox } from "../../../sandbox/support";
import { inventoryText } from "../../../sdk/grant/support";
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

  it("rejects to go on without the value of an old secret that somebody has deleted", async () => {
    await sandbox.clients(A).secretsManager.deleteSecret({ SecretId: "old" });
    const { code, stdout } = await ended(["up", "--yes"]);
    strictEqual(code, 1);
    match(
      stdout,
      /cannot copy .* old to secret new: somebody has deleted old, .* aws secretsmanager restore-secret --secret-id arn:\S+:secret:old-\w{6} --region us-east-1; or .* eks-pod-secrets put new/,
    );
    match(
      (await ended(["status"])).stdout,
      /new of a, .*: somebody has deleted the old one before/,
    );
    const plan = async () => {
      const { stderr, stdout } = await ended(["plan", "--live", "--json"]);
      ok(stdout, stderr);
      return planShape.parse(JSON.parse(stdout)).renames.map(({ copied }) => copied);
    };
    match((await plan()).join(), /^new of a, .*: somebody has deleted the old one before/);
    await put("new", "own");
    match((await plan()).join(), /^new of a, .*: there is no old one/);
    strictEqual((await ended(["up", "--yes"])).code, 0);
    match((await ended(["status"])).stdout, /new of a, .*: there is no old one/);
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

function valuesRead(readers: string, secrets?: string): string[] {
  const text = inventoryText({ readers, ...(secrets && { secrets }) });
  const parsed = parseInventory(text, "zone.yaml");
  if ("problems" in parsed) throw new Error(parsed.problems[0]?.message);
  const { landingZone: zone } = parsed;
  const [account] = zone.accounts;
  return account ? readByDeployments(zone, account).map(({ target }) => target.id) : [];
}

describe("readByDeployments", () => {
  const web =
    "cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign, { parameter: /flags }]";
  const deployment = "deployment: { image: nginx, mountPath: /mnt }";

  it("names each secret and parameter once that pods of this inventory wait for, whoever owns it", () => {
    const other = "cluster: shop, namespace: web, serviceAccount: other, reads: [own]";
    const readers = `\n  web: { ${web}, ${deployment} }\n  other: { ${other}, ${deployment} }`;
    deepStrictEqual(valuesRead(readers), ["own", "foreign", "/flags"]);
  });

  it("leaves out what others own, of which nobody here can ask", () => {
    const secrets = `
  own: { account: a }
  far: { external: true, arn: "arn:aws:secretsmanager:us-east-1:444444444444:secret:far-a1B2c3", key: "arn:aws:kms:us-east-1:444444444444:key/1234abcd" }`;
    const readers = `\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, far], ${deployment} }`;
    deepStrictEqual(valuesRead(readers, secrets), ["own"]);
  });

  it("leaves out what only pods of other tools read", () => {
    deepStrictEqual(valuesRead(`\n  web: { ${web} }`), []);
  });
});

const day = (number: number) => new Date(Date.UTC(2030, 0, number));
const version = (id: string, at: number, ...labels: string[]): Version => ({
  ...{ id, labels, created: day(at) },
});

const BEFORE = version("before", 1, "AWSPREVIOUS");
const CURRENT = version("current", 2, "AWSCURRENT");

describe("the copy of a secret's value", () => {
  it("begins with the version before the current one", () => {
    const open = { state: "open", toCopy: ["before", "current"] };
    deepStrictEqual(succession([CURRENT, BEFORE], undefined), open);
    deepStrictEqual(succession([CURRENT, BEFORE], []), open);
    deepStrictEqual(succession([CURRENT], []), { state: "open", toCopy: ["current"] });
  });

  it("goes on where it was cut short, and where the old secret got another value meanwhile", () => {
    const half = [version("before", 5, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT, BEFORE], half), { state: "open", toCopy: ["current"] });
    const later = [
      version("later", 9, "AWSCURRENT"),
      version("late", 8, "AWSPREVIOUS"),
      version("current", 2),
    ];
    const copied = [version("current", 5, "AWSCURRENT")];
    deepStrictEqual(succession(later, copied), { state: "open", toCopy: ["later"] });
  });

  it("is done once the new secret has the current version, whatever is put afterwards", () => {
    const copied = [version("before", 5, "AWSPREVIOUS"), version("current", 6, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT, BEFORE], copied), {
      ...{ state: "copied", toCopy: [], since: day(5) },
    });
    const put = [version("put", 9, "AWSCURRENT"), version("current", 6, "AWSPREVIOUS")];
    deepStrictEqual(succession([CURRENT], put), { state: "copied", toCopy: [], since: day(6) });
  });

  it("overwrites no value that somebody has put, and needs no value where there is none", () => {
    const put = [version("put", 4, "AWSCURRENT")];
    deepStrictEqual(succession([CURRENT], put), {
      ...{ state: "own value", toCopy: [], since: day(4) },
    });
    deepStrictEqual(succession([], []), { state: "no value", toCopy: [] });
    deepStrictEqual(succession(undefined, put), { state: "done", toCopy: [], since: day(4) });
    deepStrictEqual(succession([CURRENT], put, true), { state: "done", toCopy: [], since: day(4) });
    deepStrictEqual(succession([], [], true), { state: "done", toCopy: [] });
  });

  it("is not done where the old secret is deleted before it has the current version", () => {
    const half = [version("before", 5, "AWSCURRENT")];
    for (const now of [undefined, [], half]) {
      strictEqual(succession([CURRENT, BEFORE], now, true).state, "deleted");
    }
  });
});
