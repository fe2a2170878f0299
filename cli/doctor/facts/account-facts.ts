import type { AccessDocuments } from "eks-pod-secrets/access";
import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import type { LiveEndpoint } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import type { OidcProvider } from "./oidc-provider";

/** What the accounts tell about a reader's way. */
export interface AccountFacts {
  reader: ResolvedReader;
  accounts: AccountsRead;
  /** What it reads, in each region. */
  objects: ObjectFacts[];
  /** Who would gain or lose which read through `up` of a stack, by the stack's name, if that was computed. */
  changes?: Readonly<Record<string, string[]>>;
  /** The same as in the cluster's facts. */
  oidcProvider?: Seen<OidcProvider>;
  /** The VPC endpoints of its cluster's network. */
  endpoints: Seen<LiveEndpoint[]>;
}

/** What was read from the accounts, for all requested readers. */
export interface AccountsRead {
  /** The present policies on these readers' ways. Policies of others are assumed to be as the inventory demands. */
  documents: AccessDocuments;
  /** When they were read. */
  now: Date;
  /** All readers of the inventory, including those that others deploy. */
  readers: readonly ResolvedReader[];
  /** The policies that the inventory leads to. */
  declared: AccessDocuments;
  /** The reads that failed. */
  unread: readonly Gap[];
  /** Whether the inventory has files of control policies. */
  controls: Seen<"files">;
}

/** A secret or parameter in one region. */
export interface ObjectFacts {
  grant: ResolvedGrant;
  region: string;
  /** Undefined if it does not exist. */
  object: Seen<FoundObject | undefined>;
  /** The customer managed key that encrypts it; undefined if there is none. */
  key: Seen<KeyFacts | undefined>;
  /** ARN of the key that the inventory gives it; undefined for the AWS managed one. */
  declaredKey: Seen<string | undefined>;
  /** The mounted JSON parts, if the value was read. */
  parts?: Seen<PartFacts>;
}

export interface FoundObject {
  arn: string;
  /** Whether it is a replica of a secret in another region. */
  isReplica?: boolean;
  /** When it was deleted. It can be restored for some days. */
  deletedOn?: Date;
  /** Its versions: the id or number and the labels of each, and for a pinned object also its keys, as AWS names them. */
  versions: { id: string; labels: string[]; keys?: string[] }[];
}

export interface KeyFacts {
  arn: string;
  /** The state as KMS names it, such as `Enabled`; `Deleted` if the key no longer exists. */
  state: string;
  /** When it will be deleted, if that is scheduled. */
  deletedOn?: Date;
}

export interface PartFacts {
  /** Names of the JSON object's members. Absent if the value is not a JSON object. */
  names?: string[];
  /** The mounted JMESPath expressions without a result. */
  missing: string[];
  /** The expressions whose result is not a text. */
  noText: string[];
}
