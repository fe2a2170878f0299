import type { AccessDocuments } from "../../domain/documents";
import { keysThatOpen } from "../../domain/keys-that-open";
import { asEvaluated } from "../claims/as-evaluated";
import { keyBounded, secretBounded } from "../claims/bounded";
import { CLAIMS, type ClaimId, type ClaimResult, unknownClaim } from "../claims/claim";
import { findGrantPath, grantAvailable, grantSubject } from "../claims/grant-path";
import { harmlessRights } from "../claims/kept-rights";
import { readExclusive } from "../claims/read-exclusive";
import { roleContained } from "../claims/role-contained";
import { roleUnforgeable } from "../claims/role-unforgeable";
import { droppedAssumptions } from "../documents/assumptions";
import {
  associatedRoles,
  type DeclaredReader,
  type Deployment,
  givenDeployment,
  notAssumed,
} from "../documents/deployment";
import { withoutEndpoints, withoutIdleEndpoints } from "../documents/endpoints-of-read";
import {
  exclusiveQuestion,
  grantQuestion,
  keyQuestion,
  roleQuestion,
  secretQuestion,
  trustQuestion,
} from "../documents/questions";
import { contextArns, readTarget } from "../documents/read-target";
import {
  sliceOfGrant,
  sliceOfKey,
  sliceOfRead,
  sliceOfRole,
  withoutSecretPolicies,
} from "../documents/slice";
import { type Limits, limitsWith } from "../solver/limits";
import type { Certificate } from "../texts/certificate";
import { type ProofMemory, Recollection } from "./memory";
import { type ClaimWork, type ListedClaim, Settler } from "./settler";
import { workLeft } from "./work-left";

export interface ProveOptions {
  /** Claims to settle. Defaults to all of one deployment. */
  claims?: ClaimId[];
  /** Names of assumptions not to make. Defaults to none; an unknown name is an error. */
  drop?: string[];
  /** Milliseconds for each question to the solver, after which its claim is unknown. Defaults to 10,000. */
  millisecondsPerClaim?: number;
  /**
   * The limits of one question apart from the time, by the names of `LIMITS`. Defaults to their defaults; an unknown name is an
   * error.
   */
  limits?: Partial<Limits>;
  /** Called after each claim about one subject. */
  onProgress?(done: number, total: number): void;
  /**
   * Called with the certificates of each proved claim, one for each question. No claim is then considered proved because another
   * one looks the same, and none is decided without the solver.
   */
  onProved?(claim: ClaimResult, certificates: Certificate[]): void;
  /** The memory of proved claims. Not used with `onProved`. */
  memory?: ProofMemory | undefined;
}

export interface Proof {
  result: "proved" | "refuted" | "unknown";
  claims: ClaimResult[];
}

/** Settles claims about a deployment: for every possible request, or with one that breaks them. */
export async function prove(
  documents: AccessDocuments,
  options: ProveOptions = {},
): Promise<Proof> {
  const { claims: asked = CLAIMS, drop = [], memory, onProgress, onProved } = options;
  const { millisecondsPerClaim = 10_000 } = options;
  const premises = {
    dropped: droppedAssumptions(drop, documents.principalKind),
    limits: limitsWith(options.limits),
  };
  const recollection = memory && !onProved ? new Recollection(memory, premises) : undefined;
  const deployment = givenDeployment(documents);
  const left = workLeft(deployment, (of) => listClaims(asked, of), recollection);
  const settler = new Settler(left.deployment, {
    ...premises,
    milliseconds: millisecondsPerClaim,
    ...(onProved && { onProved }),
    recollection,
  });
  const claims: ClaimResult[] = [];
  for (const [index, claim] of left.claims.entries()) {
    const found = "result" in claim ? claim : await settler.settle(claim);
    claims.push(asEvaluated(documents, withKeptRights(deployment, found)));
    onProgress?.(index + 1, left.claims.length);
  }
  left.keep(claims);
  return { result: overallResult(claims), claims };
}

/** The claims of these kinds, each about one subject. */
export function listClaims(claims: readonly ClaimId[], deployment: Deployment): ListedClaim[] {
  return claims.flatMap((claim) => claimsOf(claim, deployment));
}

