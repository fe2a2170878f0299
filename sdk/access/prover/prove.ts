import type { AccessDocuments, GrantDeclaration } from "../documents";
import { CLAIMS, type ClaimId, type ClaimResult, settle } from "./claim";
import { grantAvailable, wayOf } from "./claims/grant-available";
import { keyBounded } from "./claims/key-bounded";
import { readExclusive } from "./claims/read-exclusive";
import { readTarget } from "./claims/reading";
import { roleContained } from "./claims/role-contained";
import { roleUnforgeable } from "./claims/role-unforgeable";
import { secretBounded } from "./claims/secret-bounded";
import { type Deployment, deploymentOf } from "./deployment";

export interface ProveOptions {
  /** Claims to settle. Defaults to all of one deployment. */
  claims?: ClaimId[];
  /** Milliseconds for each claim about one subject, after which it is unknown. Defaults to 10,000. */
  millisecondsPerClaim?: number;
  /** Called after each claim. */
  onProgress?(done: number, total: number): void;
}

export interface Proof {
  result: "proved" | "refuted" | "unknown";
  claims: ClaimResult[];
}

type Work = () => Promise<ClaimResult>;

/** Settles claims about a deployment: for every possible request, or with one that breaks them. */
export async function prove(
  documents: AccessDocuments,
  options: ProveOptions = {},
): Promise<Proof> {
  const { claims: wanted = CLAIMS, millisecondsPerClaim = 10_000, onProgress } = options;
  const deployment = deploymentOf(documents);
  const work = wanted.flatMap((claim) => workOf(claim, deployment, millisecondsPerClaim));
  const claims: ClaimResult[] = [];
  for (const [index, one] of work.entries()) {
    claims.push(await one());
    onProgress?.(index + 1, work.length);
  }
  return { result: overall(claims), claims };
}

function workOf(claim: ClaimId, deployment: Deployment, milliseconds: number): Work[] {
  switch (claim) {
    case "secret-bounded":
      return deployment.secrets.map(
        (secret) => () => settle(secretBounded(deployment, secret), milliseconds),
      );
    case "key-bounded":
      return deployment.keys.map((key) => () => settle(keyBounded(deployment, key), milliseconds));
    case "role-unforgeable":
      return deployment.roles.map(
        (role) => () => settle(roleUnforgeable(deployment, role), milliseconds),
      );
    case "role-contained":
      return deployment.roles.map(
        (role) => () => settle(roleContained(deployment, role), milliseconds),
      );
    case "grant-available":
      return deployment.grants.map((grant) => () => settleGrant(deployment, grant, milliseconds));
    case "read-exclusive":
      return [...deployment.secrets, ...deployment.parameters].flatMap(({ arn }) => {
        const target = readTarget(deployment, arn);
        return target ? [() => settle(readExclusive(deployment, target), milliseconds)] : [];
      });
    case "lean":
    case "difference":
      return [];
  }
}

function settleGrant(
  deployment: Deployment,
  { reader: identity, secret }: GrantDeclaration,
  milliseconds: number,
): Promise<ClaimResult> {
  const reader = deployment.reader(identity);
  const way = wayOf(deployment, reader, secret);
  return "refuted" in way
    ? Promise.resolve(way.refuted)
    : settle(grantAvailable(deployment, reader, way.association, way.target), milliseconds);
}

function overall(claims: ClaimResult[]): Proof["result"] {
  if (claims.some(({ result }) => result === "refuted")) return "refuted";
  return claims.some(({ result }) => result === "unknown") ? "unknown" : "proved";
}
