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
  issuedAt?: number;
  sourceIdentity?: string;
  /** ARN of the provider by whose token the session was made. */
  federatedProvider?: string;
  /** Session tags that pass on to the next role of a chain. */
  transitiveTags: Record<string, string>;
}

export type KeyHolder =
  | { caller: Caller; secretAccessKey: string }
  | { fault: "unknown" | "expired"; message: string };

/** What AWS says of a session that is over. */
export const EXPIRED_TOKEN = "The security token included in the request is expired";

export interface Call {
  caller: Caller;
  /** Region of the signature's scope. */
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
    /** Whose fault the error is, in the query protocol. */
    public readonly fault: "Sender" | "Receiver" = "Sender",
    /** What the sandbox knows beyond AWS's words, e.g. the statement that decided; sent as a header. */
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

/** A Signature Version 4 as a request carries it, not yet verified. */
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
  /** Seconds for which a presigned URL holds; absent for a signed header. */
  expires?: number;
}

export interface Answer {
  status: number;
  contentType: string;
  body: string | Buffer;
  headers?: Record<string, string>;
  /** It never arrives: the connection is closed in its place. */
  isLost?: boolean;
  /** Goes on after `body` until it ends itself, or its client leaves: then the function that it returned is called. */
  follow?: (client: Follower) => () => void;
}

/** A client that waits for more of an answer. */
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
  /** Refuses, in its own words, what comes to `/` and no service claims. Defaults to false. */
  refusesStrays?: boolean;
  /** Operations that carry their caller's proof themselves: they come without a signature. Defaults to none. */
  unsigned?: string[];
}

/** Form in, XML out, in EC2's own way. */
export interface Ec2Service extends Common {
  protocol: "ec2Query";
  version: string;
}

/** JSON 1.1, the operation named by `X-Amz-Target: <targetPrefix>.<operation>`. */
export interface JsonService extends Common {
  protocol: "json";
  targetPrefix: string;
  /** The member of an error that holds its text. Defaults to `message`. */
  messageMember?: string;
}

/** JSON over paths. Path labels, query parameters and body members arrive as one input object. */
export interface RestService extends Common {
  protocol: "rest";
  /** Method and path of each operation, with labels: `GET /clusters/{name}`. */
  routes: Record<string, string>;
  /** Status of an access-denied error. Defaults to 400. */
  deniedStatus?: number;
}
