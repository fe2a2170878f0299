import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert";
import { keyUses } from "../../../../sdk/change-losses";
import { A, withSandbox } from "../../../sandbox/support";
import { inventoryText, landingZoneOf } from "../../../sdk/grant/support";
import { keptSecret, runInProject } from "../fake-project";

const zoneOf = (secret: string, parameter = "") => ({
  secrets: `\n  own: { account: a${secret} }`,
  parameters: `\n  /flags: { account: a${parameter} }`,
  readers: "\n  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own] }",
});
type Zone = ReturnType<typeof zoneOf>;

describe("values that an owner's program would refuse to lose", function () {
  this.timeout(60_000); // each case starts processes
  const { sandbox } = withSandbox({ each: true });
  let secretArn: string;

  beforeEach(async () => {
    const { secretsManager } = sandbox.clients(A);
    secretArn = (await secretsManager.createSecret({ Name: "own" })).ARN ?? "";
  });

  /** Runs `up` of an inventory while another is deployed. `outputs` has more of what the last run recorded. */
  async function up(
    before: Zone,
    after: Zone,
    { config, outputs = {} }: { config?: Record<string, string>; outputs?: object } = {},
  ) {
    const type = "pulumi:pulumi:Stack";
    const component = "eks-pod-secrets:index:PodSecret";
    const recorded = { encrypts: keyUses(landingZoneOf(before).keys), ...outputs };
    const holds = [
      { urn: `urn:pulumi:a.secrets::p::${type}::p-a.secrets`, type, outputs: recorded },
      {
        ...{ urn: `urn:pulumi:a.secrets::p::${component}::own`, type: component },
        outputs: { secretArn },
      },
      keptSecret("own", secretArn),
    ];
    const inventory = `id: lz-tests\n${inventoryText(after)}`;
    const stacks = { "a.secrets": { resources: 1, holds, config } };
    return runInProject(sandbox, A, ["up", "--yes"], { inventory, stacks });
  }

  async function policy(): Promise<string | undefined> {
    const { secretsManager } = sandbox.clients(A);
    return (await secretsManager.getResourcePolicy({ SecretId: secretArn })).ResourcePolicy;
  }

  it("are refused before any stack is run", async () => {
    const ended = await up(zoneOf(", key: pods"), zoneOf(""));
    match(ended.stderr, /secret own must keep its key, a\/us-east-1\/pods, got none/);
    strictEqual(ended.code, 2);
    deepStrictEqual(ended.ran, []);
  });

  it("are let go with a key that the configuration of its stack releases", async () => {
    const [before, after] = [zoneOf("", ", key: pods"), zoneOf("")];
    const refused = await up(before, after);
    match(refused.stderr, /key a\/us-east-1\/pods must stay/);
    const released = await up(before, after, { config: { deleteKeys: "a/us-east-1/pods" } });
    doesNotMatch(released.stderr, /must stay/);
    ok(released.ran.includes("up a.secrets"), released.stderr);
  });

  it("leave no denial for good that the refused run began with, if the inventory takes it back", async () => {
    const former = zoneOf(", key: pods");
    const refused = await up(former, zoneOf(", sealed: true"));
    match(refused.stderr, /secret own must keep its key/);
    match((await policy()) ?? "", /DeniedFirst/);

    const sealed = zoneOf(", key: pods, sealed: true");
    await up(former, sealed);
    match((await policy()) ?? "", /DeniedFirst/);
    // The last run is recorded as finished, so `up` does not look for what it left.
    await up(former, former, { outputs: { lastRun: {} } });
    match((await policy()) ?? "", /DeniedFirst/);

    const back = await up(former, former);
    match(back.stderr, /secret own of account \d+ is open again/);
    strictEqual(await policy(), undefined);
  });
});
