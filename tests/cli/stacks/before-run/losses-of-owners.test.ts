import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { keyUses } from "../../../../sdk/change-losses";
import { A, startSandbox } from "../../../sandbox/support";
import { inventoryText, landingZoneOf, type Sections } from "../../../sdk/grant/support";
import { keptSecret, runInProject } from "../fake-project";

const zoneOf = (secret: string, parameter = "") => ({
  secrets: `\n  own: { account: a${secret} }`,
  parameters: `\n  /flags: { account: a${parameter} }`,
  readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
});

/** Runs `up` of an inventory where another one is deployed. */
async function up(before: Sections, after: Sections, config?: Record<string, string>) {
  const sandbox = await startSandbox();
  const { secretsManager } = sandbox.clients(A);
  const { ARN: secretArn = "" } = await secretsManager.createSecret({ Name: "own" });
  const outputs = { encrypts: keyUses(landingZoneOf(before).keys) };
  const type = "pulumi:pulumi:Stack";
  const component = "eks-pod-secrets:index:PodSecret";
  const holds = [
    { urn: `urn:pulumi:a.secrets::p::${type}::p-a.secrets`, type, outputs },
    { urn: `urn:pulumi:a.secrets::p::${component}::own`, type: component, outputs: { secretArn } },
    keptSecret("own", secretArn),
  ];
  const inventory = `id: lz-tests\n${inventoryText(after)}`;
  const stacks = { "a.secrets": { resources: 1, holds, config } };
  try {
    const ended = await runInProject(sandbox, A, ["up", "--yes"], { inventory, stacks });
    const { ResourcePolicy } = await secretsManager.getResourcePolicy({ SecretId: secretArn });
    return { ...ended, policy: ResourcePolicy };
  } finally {
    await sandbox.stop();
  }
}

describe("values that an owner's program would refuse to lose", () => {
  it("are refused before a run, which would first take access away", async () => {
    const ended = await up(zoneOf(", key: pods"), zoneOf(""));
    match(ended.stderr, /secret own must keep its key, a\/us-east-1\/pods, got none/);
    strictEqual(ended.code, 2);
    deepStrictEqual(ended.ran, []);
  }).timeout(60_000); // starts a process

  it("do not leave a first policy, which no state would know, with their secret", async () => {
    const sealed = ", sealed: true";
    const ended = await up(zoneOf(", key: pods"), zoneOf(sealed));
    match(ended.stderr, /secret own must keep its key/);
    match(ended.stderr, /access stays: .*secret own .*gets one in the run of its stack/);
    strictEqual(ended.policy, undefined);
    const alone = await up(zoneOf(""), zoneOf(sealed));
    match(alone.policy ?? "", /DeniedFirst/, alone.stderr);
  }).timeout(60_000); // starts processes

  it("are let go with a key that the configuration of its stack releases", async () => {
    const [before, after] = [zoneOf("", ", key: pods"), zoneOf("")];
    const refused = await up(before, after);
    match(refused.stderr, /key a\/us-east-1\/pods must stay/);
    const released = await up(before, after, { deleteKeys: "a/us-east-1/pods" });
    doesNotMatch(released.stderr, /must stay/);
    ok(released.ran.includes("up a.secrets"), released.stderr);
  }).timeout(60_000); // starts processes
});
