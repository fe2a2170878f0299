import type { AccessDocuments } from "eks-pod-secrets/access";
import type { InventoryFile } from "eks-pod-secrets/grant";
import { documentsDigest } from "../../documents/documents-digest";
import type { LiveReading } from "../../documents/source-documents";
import { revisionOf } from "../../inventory/revision";
import { UserError } from "../../terminal/errors";
import { version } from "../../terminal/package-directory";
import { sha256 } from "../../terminal/sha256";
import type { ReportAnswer } from "./shape";

/** What a report was made of, when and by what: who keeps it can tell later what it is about. */
export type Origin = ReportAnswer["origin"];

/** Where the documents of a report come from. */
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
