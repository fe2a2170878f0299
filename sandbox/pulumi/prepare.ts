import type { Engine } from "../engine/engine";
import { engineSources, findEngine } from "../engine/find-engine";
import { type DataDirectory, prepareDataDirectory } from "../instance/data-directory";
import { installExecutables } from "./executables";
import { prepareProject } from "./project";

/** Gets an engine and puts it into the sandbox with its language host, the stand-in providers and the project. */
export async function prepareEngine(
  data: DataDirectory,
  report: (line: string) => void,
): Promise<Engine> {
  await prepareDataDirectory(data);
  const engine = await findEngine(engineSources([data.bin]), report);
  installExecutables(data, engine);
  prepareProject(data);
  return engine;
}
