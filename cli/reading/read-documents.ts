import type { AccessDocuments } from "../../sdk/access";
import { readSource } from "../documents/source";
import type { SourceDocuments } from "../documents/source-documents";
import { type SourceOptions, sourceOf } from "../documents/source-options";

/** The documents that the options name, with everyone in them who might read. */
export async function readingDocuments(
  options: SourceOptions,
): Promise<SourceDocuments & { all: AccessDocuments }> {
  const source = await readSource(sourceOf(options));
  return { ...source, all: source.everyone ?? source.documents };
}
