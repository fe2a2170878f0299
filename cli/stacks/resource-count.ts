import { type CommandPlace, pulumi } from "./pulumi-command";

/** Number of resources that the backend holds of a stack. */
export async function resourceCount(place: CommandPlace, stack: string): Promise<number> {
  const exported = await pulumi(place, ["stack", "export", "--stack", stack]);
  const { deployment }: { deployment?: { resources?: unknown[] | null } | null } =
    JSON.parse(exported);
  return deployment?.resources?.length ?? 0;
}
