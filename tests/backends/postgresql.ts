import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "../../sandbox/instance/data-directory";
import { creation, proxyTo } from "../engine/proxy";

/** Where Debian's package installs the programs, in a directory for each version. */
const DEBIAN = "/usr/lib/postgresql";

/** A PostgreSQL for one test, on its own port. */
export interface PostgreSql {
  /** The value for `PULUMI_BACKEND_URL`. */
  url: string;
  /** Stops it and removes its data. */
  stop(): Promise<void>;
}

/** Starts an empty PostgreSQL in a temporary directory. If this process runs as root, it starts it as a user without rights. */
export async function startPostgreSql(): Promise<PostgreSql> {
  const programs = programsDirectory();
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-postgresql-"));
  const user = unprivileged();
  const password = randomBytes(18).toString("hex");
  const passwordFile = join(directory, "password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (user) for (const path of [directory, passwordFile]) chownSync(path, user.uid, user.gid);

  const data = join(directory, "data");
  const initial = ["-D", data, "-U", "pulumi", "-A", "scram-sha-256", "--pwfile", passwordFile];
  execFileSync(join(programs, "initdb"), [...initial, "--no-sync"], { ...user, stdio: "ignore" });
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off"];
  const server = spawn(
    join(programs, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...user, stdio: "ignore" },
  );
  await answering(programs, port, server);
  return {
    url: `postgres://pulumi:${password}@127.0.0.1:${port}/postgres?sslmode=disable`,
    stop: async () => {
      const ended = once(server, "exit");
      server.kill("SIGINT");
      await ended;
      rmSync(directory, { recursive: true });
    },
  };
}

function programsDirectory(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
  // Debian's client package makes such a directory too.
  const servers = versions.filter((version) => existsSync(join(DEBIAN, version, "bin/initdb")));
  const newest = servers.sort((a, b) => Number(b) - Number(a))[0];
  if (newest) return join(DEBIAN, newest, "bin");
  throw new Error(`these tests need PostgreSQL under ${DEBIAN}: apt-get install postgresql`);
}

/** PostgreSQL refuses to run as root. Debian's package makes a user for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }).trim());
  return { uid: id("-u"), gid: id("-g") };
}

async function answering(programs: string, port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) break;
    try {
      const asked = ["-h", "127.0.0.1", "-p", String(port), "-q"];
      execFileSync(join(programs, "pg_isready"), asked, { stdio: "ignore" });
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error("PostgreSQL did not start");
}

/** A proxy before the sandbox that counts what is created. */
export interface CountingProxy {
  endpoint: string;
  /** How often each resource was created, by account, operation and name. */
  creations: Map<string, number>;
  close(): void;
}

const DRAWN = /-[0-9a-f]{7}(?= |$)/;

/** Counts the calls that create something and succeed. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const creations = new Map<string, number>();
  const proxy = await proxyTo(target, {
    answered: (call, { body, status }) => {
      const name = creation(call);
      if (name && status === 200) {
        // Names with a random end from Pulumi count as one, so a second random name counts as a second creation.
        const created = `${accountIn(body)} ${name.replace(DRAWN, "")}`;
        creations.set(created, (creations.get(created) ?? 0) + 1);
      }
      return false;
    },
  });
  return { ...proxy, creations };
}

/** The account in the ARN of what was created. The answer for an alias has no ARN. */
function accountIn(answer: string): string {
  return /arn:aws:\w+:[\w-]*:(\d{12}):/.exec(answer)?.[1] ?? "-";
}
