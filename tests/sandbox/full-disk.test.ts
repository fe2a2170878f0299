import { match, ok, rejects, strictEqual } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";

import { controlClient } from "../../sandbox/instance/control-client";
import { dataDirectory, prepareDataDirectory } from "../../sandbox/instance/data-directory";
import { builtFile } from "../built";
import { A, REGION } from "./support";

/** Largest file that the server may write, in blocks of 1,024 bytes: it stands for a disk of that size. */
const LARGEST = 1024;

describe("a sandbox whose disk is full", function () {
  this.timeout(60_000); // starts a process
  const root = mkdtempSync(join(tmpdir(), "full-disk-"));
  let server: ChildProcess | undefined;
  after(() => {
    server?.kill("SIGKILL");
    rmSync(root, { recursive: true, force: true });
  });

  it("says so, answers what it has, and does not end, though it cannot write its log either", async () => {
    const data = dataDirectory(join(root, "sandbox"));
    const reach = await prepareDataDirectory(data);
    const full = openSync("/dev/full", "w");
    const main = builtFile("sandbox/server/main.js");
    const script = `trap '' XFSZ; ulimit -f ${LARGEST}; exec "$0" "$@"`;
    server = spawn("bash", ["-c", script, process.execPath, main, data.path], {
      stdio: ["ignore", full, full],
    });
    const control = controlClient(reach);
    const started = async () => (await control.status().catch(() => undefined)) !== undefined;
    while (!(await started())) ok(server.exitCode === null, "the server ended");

    const credentials = await control.account({ id: A });
    const { endpoint } = reach;
    const client = new SecretsManager({ endpoint, region: REGION, credentials, maxAttempts: 1 });
    const SecretString = "x".repeat(60_000);
    const fill = async () => {
      for (let number = 0; number < 100; number++) {
        await client.createSecret({ Name: `secret-${number}`, SecretString });
      }
    };
    await rejects(fill(), ({ message, name }: Error) => {
      strictEqual(name, "InternalFailure");
      match(message, /the sandbox cannot write its state in .*state: /);
      return true;
    });
    const got = await client.getSecretValue({ SecretId: "secret-0" });
    strictEqual(got.SecretString, SecretString);
    strictEqual(server.exitCode, null);
  });
});
