import { builtEngine } from "./built-engine";
import { ENGINE_VERSION, type Engine, type EngineSource } from "./engine";
import { cachedEngine, engineCacheDirectory } from "./engine-cache";
import { pathEngine } from "./path-engine";
import { releasedEngine } from "./released-engine";

/** Every way to get an engine, cheapest first. `exclude`: directories of PATH that hold a sandbox's own links. */
export function engineSources(
  exclude: string[] = [],
  cache = engineCacheDirectory(),
): EngineSource[] {
  return [
    () => pathEngine(process.env.PATH ?? "", exclude),
    () => cachedEngine(cache),
    (report) => releasedEngine(cache, report),
    (report) => builtEngine(cache, report),
  ];
}

/** The first engine that a source gives. Throws one error that names every reason and says what to install. */
export async function findEngine(
  sources: EngineSource[],
  report: (line: string) => void = () => {},
): Promise<Engine> {
  const reasons: string[] = [];
  for (const source of sources) {
    const found = await source(report);
    if (!("unavailable" in found)) return found;
    reasons.push(found.unavailable);
  }
  throw new Error(
    `no Pulumi engine: ${reasons.join("; ")}. Install the Pulumi CLI ${ENGINE_VERSION} or later ` +
      "(https://www.pulumi.com/docs/install/), or Go 1.21 or later (https://go.dev/dl/) to build it here, and run this again",
  );
}
