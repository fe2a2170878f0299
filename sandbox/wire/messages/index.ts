import type { AccessRequest } from "iam-proof";

/** The signer of a call: its access key belongs to a user or a role session. */
export interface Caller {
  account: string;
  partition: string;
  /** ARN as `sts:GetCallerIdentity` returns it: a user, the root, or an `assumed-role` session. */
  arn: string;
  /** `AIDA…:`, `AROA…:session` … */
  userId: string;
  principal: AccessRequest["principal"];
  /** Session policies of the caller's credentials, as parsed JSON. */
  sessionPolicies: unknown[];
  issuedAt?: number;
  sourceIdentity?: string;
  /** ARN of the provider whose token made the session. */
  federatedProvider?: string;
  /** Session tags that pass to the next role in a chain. */
  transitiveTags: Record<string, string>;
}

export type KeyHolder =
  | { caller: Caller; secretAccessKey: string }
  | { fault: "unknown" | "expired"; message: string };

/** AWS's message for a session that has ended. */
export const EXPIRED_TOKEN = "The security token included in the request is expired";

export interface Call {
  caller: Caller;
  /** The region in the signature's scope. */
  region: string;
  requestId: string;
  now: Date;
}

/** An operation of one service. It authorises the call before it reads or writes, and throws `AwsError` for AWS's own errors. */
export type Operation = (call: Call, input: Record<string, unknown>) => unknown;

export class AwsError extends Error {
  constructor(
    public readonly code: string,
    message: string,
    public readonly status: number = 400,
    /** Whose fault the error is, as the query protocol says it. */
    public readonly fault: "Sender" | "Receiver" = "Sender",
    /** What the sandbox knows beyond AWS's words, e.g. the deciding statement. Sent as a header. */
    public readonly reason?: string,
  ) {
    super(message);
    this.name = code;
  }
}

export interface HttpRequest {
  method: string;
  /** Path as sent, still percent-encoded. */
  rawPath: string;
  /** Query parameters, decoded, in the order sent. */
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body: Buffer;
  /** Whether it came over TLS. */
  isSecure: boolean;
}

/** An unverified Signature Version 4 of a request. */
export interface Signature {
  accessKeyId: string;
  /** `YYYYMMDD`. */
  date: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** `YYYYMMDDTHHMMSSZ`. */
  timestamp: string;
  sessionToken?: string;
  /** Lifetime of a presigned URL in seconds. Absent for a signed header. */
  expires?: number;
}

export interface Answer {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** Whether the connection closes instead of answering. */
  isLost?: boolean;
  /** Continues after `body` until it ends, or until its client leaves: then the returned function is called. */
  follow?: (client: Follower) => () => void;
}

/** A client that waits for the rest of an answer. */
export interface Follower {
  send(text: string): void;
  end(): void;
}

export type Service = QueryService | Ec2Service | JsonService | RestService;

interface Common {
  signingName: string;
  operations: Record<string, Operation>;
}

export interface QueryService extends Common {
  protocol: "query";
  /** The API version that clients send. */
  version: string;
  /** Whether it refuses, in its own words, requests to `/` that no service claims. Defaults to false. */
  refusesStrays?: boolean;
  /** Operations without a signature, which contain their caller's proof. Defaults to none. */
  unsigned?: string[];
}

/** Form in, EC2's own XML out. */
export interface Ec2Service extends Common {
  protocol: "ec2Query";
  version: string;
}

/** JSON 1.1. `X-Amz-Target: <targetPrefix>.<operation>` names the operation. */
export interface JsonService extends Common {
  protocol: "json";
  targetPrefix: string;
  /** The member with an error's text. Defaults to `message`. */
  messageMember?: string;
}

/** JSON over paths. Path labels, query parameters and body members become one input object. */
export interface RestService extends Common {
  protocol: "rest";
  /** Method and path of each operation, with labels: `GET /clusters/{name}`. */
  routes: Record<string, string>;
  /** Status of an access-denied error. Defaults to 400. */
  deniedStatus?: number;
}
