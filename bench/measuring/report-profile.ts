// `node --require` loads this into each thread of a measured command. At intervals it writes a profile of the thread to $BENCH_PROFILES.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";

/** Milliseconds between two profiles. A thread that is terminated loses what it did since the last one. */
const INTERVAL = 2_000;

const directory = process.env.BENCH_PROFILES;
// Profiles only threads of the command, and not those of its providers.
if (directory && (!isMainThread || process.argv[1]?.endsWith("cli/main.js"))) {
  const session = new Session();
  session.connect();
  session.post("Profiler.enable");
  let files = 0;
  const start = () => session.post("Profiler.start");
  const write = () =>
    session.post("Profiler.stop", (_, { profile }) => {
      writeFileSync(join(directory, `${threadId}-${files++}.json`), JSON.stringify(profile));
    });
  start();
  setInterval(() => {
    write();
    start();
  }, INTERVAL).unref();
  process.on("exit", write);
}
