import type { AccessDocuments } from "../../domain/documents";
import { rawStatements } from "../../grammar/named-policy";
import { millisecondsSince } from "../claims/claim";
import { deploymentOf, givenDeployment } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import { type Limits, limitsWith } from "../solver/limits";
import { orTooHard } from "../solver/too-hard";
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
  /** Milliseconds for each document, after which the advice on it is unknown. Defaults to 10,000. */
  millisecondsPerDocument?: number;
  /** What one question may take beside the time, by the names of `LIMITS`. Defaults to their defaults; another name is an error. */
  limits?: Partial<Limits>;
  /** Called after each document. */
  onProgress?(done: number, total: number): void;
}

/** Finds the statements, conditions and list entries that no claim needs, in each document that has statements to judge. */
export async function advise(
  documents: AccessDocuments,
  options: AdviseOptions = {},
): Promise<Advice[]> {
  const { millisecondsPerDocument = 10_000, onProgress } = options;
  const settings = { limits: limitsWith(options.limits) };
  const deployment = givenDeployment(documents, settings);
  const isWritten = writtenStatements(options.written ?? {});
  const judged = judgedDocuments(deployment).flatMap((document) => {
    const statements = [...rawStatements(document.document).entries()]
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
      (await orTooHard<SpareFinding>(
        findSpareParts(
          deploymentOf(slice, settings),
          document,
          millisecondsPerDocument,
          statements,
        ),
        (unknown) => ({ unknown }),
      ));
    if (key !== undefined) known.set(key, found);
    const isUnknown = "unknown" in found;
    advice.push({
      document: document.title,
      spare: isUnknown ? [] : describeParts(document.document, found.spare),
      ...(isUnknown && { reason: found.unknown }),
      milliseconds: millisecondsSince(started),
    });
    onProgress?.(index + 1, judged.length);
  }
  return advice;
}

/** Makes a test of whether a statement stands in the same document among these. */
function writtenStatements(documents: AccessDocuments) {
  const written = new Set(
    judgedDocuments(deploymentOf(documents)).flatMap((document) =>
      rawStatements(document.document).map((statement) => nameStatement(document, statement)),
    ),
  );
  return (document: JudgedDocument, statement: unknown) =>
    written.has(nameStatement(document, statement));
}

/** A text that is the same for two statements only if they say the same in the same kind of document of the same owner. */
function nameStatement({ owner, policyKind }: JudgedDocument, statement: unknown): string {
  return `${policyKind} ${owner} ${JSON.stringify(sorted(statement))}`;
}

/** The value with its lists and keys in order: AWS gives them back in another one, and a list of one as its entry. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const [first, ...others] = value.map((one) => JSON.stringify(sorted(one))).sort();
    return others.length === 0 && first !== undefined ? JSON.parse(first) : [first, ...others];
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one)]));
}
