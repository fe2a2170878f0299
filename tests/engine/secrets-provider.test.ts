import { deepStrictEqual, match, strictEqual } from "node:assert";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import * as z from "zod";

import { stacksShape } from "../../cli/stacks/stacks-shape";
import { runPulumi } from "../../sandbox/engine/run-pulumi";
import { run } from "../cli/support";
import { commandLine, ENGINE_TIMEOUT, type EngineHarness, engineHarness } from "./harness";

const INVENTORY = `
accounts: { owner: { id: "111111111111", region: us-east-1 } }
secrets: { orders: { account: owner } }
`;

const STATE = z.object({
  deployment: z.object({ secrets_providers: z.object({ type: z.string() }) }),
});

describe("up without a passphrase", function () {
  this.timeout(ENGINE_TIMEOUT);
  let sandbox: EngineHarness;
  let env: Record<string, string>;
  let key: string;

  before(async () => {
    sandbox = await engineHarness(INVENTORY);
    const { PULUMI_CONFIG_PASSPHRASE_FILE: _, ...others } = await sandbox.commandEnvironment();
    env = others;
    const kms = new KMSClient(await sandbox.client("owner"));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    key = `awskms:///${KeyMetadata?.Arn}?region=us-east-1`;
  });
  after(() => sandbox.remove());

  it("says what a new stack needs", async () => {
    const { code, reason } = await up();
    strictEqual(code, 1);
    match(reason, /^a new stack needs .*--secrets-provider 'awskms:/);
  });

  it("says that the key is not there, in the words of AWS alone", async () => {
    const { reason } = await up("--secrets-provider", "awskms://alias/absent?region=us-east-1");
    match(reason, /NotFoundException/);
    match(reason, /^could not create secrets manager for new stack: .*$/);
  });

  it("encrypts with the key that it is given", async () => {
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

  async function up(...args: string[]): Promise<{ code: number | null; reason: string }> {
    const [, ...line] = commandLine(sandbox.data, ["up", "--yes", "--json", ...args]);
    const { code, stderr, stdout } = await run(line, { env });
    strictEqual(stderr.includes("    at "), false, stderr);
    const [stack] = stacksShape.parse(JSON.parse(stdout)).stacks;
    return { code, reason: stack?.reason ?? "" };
  }

  async function secretsProvider(): Promise<string> {
    const environment = await sandbox.environment("owner");
    const exported = await runPulumi(environment, ["stack", "export", "--stack", "owner.secrets"]);
    return STATE.parse(JSON.parse(exported)).deployment.secrets_providers.type;
  }
});
