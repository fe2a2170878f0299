import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** The versions of the CLI's form of a state, and the features by which states of the last one differ, that are known here. */
const VERSIONS = [3, 4];
const FEATURES = ["hooks", "refreshBeforeUpdate", "replaceWith", "taint", "views"];

/** A file in which the CLI stores a state. */
interface StoredState {
  version?: number;
  features?: string[];
  checkpoint?: { latest?: object };
}

/**
 * What `pulumi stack export` prints of a stack, from the file of a file backend: to start the CLI takes longer than all else.
 * Undefined where the backend is another one, or stores the state in another form.
 */
export function storedText(workDir: string, stack: string): string | undefined {
  const { PULUMI_BACKEND_URL: backend = "" } = process.env;
  if (!/^file:\/\/[~/]/.test(backend)) return undefined;
  try {
    const { name } = parse(readFileSync(join(workDir, "Pulumi.yaml"), "utf8"));
    const file = join(backendDirectory(backend), ".pulumi", "stacks", name, `${stack}.json`);
    if (existsSync(`${file}.gz`)) return undefined;
    const state: StoredState = JSON.parse(readFileSync(file, "utf8"));
    const { checkpoint, features, version = 0, ...others } = state;
    const isKnown =
      VERSIONS.includes(version) &&
      (features ?? []).every((one) => FEATURES.includes(one)) &&
      Object.keys(others).length === 0;
    if (!isKnown || !checkpoint?.latest) return undefined;
    return JSON.stringify({ version, features, deployment: checkpoint.latest });
  } catch {
    return undefined; // The CLI says what is wrong.
  }
}

/** The directory of a file backend; `~` is the user's home. */
export function backendDirectory(backend: string): string {
  const [path = ""] = backend.split("?");
  if (path.startsWith("file://~")) return join(process.env.HOME ?? "", path.slice(8));
  return path.startsWith("file:///") ? fileURLToPath(path) : path.slice(7);
}
