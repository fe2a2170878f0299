import { join } from "node:path";
import { installationDirectory } from "../instance/installation";
import { ENGINE_VERSION, type Engine, type Unavailable } from "./engine";
import { keepEngine } from "./engine-cache";
import { buildPulumi } from "./go/build";
import { hasGo } from "./go/go-build";

/** Builds the CLI from its pinned source with Go, once, into `cache`. */
export async function builtEngine(
  cache: string,
  report: (line: string) => void,
  go?: string,
): Promise<Engine | Unavailable> {
  if (!(await hasGo(go))) return { unavailable: "no Go to build it with" };
  const checkout = installationDirectory();
  const build = (draft: string) =>
    buildPulumi({ checkout, version: ENGINE_VERSION, output: join(draft, "pulumi"), go, report });
  try {
    return await keepEngine(cache, "build", build, report);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { unavailable: `the build with Go failed (${reason})` };
  }
}
