import { deepStrictEqual, match, rejects, strictEqual } from "node:assert";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import type { SessionCredentials } from "../../attempts/pod-credentials";
import type { StacksAnswer } from "../../cli/stacks/run/stacks-shape";
import { runPulumi } from "../../sandbox/pulumi/run-pulumi";
import type { LandingZone } from "../../sdk/grant";
import { rows } from "../facts";
import { done } from "../outcomes";
import { landingZone } from "../stacks/run-stack";
import { makeAdoptedClusters } from "./adopted-clusters";
import { suiteEngine, writeInventory } from "./harness";
import { podNamed } from "./read-as-pod";

const inventory = (readers: string, more = "") => `
id: lz-removals
accounts:
  a: { id: "111111111111", region: us-east-1 }
  b: { id: "222222222222", region: us-east-1 }
clusters:
  shop: { account: a, existing: true }
${more}
secrets:
  own: { account: a }
  foreign: { account: b, key: pods }
  empty: { account: a }
readers: ${readers}
`;

const WEB =
  "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own, foreign] }";
const API =
  "\n  api: { cluster: shop, namespace: web, serviceAccount: api, reads: [own, foreign] }";
const NEW = `
  new:
    cluster: later
    namespace: web
    serviceAccount: new
    reads: [empty, foreign]
    deployment: { image: nginx, mountPath: /mnt }`;
/** What the stack of the foreign secret contains. */
const HELD = ["1 secret", "1 key"];
const LATER = "  later: { account: a, existing: true }";

