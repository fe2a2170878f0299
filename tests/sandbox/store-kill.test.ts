import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { IAM, paginateListRoles } from "@aws-sdk/client-iam";
import { SecretsManager } from "@aws-sdk/client-secrets-manager";
import { controlClient } from "../../sandbox/instance/control-client";
import { dataDirectory, prepareDataDirectory } from "../../sandbox/instance/data-directory";
import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import { builtFile } from "../built";
import { newDirectory } from "../directories";
import { policy } from "./secrets-support";
import { A, REGION } from "./support";

const HERE = join(__dirname, "..", "..");

describe("sandbox state when its process is killed", () => {
  let directory: string;
  beforeEach(() => {
    directory = newDirectory();
  });

  const run = (file: string): ChildProcess =>
    spawn(process.execPath, ["--import", "tsx", join(HERE, file), directory], {
      stdio: ["ignore", "pipe", "inherit"],
    });

  it("holds every transaction that was confirmed, each whole", async () => {
    for (const delay of [0, 3, 11, 29, 61]) {
      const writer = run("tests/sandbox/store-writer.ts");
      let said = "";
      writer.stdout?.on("data", (chunk) => {
        said += chunk;
        if (said.length === chunk.length) setTimeout(() => writer.kill("SIGKILL"), delay);
      });
      await once(writer, "close");
      const confirmed = Number(said.slice(0, said.lastIndexOf("\n")).split("\n").at(-1));
      const store = openLmdbStore(directory);
      const counts = store.list<number>(["count"]).map(({ value }) => value);
      await store.close();
      const [count = 0] = counts;
      deepStrictEqual(
        counts,
        Array.from({ length: 8 }, () => count),
      );
      ok(count >= confirmed, `confirmed ${confirmed}, found ${count}`);
    }
  }).timeout(60_000);

  it("serves every call that was answered, after a kill in the middle of others", async () => {
    writeFileSync(join(directory, "control-token"), "token");
    writeFileSync(join(directory, "port"), "0");
    const first = run("sandbox/server/main.ts");
    const endpoint = await listening(first);
    const iam = new IAM(await administrator(endpoint));
    const answered: string[] = [];
    const create = async (name: string) => {
      await iam.createRole({ RoleName: name, AssumeRolePolicyDocument: TRUST });
      answered.push(name);
      await iam.putRolePolicy({ RoleName: name, PolicyName: "own", PolicyDocument: READ });
    };
    const calls = Array.from({ length: 60 }, (_, index) => create(`role-${index}`));
    await Promise.race(calls);
    first.kill("SIGKILL");
    await Promise.allSettled(calls);
    ok(answered.length > 0);

    const second = run("sandbox/server/main.ts");
    const again = new IAM(await administrator(await listening(second)));
    const found: string[] = [];
    for await (const page of paginateListRoles({ client: again }, {})) {
      for (const { RoleName = "" } of page.Roles ?? []) {
        found.push(RoleName);
        await again.getRole({ RoleName });
        await again.listRolePolicies({ RoleName });
      }
    }
    deepStrictEqual(
      answered.filter((name) => !found.includes(name)),
      [],
    );
    second.kill("SIGTERM");
    const [code] = await once(second, "close");
    deepStrictEqual(code, 0);
  }).timeout(60_000);
});

const READ = policy({ Action: "iam:GetRole", Resource: "*" });
const TRUST = policy({ Principal: { AWS: A }, Action: "sts:AssumeRole" });

async function listening(server: ChildProcess): Promise<string> {
  const [chunk] = await once(server.stdout ?? server, "data");
  return /http:\/\/127\.0\.0\.1:\d+/.exec(String(chunk))?.[0] ?? "";
}

async function administrator(endpoint: string) {
  const response = await fetch(`${endpoint}/_sandbox/accounts`, {
    method: "POST",
    headers: { authorization: "Bearer token" },
    body: JSON.stringify({ id: A }),
  });
  const credentials = (await response.json()) as { accessKeyId: string; secretAccessKey: string };
  return { endpoint, region: "us-east-1", maxAttempts: 1, credentials };
}

/** The largest file that the server may write, in blocks of 1,024 bytes. It imitates a disk of that size. */
const LARGEST = 1024;

describe("a sandbox whose disk is full", function () {
  this.timeout(60_000); // starts a process
  const root = newDirectory();
  let server: ChildProcess | undefined;
  after(() => {
    server?.kill("SIGKILL");
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
