import type { AccessDocuments } from "../../domain/documents";
import type { RawPolicy } from "../../grammar/named-policy";
import { accountOf, type Deployment, deploymentOf } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import { READER_TRUST } from "../request/session-making";
import { atom, implies, not, or } from "../solver/formula";
import type { Inquiry } from "../texts/problem";
import type { DependentClaim } from "./dependent-claim";
import type { JudgedDocument } from "./judged-documents";
import { type PartSelection, partSelection, withMissingPart } from "./part-selection";
import { type Removal, removals } from "./removals";

/** A part of a document that no claim needs. */
export interface SparePart {
  /** Position of the statement, from 0. */
  statement: number;
  sid?: string;
  /** What could be left out, as people call it. */
  part: string;
}

/** Positions, among a document's parts, of those that no claim needs; or why that could not be found out. */
export type SpareFinding = { spare: number[] } | { unknown: string };

/**
 * Finds the parts of these statements, or of all, without which every claim still stands, with the assumptions about other
 * documents and without. Each claim is one question about all that the document becomes as one part is missing: every answer
 * is a part that the claim needs.
 */
export async function findSpareParts(
  deployment: Deployment,
  judged: JudgedDocument,
  milliseconds: number,
  statements?: readonly number[],
): Promise<SpareFinding> {
  const deadline = performance.now() + milliseconds;
  const parts = removals(judged.document);
  const selection = partSelection(parts.length);
  const candidates = new Set(
    [...parts.entries()]
      .filter(([, { statement }]) => statements?.includes(statement) ?? true)
      .filter(([, part]) => !keepsOwnerInCharge(judged, part))
      .map(([position]) => position),
  );
  const concerned = new Set<number>();
  const changed = changedDeployments(deployment, judged, parts, selection, concerned);
  const found = new Map<string, Needed>();
  for (const claim of judged.claims(deployment)) {
    const { kept, of } = changed(claim, candidates);
    concerned.clear();
    for (const position of candidates) {
      const part = parts[position];
      if (part && mayBreak(part, claim) && isAsked(part, claim, kept)) concerned.add(position);
    }
    const asked = [...concerned];
    if (asked.length === 0) continue;
    const shape = shapeOf(claim, of, deployment.documents, asked, parts, kept);
    const result =
      found.get(shape ?? "") ?? (await neededBy(claim, of, selection, concerned, deadline));
    if ("unknown" in result) return result;
    if (shape !== undefined) found.set(shape, result);
    for (const index of result.needed) candidates.delete(asked[index] ?? -1);
  }
  return { spare: [...candidates] };
}

/** Says which parts of a document stand at these positions among them. */
export function describeParts(document: RawPolicy, positions: readonly number[]): SparePart[] {
  const parts = removals(document);
  return positions.flatMap((position) => {
    const { part, sid, statement } = parts[position] ?? {};
    if (part === undefined || statement === undefined) return [];
    return { statement, part, ...(sid !== undefined && { sid }) };
  });
}

/** Which of the parts that were asked about are needed, by their positions in the question; or why that is unknown. */
type Needed = { needed: number[] } | { unknown: string };

/** Finds the concerned parts without which a claim does not stand, under each view of other documents that concerns it. */
async function neededBy(
  claim: DependentClaim,
  deployment: Deployment,
  selection: PartSelection,
  concerned: Set<number>,
  deadline: number,
): Promise<Needed> {
  const asked = [...concerned];
  const needed: number[] = [];
  const question = claim.question(deployment);
  if (!question) return { needed };
  question.scene.problem.require(question.violation);
  const inquiry = question.scene.problem.inquire(deadline - performance.now());
  try {
    for (const { concerns, dropped } of VIEWS) {
      if (!concerns(claim)) continue;
      const unknown = await breaking(inquiry, selection, concerned, dropped, (position) => {
        concerned.delete(position);
        needed.push(asked.indexOf(position));
      });
      if (unknown !== undefined) return { unknown };
    }
  } finally {
    await inquiry.end();
  }
  return { needed };
}

