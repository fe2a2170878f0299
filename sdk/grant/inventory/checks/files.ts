import { jmesPathFlaw } from "../../../rules/jmes-path";
import { fileName } from "../../../rules/mounts";
import type { Path, Report } from "../../../rules/problem";
import { shown, suggestion } from "../../../rules/wording";
import type { ResolvedReader } from "../../landing-zone/landing-zone";
import type { GrantDraft } from "../resolve/grants";
import { uniqueness } from "../resolve/references";

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
    if (entry.as === undefined && !fileName.pattern.test(grant.file)) {
      report(at, `must have a file name of its own, got the unusable ${shown(grant.file)}; set as`);
    }
    const permission = (value: string | undefined, within: Path) =>
      report([...within, "filePermission"], unreadable(reader, value), "warning");
    permission(grant.filePermission, at);
    for (const [index, part] of grant.jmesPath.entries()) {
      const partAt = [...at, "jmesPath", index];
      permission(part.filePermission, partAt);
      claim(part.file, `${short}.jmesPath[${index}]`, [...partAt, "as"]);
      report([...partAt, "path"], jmesPathFlaw(part.path));
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

/** Files of a mount belong to root, and the container of a Deployment runs as somebody else by default. */
function unreadable({ deployment }: ResolvedReader, filePermission: string | undefined) {
  const isForOthers = filePermission === undefined || Number(filePermission.at(-1)) >= 4;
  if (isForOthers || !deployment || deployment.securityContext?.runAsUser === 0) return undefined;
  return `will keep the container from the file, got ${shown(filePermission)}: the file belongs to root, and the container runs as another user; leave it out, or set securityContext.runAsUser of the deployment to 0, and runAsNonRoot to false`;
}
