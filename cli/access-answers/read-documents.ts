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

/** The answer, which is not complete where somebody is not understood who might read. */
export function withGaps<Found extends { result: string; found: unknown[] }>(
  answer: Found,
  { misunderstood = [] }: SourceDocuments,
): Found | { result: "unknown"; found: Found["found"]; reason: string } {
  const [first] = misunderstood;
  if (!first || answer.result === "unknown") return answer;
  const what = first.what === "trust" ? "who may become" : "what may be done by";
  const reason = `${what} ${first.arn} is not understood: ${first.reason}`;
  return { result: "unknown", found: answer.found, reason };
}
