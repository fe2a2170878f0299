/** Records of which changes are seen late, who sees them late, and how late at most, in milliseconds. */
interface LateRecords {
  kinds: string[];
  longest: number;
  /** Which calls read them late, as `SERVICE:OPERATION`. */
  readers: RegExp;
  /** Which services read them late even inside a transaction: those that never change them. */
  inTransactions: RegExp;
}

const NONE = /^(?!)/;

const LATE: LateRecords[] = [
  // IAM says that a change may take a while, and gives no time. Users report some seconds, rarely more than 20.
  {
    kinds: ["role", "user", "group", "policy", "iam-id"],
    longest: 20_000,
    readers: /./,
    inTransactions: /^(?!iam$)/,
  },
  // "Eventually consistent, and may take several seconds": EKS, CreatePodIdentityAssociation.
  {
    kinds: ["eks-association"],
    longest: 10_000,
    readers: /^eks-auth:/,
    inTransactions: NONE,
  },
  // KMS says the same of its keys: docs.aws.amazon.com/kms/latest/developerguide/accessing-kms.html.
  {
    kinds: ["kms-key", "kms-alias"],
    longest: 5_000,
    readers: /^(kms:|secretsmanager:GetSecretValue$)/,
    inTransactions: NONE,
  },
];

/** How late a call sees changes of a kind of record at most, and whether inside a transaction, too. */
export interface Lateness {
  longest: number;
  inTransactions: boolean;
}

/** What the calls of an operation read late, by the kind of record. */
export function latenessOf(service: string, operation: string): ReadonlyMap<string, Lateness> {
  const late = LATE.filter(({ readers }) => readers.test(`${service}:${operation}`));
  return new Map(
    late.flatMap(({ inTransactions, kinds, longest }) => {
      const lateness = { longest, inTransactions: inTransactions.test(service) };
      return kinds.map((kind) => [kind, lateness] as const);
    }),
  );
}

/** After how long everybody sees a change of such a record; 0 where everybody sees it at once. */
export function longestLag(kind: string): number {
  return LATE.find(({ kinds }) => kinds.includes(kind))?.longest ?? 0;
}
