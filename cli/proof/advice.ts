import { type Advice, type AdviseOptions, advise, type SparePart } from "../../sdk/access";
import { plannedArns } from "../../sdk/access/landing-zone/landing-zone-documents";
import { writtenDocuments } from "../../sdk/access/landing-zone/written-documents";
import { arnsIn } from "../documents/arns-in";
import type { SourceDocuments } from "../documents/source-documents";
import { statementTitle } from "./finding-words";
import type { ProveAnswer } from "./shape";

/** What could be left out of the documents, but for the statements that this package writes. */
export function adviseOn(
  { documents, zone }: Pick<SourceDocuments, "documents" | "zone">,
  options: AdviseOptions = {},
): Promise<Advice[]> {
  const written = zone && writtenDocuments(zone, arnsIn(documents, plannedArns));
  return advise(documents, { ...options, ...(written && { written }) });
}

/** Advice as sections of a report. None where no part can be left out, or none was asked about. */
export function adviceSections({
  advice = [],
  claims,
}: ProveAnswer): { title: string; lines: string[] }[] {
  const spare = advice.flatMap(({ document, spare: parts }) =>
    parts.map((part) => describePart(part, document)),
  );
  const unknown = advice.flatMap(({ document, reason }) =>
    reason === undefined ? [] : [`${document}: ${reason}`],
  );
  // While a claim fails, nobody can tell what it needs.
  const title = claims.every(({ result }) => result === "proved")
    ? "Advice: no claim needs these, they are defence in depth"
    : "Advice: no claim that holds needs these; what is not proved above may, so close that first";
  return [
    { title, lines: spare },
    { title: "No advice on these documents", lines: unknown },
  ].filter(({ lines }) => lines.length > 0);
}

function describePart({ part, sid, statement }: SparePart, document: string): string {
  return `${part} of ${statementTitle(sid ?? statement)}, ${document}`;
}
