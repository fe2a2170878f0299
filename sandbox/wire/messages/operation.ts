import type { AccessRequest } from "iam-proof";

/** Who signed a call: an access key belongs to a user or to a role session. */
export interface Caller {
  account: string;
  partition: string;
  /** ARN as `sts:GetCallerIdentity` says it: a user, the root, or an `assumed-role` session. */
  arn: string;
  /** `AIDA…:`, `AROA…:session` … */
  userId: string;
  principal: AccessRequest["principal"];
  /** Session policies of the caller's credentials, as parsed JSON. */
  sessionPolicies: unknown[];
  /** When the session began, in epoch milliseconds; none of a user's own access key. */
  issuedAt?: number;
  /** Who is behind the session, as `SourceIdentity` once said. */
  sourceIdentity?: string;
  /** Session tags that pass on to the next role of a chain. */
  transitiveTags: Record<string, string>;
}

/** Whose access key it is and its secret, or why the key cannot be used. */
export type KeyHolder =
  | { caller: Caller; secretAccessKey: string }
  | { fault: "unknown" | "expired"; message: string };

/** What AWS says of a session that is over. */
export const EXPIRED_TOKEN = "The security token included in the request is expired";

/** One authenticated call, as a service's operation sees it. */
export interface Call {
  caller: Caller;
  /** Region of the signature's scope. */
  region: string;
  requestId: string;
  now: Date;
}

/**
 * An operation of one service: gets the parsed input (the service model's member names), answers the parsed output.
 * It authorises the call before it reads or writes, and throws `AwsError` for AWS's own errors.
 */
export type Operation = (call: Call, input: Record<string, unknown>) => unknown;

/** An error that AWS would answer, with its code and status. */
export class AwsError extends Error {
  constructor(
    public readonly code: string,
    message: string,
    public readonly status: number = 400,
    /** Whose fault the error is, in the query protocol. */
    public readonly fault: "Sender" | "Receiver" = "Sender",
    /** What the sandbox knows beyond AWS's words, e.g. the statement that decided; sent as a header. */
    public readonly reason?: string,
  ) {
    super(message);
    this.name = code;
  }
}
