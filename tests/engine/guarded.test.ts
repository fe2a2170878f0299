import { match, rejects, strictEqual } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { planGuards } from "../../cli/guard/plan-guards";
import type { Use } from "../../cli/permissions/calls/call";
import type { LandingZone } from "../../sdk/grant";
import { landingZone } from "../stacks/run-stack";
import { actAs, needsOf } from "./adopted-clusters";
import { AFTER, BEFORE } from "./every-call";
import { ENGINE_TIMEOUT, suiteEngine, writeInventory } from "./harness";

const ACCOUNTS = ["111111111111", "222222222222"];
const USES = ["deploy", "put", "revoke", "restore"] as const satisfies Use[];
const EXEMPT = ACCOUNTS.flatMap((id) => USES.map((name) => `arn:aws:iam::${id}:role/${name}`));
const ALLOW = { Effect: "Allow", Action: "*", Resource: "*" };

describe("a landing zone under its guard", function () {
  this.timeout(ENGINE_TIMEOUT);
  const zones = [BEFORE, AFTER].map((text) => landingZone(text));
  const [first, second] = zones as [LandingZone, LandingZone];
  const sandbox = suiteEngine(BEFORE);
  const profiles = new Map<Use, string>();

  before(async () => {
    const file = profilesFile();
    for (const use of USES) {
      await actAs(use, needsOf(zones, [use]), sandbox, []);
      profiles.set(use, readFileSync(file, "utf8"));
    }
  });

  const profilesFile = () => sandbox.environment.AWS_SHARED_CREDENTIALS_FILE ?? "";

  /** Enforces the inventory's guard in both accounts. */
  const guard = (zone: LandingZone) => {
    const guards = planGuards(zone, { named: EXEMPT }).flatMap((one) => one.guards);
    const levels = (kind: "service" | "resource", more: object) =>
      guards.map((one) => {
        const all = { Version: "2012-10-17", Statement: [{ ...ALLOW, ...more }] };
        return { account: one.account, levels: [[all, ...one[`${kind}ControlPolicies`]]] };
      });
    return sandbox.control.organization({
      id: "o-exampleorg",
      accounts: ACCOUNTS,
      serviceControlPolicies: levels("service", {}),
      resourceControlPolicies: levels("resource", { Principal: "*" }),
    });
  };

  /** Runs the command as the role that has exactly the printed rights for this use. */
  const run = async (use: Use, args: string[], input = "") => {
    writeFileSync(profilesFile(), profiles.get(use) ?? "");
    const { code, stderr, stdout } = await sandbox.command(args, { input });
    strictEqual(code, 0, stderr + stdout);
  };

  const mounted = async (reader: string, file: string) => {
    const { stdout } = await sandbox.control.exec(reader, ["cat", `/mnt/${file}`]);
    return stdout;
  };

  it("is deployed by roles that the guard exempts, and its pods read", async () => {
    await guard(first);
    await run("deploy", ["up", "--only", "*.cluster", "*.secrets", "--yes"]);
    for (const name of ["own", "old", "left", "foreign", "setting"]) {
      await run("put", ["put", name], "fig");
    }
    await run("deploy", ["up", "--yes"]);
    strictEqual(await mounted("web", "own"), "fig");
  });

  it("refuses changes by everybody else, an administrator of the account included", async () => {
    const { iam, secretsManager } = await sandbox.aws("a");
    const denied = (error: Error) => {
      match(error.message, /with an explicit deny in a (service|resource) control policy/);
      return true;
    };
    const role = first.readers.find(({ id }) => id === "web")?.role.name;
    await rejects(
      iam.putRolePolicy({ RoleName: role, PolicyName: "more", PolicyDocument: "{}" }),
      denied,
    );
    await rejects(secretsManager.getSecretValue({ SecretId: "own" }), denied);
    const { kms } = await sandbox.aws("b");
    const asked = { KeyId: "alias/pods", Operations: ["Decrypt" as const] };
    const { KeyMetadata } = await kms.describeKey({ KeyId: "alias/pods" });
    const grant = { ...asked, KeyId: KeyMetadata?.Arn ?? "", GranteePrincipal: EXEMPT[4] };
    await rejects(kms.createGrant(grant), denied);
  });

  it("is revoked, changed, destroyed and restored by roles that the guard exempts", async () => {
    await run("revoke", ["revoke", "api", "--yes"]);
    await run("revoke", ["revoke", "api", "--lift", "--yes"]);
    writeInventory(sandbox.data, AFTER);
    await guard(second);
    await run("deploy", ["up", "--refresh", "--yes", "--yes-remove", "left"]);
    await run("deploy", ["up", "--yes"]);
    await run("deploy", ["destroy", "--yes"]);
    await run("restore", ["restore", "foreign"]);
  });
});
