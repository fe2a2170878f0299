import { search } from "jmespath";

import type { ResolvedReader } from "../../landing-zone";
import type { Path, Report } from "../problem";
import type { GrantDraft } from "../resolve/grants";
import { uniqueness } from "../resolve/references";
import { fileName } from "../schema/patterns";
import { shown, suggestion } from "../wording";

/** Every file of a mount has a name of its own, and what copies files finds them. */
export function checkFiles(
  reader: ResolvedReader,
  drafts: readonly GrantDraft[],
  path: Path,
  report: Report,
): void {
  const unique = uniqueness(report);
  const files = new Set<string>();
  const claim = (file: string, owner: string, at: Path) => {
    files.add(file);
    unique(
      file,
      owner,
      at,
      (first) =>
        `must be a file name of its own, got ${shown(file)}, which ${first} has too; set as`,
    );
  };
  for (const { entry, grant, path: at } of drafts) {
    const short = `reads[${String(at.at(-1))}]`;
    claim(grant.file, short, entry.as === undefined ? at : [...at, "as"]);
    if (entry.as === undefined && !fileName.safeParse(grant.file).success) {
      report(at, `must have a file name of its own, got the unusable ${shown(grant.file)}; set as`);
    }
    for (const [index, part] of grant.jmesPath.entries()) {
      const partAt = [...at, "jmesPath", index];
      claim(part.file, `${short}.jmesPath[${index}]`, [...partAt, "as"]);
      checkExpression(part.path, [...partAt, "path"], report);
    }
  }
  for (const [index, sync] of reader.syncToKubernetesSecrets.entries()) {
    for (const [key, file] of Object.entries(sync.data)) {
      if (files.has(file)) continue;
      const at = [...path, "syncToKubernetesSecrets", index, "data", key];
      report(at, `must name a file of the mount, got ${shown(file)}${suggestion(file, files)}`);
    }
  }
}

/** What JMESPath cannot read fails the pod's mount, and the provider then only says that it failed. */
function checkExpression(expression: string, path: Path, report: Report): void {
  const flaw = flawOf(expression);
  const unquoted = expression.replace(/"([^"\\]|\\.)*"|'([^'\\]|\\.)*'|`([^`\\]|\\.)*`/g, "");
  if (/[A-Za-z0-9_]-/.test(unquoted)) {
    report(path, `must have keys with hyphens in double quotes, got ${shown(expression)}`);
  } else if (flaw !== undefined) {
    report(
      path,
      `must be a JMESPath expression, got ${shown(expression)}; its parser says: ${flaw}`,
    );
  }
}

/** What is wrong with an expression, whatever value it is asked about. */
function flawOf(expression: string): string | undefined {
  try {
    search(null, expression);
    return undefined;
  } catch (error) {
    const { message } = error as Error;
    return message.startsWith("TypeError") ? undefined : message;
  }
}
