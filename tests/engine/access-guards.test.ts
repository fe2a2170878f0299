import { match, rejects, strictEqual } from "node:assert";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import { AccessGuards } from "../../sdk";
import { call } from "../sandbox/raw";
import { landingZone } from "../stacks/run-stack";
import { actAs, needsOf } from "./adopted-clusters";
import { ENGINE_TIMEOUT } from "./harness";
import { messageOf, OWNER, suiteHost } from "./inline-program";

const PLATFORM = "222222222222";
const DEPLOYER = `arn:aws:iam::${PLATFORM}:role/deploy`;

/** The program runs in the management account. The platform account owns the secrets. */
const INVENTORY = `
id: lz-guards
accounts:
  management: { id: "${OWNER}", region: us-east-1 }
  platform: { id: "${PLATFORM}", region: us-east-1 }
clusters: { shop: { account: platform, create: {} } }
secrets: { own: { account: platform, key: own, recoveryWindowInDays: 0 } }
readers:
  web:
    cluster: shop
    namespace: web
    serviceAccount: web
    reads: [own]
    deployment: { image: nginx, mountPath: /mnt }
`;

describe("AccessGuards, deployed by a program of the management account", function () {
  this.timeout(ENGINE_TIMEOUT);
  const host = suiteHost(INVENTORY);
  let guards: string;
  let stack: Stack;

  const organizations = async (operation: string, input: object = {}) => {
    const credentials = await host.sandbox.control.account({ id: OWNER, region: "us-east-1" });
    const { text } = await call(host.sandbox.connection.endpoint, credentials, {
      service: "organizations",
      body: JSON.stringify(input),
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSOrganizationsV20161128.${operation}`,
      },
    });
    return JSON.parse(text);
  };
  const run = async (args: string[], input = "") => {
    const { code, stderr, stdout } = await host.sandbox.command(args, { input });
    strictEqual(code, 0, stderr + stdout);
  };
  const program = async () => {
    const { attachedTo } = new AccessGuards("guards", { guards, attachTo: [PLATFORM] });
    return { attachedTo };
  };
  const read = async () => (await host.sandbox.control.exec("web", ["cat", "/mnt/own"])).stdout;

  before(async () => {
    const { sandbox } = host;
    const organization = { id: "o-exampleorg", managementAccount: OWNER };
    await sandbox.control.organization({ ...organization, accounts: [OWNER, PLATFORM] });
    await actAs("deploy", needsOf([landingZone(INVENTORY)], ["deploy", "put"]), sandbox, []);
    const directory = join(mkdtempSync(join(tmpdir(), "guards-")), "guards");
    await run(["guard", "--write", directory, "--exempt", DEPLOYER]);
    guards = readFileSync(join(directory, "guards.json"), "utf8");
  });

  it("fails as AWS fails while a policy type is not enabled, and goes on once it is", async () => {
    stack = await host.inline("guards", program);
    match(await messageOf(stack.up()), /PolicyTypeNotEnabledException: This operation can be/);
    const [root] = (await organizations("ListRoots")).Roots;
    for (const type of ["SERVICE", "RESOURCE"]) {
      const PolicyType = `${type}_CONTROL_POLICY`;
      await organizations("EnablePolicyType", { RootId: root.Id, PolicyType });
    }
    const { outputs } = await stack.up();
    strictEqual(JSON.stringify(outputs.attachedTo?.value), JSON.stringify([PLATFORM]));
    await stack.up({ refresh: true, expectNoChanges: true });
  });

  it("lets the deployer whom it exempts deploy and put, and the pod read", async () => {
    await run(["up", "--only", "*.cluster", "*.secrets", "--yes"]);
    await run(["put", "own"], "fig");
    await run(["up", "--yes"]);
    strictEqual(await read(), "fig");
  });

  /** Calls that the account's administrator tries. */
  const attempts = async () => {
    const { eks, iam, kms, secretsManager } = await host.sandbox.aws("platform");
    const [reader] = landingZone(INVENTORY).readers;
    const { KeyMetadata } = await kms.describeKey({ KeyId: "alias/own" });
    const principalArn = `arn:aws:iam::${PLATFORM}:user/administrator`;
    const Statement = { Effect: "Allow", Action: "s3:*", Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    const role = { RoleName: reader?.role.name, PolicyName: "more" };
    const grant = { GranteePrincipal: DEPLOYER, Operations: ["Decrypt" as const] };
    return {
      "an entry in the cluster": () => eks.createAccessEntry({ clusterName: "shop", principalArn }),
      "a right of the reader's role": () => iam.putRolePolicy({ ...role, PolicyDocument }),
      "a grant of the key": () => kms.createGrant({ ...grant, KeyId: KeyMetadata?.Arn ?? "" }),
      "the secret's policy": () => secretsManager.deleteResourcePolicy({ SecretId: "own" }),
      "the secret's value": () => secretsManager.getSecretValue({ SecretId: "own" }),
    };
  };

  it("closes the ways of an administrator of the account", async () => {
    for (const [what, attempt] of Object.entries(await attempts())) {
      await rejects(
        attempt,
        ({ message }: Error) => {
          match(message, /explicit deny in a (service|resource) control policy: arn:\S+\/p-\w+$/);
          return true;
        },
        what,
      );
    }
  });

  it("opens them again once it is destroyed", async () => {
    await stack.destroy();
    for (const attempt of Object.values(await attempts())) await attempt();
    const { Policies } = await organizations("ListPolicies", { Filter: "SERVICE_CONTROL_POLICY" });
    strictEqual(Policies.length, 1);
  });
});
