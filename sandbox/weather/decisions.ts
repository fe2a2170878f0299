import type { Caller } from "../wire/messages";
import { draw, type Weather } from "./weather";

/** Sessions of nodes and pods. EC2 and the Pod Identity agent renew them in time. */
export const RENEWED = /:assumed-role\/[^/]+\/(?:i|eks)-/;

/** Whether a session is older than the weather allows. `pace`: how slow AWS is; at 0 no session ends. */
export function isExpired(
  { sessions }: Weather,
  { arn, issuedAt }: Pick<Caller, "arn" | "issuedAt">,
  now: Date,
  pace: number,
): boolean {
  if (sessions === undefined || pace === 0) return false;
  if (issuedAt === undefined || RENEWED.test(arn)) return false;
  return now.getTime() - issuedAt > sessions * 1000 * pace;
}

/** The fate of a call that is not throttled. */
type Fate = "answered" | "failed" | "lost";

/** The fate of the nth call of its kind. The kind is account, Region, service and operation. */
export function fateOf({ failing, losing, seed }: Weather, kind: string, nth: number): Fate {
  const drawn = draw(seed, "fate", kind, nth);
  if (drawn < failing) return "failed";
  return drawn < failing + losing ? "lost" : "answered";
}

/** AWS answers a read at one of this many places. A change reaches the first at once, and each other after its own delay. */
export const PLACES = 4;

/** The place that answers the nth call of its kind. */
export function placeOf({ seed }: Weather, kind: string, nth: number): number {
  return Math.floor(draw(seed, "place", kind, nth) * PLACES);
}

/** A place's delay as a share of the longest time. The last place has all of it. */
export function lagAt({ lag, seed }: Weather, place: number): number {
  if (place === 0) return 0;
  return place === PLACES - 1 ? lag : lag * draw(seed, "lag at", place);
}

/** Calls that are still allowed at once: at most a second's worth, refilled over time. */
export interface TokenBucket {
  tokens: number;
  /** Time of this count, in milliseconds. */
  at: number;
}

/** Takes a token for one call. `taken` is false if there is none. */
export function takeToken(
  bucket: TokenBucket | undefined,
  perSecond: number,
  now: number,
): { bucket: TokenBucket; taken: boolean } {
  const capacity = Math.max(1, perSecond);
  const refilled = bucket
    ? Math.min(capacity, bucket.tokens + ((now - bucket.at) / 1000) * perSecond)
    : capacity;
  const taken = refilled >= 1;
  return { taken, bucket: { tokens: taken ? refilled - 1 : refilled, at: now } };
}

/** How many calls to some operations AWS accepts in a second from an account in a Region. */
interface Rate {
  operations: readonly string[];
  perSecond: number;
}

/**
 * Rates that AWS publishes, read in November 2026.
 * KMS: docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html.
 * Secrets Manager: docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html. A call counts for the caller's account.
 * Parameter Store: docs.aws.amazon.com/general/latest/gr/ssm.html, at its standard throughput.
 * STS: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html.
 * EC2: docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html, of the calls that only read.
 */
const PUBLISHED: Rate[] = [
  ...each(
    5,
    "kms",
    "CreateAlias CreateKey DisableKey DisableKeyRotation EnableKey ReplicateKey RotateKeyOnDemand UntagResource UpdateAlias UpdateKeyDescription",
  ),
  ...each(10, "kms", "TagResource"),
  ...each(15, "kms", "DeleteAlias EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion"),
  ...each(30, "kms", "RetireGrant RevokeGrant"),
  ...each(50, "kms", "CreateGrant"),
  ...each(100, "kms", "ListGrants ListKeyPolicies"),
  ...each(500, "kms", "ListAliases ListKeys"),
  ...each(1000, "kms", "GetKeyPolicy GetKeyRotationStatus"),
  ...each(2000, "kms", "DescribeKey ListResourceTags"),
  together(
    10_000,
    "kms",
    "Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncrypt",
  ),
  together(
    50,
    "secretsmanager",
    "PutSecretValue RemoveRegionsFromReplication ReplicateSecretToRegions UpdateSecret UpdateSecretVersionStage",
  ),
  together(50, "secretsmanager", "TagResource UntagResource"),
  together(50, "secretsmanager", "CancelRotateSecret RotateSecret"),
  together(
    50,
    "secretsmanager",
    "DeleteResourcePolicy GetResourcePolicy PutResourcePolicy ValidateResourcePolicy",
  ),
  together(10_000, "secretsmanager", "DescribeSecret GetSecretValue"),
  ...each(
    50,
    "secretsmanager",
    "CreateSecret DeleteSecret GetRandomPassword ListSecretVersionIds RestoreSecret",
  ),
  ...each(100, "secretsmanager", "BatchGetSecretValue ListSecrets"),
  ...each(3, "ssm", "PutParameter"),
  together(40, "ssm", "GetParameter GetParameters"),
  ...each(5, "ssm", "DeleteParameter DeleteParameters"),
  together(600, "sts", "AssumeRole GetCallerIdentity"),
  together(20, "ec2", "DescribeRegions DescribeVpcEndpoints"),
];

/** Guessed rates for all operations together of IAM, EKS, EKS Auth and a cluster's API, which throttle but publish no rates. */
const GUESSED: Record<string, number> = { iam: 20, eks: 10, "eks-auth": 100, kubernetes: 50 };

/** The same for an unknown operation. */
const UNKNOWN = 20;

export function rateOf(service: string, operation: string): Rate {
  const name = `${service}:${operation}`;
  const published = PUBLISHED.find(({ operations }) => operations.includes(name));
  return published ?? { operations: [`${service}:*`], perSecond: GUESSED[service] ?? UNKNOWN };
}

function together(perSecond: number, service: string, operations: string): Rate {
  return { perSecond, operations: operations.split(" ").map((one) => `${service}:${one}`) };
}

function each(perSecond: number, service: string, operations: string): Rate[] {
  return operations.split(" ").map((one) => ({ perSecond, operations: [`${service}:${one}`] }));
}