/** A text that claims about two reads share only if they need like parts of the key's policy; undefined where that cannot be told. */
function shapeOf(
  { extract }: DependentClaim,
  deployment: Deployment,
  whole: AccessDocuments,
  asked: readonly number[],
  parts: readonly Removal[],
  kept: readonly number[] | undefined,
): string | undefined {
  const shape = extract && fingerprint(extract.slice(deployment), extract.about, whole);
  if (shape === undefined) return undefined;
  const places = asked.map((position) => {
    const part = parts[position];
    return part && [kept?.indexOf(part.statement), part.place];
  });
  return JSON.stringify([shape, places]);
}

/** A deployment in which any open part of one document may be missing, and the statements that are left of it, where not all. */
interface ChangedDeployment {
  of: Deployment;
  kept?: number[];
}

/** Deployments with what matters to a claim of one document, each made once. */
function changedDeployments(
  { documents, settings: { solver } }: Deployment,
  { document, policyKind, replace, title }: JudgedDocument,
  parts: readonly Removal[],
  selection: PartSelection,
  open: ReadonlySet<number>,
) {
  const made = new Map<string, ChangedDeployment>();
  return ({ extract }: DependentClaim, candidates: ReadonlySet<number>): ChangedDeployment => {
    const name = extract?.name ?? "";
    const known = made.get(name);
    if (known) return known;
    const kept = extract?.statements([...candidates].flatMap((position) => parts[position] ?? []));
    const policy = { kind: policyKind, name: title };
    const missingOne = withMissingPart(document, policy, parts, selection, open, kept);
    const one = { of: deploymentOf(replace(documents, missingOne), solver && { solver }), kept };
    made.set(name, one);
    return one;
  };
}

function isAsked(
  { statement }: Removal,
  { extract }: DependentClaim,
  kept: readonly number[] | undefined,
): boolean {
  return !extract || (extract.asks(statement) && kept?.includes(statement) === true);
}

const WHOLE = "nothing is missing";
const PARTIAL = "a part is missing";

/** Finds the concerned parts without which what is claimed of the whole document does not stand; or why that is unknown. */
async function breaking(
  inquiry: Inquiry,
  selection: PartSelection,
  concerned: ReadonlySet<number>,
  dropped: ReadonlySet<string>,
  found: (position: number) => void,
): Promise<string | undefined> {
  inquiry.require(implies(atom(WHOLE), selection.nothing));
  const whole = await inquiry.ask([WHOLE], dropped);
  if (whole.result === "unknown") return whole.reason;
  if (whole.result === "possible") return undefined;
  const missing = [...concerned].map(selection.isMissing);
  inquiry.require(implies(atom(PARTIAL), or(...missing)));
  while (concerned.size > 0) {
    const outcome = await inquiry.ask([PARTIAL], dropped);
    if (outcome.result === "unknown") return outcome.reason;
    if (outcome.result === "impossible") return undefined;
    const position = selection.missingIn(outcome.model);
    if (position === undefined) throw new Error("an answer must leave out a part");
    inquiry.require(not(selection.isMissing(position)));
    found(position);
  }
  return undefined;
}

/** A document that allows no less breaks no claim that asks for access, one that allows no more none of the others. */
function mayBreak(removal: Removal, { asksForAccess }: DependentClaim): boolean {
  return removal.effect !== (asksForAccess ? "widens" : "narrows");
}

/** What is assumed about other documents while a part is judged, and which claims that makes a difference to. */
interface View {
  dropped: ReadonlySet<string>;
  concerns(claim: DependentClaim): boolean;
}

const VIEWS: View[] = [
  { dropped: new Set(), concerns: () => true },
  { dropped: new Set([READER_TRUST]), concerns: ({ trustsReaders }) => trustsReaders },
];

/** A key that its owner's account does not administer can be administered by nobody, which no claim speaks of. */
function keepsOwnerInCharge({ document, kind, owner }: JudgedDocument, removal: Removal): boolean {
  if (kind !== "key policy") return false;
  const { Statement: statements } = document as { Statement?: unknown };
  const one = (Array.isArray(statements) ? statements : [statements])[removal.statement] as {
    Principal?: { AWS?: unknown };
    Action?: unknown;
    Condition?: unknown;
  };
  const principal = String(one?.Principal?.AWS ?? "");
  const isOwner = principal === accountOf(owner) || principal.endsWith(`:${accountOf(owner)}:root`);
  return isOwner && one.Condition === undefined;
}
