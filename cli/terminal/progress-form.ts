import { Option } from "commander";
import { printedJson } from "./printed-text";
import type { ProgressEvent } from "./progress-event";

const FORMS = ["text", "json"] as const;

let form: (typeof FORMS)[number] = "text";

/** Whether standard error only contains lines of JSON. */
export function isProgressJson(): boolean {
  return form === "json";
}

/** The option that chooses the form of what a verb prints on standard error. */
export function progressOption(): Option {
  return new Option(
    "--progress <FORM>",
    "form of what standard error tells: text, or one JSON object in each line",
  )
    .choices(FORMS)
    .default("text");
}

/** Chooses the form for the rest of this process. */
export function chooseProgressForm(chosen: string): void {
  if (chosen !== "json") return;
  form = "json";
  // Node.js would print its warnings as text.
  process.removeAllListeners("warning");
  process.on("warning", ({ message }) => tellEvent({ event: "warning", message }));
}

/** Writes an event as a line of JSON. If progress is text, the caller words it. */
export function tellEvent(event: ProgressEvent): void {
  if (isProgressJson()) process.stderr.write(`${printedJson(JSON.stringify(event))}\n`);
}
