import { type CommandPlace, pulumiJson } from "./pulumi-command";

/** Number of resources that the backend holds of a stack. */
export async function resourceCount(place: CommandPlace, stack: string): Promise<number> {
  const { deployment } = await pulumiJson<{
    deployment?: { resources?: unknown[] | null } | null;
  }>(place, ["stack", "export", "--stack", stack]);
  return deployment?.resources?.length ?? 0;
}
