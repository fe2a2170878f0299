import { pulumiJson } from "./pulumi-command";

/** A resource as the state of a stack holds it. */
export interface ExportedResource {
  urn: string;
  type: string;
  id?: string;
  inputs?: Record<string, unknown>;
  outputs?: Record<string, unknown>;
  /** Replaced, and not yet deleted. */
  delete?: boolean;
}

/** What a stack holds as its last run left it. */
export async function exportedResources(
  workDir: string,
  stack: string,
): Promise<ExportedResource[]> {
  const { deployment } = await pulumiJson<{ deployment?: { resources?: ExportedResource[] } }>(
    { workDir, environment: {} },
    ["stack", "export", "--stack", stack],
  );
  return (deployment?.resources ?? []).filter((one) => !one.delete);
}
