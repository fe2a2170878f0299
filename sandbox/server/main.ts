import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ownPace } from "../clusters/pace";
import { openLmdbStore } from "../store/lmdb-store";
import { readWeather, WEATHER_VARIABLE } from "../weather/weather";
import { startServer } from "./server";

/** The server keeps running if its log cannot be written, as on a full disk. */
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

/** `main.js DATA`: serves the sandbox of a data directory until it is told to stop. */
async function main(data: string | undefined): Promise<void> {
  if (data === undefined) throw new Error("the data directory must be given");
  const port = Number(readFileSync(join(data, "port"), "utf8"));
  const controlToken = readFileSync(join(data, "control-token"), "utf8").trim();
  const directory = join(data, "state");
  const store = openLmdbStore(directory);
  const server = await startServer({
    ...{ store, directory, port, controlToken },
    pace: ownPace(),
    weather: readWeather(process.env[WEATHER_VARIABLE] || "calm"),
  });
  console.log(`sandbox: a stand-in for AWS listens on ${server.endpoint}`);
  const stop = async () => {
    await server.close();
    await store.close();
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}

main(process.argv[2]).catch((error: unknown) => {
  console.error(`sandbox: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
