import { closeSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { ExportedResource } from "../backend/exported-state";
import { type CommandPlace, pulumi } from "../backend/pulumi-command";

/** How often it is looked what the engine has written. In milliseconds. */
const INTERVAL = 100;

const CHUNK = Buffer.alloc(64 * 1024);

/** What an event of the engine says of one resource. */
export interface StepMetadata {
  /** `create`, `same`, … */
  op: string;
  type: string;
  urn: string;
  /** Names of the properties that differ. */
  diffs?: string[] | null;
  /** The resource as it is afterwards. */
  new?: Partial<ExportedResource> | null;
}

/** An event of the engine, as `pulumi up --event-log` writes it: of its members one at a time, and others that nobody reads. */
export interface EngineEvent {
  /** When it happened, in seconds since 1970. */
  timestamp: number;
  diagnosticEvent?: { message: string; severity: string; urn?: string };
  resOpFailedEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  resourcePreEvent?: { metadata: StepMetadata };
  summaryEvent?: { resourceChanges: Record<string, number> };
}

/** Runs an operation of the CLI to its end, and tells each event as it comes. Rejects as `pulumi` does. */
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
    // Only a CLI that is asked for commands to debug it has this option.
    const environment = { ...place.environment, PULUMI_DEBUG_COMMANDS: "true" };
    await pulumi({ ...place, environment }, [...args, "--event-log", file], { signal });
  } finally {
    clearInterval(timer);
    tell();
    closeSync(log);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What tells the whole lines that were written since it was last called. */
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
