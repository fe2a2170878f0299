import type { NamedPolicy } from "../../../sdk/access/grammar/named-policy";
import type { Store } from "../../store/store";
import type { Call, Operation } from "./operation";

/** One AWS service of the sandbox: its operations, and how they travel. */
export type Service = QueryService | JsonService | RestService;

/** IAM, STS: form in, XML out. */
export interface QueryService {
  protocol: "query";
  /** Name in the signature's credential scope. */
  signingName: string;
  /** The API version that clients send. */
  version: string;
  operations: Record<string, Operation>;
}

/** KMS, Secrets Manager, Systems Manager: JSON 1.1, the operation named by `X-Amz-Target: <targetPrefix>.<operation>`. */
export interface JsonService {
  protocol: "json";
  signingName: string;
  targetPrefix: string;
  operations: Record<string, Operation>;
}

/** EKS, EKS Auth: JSON over paths. Path labels, query parameters and body members arrive as one input object. */
export interface RestService {
  protocol: "rest";
  signingName: string;
  routes: {
    method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH";
    path: string;
    operation: string;
  }[];
  operations: Record<string, Operation>;
}

/** What every service stands on. Operations answer Dates; the protocols write them as AWS does. */
export interface Platform {
  store: Store;
  /** Throws AWS's own access-denied error unless the evaluator allows the call. */
  authorise(call: Call, check: AccessCheck): void;
  /** The sandbox's own address, `http://127.0.0.1:PORT`. */
  endpoint: string;
  /**
   * Directory of the sandbox's files beside the store: KMS keeps `kms-root-key` there, without which no stored
   * key can be unwrapped. Whoever copies the store to run on the copy copies that file along.
   */
  directory: string;
}

/** One authorization question about a call; the caller's side (identity, boundary, session, SCP) is the platform's to add. */
export interface AccessCheck {
  action: string;
  resource: string;
  resourceTags?: Record<string, string>;
  resourcePolicy?: NamedPolicy;
  resourceKind?: "resource" | "key" | "trust";
  /** The resource is an AWS managed key, to which no resource control policy applies. Defaults to false. */
  awsManaged?: boolean;
  context?: Record<string, string | string[]>;
}
