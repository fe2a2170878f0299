import { pulumiJson } from "./pulumi-command";

/** A resource as the state of a stack holds it. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  /** URN of the component that it is a part of. */
  parent?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
  /** Only read: the stack does not own it. */
  external?: boolean;
  /** It stays in the cloud when the stack deletes it. */
  retainOnDelete?: boolean;
  /** Replaced, and not yet deleted. */
  delete?: boolean;
}

/** A stack as its last run left it. */
export interface ExportedState {
  /** What it holds. */
  resources: ExportedResource[];
  /** What a run that was killed was creating or changing, as it was to be: it may have come to it. */
  pending: ExportedResource[];
}

/** Reads the state of a stack. */
export async function exportedState(workDir: string, stack: string): Promise<ExportedState> {
  const { deployment = {} } = await pulumiJson<{ deployment?: RawDeployment }>(
    { workDir, environment: {} },
    ["stack", "export", "--stack", stack],
  );
  const { pending_operations: pending = [], resources = [] } = deployment;
  return {
    resources: resources.filter((one) => !one.delete),
    pending: pending.filter(({ type }) => type !== "deleting").map(({ resource }) => resource),
  };
}

interface RawDeployment {
  resources?: ExportedResource[];
  pending_operations?: { type: string; resource: ExportedResource }[];
}
