import type { AccessDocuments } from "../../domain/documents";
import type { RequestPrincipal } from "../../domain/request";
import { underAssumed } from "../claims/as-evaluated";
import { type ClaimResult, type Counterexample, unknownClaim } from "../claims/claim";
import { preferShort, sayPrincipal } from "../counterexample/concrete-request";
import {
  assumptionsOf,
  droppedAssumptions,
  EXTERNAL_READER_TRUST,
  haveTokens,
  NO_FORMER_KEYS,
  NO_OTHER_CONTROLS,
  NO_OTHER_COPIES,
  OWNER_ADMITS_READER,
  WEB_IDENTITY_TRUTH,
} from "../documents/assumptions";
import { givenDeployment } from "../documents/deployment";
import { and, holds, not, or, type Version, VIOLATION } from "../solver/formula";
import { type Limits, limitsWith, orTooHard, pastLimit } from "../solver/limits";
import type { Certificate } from "../texts/certificate";
import { Problem } from "../texts/problem";
import {
  changeAsEvaluated,
  changeBeyond,
  isAskedApart,
  mayChange,
  noChange,
  type Reassociated,
  readerChange,
  reassociated,
} from "./changes";
import { changesLeft } from "./changes-left";
import { samePrincipal } from "./concerned";
import { type ProofMemory, Recollection } from "./memory";
import { type ReadingRelation, readingRelation } from "./reading-relation";
import { areSidesSame, type Side, type Sides, sidesOf, targetsByName } from "./sides";

export interface DifferenceOptions {
  /** Names of assumptions not to make. Defaults to none; an unknown name is an error. */
  drop?: string[];
  /** The time limit for each question to the solver, after which its answer is unknown. Defaults to 10,000. */
  milliseconds?: number;
  /** Called with the certificates of each secret for which "no change" is proved, one for each question. */
  onProved?(claim: ClaimResult, certificates: Certificate[]): void;
  /**
   * The limits of one question apart from the time, by the names of `LIMITS`. Defaults to their defaults; an unknown name is an
   * error.
   */
  limits?: Partial<Limits>;
  /** The memory of secrets for which "no change" was proved. Not used with `onProved`. */
  memory?: ProofMemory | undefined;
}

/**
 * Assumptions that do not matter for who reads: control policies that neither version has are the same in both, and the documents
 * say what is assumed about others.
 */
const NOT_OF_READS: string[] = [
  NO_OTHER_CONTROLS,
  NO_OTHER_COPIES,
  NO_FORMER_KEYS,
  OWNER_ADMITS_READER,
  EXTERNAL_READER_TRUST,
];

/**
 * Who gains or loses which secret between two versions. Each change refutes "no change in access" with a request. If there is
 * none, that claim is proved. Secrets are the same in both if account, region and name are equal: the six characters that AWS
 * assigns may differ.
 */
