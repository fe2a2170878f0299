import { pulumiJson } from "./pulumi-command";

/** A resource as the state of a stack holds it. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** URN and id of its provider. */
  provider?: string;
  /** Replaced, and not yet deleted. */
  delete?: boolean;
  /** A run that was killed was making it. */
  isBegun?: true;
}

/** What a stack holds as its last run left it, what that had begun to make first. */
export async function exportedResources(
  workDir: string,
  stack: string,
): Promise<ExportedResource[]> {
  const { deployment } = await pulumiJson<{ deployment?: Deployment }>(
    { workDir, environment: {} },
    ["stack", "export", "--stack", stack],
  );
  const { pending_operations: operations = [], resources = [] } = deployment ?? {};
  const begun = operations
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => ({ ...resource, isBegun: true as const }));
  return [...begun, ...resources.filter((one) => !one.delete)];
}

interface Deployment {
  resources?: ExportedResource[];
  pending_operations?: { type: string; resource: ExportedResource }[];
}
