import { deepStrictEqual, match, notDeepStrictEqual, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
import { stacksShape } from "../../cli/stacks/run/stacks-shape";
import { previewShape } from "../../cli/verbs/preview/shape";
import { reportShape } from "../../cli/verbs/report/shape";
import { statusShape } from "../../cli/verbs/status/shape";
import { verifyShape } from "../../cli/verbs/verify/shape";
import { installationDirectory } from "../../sandbox/instance/installation";
import { type Ended, runPulumi } from "../../sandbox/pulumi/run-pulumi";
import { progressEvents } from "../cli/terminal/progress-events";
import { column, rows } from "../facts";
import { failed } from "../outcomes";
import { filesHolding, holds } from "./files-holding";
import { type HeldResource, heldResources, suiteEngine, writeInventory } from "./harness";
import { proxyTo } from "./proxy";
import { living, sandboxRecords } from "./sandbox-records";

const STACKS = [
  "account-a.cluster",
  "account-a.secrets",
  "account-b.secrets",
  "account-a.workloads",
];

const VALUES = { "secret-a": "swordfish-of-account-a", "secret-b": "marzipan-of-account-b" };
const INVENTORY = readFileSync(join(installationDirectory(), "landing-zone.yaml"), "utf8");

describe("the reference landing zone", () => {
  const sandbox = suiteEngine(INVENTORY, { secretsProvider: "passphrase" });
  /** What the accounts held before. */
  let found: string[];
  /** Number of resources in each stack, as `status` counts them. */
  let counted: Map<string, number>;
  /** Everything that the command has printed. */
  const told: string[] = [];

  before(async () => {
    found = living(await sandboxRecords(sandbox.control));
  });

  it("comes up as far as its pods, and says which values they would wait for", async () => {
    const { code, stderr, stdout } = await command(["up", "--yes", "--json", "--progress", "json"]);
    strictEqual(code, 1);
    strictEqual(progressEvents(stderr).filter(({ event }) => event === "end").length, 4);
    const { createdSecrets, stacks } = stacksShape.parse(JSON.parse(stdout));
    deepStrictEqual(
      rows(stacks, "stack", "result"),
      STACKS.map((stack) => [stack, stack.endsWith(".workloads") ? "failed" : "done"]),
    );
    deepStrictEqual(createdSecrets.toSorted(), Object.keys(VALUES));
    match(stacks.at(-1)?.reason ?? "", /values that are missing: secret-a, secret-b; /);
  });

  it("comes up once they are put, and each pod reads its own secret", async () => {
    for (const [secret, value] of Object.entries(VALUES)) {
      const { code, stderr } = await command(["put", secret, "--progress", "json"], value);
      strictEqual(code, 0, stderr);
      strictEqual(progressEvents(stderr).length, 2);
    }
    await up("--only", "account-a.workloads");
    const files = await Promise.all([
      read("application-a", "/mnt/secret/secret-a"),
      read("application-b", "/mnt/secret/secret-b"),
    ]);
    deepStrictEqual(files, [VALUES["secret-a"], VALUES["secret-b"]]);
    const verified = await command(["verify", "--json"]);
    strictEqual(verifyShape.parse(JSON.parse(verified.stdout)).result, "verified");
    const status = await command(["status", "--json"]);
    strictEqual(statusShape.parse(JSON.parse(status.stdout)).result, "complete");
  });

  it("has as many resources by up as by preview and status", async () => {
    const { stdout } = await command(["status", "--json"]);
    const held = statusShape.parse(JSON.parse(stdout)).stacks;
    counted = new Map(held.map(({ resources = 0, stack }) => [stack, resources]));
    deepStrictEqual(countsOf(await sandbox.stacks(["up"])), counted);
    const preview = await command(["preview", "--json"]);
    deepStrictEqual(countsOf(previewShape.parse(JSON.parse(preview.stdout)).stacks), counted);
  });

  it("is reported from state and accounts, proved, with the ARNs that AWS drew", async () => {
    for (const from of ["state", "live"]) {
      const page = join(sandbox.data.path, `${from}.html`);
      const { stdout } = await command(["report", `--${from}`, "--json", "--out", page]);
      const { origin, proof } = reportShape.parse(JSON.parse(stdout));
      deepStrictEqual([proof, origin.documents.from], ["proved", from]);
      match(readFileSync(page, "utf8"), /every grant’s pod may read/);
    }
  });

  it("is touched only where one more grant needs it", async () => {
    const more = INVENTORY.replace("reads: [secret-a]", "reads: [secret-a, secret-b]");
    writeInventory(sandbox.data, more);
    deepStrictEqual(await touched(() => up()), [
      "update application-a",
      "update application-a-policy",
      "update application-a-provider-class",
      "update secret-b-policy",
      "update secretsmanagercross-us-east-1-policy",
    ]);
    strictEqual(await read("application-a", "/mnt/secret/secret-b"), VALUES["secret-b"]);
  });

  it("is touched in the same places when the grant goes, each by its own account alone", async () => {
    writeInventory(sandbox.data, INVENTORY);
    const callers = new Set<string | undefined>();
    const proxy = await proxyTo(sandbox.connection.endpoint, {
      asked: ({ headers }) => {
        callers.add(/Credential=([^/]+)/.exec(headers.authorization ?? "")?.[1]);
        return false;
      },
    });
    const environment = { ...sandbox.environment, AWS_ENDPOINT_URL: proxy.endpoint };
    const ups = async () => {
      await up("--only", "*.workloads");
      await sandbox.stacks(["up", "--only", "account-b.secrets"], { environment });
    };
    deepStrictEqual(await touched(ups), [
      "update application-a",
      "update application-a-policy",
      "update application-a-provider-class",
      "update secret-b-policy",
      "update secretsmanagercross-us-east-1-policy",
    ]);
    proxy.close();
    const { credentials } = await sandbox.client("account-b");
    deepStrictEqual([...callers], [credentials.accessKeyId]);
  });

  it("tells what was changed and deleted by hand, reads it into the state, and puts it right", async () => {
    const declared = await policyOfSecretB();
    const { secretsManager: owner } = await sandbox.aws("account-b");
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    };
    const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    await owner.putResourcePolicy({ SecretId: "secret-b", ResourcePolicy });
    notDeepStrictEqual(await policyOfSecretB(), declared);
    const clusterName = "ascp-podidentity";
    const { eks } = await sandbox.aws("account-a");
    const list = new ListPodIdentityAssociationsCommand({
      clusterName,
      serviceAccount: "serviceaccount-b",
    });
    const associationId = (await eks.send(list)).associations?.[0]?.associationId;
    await eks.deletePodIdentityAssociation({ clusterName, associationId });

    const drift = ["create application-b-association", "update secret-b-policy"];
    const touching = ["--only", "account-b.secrets", "account-a.workloads"];
    deepStrictEqual(await previewed(...touching), []);
    deepStrictEqual(await previewed("--refresh", ...touching), drift);
    deepStrictEqual(await touched(() => sandbox.stacks(["refresh", ...touching])), [
      "delete application-b-association",
      "update secret-b-policy",
    ]);
    deepStrictEqual(await touched(() => up(...touching)), drift);
    deepStrictEqual(await policyOfSecretB(), declared);
    strictEqual((await eks.send(list)).associations?.length, 1);
  });

  it("holds no secret value in state, history, outputs, logs and answers", async () => {
    for (const stack of STACKS) {
      // An export contains the outputs too.
      for (const words of [["export"], ["history", "--json"]]) {
        const args = ["stack", ...words, "--stack", stack, "--show-secrets"];
        told.push(await runPulumi(sandbox.environment, args));
      }
    }
    const text = Buffer.from(told.join("\n"));
    strictEqual(holds(text, "ascp-podidentity-cross"), true, "what is not secret is found");
    for (const [secret, value] of Object.entries(VALUES)) {
      strictEqual(holds(text, value), false, secret);
      // The values belong into the pods' own files. That they are found there shows that the scan works.
      const files = filesHolding(sandbox.data.path, value);
      const mounted = files.filter((file) => file.startsWith("state/pods/"));
      deepStrictEqual(files, mounted);
      deepStrictEqual(new Set(mounted.map((file) => basename(file))), new Set([secret]));
    }
  });

  it("leaves nothing once destroyed, in reverse order, and says what can be restored", async () => {
    const ended = await sandbox.stacks(["destroy"]);
    deepStrictEqual(countsOf(ended), counted);
    deepStrictEqual(
      [ended[0]?.stack, ended.at(-1)?.stack],
      ["account-a.workloads", "account-a.cluster"],
    );
    deepStrictEqual(living(await sandboxRecords(sandbox.control)), found);
    const { clusters, pods } = await sandbox.control.status();
    deepStrictEqual({ clusters, pods }, { clusters: [], pods: [] });
    for (const value of Object.values(VALUES)) {
      deepStrictEqual(filesHolding(sandbox.data.path, value), []);
    }
    for (const stack of STACKS) deepStrictEqual(heldResources(sandbox.data, stack), [], stack);
    const stdout = await failed(command(["status", "--json"]));
    deepStrictEqual(column(statusShape.parse(JSON.parse(stdout)).values, "value"), [
      "scheduled for deletion",
      "scheduled for deletion",
    ]);
  });

  async function command(args: string[], input?: string): Promise<Ended> {
    const ended = await sandbox.command(args, { input });
    told.push(ended.stdout, ended.stderr);
    return ended;
  }

  async function up(...args: string[]): Promise<void> {
    const { code, stderr, stdout } = await command(["up", "--yes", "--json", ...args]);
    strictEqual(code, 0, `${stderr}${stdout}`);
  }

  /** What `up` would do to each resource. */
  async function previewed(...args: string[]): Promise<string[]> {
    const { code, stdout } = await command([
      "preview",
      ...["--expect-no-changes", "--json"],
      ...args,
    ]);
    const { stacks } = previewShape.parse(JSON.parse(stdout));
    const steps = stacks.flatMap((stack) => stack.steps);
    strictEqual(code, steps.length > 0 ? 1 : 0);
    return steps.map(({ name, operation }) => `${operation} ${name}`).sort();
  }

  /** What a run did to the providers' resources, from the states before and after. Components are left out, as they only group them. */
  async function touched(run: () => Promise<unknown>): Promise<string[]> {
    const before = held();
    await run();
    const after = held();
    const done = (urn: string) => {
      if (!before.has(urn)) return "create";
      return after.has(urn) ? "update" : "delete";
    };
    return [...new Set([...before.keys(), ...after.keys()])]
      .filter((urn) => before.get(urn) !== after.get(urn))
      .map((urn) => `${done(urn)} ${urn.slice(urn.lastIndexOf("::") + 2)}`)
      .sort();
  }

  function held(): Map<string, string> {
    const resources = STACKS.flatMap((stack) => heldResources(sandbox.data, stack));
    const own = resources.filter(({ type }) => !/^(pulumi:|eks-pod-secrets:)/.test(type));
    return new Map(own.map((resource) => [resource.urn, wording(resource)]));
  }

  async function read(reader: string, file: string): Promise<string> {
    return (await sandbox.control.exec(reader, ["cat", file])).stdout;
  }

  async function policyOfSecretB(): Promise<unknown> {
    const { secretsManager: owner } = await sandbox.aws("account-b");
    const { ResourcePolicy } = await owner.getResourcePolicy({ SecretId: "secret-b" });
    return JSON.parse(ResourcePolicy ?? "null");
  }
});

/** How many resources a run reported for each stack, whatever it did to them. */
function countsOf(
  ended: readonly { stack: string; changes: Record<string, number> }[],
): Map<string, number> {
  const total = (changes: Record<string, number>) =>
    Object.values(changes).reduce((sum, number) => sum + number, 0);
  const counts = new Map(ended.map(({ changes, stack }) => [stack, total(changes)]));
  return new Map(STACKS.map((stack) => [stack, counts.get(stack) ?? 0]));
}

/** The parts of a state that the program decides. If somebody changes a policy by hand, the provider keeps it only in the outputs. */
function wording({ inputs = {}, outputs = {} }: HeldResource): string {
  const told = Object.entries(outputs).filter(
    ([name, value]) => name in inputs && typeof value === "string",
  );
  return JSON.stringify({ inputs, told });
}
