import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { LandingZone } from "../../sdk/grant";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { suiteEngine, writeInventory } from "./harness";
import { podNamed } from "./read-as-pod";
import { killedAt } from "./runs-killed";

const B = "222222222222";
const BOUNDARY = "arn:aws:iam::111111111111:policy/own-alone";
const titled = (principal: string) => `${principal} of account ${B}`;
const user = (name: string) => `arn:aws:iam::${B}:user/${name}`;

/** What an inventory can narrow, with the first choices. */
const FIRST = {
  ids: ["boss", "aide"],
  foreign: "",
  existing: `, sealed: true, rotation: { roleArn: "arn:aws:iam::${B}:role/turn" }`,
  web: "",
  api: "",
};
/** If `api` is undefined, the reader does not exist. */
type Choices = Omit<typeof FIRST, "api"> & { api: string | undefined };

const statement = (Sid: string, Effect: string, name: string) =>
  `{ Sid: ${Sid}, Effect: ${Effect}, Principal: { AWS: "${user(name)}" }, Action: "secretsmanager:GetSecretValue", Resource: "*" }`;
const extra = (...statements: string[]) => `, extraPolicyStatements: [${statements.join(", ")}]`;
const AUDIT = statement("Audit", "Allow", "auditor");

const inventory = (arn: string, { api, existing, foreign, ids, web }: Choices, spare = SPARE) => `
id: lz-narrowed
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "${B}", region: us-east-1, administrators: [${ids.map((id) => `"${user(id)}"`)}] }
clusters: { shop: { account: a, existing: true } }
secrets:
  own: { account: a }
  foreign: { account: b, key: pods${foreign} }
  existing: { account: b, existing: true, arn: "${arn}"${existing} }${spare}
readers:
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign]${web} }${
    api === undefined
      ? ""
      : `
  api: { cluster: shop, namespace: web, serviceAccount: api, reads: [foreign]${api} }`
  }
`;

/** A secret with a value. A run that would delete it asks, and runs no stack without an answer. */
const SPARE = "\n  spare: { account: b }";

