import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ENGINE_VERSION, type Engine, type Unavailable } from "./engine";
import { keepEngine } from "./engine-cache";

const RELEASES = "https://get.pulumi.com/releases/sdk";

/** How long the release site may take to answer, and then to send each further part of the archive. In milliseconds. */
const ANSWER_TIMEOUT = 5_000;

/** Fetches the official release, checks it against the published SHA-256 and keeps it in `cache`. */
export async function releasedEngine(
  cache: string,
  report: (line: string) => void,
  site = RELEASES,
): Promise<Engine | Unavailable> {
  const archive = archiveName();
  if (!archive) {
    return { unavailable: `no official release for ${process.platform} ${process.arch}` };
  }
  try {
    const checksums = await fetchBytes(`${site}/pulumi-${ENGINE_VERSION}-checksums.txt`);
    const expected = checksumOf(checksums.toString("utf8"), archive);
    if (!expected) return { unavailable: `the release's checksums do not list ${archive}` };

    report(`fetching Pulumi CLI ${ENGINE_VERSION}`);
    return await keepEngine(
      cache,
      "release",
      async (draft) => {
        const bytes = await fetchBytes(`${site}/${archive}`);
        const actual = createHash("sha256").update(bytes).digest("hex");
        if (actual !== expected)
          throw new Error(`${archive} has SHA-256 ${actual}, not ${expected}`);
        await unpack(bytes, draft);
      },
      report,
    );
  } catch (error) {
    return { unavailable: `the official release cannot be fetched (${reasonOf(error)})` };
  }
}

/** The SHA-256 of one archive in a file of `<hash>  <name>` lines. */
export function checksumOf(checksums: string, archive: string): string | undefined {
  return checksums
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .find(([hash, name]) => name === archive && /^[0-9a-f]{64}$/.test(hash ?? ""))?.[0];
}

function archiveName(): string | undefined {
  const systems: Partial<Record<NodeJS.Platform, string>> = { linux: "linux", darwin: "darwin" };
  const machines: Record<string, string> = { x64: "x64", arm64: "arm64" };
  const system = systems[process.platform];
  const machine = machines[process.arch];
  return system && machine && `pulumi-v${ENGINE_VERSION}-${system}-${machine}.tar.gz`;
}

async function fetchBytes(url: string): Promise<Buffer> {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}`);
    const parts: Uint8Array[] = [];
    for await (const part of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT);
      parts.push(part);
    }
    return Buffer.concat(parts);
  } finally {
    clearTimeout(timer);
  }
}

/** The archive holds one directory `pulumi` with the CLI and its language hosts. */
async function unpack(bytes: Buffer, draft: string): Promise<void> {
  const file = join(draft, "release.tar.gz");
  writeFileSync(file, bytes);
  await promisify(execFile)("tar", ["-xzf", file, "-C", draft, "--strip-components=1"]);
  rmSync(file);
  accessSync(join(draft, "pulumi"), constants.X_OK);
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "AbortError") return `no answer within ${ANSWER_TIMEOUT / 1000} s`;
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  return cause?.code ?? error.message;
}
