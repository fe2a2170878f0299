import { getOrMake } from "../../../collections/maps";
import type { AccessDocuments } from "../../domain/documents";
import { type RawPolicy, rawStatements } from "../../grammar/named-policy";
import { accountOf, type Deployment, deploymentOf } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import { READER_TRUST } from "../request/session-creation";
import { atom, implies, not, or } from "../solver/formula";
import { VIOLATION } from "../solver/origin";
import type { Inquiry } from "../texts/problem";
import type { DependentClaim } from "./dependent-claim";
import type { JudgedDocument } from "./judged-documents";
import { type PartSelection, selectPart, withMissingPart } from "./part-selection";
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
 * Finds the parts, of these statements or of all, that no claim needs. It asks each claim about a document of which any one part
 * may be missing: every answer of the solver names a part whose absence breaks the claim. What is left, no claim needs.
 */
export async function findSpareParts(
  deployment: Deployment,
  judged: JudgedDocument,
  milliseconds: number,
  statements?: readonly number[],
): Promise<SpareFinding> {
  const time = { deadline: performance.now() + milliseconds, milliseconds };
  const parts = removals(judged.document);
  const selection = selectPart(parts.length);
  const candidates = new Set(
    [...parts.entries()]
      .filter(([, { statement }]) => statements?.includes(statement) ?? true)
      .filter(([, part]) => !keepsOwnerInCharge(judged, part))
      .map(([position]) => position),
  );
  const concerned = new Set<number>();
  const deploymentFor = changedDeployments(deployment, judged, parts, selection, concerned);
  const found = new Map<string, Needed>();
  for (const claim of judged.claims(deployment)) {
    const { changed, kept } = deploymentFor(claim, candidates);
    concerned.clear();
    for (const position of candidates) {
      const part = parts[position];
      if (part && mayBreak(part, claim) && isAsked(part, claim, kept)) concerned.add(position);
    }
    const asked = [...concerned];
    if (asked.length === 0) continue;
    const shape = shapeOf(claim, changed, deployment.documents, asked, parts, kept);
    const result =
      found.get(shape ?? "") ?? (await findNeeded(claim, changed, selection, concerned, time));
    if ("unknown" in result) return result;
    if (shape !== undefined) found.set(shape, result);
    for (const index of result.needed) candidates.delete(asked[index] ?? -1);
  }
  return { spare: [...candidates] };
}

/** Describes the parts of a document at these positions among its parts. */
export function describeParts(document: RawPolicy, positions: readonly number[]): SparePart[] {
  const parts = removals(document);
  return positions.flatMap((position) => {
    const { part, sid, statement } = parts[position] ?? {};
    if (part === undefined || statement === undefined) return [];
    return { statement, part, ...(sid !== undefined && { sid }) };
  });
}

/** The parts that a claim needs, each by its position among those that were asked about; or why that is unknown. */
type Needed = { needed: number[] } | { unknown: string };

/** Finds the concerned parts that a claim needs, with the assumptions about other documents and, where it uses them, without. */
async function findNeeded(
  claim: DependentClaim,
  deployment: Deployment,
  selection: PartSelection,
  concerned: Set<number>,
  { deadline, milliseconds }: { deadline: number; milliseconds: number },
): Promise<Needed> {
  const asked = [...concerned];
  const needed: number[] = [];
  const question = claim.question(deployment);
  if (!question) return { needed };
  question.setup.problem.require(question.violation, VIOLATION);
  const inquiry = question.setup.problem.inquire(deadline - performance.now(), milliseconds);
  for (const { concerns, dropped } of VIEWS) {
    if (!concerns(claim)) continue;
    const unknown = await findBreaking(inquiry, selection, concerned, dropped, (position) => {
      concerned.delete(position);
      needed.push(asked.indexOf(position));
    });
    if (unknown !== undefined) return { unknown };
  }
  return { needed };
}

/** A text that is the same for two claims only if they need corresponding parts of the policy; undefined where that cannot be told. */
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

/** A deployment in which a part of one document may be missing. */
interface ChangedDeployment {
  changed: Deployment;
  /** Positions of the document's statements that are left in it, where not all are. */
  kept?: number[];
}

/** Makes deployments with what matters to a claim of the document, each once. */
function changedDeployments(
  { documents, settings }: Deployment,
  { document, policyKind, replace, title }: JudgedDocument,
  parts: readonly Removal[],
  selection: PartSelection,
  open: ReadonlySet<number>,
) {
  const made = new Map<string, ChangedDeployment>();
  return ({ extract }: DependentClaim, candidates: ReadonlySet<number>): ChangedDeployment =>
    getOrMake(made, extract?.name ?? "", () => {
      const left = [...candidates].flatMap((position) => parts[position] ?? []);
      const kept = extract?.statements(left);
      const policy = { kind: policyKind, name: title };
      const missingOne = withMissingPart(document, policy, parts, selection, open, kept);
      return { changed: deploymentOf(replace(documents, missingOne), settings), kept };
    });
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

/**
 * Calls `found` with each concerned part whose absence breaks what is claimed, if it holds of the whole document. Returns why
 * that is unknown, where it is.
 */
async function findBreaking(
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

/** Whether the document without the part may break the claim: less access breaks claims that ask for access, more breaks the others. */
function mayBreak(removal: Removal, { asksForAccess }: DependentClaim): boolean {
  return removal.effect !== (asksForAccess ? "widens" : "narrows");
}

/** Assumptions that are dropped while a part is judged, and the claims to which that makes a difference. */
interface View {
  dropped: ReadonlySet<string>;
  concerns(claim: DependentClaim): boolean;
}

const VIEWS: View[] = [
  { dropped: new Set(), concerns: () => true },
  { dropped: new Set([READER_TRUST]), concerns: ({ trustsReaders }) => trustsReaders },
];

/** Whether the part lets the key's own account administer it. Without that nobody could, and no claim speaks of it. */
function keepsOwnerInCharge({ document, kind, owner }: JudgedDocument, removal: Removal): boolean {
  if (kind !== "key policy") return false;
  const statement = rawStatements(document)[removal.statement] as {
    Principal?: { AWS?: unknown };
    Condition?: unknown;
  };
  const principal = String(statement.Principal?.AWS ?? "");
  const isOwner = principal === accountOf(owner) || principal.endsWith(`:${accountOf(owner)}:root`);
  return isOwner && statement.Condition === undefined;
}
