import { ok } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { ProgressEvent } from "../../../cli/terminal/progress-event";

const SCHEMA = join(__dirname, "../../../schema/progress.schema.json");

/** Reads standard error with `--progress json`. It may contain only events that the published schema describes. */
export function progressEvents(stderr: string): ProgressEvent[] {
  const shape = z.fromJSONSchema(JSON.parse(readFileSync(SCHEMA, "utf8")));
  ok(stderr === "" || stderr.endsWith("\n"), stderr);
  return stderr
    .split("\n")
    .slice(0, -1)
    .map((line) => shape.parse(JSON.parse(line)) as ProgressEvent);
}
