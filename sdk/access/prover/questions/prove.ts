import type { AccessDocuments, GrantDeclaration } from "../../domain/documents";
import { CLAIMS, type ClaimId, type ClaimResult, settle } from "../claims/claim";
import { grantAvailable } from "../claims/grant-available";
import { grantSubject, wayOf } from "../claims/grant-way";
import { keyBounded } from "../claims/key-bounded";
import { withOtherLocks } from "../claims/other-locks";
import { readExclusive } from "../claims/read-exclusive";
import { roleContained } from "../claims/role-contained";
import { roleUnforgeable } from "../claims/role-unforgeable";
import { secretBounded } from "../claims/secret-bounded";
import { droppedAssumptions } from "../documents/assumptions";
import { type Deployment, deploymentOf, givenDeployment } from "../documents/deployment";
import { fingerprint } from "../documents/fingerprint";
import { contextArns, readTarget } from "../documents/read-target";
import {
  sliceOfGrant,
  sliceOfKey,
  sliceOfRead,
  sliceOfRole,
  withWholeKeys,
} from "../documents/slice";
import type { SolverChoice } from "../solver/sat-solver";
import { TooHard } from "../solver/too-hard";
import type { ProblemSettings } from "../texts/problem";

export interface ProveOptions {
  /** Claims to settle. Defaults to all of one deployment. */
  claims?: ClaimId[];
  /** Names of assumptions that are not made. Defaults to none; another name is an error. */
  drop?: string[];
  /** Who answers. Defaults to `own-first`: to this package's own solver what it can in a few steps, and to Z3 the rest. */
  solver?: SolverChoice;
  /** Milliseconds for each question to the solver, after which its claim is unknown. Defaults to 10,000. */
  millisecondsPerClaim?: number;
  /** Called after each claim about one subject. */
  onProgress?(done: number, total: number): void;
}

export interface Proof {
  result: "proved" | "refuted" | "unknown";
  claims: ClaimResult[];
}

/** A claim about one subject, with the documents that it depends on. */
interface Work {
  claim: ClaimId;
  subject: string;
  /** What tells the subject apart within the slice. */
  about: string[];
  slice(): AccessDocuments;
  settle(deployment: Deployment): Promise<ClaimResult>;
}

/** Settles claims about a deployment: for every possible request, or with one that breaks them. */
export async function prove(
  documents: AccessDocuments,
  options: ProveOptions = {},
): Promise<Proof> {
  const { claims: wanted = CLAIMS, drop = [], onProgress } = options;
  const { millisecondsPerClaim = 10_000, solver = "own-first" } = options;
  const deployment = givenDeployment(documents);
  const settings = { dropped: droppedAssumptions(drop), solver };
  const work = wanted.flatMap((claim) => worksOf(claim, deployment, millisecondsPerClaim));
  const settled = new Map<string, ClaimResult>();
  const claims: ClaimResult[] = [];
  for (const [index, one] of work.entries()) {
    const found = await once(settled, one, deployment, settings);
    claims.push(withOtherLocks(documents, found));
    onProgress?.(index + 1, work.length);
  }
  return { result: overall(claims), claims };
}

/** What was proved of one slice is proved of all with its fingerprint. */
async function once(
  settled: Map<string, ClaimResult>,
  work: Work,
  deployment: Deployment,
  settings: ProblemSettings,
): Promise<ClaimResult> {
  const { about, claim, subject } = work;
  const started = performance.now();
  const slice = work.slice();
  const shape = fingerprint(slice, [claim, ...about], deployment.documents);
  const known = shape === undefined ? undefined : settled.get(shape);
  if (known) {
    const milliseconds = Math.round((performance.now() - started) * 100) / 100;
    return { ...known, subject, milliseconds };
  }
  const found = await settledOrTooHard(work, deploymentOf(slice, settings));
  const whole = found.result === "refuted" ? withWholeKeys(deployment, slice) : slice;
  // A counterexample names statements by their positions in the documents as they are.
  const result =
    whole === slice ? found : await settledOrTooHard(work, deploymentOf(whole, settings));
  // A counterexample names what it is about: it cannot be said of another subject.
  if (shape !== undefined && result.result !== "refuted") settled.set(shape, result);
  return result;
}