export async function difference(
  before: AccessDocuments,
  after: AccessDocuments,
  { drop = [], limits, memory, milliseconds = 10_000, onProved }: DifferenceOptions = {},
): Promise<ClaimResult[]> {
  const kind = after.principalKind;
  const dropped = droppedAssumptions(drop, kind);
  const made = Object.keys(assumptionsOf(kind)).filter(
    (name) =>
      !dropped.has(name) && (name !== WEB_IDENTITY_TRUTH || [before, after].some(haveTokens)),
  );
  const settings = { dropped, limits: limitsWith(limits) };
  const versions = [givenDeployment(before), givenDeployment(after)] as const;
  const reassigned = reassociated(...versions);
  const recollection = memory && !onProved ? new Recollection(memory, settings) : undefined;
  const targets = versions.map(targetsByName);
  const claims = [...new Set(targets.flatMap((one) => [...one.keys()]))].map((name) => {
    const [before, after] = targets.map((one) => one.get(name));
    return {
      arns: { before, after },
      claim: "difference" as const,
      subject: after ?? before ?? name,
    };
  });
  const askedApart = reassigned.filter(({ isApart }) => isApart);
  const { keep, known, now, old } = changesLeft(versions, claims, [made, askedApart], recollection);
  const results: ClaimResult[][] = [];
  for (const [place, { arns, claim, subject }] of claims.entries()) {
    const proved = known[place];
    if (proved) {
      results.push([proved]);
      continue;
    }
    const started = performance.now();
    const certificates: Certificate[] = [];
    const certify = (one: Certificate) => certificates.push(one);
    const sides = sidesOf(old, now, arns, { ...settings, ...(onProved && { certify }) });
    const asked = [sides.before, sides.after].map((side) => side?.deployment.documents);
    const readers = reassigned.filter((one) => one.isApart || mayChange(one, sides, []));
    const given = [arns.before ?? null, arns.after ?? null, readers, made];
    const recalled = recollection?.about({ claim, subject, documents: asked, given });
    if (recalled?.known) {
      results.push([recalled.known]);
      continue;
    }
    const isAsked = onProved !== undefined || !areSidesSame(sides);
    const [gains, losses] = isAsked
      ? [
          await findChanges("gains", sides, readers, milliseconds),
          await findChanges("loses", sides, readers, milliseconds),
        ]
      : [NO_CHANGES, NO_CHANGES];
    const gained = (found: ClaimResult) => changeAsEvaluated(after, before, found);
    const lost = (found: ClaimResult) => changeAsEvaluated(before, after, found);
    const changed = [...gains.found.map(gained), ...losses.found.map(lost)];
    const used = new Set([...gains.assumptionsUsed, ...losses.assumptionsUsed]);
    for (const one of readers) {
      if (!mayChange(one, sides, changed)) continue;
      const { change, found } = await findReaderChanges(one, sides, milliseconds);
      changed.push(...found.map(change === "gains" ? gained : lost));
      for (const name of made) if (!NOT_OF_READS.includes(name)) used.add(name);
    }
    if (changed.length > 0) {
      results.push(changed);
      continue;
    }
    const spent = Math.round(performance.now() - started);
    const same = noChange(subject, spent, [...used], changeBeyond(sides));
    const documents = asked.filter((one) => one !== undefined);
    const unchanged = underAssumed(documents, same, dropped);
    results.push([unchanged]);
    recalled?.keep(unchanged);
    if (unchanged.result === "proved") onProved?.(unchanged, certificates);
  }
  keep(results.map(([first]) => first as ClaimResult));
  return results.flat();
}

/** Finds changes for readers whose roles read on both sides as before. */
async function findReaderChanges(
  readers: Reassociated,
  sides: Sides,
  milliseconds: number,
): Promise<{ change?: "gains" | "loses"; found: ClaimResult[] }> {
  const started = performance.now();
  const found = await orTooHard(readerChange(readers, sides, milliseconds), (unknown) => ({
    unknown,
  }));
  if (!found) return { found: [] };
  const { deployment, target } = sides.after ?? sides.before ?? {};
  const kind = deployment?.kind;
  const subject = target?.of.arn ?? "";
  const spent = Math.round(performance.now() - started);
  if ("unknown" in found) {
    const reason = `whether ${kind?.words.principal}s with another association read: ${found.unknown}`;
    return { found: [unknownClaim("difference", subject, reason, spent)] };
  }
  const { change, request, who } = found;
  const counterexample = {
    summary: `${who} ${change} ${subject}`,
    request,
    document: `association of ${who}`,
    statement: null,
    fix: `${kind?.words.associateAsBefore}, or take its declaration along`,
  };
  return { change, found: [tellChange(subject, spent, counterexample)] };
}

