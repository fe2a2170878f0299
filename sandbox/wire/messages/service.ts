import type { Operation } from "./operation";

/** One service: its operations by name, and how they travel. */
export type Service = QueryService | Ec2Service | JsonService | RestService;

interface Common {
  /** Name in the signature's credential scope. */
  signingName: string;
  operations: Record<string, Operation>;
}

/** Form in, XML out. */
export interface QueryService extends Common {
  protocol: "query";
  /** The API version that clients send. */
  version: string;
  /** Refuses, in its own words, what comes to `/` and no service claims. Defaults to false. */
  refusesStrays?: boolean;
}

/** Form in, XML out, in EC2's own way. */
export interface Ec2Service extends Common {
  protocol: "ec2Query";
  /** The API version that clients send. */
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
