import type { AccessDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/named-policy";
import { deploymentOf, givenDeployment } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import type { SolverChoice } from "../solver/sat-solver";
import { TooHard } from "../solver/too-hard";
import { type JudgedDocument, judgedDocuments } from "./judged-documents";
import { describeParts, findSpareParts, type SpareFinding, type SparePart } from "./spare-parts";

/** What could be left out of one document. It is no claim: whatever it says, what was proved stays proved. */
export interface Advice {
  /** Name of the document, as counterexamples name it. */
  document: string;
  /** The parts that no claim needs. */
  spare: SparePart[];
  /** Why it is unknown whether there are such parts. */
  reason?: string;
  milliseconds: number;
}

export interface AdviseOptions {
  /** Documents that a program writes: on a statement that stands in the same document here no advice is given. Defaults to none. */
  written?: AccessDocuments;
  /** Who answers. Defaults to `own-first`. */
  solver?: SolverChoice;
  /** Milliseconds for each document, after which the advice on it is unknown. Defaults to 10,000. */
  millisecondsPerDocument?: number;
  /** Called after each document. */
  onProgress?(done: number, total: number): void;
}

/** Finds the statements, conditions and list entries that no claim needs, in each document that has statements to judge. */
export async function advise(
  documents: AccessDocuments,
  options: AdviseOptions = {},
): Promise<Advice[]> {
  const { millisecondsPerDocument = 10_000, onProgress, solver = "own-first" } = options;
  const deployment = givenDeployment(documents);
  const isWritten = writtenStatements(options.written ?? {});
  const judged = judgedDocuments(deployment).flatMap((document) => {
    const statements = [...statementsOf(document.document).entries()]
      .filter(([, statement]) => !isWritten(document, statement))
      .map(([position]) => position);
    return statements.length > 0 ? [{ document, statements }] : [];
  });
  const known = new Map<string, SpareFinding>();
  const advice: Advice[] = [];
  for (const [index, { document, statements }] of judged.entries()) {
    const started = performance.now();
    const slice = document.slice(deployment);
    const shape = fingerprint(slice, [document.kind, document.owner], deployment.documents);
    const key = shape && `${statements.join()} ${shape}`;
    const found =
      known.get(key ?? "") ??
      (await orTooHard(
        findSpareParts(
          deploymentOf(slice, { solver }),
          document,
          millisecondsPerDocument,
          statements,
        ),
      ));
    if (key !== undefined) known.set(key, found);
    const isUnknown = "unknown" in found;
    advice.push({
      document: document.title,
      spare: isUnknown ? [] : describeParts(document.document, found.spare),
      ...(isUnknown && { reason: found.unknown }),
      milliseconds: Math.round((performance.now() - started) * 100) / 100,
    });
    onProgress?.(index + 1, judged.length);
  }
  return advice;
}

async function orTooHard(finding: Promise<SpareFinding>): Promise<SpareFinding> {
  try {
    return await finding;
  } catch (error) {
    if (error instanceof TooHard) return { unknown: error.message };
    throw error;
  }
}

/** Tells whether a statement stands in the same document of these. */
function writtenStatements(documents: AccessDocuments) {
  const written = new Set(
    judgedDocuments(deploymentOf(documents)).flatMap((document) =>
      statementsOf(document.document).map((statement) => placeOf(document, statement)),
    ),
  );
  return (document: JudgedDocument, statement: unknown) =>
    written.has(placeOf(document, statement));
}

/** A text that a statement shares with those alone that say the same, and stand in the same kind of document of the same owner. */
function placeOf({ owner, policyKind }: JudgedDocument, statement: unknown): string {
  return `${policyKind} ${owner} ${JSON.stringify(sorted(statement))}`;
}

/** AWS gives lists back in another order, and a list of one as its entry. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [first, ...others] = value.map((one) => JSON.stringify(sorted(one))).sort();
    return others.length === 0 && first !== undefined ? JSON.parse(first) : [first, ...others];
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}

function statementsOf(document: RawPolicy): unknown[] {
  return [(document as { Statement?: unknown }).Statement].flat();
}
