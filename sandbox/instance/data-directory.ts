import { randomBytes, randomInt } from "node:crypto";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { authorityFile } from "../wire/tls/certificate-authority";
import { workDirectory } from "./installation";

/** Where everything of one sandbox lives. Removing `path` removes the sandbox. */
export interface DataDirectory {
  path: string;
  /** The emulator's store. */
  state: string;
  port: string;
  controlToken: string;
  pid: string;
  /** The server's pace, if it was set: the providers wait at the same pace. */
  pace: string;
  log: string;
  /** The CLI, its language host and the stand-in providers. */
  bin: string;
  project: string;
  pulumiHome: string;
  backend: string;
  passphrase: string;
}

export interface Connection {
  endpoint: string;
  controlToken: string;
  /** Path of the server's certificate. The server makes it at its first start, before it listens. */
  authority: string;
}

const MARKER = "eks-pod-secrets-sandbox";

/** Names the paths under `path`; touches nothing. Defaults to `$EKS_POD_SECRETS_SANDBOX`, else `.sandbox` in the work directory. */
export function dataDirectory(
  path = process.env.EKS_POD_SECRETS_SANDBOX || join(workDirectory(), ".sandbox"),
): DataDirectory {
  const root = resolve(path);
  return {
    path: root,
    state: join(root, "state"),
    port: join(root, "port"),
    controlToken: join(root, "control-token"),
    pid: join(root, "server.pid"),
    pace: join(root, "pace"),
    log: join(root, "server.log"),
    bin: join(root, "bin"),
    project: join(root, "project"),
    pulumiHome: join(root, "pulumi", "home"),
    backend: join(root, "pulumi", "backend"),
    passphrase: join(root, "pulumi", "passphrase"),
  };
}

/** Creates the missing parts of a data directory, and returns how to reach its server. Throws if `path` holds something else. */
export async function prepareDataDirectory(data: DataDirectory): Promise<Connection> {
  if (existsSync(data.path) && !isSandbox(data) && readdirSync(data.path).length > 0) {
    throw new Error(
      `${data.path} is neither empty nor a sandbox: point EKS_POD_SECRETS_SANDBOX at another directory`,
    );
  }
  mkdirSync(data.path, { recursive: true, mode: 0o700 });
  checkIsOurs(data);
  chmodSync(data.path, 0o700);
  writeOnce(join(data.path, MARKER), "This directory is a sandbox of eks-pod-secrets.\n");
  for (const directory of [data.bin, data.project, data.pulumiHome, data.backend]) {
    mkdirSync(directory, { recursive: true });
  }
  writeOnce(data.controlToken, randomBytes(24).toString("base64url"));
  writeOnce(data.passphrase, randomBytes(24).toString("base64url"));
  if (!existsSync(data.port)) writeOnce(data.port, String(await freePort()));
  return connection(data);
}

export function isSandbox(data: DataDirectory): boolean {
  return existsSync(join(data.path, MARKER));
}

export function connection(data: DataDirectory): Connection {
  if (!isSandbox(data)) {
    throw new Error(`${data.path} is not a sandbox yet: run \`npx eks-pod-secrets sandbox start\``);
  }
  checkIsOurs(data);
  const port = readFileSync(data.port, "utf8").trim();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    controlToken: readFileSync(data.controlToken, "utf8").trim(),
    authority: authorityFile(data.state),
  };
}

/** Throws if somebody else could have put a token, a port or programs into the directory. */
function checkIsOurs(data: DataDirectory): void {
  const { mode, uid } = statSync(data.path);
  if (uid !== (process.getuid?.() ?? uid)) {
    throw new Error(
      `${data.path} belongs to another user: point EKS_POD_SECRETS_SANDBOX at a directory of your own`,
    );
  }
  // Windows has no such file modes.
  if (process.getuid && isSandbox(data) && (mode & 0o022) !== 0) {
    throw new Error(
      `${data.path} may be written to by other users, who could put their own programs there: remove it, or look at it and run \`chmod 700 ${data.path}\``,
    );
  }
}

/** Removes a sandbox with everything in it. Refuses any other directory. Returns false if there is none. */
export function removeDataDirectory(data: DataDirectory): boolean {
  if (!existsSync(data.path)) return false;
  if (!isSandbox(data)) {
    throw new Error(`${data.path} is not a sandbox of eks-pod-secrets: nothing was removed`);
  }
  // The marker goes last, so that an interrupted removal can be repeated.
  for (const entry of readdirSync(data.path)) {
    if (entry !== MARKER) rmSync(join(data.path, entry), { recursive: true, force: true });
  }
  rmSync(data.path, { recursive: true, force: true });
  return true;
}

/** If two processes prepare one directory at a time, the first to link wins. */
function writeOnce(path: string, text: string): void {
  if (existsSync(path)) return;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    rmSync(draft);
  }
}

/** Ports below those that Linux, macOS and Windows give to connections and to servers that ask for any port. */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_767;

/** A port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT + 1);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolveIsFree, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolveIsFree(false) : reject(error),
    );
    server.listen(port, "127.0.0.1", () => server.close(() => resolveIsFree(true)));
  });
}
