// Loaded by `node --require` into each thread of a measured command: again and again it writes to $BENCH_PROFILES what the thread computed.
import { writeFileSync } from "node:fs";
import { Session } from "node:inspector";
import { join } from "node:path";
import { isMainThread, threadId } from "node:worker_threads";

/** A thread that is ended writes nothing more: so much is lost of it. In milliseconds. */
const INTERVAL = 2_000;

const directory = process.env.BENCH_PROFILES;
// A thread of the command; its providers have none.
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