describe("access that goes", () => {
  const sandbox = suiteEngine(inventory(WEB + API));
  let zone: LandingZone;

  before(async () => {
    zone = landingZone(inventory(WEB + API));
    await makeAdoptedClusters(sandbox, zone);
    await sandbox.stacks(["up"]);
    for (const name of ["own", "foreign"]) {
      await done(sandbox.command(["put", name], { input: "x" }));
    }
  });

  /** The credentials that a reader's pod gets now. */
  const session = (name: string) => podNamed(sandbox, zone.readers, name);

  /** Reads both secrets. */
  async function read(credentials: SessionCredentials): Promise<string[]> {
    const { endpoint } = sandbox.connection;
    const client = new SecretsManager({ endpoint, region: "us-east-1", credentials });
    const all: string[] = [];
    for (const SecretId of ["own", await foreignArn()]) {
      all.push((await client.getSecretValue({ SecretId })).SecretString ?? "");
    }
    return all;
  }

  async function foreignPolicy(): Promise<{ arn: string; policy: string }> {
    const { secretsManager: owner } = await sandbox.aws("b");
    const { ARN = "", ResourcePolicy = "" } = await owner.getResourcePolicy({
      SecretId: "foreign",
    });
    return { arn: ARN, policy: ResourcePolicy };
  }

  async function foreignArn(): Promise<string> {
    return (await foreignPolicy()).arn;
  }

  const up = (...args: string[]) => sandbox.ask("up", args);

  /** What happened to the resources of all stacks. */
  function changesOf({ stacks }: StacksAnswer): string[] {
    return [...new Set(stacks.flatMap(({ changes }) => Object.keys(changes)))];
  }

  const DENIED = { name: "AccessDeniedException" };

  describe("by revoke", () => {
    let before: SessionCredentials;

    it("goes at once, and stays gone whatever is deployed", async () => {
      before = await session("web");
      deepStrictEqual(await read(before), ["x", "x"]);
      const { code, stderr, stdout } = await sandbox.command(["revoke", "web", "--yes"]);
      strictEqual(code, 0, stderr + stdout);
      await rejects(read(before), DENIED);
      await rejects(session("web").then(read), DENIED);

      const { policy } = await foreignPolicy();
      // The first run records the revocation in the components. Afterwards nothing differs from what is deployed.
      await done(up());
      const { answer, code: ended } = await up("--refresh");
      strictEqual(ended, 0);
      deepStrictEqual(changesOf(answer), ["same"]);
      strictEqual((await foreignPolicy()).policy, policy);
      await rejects(session("web").then(read), DENIED);
      deepStrictEqual(await read(await session("api")), ["x", "x"]);
    });

    it("stays gone where the policies of the same secret change", async () => {
      writeInventory(sandbox.data, inventory(WEB));
      await done(up());
      match((await foreignPolicy()).policy, /Revoked/);
      await rejects(session("web").then(read), DENIED);
    });

    it("comes back once it is lifted, but for sessions from before", async () => {
      await done(sandbox.command(["revoke", "web", "--lift", "--yes"]));
      deepStrictEqual(await read(await session("web")), ["x", "x"]);
      await rejects(read(before), DENIED);
      writeInventory(sandbox.data, inventory(WEB + API));
      await done(up());
      const preview = ["preview", "--refresh", "--expect-no-changes"];
      await done(sandbox.command(preview));
    });

    /** Deletes the role of the reader `web` by hand, and returns how many policies it had. */
    async function deleteRole(): Promise<number> {
      const { iam, RoleName } = await webRole();
      const { PolicyNames = [] } = await iam.listRolePolicies({ RoleName });
      for (const PolicyName of PolicyNames) await iam.deleteRolePolicy({ RoleName, PolicyName });
      await iam.deleteRole({ RoleName });
      return PolicyNames.length;
    }

    async function webRole() {
      const { iam } = await sandbox.aws("a");
      return { iam, RoleName: zone.readers.find(({ id }) => id === "web")?.role.name ?? "" };
    }

    it("keeps no role from being made anew that was deleted after it was lifted", async () => {
      strictEqual(await deleteRole(), 2);
      await done(up("--refresh"));
      await done(sandbox.command(["preview", "--refresh", "--expect-no-changes"]));
      deepStrictEqual(await read(await session("web")), ["x", "x"]);
    });

    it("stays gone where somebody deletes the role, until it is lifted", async () => {
      await done(sandbox.command(["revoke", "web", "--yes"]));
      await deleteRole();
      const refused = [];
      const bound = "permissionsBoundary: arn:aws:iam::aws:policy/ReadOnlyAccess, reads:";
      writeInventory(sandbox.data, inventory(WEB.replace("reads:", bound) + API));
      refused.push(await sandbox.command(["up", "--yes"]));
      writeInventory(sandbox.data, inventory(WEB + API));
      for (const verb of [["refresh"], ["up", "--refresh"], ["up"]]) {
        refused.push(await sandbox.command([...verb, "--yes"]));
      }
      const environment = { ...sandbox.environment, AWS_PROFILE: "a" };
      const refresh = ["refresh", "--yes", "--skip-preview", "--stack", "a.workloads"];
      await runPulumi(environment, refresh);
      refused.push(await sandbox.command(["up", "--yes"]));
      const { iam, RoleName } = await webRole();
      await rejects(iam.getRole({ RoleName }), { name: "NoSuchEntityException" });
      for (const { code, stderr, stdout } of refused) {
        strictEqual(code, 1, stderr);
        match(stdout, /reader web is revoked .*eks-pod-secrets revoke web --lift/s);
      }

      await done(sandbox.command(["revoke", "web", "--lift", "--yes"]));
      await done(up("--refresh"));
      deepStrictEqual(await read(await session("web")), ["x", "x"]);
    });
  });

  describe("by the inventory", () => {
    it("goes though a stack fails, one waits for it, and a value is missing", async () => {
      const pod = await session("api");
      writeInventory(sandbox.data, inventory(WEB + NEW, LATER));
      const { answer, code } = await up();
      strictEqual(code, 1);
      deepStrictEqual(rows(answer.stacks, "stack", "result"), [
        ["a.cluster", "failed"],
        ["a.secrets", "done"],
        ["b.secrets", "done"],
        ["a.workloads", "waits"],
      ]);
      deepStrictEqual(answer.removals.map(({ result, stack }) => [stack, result]).sort(), [
        ["a.workloads", "removed"],
        ["b.secrets", "removed"],
      ]);
      await rejects(read(pod), DENIED);
      deepStrictEqual(await read(await session("web")), ["x", "x"]);
    });

    it("comes back with its reader, though the states were not deployed meanwhile", async () => {
      writeInventory(sandbox.data, inventory(WEB + API));
      await done(up());
      deepStrictEqual(await read(await session("api")), ["x", "x"]);
    });

    it("goes from an owner's stack that the inventory has no more, and that stays", async () => {
      const withoutOwner = inventory(WEB + API)
        .replace(/^ {2}foreign: .*\n/m, "")
        .replaceAll(", foreign", "");
      writeInventory(sandbox.data, withoutOwner);
      const { answer, code, stderr } = await up();
      strictEqual(code, 0, stderr);
      const [left] = answer.leftStacks;
      deepStrictEqual([left?.stack, left?.holds, left?.access], ["b.secrets", HELD, []]);
      strictEqual((await foreignPolicy()).policy, "");
      deepStrictEqual((await up()).answer.removals, []);

      writeInventory(sandbox.data, inventory(WEB + API));
      await done(up());
      deepStrictEqual(await read(await session("api")), ["x", "x"]);
    });

    it("goes from the pods of a service account whose role another one gets, and never comes back", async () => {
      const web = WEB.replace("reads:", "roleName: web-role, reads:");
      writeInventory(sandbox.data, inventory(web + API));
      await done(up());
      const pod = await session("web");
      deepStrictEqual(await read(pod), ["x", "x"]);
      const moved = web.replace("serviceAccount: web", "serviceAccount: web2");
      const swapped = API.replace("serviceAccount: api", "serviceAccount: web");
      writeInventory(sandbox.data, inventory(moved + swapped));
      const refused = await sandbox.command(["up", "--yes"]);
      strictEqual(refused.code, 2);
      match(refused.stderr, /first this one without readers\.api, and then this one/);
      deepStrictEqual(await read(await session("web")), ["x", "x"]);

      writeInventory(sandbox.data, inventory(moved + API + NEW, LATER));
      const { answer, code } = await up();
      strictEqual(code, 1);
      strictEqual(answer.stacks.find(({ stack }) => stack === "a.workloads")?.result, "waits");
      const denied = () => rejects(read(pod), DENIED);
      await denied();
      await rejects(session("web"));
      writeInventory(sandbox.data, inventory(moved + API));
      await done(up());
      await denied();
      zone = landingZone(inventory(moved + API));
      deepStrictEqual(await read(await session("web")), ["x", "x"]);
      const quiet = ["preview", "--refresh", "--expect-no-changes"];
      await done(sandbox.command(quiet));
      zone = landingZone(inventory(WEB + API));
      writeInventory(sandbox.data, inventory(WEB + API));
      await done(up());
    });

    it("goes with the last reader of an account, its role too, once the stack's name is confirmed", async () => {
      await done(sandbox.command(["revoke", "web", "--yes"]));
      const pod = await session("api");
      writeInventory(sandbox.data, inventory(" {}"));
      const refused = await sandbox.command(["up", "--yes"]);
      strictEqual(refused.code, 2);
      match(refused.stderr, /add --yes-remove a\.workloads/);

      const { answer, code, stderr } = await up("--yes-remove", "a.workloads");
      strictEqual(code, 0, stderr);
      deepStrictEqual(answer.leftStacks, []);
      await rejects(read(pod));
      const { iam } = await sandbox.aws("a");
      for (const { role } of zone.readers) {
        await rejects(iam.getRole({ RoleName: role.name }), { name: "NoSuchEntityException" });
      }
      strictEqual((await foreignPolicy()).policy, "");
      deepStrictEqual(changesOf((await up()).answer), ["same"]);
    });
  });
});
