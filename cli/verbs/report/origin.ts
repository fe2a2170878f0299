import type { AccessDocuments } from "eks-pod-secrets/access";
import type { InventoryFile } from "eks-pod-secrets/grant";
import { documentsDigest } from "../../documents/documents-digest";
import type { LiveReading } from "../../documents/source-documents";
import { revisionOf } from "../../inventory/revision";
import { UserError } from "../../terminal/errors";
import { type Markup, markup } from "../../terminal/markup";
import { version } from "../../terminal/package-directory";
import { sha256 } from "../../terminal/sha256";
import type { ReportAnswer } from "./shape";

/** What a report was made from, when, and by which version, so that it can be identified later. */
export type Origin = ReportAnswer["origin"];

/** The source of a report's documents. */
export type DocumentsOrigin = Origin["documents"]["from"];

interface OriginSource {
  kind: DocumentsOrigin;
  documents: AccessDocuments;
  files: readonly InventoryFile[];
  live?: LiveReading;
}

/** The origin of a report that is made now, or at the time that SOURCE_DATE_EPOCH sets. */
export async function originOf({ documents, files, kind, live }: OriginSource): Promise<Origin> {
  const revision = await revisionOf(files.map(({ file }) => file));
  return {
    made: timeOf(process.env.SOURCE_DATE_EPOCH).toISOString(),
    version: version(),
    files: files.map(({ file, text }) => ({ file, sha256: sha256(text) })),
    ...(typeof revision === "string" ? { noRevision: revision } : { revision }),
    documents: {
      from: kind,
      sha256: documentsDigest(documents),
      ...(live && { read: { from: live.from.toISOString(), to: live.to.toISOString() } }),
    },
  };
}

function timeOf(epoch: string | undefined): Date {
  if (epoch === undefined || epoch === "") return new Date();
  const time = new Date(Number(epoch) * 1000);
  if (/^\d+$/.test(epoch) && !Number.isNaN(time.getTime())) return time;
  throw new UserError(`SOURCE_DATE_EPOCH must be seconds since 1970, got "${epoch}"`);
}

const SOURCES: Record<DocumentsOrigin, string> = {
  inventory: "what the inventory leads to",
  preview: "what the stacks would deploy (--preview)",
  state: "what the stacks hold (--state)",
  live: "what the accounts hold (--live)",
};

/** A list of what the report was made from. */
export function originSection(origin: Origin): Markup {
  const { documents, files, made, version } = origin;
  const { from, read, sha256 } = documents;
  const time = (iso: string) =>
    markup`<time datetime="${iso}">${iso.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC")}</time>`;
  return markup`<dl class="origin" aria-label="What this report was made of">
<div><dt>Made</dt><dd>${time(made)} by eks-pod-secrets ${version}</dd></div>
<div><dt>Revision</dt><dd>${revisionMarkup(origin)}</dd></div>
<div><dt>Inventory</dt><dd>${files.map(
    (one) => markup`<div>${one.file} ${digest(one.sha256)}</div>`,
  )}</dd></div>
<div><dt>Documents</dt><dd>${SOURCES[from]}${
    read && markup`, read from ${time(read.from)} to ${time(read.to)}`
  } ${digest(sha256)}</dd></div>
</dl>`;
}

function revisionMarkup({ noRevision, revision }: Origin): Markup {
  if (!revision) return markup`unknown: ${noRevision}`;
  const { commit, isChanged } = revision;
  return markup`<code>${commit}</code>${isChanged && ", with changes that are not committed"}`;
}

function digest(sha256: string): Markup {
  return markup`<code class="digest">sha256:${sha256}</code>`;
}