/** Finds everyone who only reads on one side, one after another, except readers that are asked about separately. */
async function findChanges(
  change: "gains" | "loses",
  sides: Sides,
  readers: Reassociated[],
  milliseconds: number,
): Promise<FoundChanges> {
  const side = change === "gains" ? sides.after : sides.before;
  // Nobody gains a secret that does not exist, and nobody loses one that did not.
  if (!side) return NO_CHANGES;
  const started = performance.now();
  const found: ClaimResult[] = [];
  const subject = side.target.of.arn;
  return orTooHard(listChanges(change, subject, sides, readers, milliseconds, found), (reason) => {
    const spent = Math.round(performance.now() - started);
    const stopped = unknownClaim("difference", subject, reason, spent);
    return { found: [...found, stopped], assumptionsUsed: [] };
  });
}

function tellChange(
  subject: string,
  milliseconds: number,
  counterexample: Counterexample,
): ClaimResult {
  const told = { claim: "difference" as const, subject, milliseconds, assumptionsUsed: [] };
  return { ...told, result: "refuted", counterexample };
}

interface FoundChanges {
  found: ClaimResult[];
  assumptionsUsed: string[];
}

/** If the documents are the same, only changed associations are left to ask about. */
const NO_CHANGES: FoundChanges = { found: [], assumptionsUsed: [] };

async function listChanges(
  change: "gains" | "loses",
  subject: string,
  { after, before }: Sides,
  readers: Reassociated[],
  milliseconds: number,
  found: ClaimResult[],
): Promise<FoundChanges> {
  const started = performance.now();
  const excluded: { principal: RequestPrincipal; isUnknown: boolean }[] = [];
  for (;;) {
    const problem = new Problem((after ?? before)?.deployment.settings);
    const relations = {
      before: before && relationOf(before, problem, "before"),
      after: after && relationOf(after, problem, "after"),
    };
    const [reads, readsNot] =
      change === "gains"
        ? [relations.after, relations.before]
        : [relations.before, relations.after];
    if (!reads) return { found, assumptionsUsed: [] };
    problem.require(
      and(reads.reads, not(readsNot?.reads ?? or()), not(isAskedApart(reads.caller, readers))),
      VIOLATION,
    );
    const isNamed = or(
      ...[reads, readsNot].flatMap((one) => (one ? [one.isKnown, one.isAdministrator] : [])),
    );
    for (const { isUnknown, principal } of excluded) {
      problem.require(
        not(samePrincipal(principal, reads.caller.principal, isNamed, isUnknown)),
        "it is none of those that were told before",
      );
    }
    const outcome = await problem.solve(milliseconds, () => [
      isNamed,
      ...preferShort(reads.caller, ...reads.contexts),
    ]);
    const spent = Math.round(performance.now() - started);
    const stopped = (reason: string) => ({
      found: [...found, unknownClaim("difference", subject, reason, spent)],
      assumptionsUsed: [],
    });
    if (outcome.result === "impossible") return { found, assumptionsUsed: outcome.assumptionsUsed };
    if (outcome.result === "unknown") return stopped(outcome.reason);
    const most = problem.limits.changes;
    if (found.length === most) return stopped(pastLimit("changes", most));
    const request = reads.request(outcome.model);
    const { principal } = request;
    const isUnknown = !holds(isNamed, outcome.model.truth);
    const who = isUnknown
      ? `any such principal, e.g. ${sayPrincipal(principal)},`
      : sayPrincipal(principal);
    const counterexample = {
      summary: `${who} ${change} ${subject}`,
      request,
      document: `policies of ${subject}`,
      statement: null,
      fix:
        change === "gains"
          ? "take back what grants it, or declare the reader"
          : "restore the grant, or take the reader's declaration back",
    };
    found.push(tellChange(subject, spent, counterexample));
    excluded.push({ principal, isUnknown });
  }
}

/** Who reads in one version. A certificate names its parts and the whole. */
function relationOf(
  { deployment, target }: Side,
  problem: Problem,
  version: Version,
): ReadingRelation {
  problem.version = version;
  const relation = readingRelation(deployment, target, { problem, roles: deployment.roles });
  problem.version = undefined;
  const reads = problem.gate(() => ({ part: `reads ${version}` }), relation.reads);
  return { ...relation, reads };
}
