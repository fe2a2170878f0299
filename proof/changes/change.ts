import type { AccessDocuments } from "../domain/documents";
import type { AccessRequest, RequestPrincipal } from "../domain/request";
import type { NamedPolicy, RawPolicy } from "../grammar/syntax";

/** Somebody whom the attacker acts as. */
export interface Actor {
  /** The same for the same actor. */
  key: string;
  /** As whom it calls AWS; absent where it calls only another system. */
  principal?: RequestPrincipal;
  /** Session policies of its credentials: it may do nothing that one of them does not allow. */
  sessionPolicies?: NamedPolicy[];
  /** The attacker gets what it reads, and makes no call as it: somebody else reads, and writes the value where the attacker sees it. */
  readsOnly?: boolean;
  /** The same for starts that come to the same. */
  alike?: string;
  /** What other packages know of it: data as in JSON. */
  as?: object;
}

/** Everything that changes can alter: the documents, and what stands beside them. It is never altered in place. */
export interface World {
  documents: AccessDocuments;
  /** Customer managed policies. Absent: nobody read which there are. */
  managedPolicies?: ManagedPolicy[];
  /** What runs with a role. Absent: nobody read what there is. */
  compute?: Compute[];
  /** What of that list may be missing. */
  unreadCompute?: UnreadCompute[];
  /** ARNs of secrets that wait for their deletion, and can be read by nobody meanwhile. */
  deleted?: string[];
  /** Tags that somebody would need to have, or a resource, for a call that is refused so far: by ARN. Null: the tag must be missing. */
  tagsAsked?: ReadonlyMap<string, AskedTags[]>;
  /** What other packages know. */
  more?: object;
}

/** Tags by their keys. Null: the tag must be missing. */
export type AskedTags = Record<string, string | null>;

/** A policy that identities have by its ARN, so that whoever writes it writes theirs. */
export interface ManagedPolicy {
  arn: string;
  document: RawPolicy;
  /** Its other versions, which may be made the default. Absent: nobody read them. */
  versions?: RawPolicy[] | null;
  /** ARNs of the roles, users and groups that have it. */
  attachedTo: string[];
  /** ARNs of the roles and users whose permissions boundary it is. */
  boundaryOf?: string[] | null;
}

/** A function, an instance, a build and the like. */
export interface Compute {
  arn: string;
  /** The service principal that makes its sessions, e.g. `lambda.amazonaws.com`. */
  service: string;
  roleArn: string;
}

/** Something of what runs that nobody read: what is absent here stands for all. */
export interface UnreadCompute {
  account?: string;
  region?: string;
  /** As IAM names it: `lambda:function`. */
  type?: string;
  reason?: string;
}

/** What a change gives: the rights of somebody else; that a secret, key or parameter opens; or that something of the attacker's runs. */
export type Gives = "becomes" | "opens" | "runs";

/** A kind of change: calls by which somebody who is no reader comes nearer to reading. One file a kind. */
export interface ChangeKind {
  /** Does not change: `put-role-policy`. */
  id: string;
  gives: Gives;
  about: AboutKind;
  /** Calls of the kind, as IAM names them. Who has a right to none of these can make no change of the kind. */
  actions: string[];
  /** Each change of the kind that the actor could try. Those that it surely may not make can be left out. */
  changesBy(world: World, actor: Actor): Iterable<Change>;
}

/** What the page of a kind says. */
export interface AboutKind {
  title: string;
  /** Pages of AWS, or of the other system, that say what the calls do. */
  pages: string[];
  prerequisites: string;
  fix: string;
  /** Names of the events to alarm on, as the audit log has them. */
  events: string[];
  /** Whether the kind finds every change of its sort. */
  coverage: "full" | "partial";
  /** Of partial coverage: what is not found. */
  lacks?: string;
}

export interface Change {
  /** ARN, or another name, of what is changed or used. */
  target: string;
  /** Tells it from other changes of its kind with the same target. */
  variant?: string;
  /** ARNs of everything that is as it was not before, or ids of accounts of which everything may be. Defaults to the target alone. */
  alters?: string[];
  /** ARNs of roles, users and groups whose rights it widens: it gives nothing unless the attacker acts as one of these, or as one in it. */
  widens?: string[];
  /** ARN of the role or user that it is a step towards: it gives nothing where the attacker acts as it already. */
  towards?: string;
  /** It takes something away as well, so that it is tried where all else has been. */
  isLast?: true;
  /** Each must be allowed to the actor. */
  calls: Call[];
  /** The world afterwards, in the form that gives most: what others may do already, they still may. */
  apply?(world: World): World;
  /** Whom the attacker may act as from now on. */
  becomes?: Actor[];
  /** Tags that a role or user has from now on: so has whoever acts as it, unless its session has other ones. */
  retags?: { arn: string; asked: AskedTags };
  /** What is taken for granted because a document is lacking. */
  worstCase?: string;
}

/** One call: of AWS, which the evaluator decides, or of another system, which the kind decides. */
export type Call = AwsCall | OtherCall;

export interface AwsCall {
  aws: Omit<AccessRequest, "principal"> & {
    /** Who makes the call in place of the actor: a service that acts for it. */
    by?: RequestPrincipal;
  };
}

export interface OtherCall {
  /** The call in that system's words: `create jobs in default`. */
  other: string;
  /** ARNs of what the decision rests on. */
  on?: string[];
  decide(world: World, actor: Actor): OtherDecision;
}

export interface OtherDecision {
  allowed: boolean;
  /** What allows it, or why nothing does. */
  by: string;
  /** What could stop it, and is not taken as stopping it. */
  remark?: string;
}
