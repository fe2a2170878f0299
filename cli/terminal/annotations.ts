import { visibleText } from "eks-pod-secrets/rules";
import { printedText } from "./printed-text";

/** A message for GitHub, which shows it at its place in the files of a pull request. */
interface Annotation {
  level: "error" | "warning" | "notice";
  message: string;
  file?: string;
  line?: number;
  column?: number;
}

/** Whether the command runs in GitHub Actions, which turns lines of a special form into annotations. */
export function isInGitHubActions(): boolean {
  return process.env.GITHUB_ACTIONS === "true";
}

/** Prints an annotation in the form of https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands. */
export function annotate({ column, file, level, line, message }: Annotation): void {
  const places = Object.entries({ file, line, col: column }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(visibleText(String(value)))}`],
  );
  const place = places.length > 0 ? ` ${places.join(",")}` : "";
  process.stderr.write(`::${level}${place}::${escapeData(printedText(visibleText(message)))}\n`);
}

/** Escapes a message, which is already a single line. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
