import type { Spare } from "../claim";
import { accountOf, type Deployment, deploymentOf } from "../deployment";
import { atom, implies, not, or } from "../formula";
import { type PartSelection, partSelection, withMissingPart } from "../part-selection";
import type { Inquiry } from "../problem";
import { type Removal, removals } from "../removals";
import { READER_TRUST } from "../session-making";
import type { DependentClaim, LeanDocument } from "./lean-documents";

/** The parts that no claim needs, or why that could not be found out. */
export type LeanFinding = { spare: Spare[] } | { unknown: string };

/**
 * The parts without which every claim still stands, with the assumptions about other documents and without. Each claim is
 * one question about all that the document becomes as one part is missing: every answer is a part that the claim needs.
 */
export async function spareParts(
  { documents }: Deployment,
  lean: LeanDocument,
  milliseconds: number,
): Promise<LeanFinding> {
  const { document, policyKind, replace, title } = lean;
  const deadline = performance.now() + milliseconds;
  const parts = removals(document);
  const selection = partSelection(parts.length);
  const candidates = new Set(
    [...parts.keys()].filter((position) => !keepsOwnerInCharge(lean, parts[position])),
  );
  const concerned = new Set<number>();
  const missingOne = withMissingPart(document, policyKind, title, parts, selection, concerned);
  for (const claim of lean.claims(deploymentOf(replace(documents, missingOne)))) {
    concerned.clear();
    for (const position of candidates)
      if (mayBreak(parts[position], claim)) concerned.add(position);
    if (concerned.size === 0) continue;
    const question = claim.question();
    if (!question) continue;
    question.scene.problem.require(question.violation);
    const inquiry = question.scene.problem.inquire(deadline - performance.now());
    try {
      for (const { concerns, dropped } of VIEWS) {
        if (!concerns(claim)) continue;
        const unknown = await needed(inquiry, selection, concerned, dropped, (position) => {
          candidates.delete(position);
          concerned.delete(position);
        });
        if (unknown !== undefined) return { unknown };
      }
    } finally {
      await inquiry.end();
    }
  }
  return {
    spare: [...candidates].flatMap((position) => {
      const removal = parts[position];
      return removal ? [spareOf(removal, position)] : [];
    }),
  };
}

const WHOLE = "nothing is missing";
const PARTIAL = "a part is missing";

/** Finds the concerned parts without which what is claimed of the whole document does not stand; or why that is unknown. */
async function needed(
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
function mayBreak(removal: Removal | undefined, { asksForAccess }: DependentClaim): boolean {
  return removal?.effect !== (asksForAccess ? "widens" : "narrows");
}

/** The parts of another document of the same shape, in this one's words: same shapes have the same parts in the same order. */
export function restateSpare({ document }: LeanDocument, spare: Spare[]): Spare[] {
  const parts = removals(document);
  return spare.flatMap(({ position }) => {
    const removal = parts[position];
    return removal ? [spareOf(removal, position)] : [];
  });
}

function spareOf({ part, sid, statement }: Removal, position: number): Spare {
  return { position, statement, part, ...(sid !== undefined && { sid }) };
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
function keepsOwnerInCharge(
  { document, owner, title }: LeanDocument,
  removal: Removal | undefined,
): boolean {
  if (!removal || !title.startsWith("key policy")) return false;
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
