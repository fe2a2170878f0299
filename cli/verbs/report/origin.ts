import type { AccessDocuments } from "../../../sdk/access";
import type { InventoryFile } from "../../../sdk/grant";
import { documentsDigest } from "../../documents/documents-digest";
import type { LiveReading } from "../../documents/source-documents";
import { type Revision, revisionOf } from "../../inventory/revision";
import { UserError } from "../../terminal/errors";
import { version } from "../../terminal/package-directory";
import { sha256 } from "../../terminal/sha256";

/** Where the documents of a report come from. */
export type DocumentsOrigin = "inventory" | "preview" | "state" | "live";

/** What a report was made of, when and by what: who keeps it can tell later what it is about. */
export interface Origin {
  /** UTC, as ISO 8601. */
  made: string;
  /** Version of this tool. */
  version: string;
  /** Files of the inventory, the named one first. */
  files: { file: string; sha256: string }[];
  revision?: Revision;
  /** Why there is no revision. */
  noRevision?: string;
  documents: { from: DocumentsOrigin; sha256: string; read?: { from: string; to: string } };
}

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