describe("an inventory that grants less, and a run that asks and gets no answer", () => {
  const sandbox = suiteEngine(
    inventory("arn:aws:secretsmanager:us-east-1:222222222222:secret:existing-AbCdEf", FIRST),
  );
  let zone: LandingZone;
  let arn: string;
  let now: Choices = FIRST;
  const keys = new Map<string, { accessKeyId: string; secretAccessKey: string }>();

  before(async () => {
    const { secretsManager: owner } = await sandbox.aws("b");
    const made = await owner.createSecret({ Name: "existing", SecretString: "x" });
    arn = made.ARN ?? "";
    for (const name of ["boss", "aide", "auditor", "stranger"]) await makeUser(name);
    const { iam } = await sandbox.aws("a");
    const Statement = [{ Effect: "Allow", Action: "*", Resource: "arn:aws:*:*:111111111111:*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.createPolicy({ PolicyName: "own-alone", PolicyDocument });
    writeInventory(sandbox.data, inventory(arn, FIRST));
    zone = landingZone(inventory(arn, FIRST));
    await makeAdoptedClusters(sandbox, zone);
    await sandbox.stacks(["up"]);
    for (const name of ["own", "foreign", "spare"]) {
      strictEqual((await sandbox.command(["put", name], { input: "x" })).code, 0);
    }
  });

  /** Makes a user in the owner's account. Its own policy allows it to read every secret, except for the auditor. */
  async function makeUser(UserName: string): Promise<void> {
    const { iam } = await sandbox.aws("b");
    await iam.createUser({ UserName });
    const Action = ["kms:Decrypt", ...(UserName === "auditor" ? [] : ["secretsmanager:*"])];
    const Statement = [{ Effect: "Allow", Action, Resource: "*" }];
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.putUserPolicy({ UserName, PolicyName: "own", PolicyDocument });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const { AccessKeyId: accessKeyId = "", SecretAccessKey: secretAccessKey = "" } =
      AccessKey ?? {};
    keys.set(UserName, { accessKeyId, secretAccessKey });
  }

  /** Which users and pods can read which secrets. */
  async function reads(...who: string[]): Promise<string[]> {
    const all: string[] = [];
    for (const name of who) {
      const credentials = keys.get(name) ?? (await pod(name));
      const { endpoint } = sandbox.connection;
      const client = new SecretsManager({ endpoint, region: "us-east-1", credentials });
      const names = keys.has(name) ? ["existing"] : ["own"];
      const foreign = zone.secrets.find(({ id }) => id === "foreign")?.name ?? "";
      for (const SecretId of [...names, await arnOf(foreign)]) {
        const asked = client.getSecretValue({ SecretId });
        const isRead = await asked.then(
          () => true,
          (error: Error) => {
            strictEqual(error.name, "AccessDeniedException");
            return false;
          },
        );
        if (isRead) all.push(`${name} ${/(own|foreign|existing)/.exec(SecretId)?.[0]}`);
      }
    }
    return all;
  }

  async function arnOf(SecretId: string): Promise<string> {
    const { secretsManager: owner } = await sandbox.aws("b");
    return (await owner.describeSecret({ SecretId })).ARN ?? "";
  }

  const pod = (name: string) => podNamed(sandbox, zone.readers, name);

  async function up(choices: Choices, spare = SPARE) {
    writeInventory(sandbox.data, inventory(arn, choices, spare));
    const ended = await sandbox.ask("up");
    const { code, stderr, stdout } = ended;
    if (code !== 2) return { code, stderr: stderr + stdout, removals: ended.answer.removals };
    match(stderr, /secret spare of account .* has a value/);
    match(stderr, /^no stack was run$/m);
    const lost = stderr.match(/(?<=^access is removed: .* no longer (?:is )?read(?:s| by) ).*/gm);
    return { code, stderr, removals: lost ?? [] };
  }

  /** Narrows the inventory, first by a run that has to ask, and then by one that does not. */
  async function narrowed(choices: Partial<Choices>, gone: string[], who: string[]) {
    const before = await reads(...who);
    const next = { ...now, ...choices };
    const failed = await up(next, "");
    strictEqual(failed.code, 2, failed.stderr);
    const after = before.filter((one) => !gone.includes(one));
    deepStrictEqual(await reads(...who), after);
    strictEqual(before.length - after.length, gone.length, before.join());
    const { answer } = await sandbox.ask("status");
    deepStrictEqual(answer.replacedPolicies, []);

    const done = await up(next);
    strictEqual(done.code, 0, done.stderr);
    deepStrictEqual(done.removals, []);
    const last = await reads(...who);
    deepStrictEqual(
      last.filter((one) => before.includes(one)),
      after,
    );
    const quiet = await sandbox.command(["preview", "--refresh", "--expect-no-changes"]);
    strictEqual(quiet.code, 0, quiet.stdout + quiet.stderr);
    now = next;
    return failed.removals;
  }

  const ALL = ["web", "api", "boss", "aide", "auditor", "stranger"];

  it("ends what a statement of one's own let read", async () => {
    const added = await up({ ...FIRST, foreign: extra(AUDIT) });
    strictEqual(added.code, 0, added.stderr);
    now = { ...FIRST, foreign: extra(AUDIT) };
    const lost = await narrowed({ foreign: "" }, ["auditor foreign"], ALL);
    deepStrictEqual(lost, ["those whom statement Audit let in"]);
  });

  it("denies what a new statement of one's own denies", async () => {
    const deny = extra(statement("NoAide", "Deny", "aide"));
    const lost = await narrowed({ foreign: deny }, ["aide foreign"], ALL);
    deepStrictEqual(lost, ["those whom statement NoAide denies"]);
  });

  it("seals a secret, and lets in its readers and administrators", async () => {
    const lost = await narrowed({ foreign: ", sealed: true" }, ["stranger foreign"], ALL);
    deepStrictEqual(lost, ["those whom statement Sealed denies"]);
  });

  it("ends what an administrator reads of sealed secrets", async () => {
    const lost = await narrowed({ ids: ["boss"] }, ["aide existing", "aide foreign"], ALL);
    deepStrictEqual(lost, [titled("user aide"), titled("user aide")]);
  });

  it("ends what the role of a rotation reads, also of a secret that others made", async () => {
    const lost = await narrowed({ existing: ", sealed: true" }, [], ALL);
    deepStrictEqual(lost, [titled("role turn")]);
  });

  it("bounds a reader's role", async () => {
    const web = `, permissionsBoundary: "${BOUNDARY}"`;
    const lost = await narrowed({ web }, ["web foreign"], ALL);
    deepStrictEqual(lost, [
      "what boundary policy own-alone of account 111111111111 does not allow",
    ]);
  });

  it("ends nothing by another style, mode or role name, before the stacks do", async () => {
    const readers = ["api", "boss"];
    for (const choices of [
      { foreign: ", sealed: true, style: attributes" },
      { web: ", roleName: web-new" },
      { api: ", mode: targetRole" },
    ]) {
      deepStrictEqual(await narrowed(choices, [], readers), []);
    }
  });

  it("says nothing of a narrowing that is taken back", async () => {
    const failed = await up({ ...now, ids: [] }, "");
    deepStrictEqual(failed.removals, [titled("user boss"), titled("user boss")]);
    deepStrictEqual(await reads("boss"), []);
    const done = await up(now);
    deepStrictEqual([done.code, done.removals], [0, []], done.stderr);
    deepStrictEqual(await reads("boss"), ["boss existing", "boss foreign"]);
  });

  it("narrows nothing by an inventory that has a mistake, no id, or another inventory's", async () => {
    const before = await reads("web", "api", "boss");
    const text = inventory(arn, { ...now, ids: [], api: undefined }, "");
    for (const [from, to, says] of [
      [/reads: \[own, foreign\]/, "reads: [own, foregin]", /foregin/],
      [/^id: .*/m, "", /inventory with the id lz-narrowed, .* has no id/],
      [/^id: .*/m, "id: another", /lz-narrowed/],
    ] as const) {
      writeInventory(sandbox.data, text.replace(from, to));
      const { code, stderr } = await sandbox.command(["up", "--yes"]);
      deepStrictEqual([code, says.test(stderr)], [2, true], stderr);
      deepStrictEqual(await reads("web", "api", "boss"), before);
    }
  });

  /** Runs `up`, and kills it after the first policy has changed and before the state records it. */
  async function killed(choices: Choices) {
    writeInventory(sandbox.data, inventory(arn, choices));
    strictEqual(await killedAt(sandbox, "secretsmanager.PutResourcePolicy"), true);
  }

  it("ends what a run let in that was killed before its state knew, once it is taken back", async () => {
    const before = await reads(...ALL);
    await killed({ ...now, foreign: extra(AUDIT) });
    deepStrictEqual(await reads("auditor"), ["auditor foreign"]);
    const { code, stderr } = await up(now);
    strictEqual(code, 0, stderr);
    deepStrictEqual(await reads(...ALL), before);
  });

  it("goes on after a kill in the middle of it, with two narrowings and a reader that goes", async () => {
    const before = await reads("web", "boss");
    const next = { ...now, ids: ["aide"], api: undefined };
    await killed(next);
    const failed = await up(next, "");
    strictEqual(failed.code, 2, failed.stderr);
    const after = before.filter((one) => !one.startsWith("boss"));
    deepStrictEqual(await reads("web", "boss"), after);
    await rejects(pod("api"), { name: "AccessDeniedException" });
    const done = await up(next);
    strictEqual(done.code, 0, done.stderr);
    deepStrictEqual(await reads("web", "boss"), after);
  });
});