function claimsOf(claim: ClaimId, deployment: Deployment): ListedClaim[] {
  switch (claim) {
    case "secret-bounded":
      return notAssumed(deployment.secrets).map((secret) =>
        about(claim, secret.arn, () => ({
          given: [secret],
          slice: () =>
            withoutEndpoints(sliceOfRead(deployment, contextArns(deployment, secret.arn))),
          isAboutCallers: true,
          claimOf: (slice) =>
            secretBounded(secretQuestion(slice, slice.secret(secret.arn) ?? secret)),
        })),
      );
    case "key-bounded":
      return [
        ...notAssumed(deployment.keys).map((key) =>
          about(claim, key.arn, () => ({
            given: [key],
            slice: () => withoutEndpoints(withoutSecretPolicies(sliceOfKey(deployment, key.arn))),
            isAboutCallers: true,
            claimOf: (slice) => keyBounded(keyQuestion(slice, slice.key(key.arn) ?? key)),
          })),
        ),
        ...findUnknownKeys(deployment).map(claimOfUnknownKey),
      ];
    case "role-unforgeable":
    case "role-contained":
      return associatedRoles(deployment).map((role) =>
        about(claim, role.arn, () => ({
          given: [role],
          slice: () => sliceOfRole(deployment, role),
          claimOf: (slice) =>
            claim === "role-unforgeable"
              ? roleUnforgeable(trustQuestion(slice, role))
              : roleContained(roleQuestion(slice, role)),
        })),
      );
    case "grant-available":
      return deployment.grants.flatMap(({ reader, secret }) =>
        deployment.readers(reader).map((one) => claimOfGrant(deployment, one, secret)),
      );
    case "read-exclusive":
      return [...notAssumed(deployment.secrets), ...deployment.parameters].flatMap(({ arn }) => {
        const target = readTarget(deployment, arn);
        if (!target) return [];
        return about(claim, arn, () => ({
          given: [target.kind, target.of],
          slice: () => withoutIdleEndpoints(deployment, sliceOfRead(deployment, [arn])),
          isAboutCallers: true,
          claimOf: (slice) =>
            readExclusive(exclusiveQuestion(slice, readTarget(slice, arn) ?? target)),
        }));
      });
    case "difference":
      return [];
  }
}

/** A claim about what has this ARN. */
function about(claim: ClaimId, arn: string, work: () => Omit<ClaimWork, "about">): ListedClaim {
  return { claim, subject: arn, named: arn, work: () => ({ about: [arn], ...work() }) };
}

/** Keys that secrets and parameters name but the documents lack. */
function findUnknownKeys({ documents, key, parameters, secrets }: Deployment): string[] {
  const named = [...secrets, ...parameters].flatMap((one) => keysThatOpen(documents, one));
  return [...new Set(named)].filter((arn): arn is string => arn !== null && !key(arn));
}

function claimOfUnknownKey(arn: string): ListedClaim {
  const claim = "key-bounded";
  return about(claim, arn, () => ({
    given: [],
    slice: () => ({}),
    claimOf: () =>
      unknownClaim(claim, arn, "the documents have no such key, whose policy may let in anyone"),
  }));
}

function claimOfGrant(deployment: Deployment, reader: DeclaredReader, secret: string): ListedClaim {
  return {
    claim: "grant-available",
    subject: grantSubject(deployment, reader, secret),
    named: secret,
    work: () => ({
      about: [...reader.tags.map(([, value]) => value), secret],
      given: [reader, secret],
      slice: () => sliceOfGrant(deployment, reader, secret),
      claimOf: (slice) => {
        const path = findGrantPath(slice, reader, secret);
        if ("refuted" in path) return path.refuted;
        return grantAvailable(grantQuestion(slice, reader, path));
      },
    }),
  };
}

/** Adds what else a contained role may do. */
function withKeptRights({ role }: Deployment, found: ClaimResult): ClaimResult {
  if (found.claim !== "role-contained" || found.result !== "proved") return found;
  const rights = harmlessRights(role(found.subject)?.keptPolicies ?? []);
  const alsoAllowed = rights.map(({ actions, where }) => `${actions.join(", ")} ${where}`);
  return alsoAllowed.length > 0 ? { ...found, alsoAllowed } : found;
}

/** The overall result: refuted if one is refuted, otherwise unknown if one is unknown. */
export function overallResult(claims: readonly Pick<ClaimResult, "result">[]): Proof["result"] {
  if (claims.some(({ result }) => result === "refuted")) return "refuted";
  return claims.some(({ result }) => result === "unknown") ? "unknown" : "proved";
}
