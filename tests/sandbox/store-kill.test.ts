import { deepStrictEqual, ok } from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IAM, paginateListRoles } from "@aws-sdk/client-iam";

import { openLmdbStore } from "../../sandbox/store/lmdb-store";
import { policy } from "./secrets-support";
import { A } from "./support";

const HERE = join(__dirname, "..", "..");

describe("sandbox state when its process is killed", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "killed-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

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
