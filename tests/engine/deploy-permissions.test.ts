import { deepStrictEqual, doesNotMatch, match, notStrictEqual, ok, strictEqual } from "node:assert";
import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";

import type { AccountNeeds } from "../../cli/permissions/deploy-permissions";
import { USES } from "../../cli/permissions/uses";
import { landingZone } from "../stacks/run-stack";
import { actAs, needsOf } from "./deploy-roles";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness, writeInventory } from "./harness";

const POWER_USER = "arn:aws:iam::aws:policy/PowerUserAccess";
const READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const PLACE = "cluster: shop, namespace: default";

const inventory = (parts: Record<"tag" | "cluster" | "secrets" | "readers", string>) => `
id: lz-permissions
accounts:
  a: { id: "111111111111", region: us-east-1, tags: { ${parts.tag} } }
  b: { id: "222222222222", region: us-east-1, tags: { ${parts.tag} } }
clusters:
  shop: { account: a, ${parts.cluster} }
secrets:${parts.secrets}
parameters:
  setting: { account: a, key: settings, tags: { team: one } }
readers:${parts.readers}
`;

/** What is deployed first. */
const BEFORE = inventory({
  tag: "made-by: one",
  cluster: `create: { version: "1.33" }`,
  secrets: `
  own: { account: a, description: first, tags: { team: one } }
  old: { account: b, key: pods }
  left: { account: b, key: others }
  foreign:
    account: b
    key: pods
    rotation:
      lambdaArn: arn:aws:lambda:us-east-1:222222222222:function:rotate
      roleArn: arn:aws:iam::222222222222:role/rotate
      automaticallyAfterDays: 30`,
  readers: `
  web:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: web
    permissionsBoundary: ${POWER_USER}
    reads: [own, { parameter: setting }]
    deployment: { image: nginx, mountPath: /mnt }
  api: { ${PLACE}, serviceAccount: api, reads: [foreign, old] }
  job:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: job
    roleName: job
    mode: targetRole
    permissionsBoundary: ${POWER_USER}
    reads: [foreign]
  gone: { ${PLACE}, serviceAccount: gone, reads: [left] }`,
});

/** What is deployed then: everything that can change has changed. */
const AFTER = inventory({
  tag: "kept-by: two",
  cluster: `
    create: { version: "1.34", nodes: { max: 4 }, endpoint: { private: true } },
    secretsStoreCsi: { rotationPollInterval: 1h }`,
  secrets: `
  own: { account: a, description: second, tags: { owner: two }, replicas: [{ region: eu-west-1 }] }
  new: { account: b, key: pods, renamedFrom: old }
  foreign: { account: b, key: fresh }`,
  readers: `
  web:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: web
    reads: [own, { parameter: setting }]
    deployment: { image: nginx, mountPath: /mnt }
  api: { ${PLACE}, serviceAccount: api, mode: targetRole, reads: [foreign, new] }
  job:
    ${PLACE.replace(", ", "\n    ")}
    serviceAccount: worker
    roleName: job
    mode: targetRole
    permissionsBoundary: ${READ_ONLY}
    reads: [foreign]`,
});

describe("the printed rights of those who deploy", function () {
  this.timeout(ENGINE_TIMEOUT);
  const zones = [BEFORE, AFTER].map((text) => landingZone(text));
  const deployers: string[] = [];
  let sandbox: EngineHarness;

  before(async () => {
    sandbox = await engineHarness(BEFORE);
    await sandbox.control.allowedActions();
  });
  after(() => sandbox.remove());

  const run = async (args: string[], input = "") => {
    const { code, stderr, stdout } = await sandbox.command(args, { input });
    strictEqual(code, 0, stderr + stdout);
    // up goes on without some of its looks, and says so.
    doesNotMatch(stderr + stdout, /not authorized|is not known/);
  };
  const actWith = async (name: string, needs: AccountNeeds[]) => {
    const clusters = ["workloads", "deploy"].includes(name) ? (zones[0]?.clusters ?? []) : [];
    deployers.push(...(await actAs(name, needs, sandbox, clusters)));
  };

  /** Runs stacks as a role that lacks an action, which must fail by its name; then the role has it again. */
  async function failsWithout(action: string, RoleName: string, ...stacks: string[]) {
    const iam = new IAMClient(await sandbox.client("a"));
    const PolicyName = "without";
    const Statement = { Effect: "Deny", Action: action, Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    const { code, stderr, stdout } = await sandbox.command(["up", "--yes", "--only", ...stacks]);
    notStrictEqual(code, 0);
    match(stderr + stdout, new RegExp(`not authorized to perform: ${action}`));
    await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  }

  for (const [layer, stacks] of [
    ["cluster", ["a.cluster"]],
    ["secrets", ["a.secrets", "b.secrets"]],
    ["workloads", ["a.workloads"]],
  ] as const) {
    it(`suffice for the stacks of ${layer}, each with its own`, async () => {
      await actWith(
        layer,
        needsOf(zones, ["deploy"], (role) => stacks.some((stack) => stack === role.for)),
      );
      if (layer === "secrets") await failsWithout("secretsmanager:CreateSecret", layer, ...stacks);
      if (layer === "workloads") {
        await failsWithout("iam:PassRole", layer, ...stacks);
      }
      await run(["up", "--only", ...stacks, "--yes"]);
      if (layer !== "secrets") return;
      await actWith("put", needsOf(zones, ["put"]));
      for (const name of ["own", "old", "left", "foreign", "setting"])
        await run(["put", name], name);
    });
  }

  it("suffice to revoke", async () => {
    await actWith("revoke", needsOf(zones, ["revoke"]));
    await run(["revoke", "api", "--yes"]);
    await run(["revoke", "api", "--lift", "--yes"]);
  });

  it("suffice to change and refresh all, and to destroy it", async () => {
    await actWith("deploy", needsOf(zones, ["deploy"]));
    const iam = new IAMClient(await sandbox.client("a"));
    await iam.send(new AttachRolePolicyCommand({ RoleName: "job", PolicyArn: READ_ONLY }));
    writeInventory(sandbox.data, AFTER);
    await run(["up", "--refresh", "--yes", "--yes-remove", "left"]);
    const owner = new SecretsManagerClient(await sandbox.client("b"));
    const foreign = { SecretId: "foreign" };
    const { KmsKeyId } = await owner.send(new DescribeSecretCommand(foreign));
    const { Versions } = await owner.send(new ListSecretVersionIdsCommand(foreign));
    deepStrictEqual(Versions?.[0]?.KmsKeyIds, [KmsKeyId]);
    await run(["destroy", "--yes"]);
  });

  it("suffice to restore a secret and its key", async () => {
    await actWith("restore", needsOf(zones, ["restore"]));
    await run(["restore", "foreign"]);
  });

  it("were all used, but for those that name their source", async () => {
    const { actions } = await sandbox.control.allowedActions();
    const used = new Set(
      actions.filter(({ caller }) => deployers.includes(caller)).map(({ action }) => action),
    );
    const printed = needsOf(zones, USES).flatMap(({ roles }) =>
      roles.flatMap((one) => one.actions),
    );
    ok(printed.length > 100);
    const names = (list: typeof printed) => [...new Set(list.map(({ action }) => action))];
    const needed = printed.filter(({ optional, source }) => !optional && !source);
    deepStrictEqual(names(needed.filter(({ action }) => !used.has(action))), []);
    deepStrictEqual(names(printed.filter(({ action, source }) => source && used.has(action))), []);
  });
});
