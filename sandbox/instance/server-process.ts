import { execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { PACE_VARIABLE } from "../clusters/pace";
import { mountRoot } from "../pods/mount-records";
import { isCalm, readWeather, WEATHER_VARIABLE, type Weather } from "../weather/weather";
import {
  ControlError,
  controlClient,
  type SandboxStatus,
  SilentServerError,
} from "./control-client";
import {
  type Connection,
  connection,
  type DataDirectory,
  prepareDataDirectory,
} from "./data-directory";
import { compiledFile } from "./installation";
import { isRunning, withLock } from "./lock";
import { readInventory } from "./served-inventory";

/** How long a server may take to start, and to stop. In milliseconds. */
const START_TIMEOUT = 60_000;
const STOP_TIMEOUT = 10_000;
/** The time to stop for a server that does not answer. */
const SILENT_STOP_TIMEOUT = 2_000;

/** Starts the server unless it runs; `started` says which. Throws if it runs in other weather. `pace` defaults to the environment's. */
export async function startServer(
  data: DataDirectory,
  { pace, weather }: { pace?: string; weather?: string } = {},
): Promise<Connection & { started: boolean; status: SandboxStatus }> {
  const settings = serverSettings(weather, pace);
  const reach = await prepareDataDirectory(data);
  const server = await runningServer(data, reach, settings);
  if (weather !== undefined && server.status.weather !== settings.weather.name) {
    throw new Error(
      `the sandbox runs already, in the weather ${server.status.weather}: \`npx eks-pod-secrets sandbox stop\`, then start it in another`,
    );
  }
  const { organization } = readInventory(data);
  if (organization) await controlClient(reach).organization(organization);
  return server;
}

interface ServerSettings {
  weather: Weather;
  variables: Record<string, string>;
}

/** The given weather, or that of the environment. Other than in calm weather, the pace defaults to that of AWS. */
function serverSettings(
  name = process.env[WEATHER_VARIABLE] || "calm",
  given = process.env[PACE_VARIABLE] || undefined,
): ServerSettings {
  const weather = readWeather(name);
  const pace = given ?? (isCalm(weather) ? undefined : "1");
  return {
    weather,
    variables: { [WEATHER_VARIABLE]: name, ...(pace !== undefined && { [PACE_VARIABLE]: pace }) },
  };
}

async function runningServer(
  data: DataDirectory,
  reach: Connection,
  { variables }: ServerSettings,
): Promise<Connection & { started: boolean; status: SandboxStatus }> {
  return withLock(join(data.path, "start.lock"), async () => {
    const running = await serverStatus(reach);
    if (running) return { ...reach, started: false, status: running };

    const log = openSync(data.log, "a");
    const server = spawn(process.execPath, [compiledFile("sandbox/server/main.js"), data.path], {
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...process.env, ...variables },
    });
    closeSync(log);
    const pace = variables[PACE_VARIABLE];
    if (pace === undefined) rmSync(data.pace, { force: true });
    else writeFileSync(data.pace, pace);
    let ended = false;
    server.once("exit", () => {
      ended = true;
    });
    writeFileSync(data.pid, String(server.pid));
    for (const deadline = Date.now() + START_TIMEOUT; Date.now() < deadline; await sleep(25)) {
      const status = await promptStatus(reach);
      if (status) {
        server.unref();
        return { ...reach, started: true, status };
      }
      if (ended) break;
    }
    server.kill("SIGKILL");
    throw new Error(
      `the server did not start on ${reach.endpoint}: ${lastLine(data.log)} (log: ${data.log}). ` +
        `If another program has taken that port, remove ${data.port} to choose another`,
    );
  });
}

export async function stopServer(data: DataDirectory): Promise<boolean> {
  const status = await promptStatus(connection(data));
  const pid = status?.pid ?? unansweringServer(data);
  if (pid === undefined) return false;

  process.kill(pid, "SIGTERM");
  const deadline = Date.now() + (status ? STOP_TIMEOUT : SILENT_STOP_TIMEOUT);
  while (isRunning(pid)) {
    if (Date.now() > deadline) process.kill(pid, "SIGKILL");
    await sleep(20);
  }
  // A killed server could not remove what its pods had mounted.
  rmSync(mountRoot(data.state), { recursive: true, force: true });
  rmSync(data.pid, { force: true });
  return true;
}

/** The server's status. Undefined if none listens. Throws if another program has the port or the server does not answer. */
export async function serverStatus(reach: Connection): Promise<SandboxStatus | undefined> {
  try {
    return await controlClient(reach).status();
  } catch (error) {
    if (error instanceof ControlError && error.status === 0) return undefined;
    if (error instanceof SilentServerError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${reach.endpoint} is not the server of this sandbox: ${reason}`);
  }
}

/** The same, but undefined also if the server does not answer. */
async function promptStatus(reach: Connection): Promise<SandboxStatus | undefined> {
  try {
    return await serverStatus(reach);
  } catch (error) {
    if (error instanceof SilentServerError) return undefined;
    throw error;
  }
}

/** The pid of a server that was started here but does not answer. Another program may have the pid now, so its command is checked. */
function unansweringServer(data: DataDirectory): number | undefined {
  try {
    const pid = Number(readFileSync(data.pid, "utf8"));
    const command = execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes(data.path) && command.includes("sandbox/server/main.js")
      ? pid
      : undefined;
  } catch {
    return undefined;
  }
}

function lastLine(file: string): string {
  return readFileSync(file, "utf8").trim().split("\n").at(-1) || "it said nothing";
}
