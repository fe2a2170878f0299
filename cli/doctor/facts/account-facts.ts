import type { AccessDocuments } from "eks-pod-secrets/access";
import type { ResolvedGrant, ResolvedReader } from "eks-pod-secrets/grant";
import type { Gap } from "iam-proof";
import type { LiveEndpoint } from "../../documents/live/vpc-endpoints";
import type { Seen } from "../step";
import type { OidcProvider } from "./oidc-provider";

/** What the accounts say of a reader's way. */
export interface AccountFacts {
  reader: ResolvedReader;
  accounts: AccountsRead;
  /** What it reads, in each region that it reads it in. */
  objects: ObjectFacts[];
  /** Who gains or loses which read by `up` of a stack, by the stack's name, where that was worked out. */
  changes?: Readonly<Record<string, string[]>>;
  /** As in the cluster's facts. */
  oidcProvider?: Seen<OidcProvider>;
  /** The VPC endpoints of its cluster's network. */
  endpoints: Seen<LiveEndpoint[]>;
}

/** What was read of the accounts, for all readers that were asked for. */
export interface AccountsRead {
  /** The policies as they stand, of these readers' ways alone. What others own or deploy is taken to be as the inventory asks for it. */
  documents: AccessDocuments;
  /** When they were read. */
  now: Date;
  /** All readers of the inventory; also those that others deploy. */
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
  /** Undefined where there is none. */
  object: Seen<FoundObject | undefined>;
  /** The customer managed key that encrypts it; undefined where none does. */
  key: Seen<KeyFacts | undefined>;
  /** ARN of the key that the inventory gives it; undefined for the AWS managed one. */
  declaredKey: Seen<string | undefined>;
  /** The JSON parts that are mounted, where the value was read. */
  parts?: Seen<PartFacts>;
}

export interface FoundObject {
  arn: string;
  /** Of a secret: whether it is a copy of that of another region. */
  isReplica?: boolean;
  /** When it was deleted. It can be restored for some days. */
  deletedOn?: Date;
  /** What names each of its versions: its id or number, and its labels; and of a pinned object, as AWS names them, its keys. */
  versions: { id: string; labels: string[]; keys?: string[] }[];
}

export interface KeyFacts {
  arn: string;
  /** As KMS names it, e.g. `Enabled`; `Deleted` where there is no such key any more. */
  state: string;
  /** When it is deleted, where that is planned. */
  deletedOn?: Date;
}

export interface PartFacts {
  /** Names of the members of the JSON object. None: the value is none. */
  names?: string[];
  /** The mounted JMESPath expressions that find nothing. */
  missing: string[];
  /** Those that find something that is no text. */
  noText: string[];
}
