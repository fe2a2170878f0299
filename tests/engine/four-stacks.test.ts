import { deepStrictEqual, notDeepStrictEqual, strictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import {
  DeletePodIdentityAssociationCommand,
  EKSClient,
  ListPodIdentityAssociationsCommand,
} from "@aws-sdk/client-eks";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  GetResourcePolicyCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { runPulumi } from "../../sandbox/engine/run-pulumi";
import type { StackRun } from "../../sandbox/engine/run-stack";
import { checkoutDirectory } from "../../sandbox/instance/checkout";
import { filesHolding, holds } from "./files-holding";
import { ENGINE_TIMEOUT, type EngineHarness, engineHarness, writeInventory } from "./harness";

const STACKS = [
  "account-a.cluster",
  "account-a.secrets",
  "account-b.secrets",
  "account-a.workloads",
];

const VALUES = { "secret-a": "swordfish-of-account-a", "secret-b": "marzipan-of-account-b" };
const INVENTORY = readFileSync(join(checkoutDirectory(), "landing-zone.yaml"), "utf8");

describe("the four stacks", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  /** Every event of every run, as the engine wrote it. */
  const events: string[] = [];

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
  });
  after(() => sandbox.remove());

  function run(stack: string, operation: "up" | "refresh" | "destroy"): Promise<StackRun> {
    return sandbox.run(stack, operation, {
      onEvent: (event) => events.push(JSON.stringify(event)),
    });
  }

  /** What happened to the resources of providers; components only group them. */
  async function touched(stack: string, operation: "up" | "refresh"): Promise<string[]> {
    const { steps } = await run(stack, operation);
    return steps
      .filter(({ op, type }) => op !== "read" && !type.startsWith("eks-pod-secrets:"))
      .map(({ name, op }) => `${op} ${name}`)
      .sort();
  }

  async function policyOfSecretB(): Promise<unknown> {
    const owner = new SecretsManagerClient(await sandbox.client("account-b"));
    const command = new GetResourcePolicyCommand({ SecretId: "secret-b" });
    const { ResourcePolicy } = await owner.send(command);
    return JSON.parse(ResourcePolicy ?? "null");
  }

  it("come up, and each pod reads its own secret", async () => {
    for (const stack of STACKS.slice(0, 3)) await run(stack, "up");
    await sandbox.putValue("account-a", "secret-a", VALUES["secret-a"]);
    await sandbox.putValue("account-b", "secret-b", VALUES["secret-b"]);
    await run("account-a.workloads", "up");
    const [a, b] = await Promise.all([
      sandbox.control.exec("application-a", ["cat", "/mnt/secret/secret-a"]),
      sandbox.control.exec("application-b", ["cat", "/mnt/secret/secret-b"]),
    ]);
    deepStrictEqual([a.stdout, b.stdout], [VALUES["secret-a"], VALUES["secret-b"]]);
  });

  it("change nothing when nothing changed", async () => {
    for (const stack of STACKS) {
      const { changes } = await run(stack, "up");
      deepStrictEqual(Object.keys(changes), ["same"], stack);
    }
  });

  it("touch only what one more grant needs", async () => {
    writeInventory(
      sandbox.data,
      INVENTORY.replace("reads: [secret-a]", "reads: [secret-a, secret-b]"),
    );
    deepStrictEqual(await touched("account-a.cluster", "up"), []);
    deepStrictEqual(await touched("account-a.secrets", "up"), []);
    deepStrictEqual(await touched("account-b.secrets", "up"), [
      "update secret-b-policy",
      "update secretsmanagercross-us-east-1-policy",
    ]);
    deepStrictEqual(await touched("account-a.workloads", "up"), [
      "update application-a",
      "update application-a-policy",
      "update application-a-provider-class",
    ]);
    const { stdout } = await sandbox.control.exec("application-a", ["cat", "/mnt/secret/secret-b"]);
    strictEqual(stdout, VALUES["secret-b"]);
  });

  it("touch the same when the grant goes", async () => {
    writeInventory(sandbox.data, INVENTORY);
    deepStrictEqual(await touched("account-a.workloads", "up"), [
      "update application-a",
      "update application-a-policy",
      "update application-a-provider-class",
    ]);
    deepStrictEqual(await touched("account-b.secrets", "up"), [
      "update secret-b-policy",
      "update secretsmanagercross-us-east-1-policy",
    ]);
  });

  it("find on refresh what was changed behind Pulumi's back, and put it right", async () => {
    const declared = await policyOfSecretB();
    const owner = new SecretsManagerClient(await sandbox.client("account-b"));
    const Statement = {
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::111111111111:root" },
      Action: "secretsmanager:GetSecretValue",
      Resource: "*",
    };
    const ResourcePolicy = JSON.stringify({ Version: "2012-10-17", Statement });
    await owner.send(new PutResourcePolicyCommand({ SecretId: "secret-b", ResourcePolicy }));
    notDeepStrictEqual(await policyOfSecretB(), declared);
    deepStrictEqual(await touched("account-b.secrets", "refresh"), ["update secret-b-policy"]);
    deepStrictEqual(await touched("account-b.secrets", "up"), ["update secret-b-policy"]);
    deepStrictEqual(await policyOfSecretB(), declared);
  });

  it("find on refresh what was deleted behind Pulumi's back, and make it again", async () => {
    const clusterName = "ascp-podidentity";
    const eks = new EKSClient(await sandbox.client("account-a"));
    const list = new ListPodIdentityAssociationsCommand({
      clusterName,
      serviceAccount: "serviceaccount-b",
    });
    const associationId = (await eks.send(list)).associations?.[0]?.associationId;
    await eks.send(new DeletePodIdentityAssociationCommand({ clusterName, associationId }));
    deepStrictEqual(await touched("account-a.workloads", "refresh"), [
      "delete application-b-association",
    ]);
    deepStrictEqual(await touched("account-a.workloads", "up"), [
      "create application-b-association",
    ]);
    strictEqual((await eks.send(list)).associations?.length, 1);
  });

  it("hold no secret value in state, history, outputs, logs and events", async () => {
    const told = [...events];
    for (const stack of STACKS) {
      const environment = await sandbox.environment(stack.slice(0, stack.lastIndexOf(".")));
      for (const command of [["export"], ["history", "--json"], ["output", "--json"]]) {
        const args = ["stack", ...command, "--stack", stack, "--show-secrets"];
        told.push(await runPulumi(environment, args));
      }
    }
    const text = Buffer.from(told.join("\n"));
    strictEqual(holds(text, "ascp-podidentity-cross"), true, "what is not secret is found");
    for (const [secret, value] of Object.entries(VALUES)) {
      strictEqual(holds(text, value), false, secret);
      // The pods' own files are where the values belong, and show that the scan finds them.
      const files = filesHolding(sandbox.data.path, value);
      const mounted = files.filter((file) => file.startsWith("state/pods/"));
      deepStrictEqual(files, mounted);
      deepStrictEqual(new Set(mounted.map((file) => basename(file))), new Set([secret]));
    }
  });

  it("leave nothing once destroyed", async () => {
    for (const stack of [...STACKS].reverse()) await run(stack, "destroy");
    for (const account of ["account-a", "account-b"]) {
      const client = await sandbox.client(account);
      const secrets = await new SecretsManagerClient(client).send(new ListSecretsCommand({}));
      const roles = await new IAMClient(client).send(new ListRolesCommand({}));
      const kms = new KMSClient(client);
      const keys = (await kms.send(new ListKeysCommand({}))).Keys ?? [];
      const states = await Promise.all(
        keys.map(({ KeyId }) => kms.send(new DescribeKeyCommand({ KeyId }))),
      );
      deepStrictEqual(secrets.SecretList, [], account);
      deepStrictEqual(roles.Roles, [], account);
      deepStrictEqual(
        states
          .filter(({ KeyMetadata: key }) => key?.KeyManager === "CUSTOMER")
          .map(({ KeyMetadata: key }) => key?.KeyState)
          .filter((state) => state !== "PendingDeletion"),
        [],
        account,
      );
    }
    const { clusters, pods } = await sandbox.control.status();
    deepStrictEqual({ clusters, pods }, { clusters: [], pods: [] });
    for (const value of Object.values(VALUES)) {
      deepStrictEqual(filesHolding(sandbox.data.path, value), []);
    }
    for (const stack of STACKS) {
      const environment = await sandbox.environment(stack.slice(0, stack.lastIndexOf(".")));
      const state = JSON.parse(await runPulumi(environment, ["stack", "export", "--stack", stack]));
      deepStrictEqual(state.deployment.resources ?? [], [], stack);
    }
  });
});