async function settledOrTooHard(work: Work, deployment: Deployment): Promise<ClaimResult> {
  const { claim, subject } = work;
  const started = performance.now();
  try {
    return await work.settle(deployment);
  } catch (error) {
    if (!(error instanceof TooHard)) throw error;
    const milliseconds = Math.round((performance.now() - started) * 100) / 100;
    return {
      claim,
      subject,
      result: "unknown",
      milliseconds,
      assumptionsUsed: [],
      reason: error.message,
    };
  }
}

function worksOf(claim: ClaimId, deployment: Deployment, milliseconds: number): Work[] {
  switch (claim) {
    case "secret-bounded":
      return deployment.secrets.map((secret) => ({
        claim,
        subject: secret.arn,
        about: [secret.arn],
        slice: () => sliceOfRead(deployment, contextArns(deployment, secret.arn)),
        settle: (slice) => settle(secretBounded(slice, secret), milliseconds),
      }));
    case "key-bounded":
      return [
        ...deployment.keys.map((key) => ({
          claim,
          subject: key.arn,
          about: [key.arn],
          slice: () => sliceOfKey(deployment, key.arn),
          settle: (slice: Deployment) => settle(keyBounded(slice, key), milliseconds),
        })),
        ...unknownKeys(deployment).map((arn) => keyWithoutPolicy(arn)),
      ];
    case "role-unforgeable":
    case "role-contained":
      return deployment.roles.map((role) => ({
        claim,
        subject: role.arn,
        about: [role.arn],
        slice: () => sliceOfRole(deployment, role),
        settle: (slice) =>
          settle(
            claim === "role-unforgeable"
              ? roleUnforgeable(slice, role)
              : roleContained(slice, role),
            milliseconds,
          ),
      }));
    case "grant-available":
      return deployment.grants.map((grant) => grantWork(deployment, grant, milliseconds));
    case "read-exclusive":
      return [...deployment.secrets, ...deployment.parameters].flatMap(({ arn }) => {
        const target = readTarget(deployment, arn);
        if (!target) return [];
        return {
          claim,
          subject: arn,
          about: [arn],
          slice: () => sliceOfRead(deployment, [arn]),
          settle: (slice: Deployment) => settle(readExclusive(slice, target), milliseconds),
        };
      });
    case "difference":
      return [];
  }
}

/** Keys that secrets and parameters name and the documents lack. */
function unknownKeys({ key, parameters, secrets }: Deployment): string[] {
  const named = [...secrets, ...parameters].flatMap((one) => one.key ?? []);
  return [...new Set(named)].filter((arn) => key(arn) === undefined);
}

function keyWithoutPolicy(arn: string): Work {
  const claim = "key-bounded";
  return {
    claim,
    subject: arn,
    about: [arn],
    slice: () => ({}),
    settle: async () => ({
      claim,
      subject: arn,
      result: "unknown",
      milliseconds: 0,
      assumptionsUsed: [],
      reason: "the documents have no such key, whose policy may let in anyone",
    }),
  };
}

function grantWork(
  deployment: Deployment,
  { reader: identity, secret }: GrantDeclaration,
  milliseconds: number,
): Work {
  const reader = deployment.reader(identity);
  const { clusterArn, namespace, serviceAccount } = reader;
  return {
    claim: "grant-available",
    subject: grantSubject(reader, secret),
    about: [clusterArn, namespace, serviceAccount, secret],
    slice: () => sliceOfGrant(deployment, reader, secret),
    settle: async (slice) => {
      const way = wayOf(slice, reader, secret);
      return "refuted" in way
        ? way.refuted
        : settle(grantAvailable(slice, reader, way.association, way.target), milliseconds);
    },
  };
}

function overall(claims: ClaimResult[]): Proof["result"] {
  if (claims.some(({ result }) => result === "refuted")) return "refuted";
  return claims.some(({ result }) => result === "unknown") ? "unknown" : "proved";
}
