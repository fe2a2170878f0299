import { parseArn } from "../../grant/arn";
import type { AccessDocuments } from "../documents";
import type { RequestPrincipal } from "../request";
import type { ClaimResult } from "./claim";
import { type ReadTarget, readTarget } from "./claims/reading";
import { type Deployment, deploymentOf } from "./deployment";
import { and, holds, not, or } from "./formula";
import { Problem } from "./problem";
import { readingRelation } from "./reading-relation";
import { samePrincipal } from "./same-principal";
import { sayPrincipal } from "./say-principal";
import { shortness } from "./shortness";

/** Principals that are listed for one secret in one direction. */
const MOST = 20;

/**
 * Between two versions, who gains or loses which secret: each change refutes "no change in access" with a request, and
 * where there is none, that is proved. Secrets are the same in both if account, region and name are: the six characters
 * that AWS draws may differ.
 */
export async function difference(
  before: AccessDocuments,
  after: AccessDocuments,
  milliseconds = 10_000,
): Promise<ClaimResult[]> {
  const [old, now] = [deploymentOf(before), deploymentOf(after)];
  const [oldTargets, newTargets] = [targetsByName(old), targetsByName(now)];
  const results: ClaimResult[] = [];
  for (const name of new Set([...oldTargets.keys(), ...newTargets.keys()])) {
    const sides = { before: oldTargets.get(name), after: newTargets.get(name) };
    const gains = await changes("gains", old, now, sides, milliseconds);
    const losses = await changes("loses", old, now, sides, milliseconds);
    results.push(...summarise(sides.after?.of.arn ?? sides.before?.of.arn ?? name, gains, losses));
  }
  return results;
}

interface Sides {
  before: ReadTarget | undefined;
  after: ReadTarget | undefined;
}

/** Everyone who reads on one side and not on the other, one at a time. */
async function changes(
  change: "gains" | "loses",
  old: Deployment,
  now: Deployment,
  { after, before }: Sides,
  milliseconds: number,
): Promise<ClaimResult[]> {
  const started = performance.now();
  const found: ClaimResult[] = [];
  const excluded: { principal: RequestPrincipal; isUnknown: boolean }[] = [];
  for (;;) {
    const problem = new Problem();
    const relations = {
      before: before && readingRelation(old, before, { problem }),
      after: after && readingRelation(now, after, { problem }),
    };
    const [reads, readsNot] =
      change === "gains"
        ? [relations.after, relations.before]
        : [relations.before, relations.after];
    if (!reads) return found;
    problem.require(and(reads.reads, not(readsNot?.reads ?? or())));
    const isNamed = or(
      ...[reads, readsNot].flatMap((one) => (one ? [one.isKnown, one.isAdministrator] : [])),
    );
    for (const { isUnknown, principal } of excluded) {
      problem.require(not(samePrincipal(principal, reads.caller.principal, isNamed, isUnknown)));
    }
    const outcome = await problem.solve(milliseconds, [
      isNamed,
      ...shortness(reads.caller, reads.context),
    ]);
    const subject = (change === "gains" ? after : before)?.of.arn ?? "";
    const base = {
      claim: "difference" as const,
      subject,
      milliseconds: Math.round(performance.now() - started),
      assumptionsUsed: [],
    };
    if (outcome.result === "impossible") return found;
    if (outcome.result === "unknown")
      return [...found, { ...base, result: "unknown", reason: outcome.reason }];
    if (found.length === MOST) {
      return [
        ...found,
        { ...base, result: "unknown", reason: `more than ${MOST} principals change` },
      ];
    }
    const request = reads.request(outcome.model);
    const { principal } = request;
    const isUnknown = !holds(isNamed, outcome.model.truth);
    const who = isUnknown
      ? `any such principal, e.g. ${sayPrincipal(principal)},`
      : sayPrincipal(principal);
    found.push({
      ...base,
      result: "refuted",
      counterexample: {
        summary: `${who} ${change} ${subject}`,
        request,
        document: `policies of ${subject}`,
        statement: null,
        fix:
          change === "gains"
            ? "take back what grants it, or declare the reader"
            : "restore the grant, or take the reader's declaration back",
      },
    });
    excluded.push({ principal, isUnknown });
  }
}

function summarise(subject: string, gains: ClaimResult[], losses: ClaimResult[]): ClaimResult[] {
  const all = [...gains, ...losses];
  if (all.length > 0) return all;
  return [{ claim: "difference", subject, result: "proved", milliseconds: 0, assumptionsUsed: [] }];
}

function targetsByName(deployment: Deployment): Map<string, ReadTarget> {
  const targets = new Map<string, ReadTarget>();
  for (const { arn } of [...deployment.secrets, ...deployment.parameters]) {
    const target = readTarget(deployment, arn);
    const { account, region, resource, service } = parseArn(arn) ?? {};
    const name = service === "secretsmanager" ? resource?.replace(/-.{6}$/, "") : resource;
    if (target) targets.set([service, region, account, name].join(":"), target);
  }
  return targets;
}
