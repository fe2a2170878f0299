import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { settledState } from "../../stacks/interrupted-run/settled-state";
import type { DataDirectory } from "../instance/data-directory";
import { runPulumi } from "./run-pulumi";

/** The part of a stack's state file that is read here. */
interface StateFile {
  checkpoint?: { latest?: { pending_operations?: unknown[] } };
}

/** Where the file backend keeps the state of a stack. */
export function stateFile(data: DataDirectory, stack: string): string {
  return join(data.backend, ".pulumi", "stacks", "eks-pod-secrets", `${stack}.json`);
}

/** Settles what a killed run of a stack had begun and not recorded. */
export async function settleInterruptedRun(
  data: DataDirectory,
  environment: Record<string, string>,
  stack: string,
): Promise<void> {
  if (!hasPendingOperations(stateFile(data, stack))) return;

  const exported = await runPulumi(environment, ["stack", "export", "--stack", stack]);
  const settled = await settledState(exported, async () => findOptions(environment));
  if (!settled) return;
  await importState(environment, stack, settled.text);

  if (settled.adopted.length === 0) return;
  const targets = settled.adopted.flatMap((urn) => ["--target", urn]);
  await runPulumi(environment, [
    "refresh",
    "--stack",
    stack,
    "--yes",
    "--skip-preview",
    ...targets,
  ]);
}

function findOptions(environment: Record<string, string>) {
  return {
    endpoint: environment.AWS_ENDPOINT_URL,
    region: environment.AWS_REGION ?? "",
    credentials: {
      accessKeyId: environment.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: environment.AWS_SECRET_ACCESS_KEY ?? "",
    },
  };
}

function hasPendingOperations(file: string): boolean {
  if (!existsSync(file)) return false;
  const { checkpoint }: StateFile = JSON.parse(readFileSync(file, "utf8"));
  return (checkpoint?.latest?.pending_operations ?? []).length > 0;
}

async function importState(
  environment: Record<string, string>,
  stack: string,
  text: string,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-state-"));
  try {
    const file = join(directory, "state.json");
    writeFileSync(file, text, { mode: 0o600 });
    await runPulumi(environment, ["stack", "import", "--stack", stack, "--force", "--file", file]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}
