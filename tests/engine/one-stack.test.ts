import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { storedText } from "../../cli/stacks/backend/stored-text";
import { installationDirectory } from "../../sandbox/instance/installation";
import { awsEnvironment } from "../../sandbox/pulumi/environment";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { none } from "../facts";
import { refused } from "../outcomes";
import { heldResources, suiteEngine, writeInventory } from "./harness";

const INVENTORY = `
id: lz-tests
accounts: { owner: { id: "111111111111", region: us-east-1 } }
secrets: { orders: { account: owner, key: orders } }
`;

const STACK = "owner.secrets";

const STATE = z.object({
  deployment: z.object({ secrets_providers: z.object({ type: z.string() }) }),
});

describe("a stack", () => {
  const sandbox = suiteEngine(INVENTORY, { secretsProvider: "passphrase" });
  let environment: Record<string, string>;
  let key: string;

  before(async () => {
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...others } = sandbox.environment;
    const account = await sandbox.control.account({ id: "111111111111", region: "us-east-1" });
    environment = { ...others, ...awsEnvironment(sandbox.connection, account) };
    const { kms } = await sandbox.aws("owner");
    const { KeyMetadata } = await kms.createKey({});
    key = `awskms:///${KeyMetadata?.Arn}?region=us-east-1`;
  });

  describe("without a passphrase", () => {
    it("says what it needs when it is new", async () => {
      const { code, reason } = await up();
      strictEqual(code, 1);
      match(reason, /^a new stack needs .*--secrets-provider 'awskms:/);
    });

    it("says that the key is not there, in the words of AWS alone", async () => {
      const { reason } = await up("--secrets-provider", "awskms://alias/absent?region=us-east-1");
      match(reason, /NotFoundException/);
      match(reason, /^could not create secrets manager for new stack: .*$/);
    });

    it("names the lock to delete where another machine holds one of it", async () => {
      const lock = lockOf(`not-${hostname()}`);
      const { reason } = await up("--secrets-provider", key);
      match(reason, /^it is locked by process 4194305 of someone@not-.*, delete the lock: file:/);
      strictEqual(reason.endsWith(lock), true, reason);
      rmSync(lock);
    });

    it("encrypts with the key that it is given, also where a run was killed as it began", async () => {
      lockOf(hostname());
      deepStrictEqual(await up("--secrets-provider", key), { code: 0, reason: "" });
      strictEqual(await secretsProvider(), "cloud");
    });

    it("finds the key in the state where the stack's file is not, as in a fresh checkout", async () => {
      for (const file of readdirSync(sandbox.data.project)) {
        if (file.startsWith("Pulumi.owner.")) rmSync(join(sandbox.data.project, file));
      }
      deepStrictEqual(await up(), { code: 0, reason: "" });
      strictEqual(await secretsProvider(), "cloud");
    });
  });

  describe("that is there", () => {
    it("leaves the checkout without a settings file", () => {
      const files = readdirSync(installationDirectory());
      none(files, (name) => name.includes(STACK));
    });

    it("is in the file of its backend as the CLI exports it", async () => {
      const text = await runPulumi(environment, ["stack", "export", "--stack", STACK]);
      const given = process.env.PULUMI_BACKEND_URL;
      process.env.PULUMI_BACKEND_URL = environment.PULUMI_BACKEND_URL;
      try {
        strictEqual(storedText(sandbox.data.project, STACK), JSON.stringify(JSON.parse(text)));
      } finally {
        if (given === undefined) delete process.env.PULUMI_BACKEND_URL;
        else process.env.PULUMI_BACKEND_URL = given;
      }
    });

    it("is left alone, and its lock too, while another machine holds it", async () => {
      const lock = lockOf(`not-${hostname()}`);
      const { code, reason } = await up();
      strictEqual(code, 1);
      match(reason, /^it is locked by process 4194305 of someone@not-.*pulumi cancel --stack/);
      rmSync(lock);
    });
  });

  describe("whose lock, or state, a full disk has cut off", () => {
    it("is named with the command that releases it", async () => {
      writeFileSync(lockOf(hostname()), "");
      const { code, reason } = await up();
      const release = `pulumi cancel --yes --stack ${STACK}`;
      match(reason, new RegExp(`a lock of stack ${STACK} is cut off, .*: ${release}`));
      strictEqual(code, 1);
      await runPulumi(environment, release.split(" ").slice(1));
    });

    it("is named with the way back, on which the next up finds all that there is", async () => {
      const { backend } = sandbox.data;
      const file = join(backend, ".pulumi/stacks/eks-pod-secrets", `${STACK}.json`);
      const whole = readFileSync(file, "utf8");
      writeFileSync(file, whole.slice(0, whole.length / 2));
      const stderr = await refused(sandbox.command(["up", "--yes"], { environment }));
      const copy = `cp ${file}.bak ${file}`;
      strictEqual(stderr.includes(`the state of stack ${STACK} is cut off`), true, stderr);
      strictEqual(stderr.includes(copy), true, stderr);
      await promisify(execFile)("sh", ["-c", copy]);
      deepStrictEqual(await up(), { code: 0, reason: "" });
    });
  });

  describe("whose inventory cannot be read", () => {
    let held: string[];
    before(() => {
      held = urns();
    });

    it("fails by pulumi up with each mistake, and deletes nothing", async () => {
      writeInventory(
        sandbox.data,
        INVENTORY.replaceAll("owner", "nobody").replace("nobody", "owner"),
      );
      await fails(/landing-zone\.yaml:\d+:\d+: .*nobody/);
      deepStrictEqual(urns(), held);
    });

    it("fails by pulumi up where there is none, and deletes nothing", async () => {
      rmSync(join(sandbox.data.project, "landing-zone.yaml"));
      await fails(/inventory landing-zone\.yaml must be a file/);
      deepStrictEqual(urns(), held);
    });

    const urns = () => heldResources(sandbox.data, STACK).map(({ urn }) => urn);

    async function fails(reason: RegExp): Promise<void> {
      const args = ["up", "--yes", "--stack", STACK, "--non-interactive"];
      // The engine prints on stdout why a program failed.
      await rejects(promisify(execFile)("pulumi", args, { env: environment }), { stdout: reason });
    }
  });

  async function up(...args: string[]): Promise<{ code: number | null; reason: string }> {
    const ended = await sandbox.ask("up", [...args], { environment });
    strictEqual(ended.stderr.includes("    at "), false, ended.stderr);
    const [stack] = ended.answer.stacks;
    return { code: ended.code, reason: stack?.reason ?? "" };
  }

  /** Writes a lock of the stack, of a process that no machine has. Returns its file. */
  function lockOf(hostname: string): string {
    const locks = join(sandbox.data.backend, ".pulumi/locks/organization/eks-pod-secrets", STACK);
    mkdirSync(locks, { recursive: true });
    const file = join(locks, "11111111-1111-1111-1111-111111111111.json");
    const [pid, timestamp, username] = [2 ** 22 + 1, new Date(), "someone"];
    writeFileSync(file, JSON.stringify({ pid, timestamp, username, hostname }));
    return file;
  }

  async function secretsProvider(): Promise<string> {
    const exported = await runPulumi(environment, ["stack", "export", "--stack", STACK]);
    return STATE.parse(JSON.parse(exported)).deployment.secrets_providers.type;
  }
});
