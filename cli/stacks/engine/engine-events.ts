import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { ExportedResource } from "../backend/exported-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";

/** The interval for reading what the engine has written. */
const INTERVAL = 100;

const CHUNK = Buffer.alloc(64 * 1024);

/** The information about one resource in an engine event. */
export interface StepMetadata {
  /** `create`, `same`, … */
  op: string;
  type: string;
  urn: string;
  /** Names of the properties that differ. */
  diffs?: string[] | null;
  /** The resource afterwards. */
  new?: Partial<ExportedResource> | null;
}

/** An engine event in the form of `pulumi up --event-log`. It has one of these members, or another one that is not used. */
export interface EngineEvent {
  /** The time, in seconds since 1970. */
  timestamp: number;
  diagnosticEvent?: { message: string; severity: string; urn?: string };
  resOpFailedEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resourcePreEvent?: { metadata: StepMetadata };
  summaryEvent?: { resourceChanges: Record<string, number> };
}

/** Runs an operation of the CLI to its end, and reports each event as it comes. Rejects like `pulumi`. */
export async function runWithEvents(
  place: CommandPlace,
  args: string[],
  onEvent: (event: EngineEvent) => void,
  signal?: AbortSignal,
): Promise<void> {
  // Nobody else may read it: it names what is deployed.
  const directory = mkdtempSync(join(tmpdir(), "eks-pod-secrets-"));
  const file = join(directory, "events");
  const log = openSync(file, "wx+", 0o600);
  const tell = lineReader(log, (line) => onEvent(JSON.parse(line)));
  const timer = setInterval(tell, INTERVAL);
  try {
    // The CLI only has this option if its debugging commands are enabled.
    const environment = { ...place.environment, PULUMI_DEBUG_COMMANDS: "true" };
    await pulumi({ ...place, environment }, [...args, "--event-log", file], { signal });
  } finally {
    clearInterval(timer);
    tell();
    closeSync(log);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Returns a function that reports the complete lines written since its last call. */
function lineReader(file: number, onLine: (line: string) => void): () => void {
  const decoder = new StringDecoder("utf8");
  let position = 0;
  let rest = "";
  return () => {
    for (let size = -1; size !== 0; position += size) {
      size = readSync(file, CHUNK, 0, CHUNK.length, position);
      rest += decoder.write(CHUNK.subarray(0, size));
    }
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
