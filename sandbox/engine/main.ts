import { dataDirectory } from "../instance/data-directory";
import { describeEngine } from "./engine";
import { engineSources, findEngine } from "./find-engine";

/** `npm run engine`: finds, fetches or builds the engine, so that what needs it next does not wait for it. */
findEngine(engineSources([dataDirectory().bin]), console.log).then(
  (engine) => console.log(describeEngine(engine)),
  (error: unknown) => {
    console.error(`engine: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  },
);
