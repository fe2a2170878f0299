import { UserError } from "../../terminal/errors";
import { brokenStateAdvice, isBrokenState } from "./broken-states";
import { PulumiError, pulumiJson } from "./pulumi-command";

/** What the backend says of a stack. */
export interface StackInBackend {
  resources: number;
  /** As the backend writes it, in ISO 8601. */
  lastUpdate?: string;
  inProgress: boolean;
}

/** Every stack of the project that the backend holds, by its name, in one question. */
export async function stacksInBackend(workDir: string): Promise<Map<string, StackInBackend>> {
  const ask = () => pulumiJson<RawStack[]>({ workDir, environment: {} }, ["stack", "ls", "--json"]);
  const list = await ask().catch(async (error: unknown) => {
    if (isFirstOpening(error)) return ask();
    throw (await brokenState(error, workDir)) ?? error;
  });
  return new Map(
    list.map(({ lastUpdate, name, resourceCount = 0, updateInProgress = false }) => [
      name.slice(name.lastIndexOf("/") + 1),
      { resources: resourceCount, lastUpdate, inProgress: updateInProgress },
    ]),
  );
}

/** The failure, where a stack's state cannot be read, with the way back. */
async function brokenState(error: unknown, workDir: string): Promise<UserError | undefined> {
  if (!(error instanceof PulumiError) || !isBrokenState(error.said)) return undefined;
  const place = { workDir, environment: {} };
  const { url } = await pulumiJson<{ url?: string }>(place, ["whoami", "--json"]);
  return new UserError(brokenStateAdvice(url));
}

/**
 * Whoever opens an empty PostgreSQL database makes the engine's table. Of two that do so at once, PostgreSQL refuses one: its
 * `CREATE TABLE IF NOT EXISTS` does not see a table that another session is making. By then the table is there.
 */
function isFirstOpening(error: unknown): boolean {
  return error instanceof PulumiError && /failed to create table .*\(23505\)/.test(error.said);
}

interface RawStack {
  name: string;
  lastUpdate?: string;
  resourceCount?: number;
  updateInProgress?: boolean;
}
