import { homedir } from "node:os";
import { join } from "node:path";

/** The environment variable that sets another directory, or turns the memory off. */
export const PLACE_VARIABLE = "EKS_POD_SECRETS_PROOFS";
const NONE = "off";

/**
 * The directory of proved claims. Undefined if they are not kept, as on Windows, which does not tell who may write. Throws if the
 * user has no home directory.
 */
export function memoryDirectory(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const named = environment[PLACE_VARIABLE];
  if (named === NONE || platform === "win32") return undefined;
  return named || join(cacheDirectory(environment, platform), "eks-pod-secrets-proofs");
}

/** The user's cache directory. The XDG specification ignores a path that is not absolute. */
function cacheDirectory({ XDG_CACHE_HOME: xdg }: NodeJS.ProcessEnv, platform: string): string {
  if (xdg?.startsWith("/")) return xdg;
  const home = homedir();
  if (!home.startsWith("/")) throw new Error(`HOME must be an absolute path, got "${home}"`);
  return join(home, platform === "darwin" ? "Library/Caches" : ".cache");
}
