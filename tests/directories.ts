import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const made: string[] = [];

/** Makes a directory for one test. It is removed when all tests have run. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  made.push(directory);
  return directory;
}

process.on("exit", () => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true });
});
