import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findCreated } from "../../cli/stacks/find-created";
import type { DataDirectory } from "../data-directory";
import { runPulumi } from "./run-pulumi";

/** The parts of a stack's state that are read here. */
interface Deployment {
  resources?: StateResource[];
  pending_operations?: { type: string; resource: StateResource }[];
}

interface StateResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
}

/** Where the file backend keeps the state of a stack. */
export function stateFile(data: DataDirectory, stack: string): string {
  return join(data.backend, ".pulumi", "stacks", "eks-pod-secrets", `${stack}.json`);
}

/**
 * Settles what a killed run had begun and not recorded: a resource that does exist is taken into the state, so that the
 * next run neither makes it twice nor fails because its name is taken; the rest is forgotten and done again.
 */
export async function settleInterruptedRun(
  data: DataDirectory,
  environment: Record<string, string>,
  stack: string,
): Promise<void> {
  if (!hasPendingOperations(stateFile(data, stack))) return;

  const text = await runPulumi(environment, ["stack", "export", "--stack", stack]);
  const state = JSON.parse(text) as { deployment: Deployment };
  const { resources = [], pending_operations: pending = [] } = state.deployment;
  const adopted: StateResource[] = [];
  for (const { type, resource } of pending) {
    if (type !== "creating" || resources.some(({ urn, id }) => urn === resource.urn && id))
      continue;
    const inputs = resource.inputs ?? {};
    const id = await findCreated(findOptions(environment), resource.type, inputs);
    if (id) adopted.push({ ...resource, id, outputs: inputs });
  }
  state.deployment.resources = [...resources, ...adopted];
  state.deployment.pending_operations = [];
  await importState(environment, stack, JSON.stringify(state));

  // The provider fills in the outputs of what was taken in.
  if (adopted.length === 0) return;
  const targets = adopted.flatMap(({ urn }) => ["--target", urn]);
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
  const state: unknown = JSON.parse(readFileSync(file, "utf8"));
  const { checkpoint } = state as { checkpoint?: { latest?: Deployment } };
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
