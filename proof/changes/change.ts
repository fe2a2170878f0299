import type { AccessDocuments } from "../domain/documents";
import type { AccessRequest, RequestPrincipal } from "../domain/request";
import type { NamedPolicy, RawPolicy } from "../grammar/syntax";

/** An identity that the attacker can act as. */
export interface Actor {
  /** A key that is equal for equal actors. */
  key: string;
  /** The principal of its calls to AWS; absent if it only calls another system. */
  principal?: RequestPrincipal;
  /** Session policies of its credentials. It may only do what each of them allows. */
  sessionPolicies?: NamedPolicy[];
  /**
   * The attacker gets what this actor reads but cannot make calls as it: somebody else reads, and writes the value where the
   * attacker sees it.
   */
  readsOnly?: boolean;
  /** A key that is equal for starts that reach the same. */
  alike?: string;
  /** What other packages know about it, as JSON data. */
  as?: object;
  /** The system, such as a cluster, in which it makes all its calls. Absent: AWS, and others. */
  system?: string;
}

/** Everything that changes can alter: the documents and what belongs to them. It is never modified in place. */
export interface World {
  documents: AccessDocuments;
  /** The documents before any change; absent as long as there is none. */
  unchanged?: AccessDocuments;
  /** Customer managed policies. Absent if nobody read them. */
  managedPolicies?: ManagedPolicy[];
  /** What runs with a role. Absent if nobody read it. */
  compute?: Compute[];
  /** The parts of that list that may be missing. */
  unreadCompute?: UnreadCompute[];
  /** ARNs of secrets that are scheduled for deletion, which nobody can read meanwhile. */
  deleted?: string[];
  /** Tags that an identity or a resource would need for a call that is refused so far, by ARN. Null: the tag must be missing. */
  tagsAsked?: ReadonlyMap<string, AskedTags[]>;
  /** ARNs of the roles and users that the attacker acts as so far, or that read for the attacker. */
  held?: ReadonlySet<string>;
  /** Whether it gives the attacker nothing to act as a role or user: they do without limits, or as somebody who may do all that it may. */
  isReached?(arn: string): boolean;
  /** Whether more rights of a role, user or group give the attacker something: they act as it, and not as one who may do all. */
  gainsBy?(arn: string): boolean;
  /** For systems in which the attacker acts as somebody who may make every call, the key of that actor. The others need not try. */
  commanders?: ReadonlyMap<string, string>;
  /** Further state of other packages. */
  more?: object;
}

/** Tags by their keys. Null: the tag must be missing. */
export type AskedTags = Record<string, string | null>;

/** A policy that identities refer to by ARN. Whoever writes it changes their rights. */
export interface ManagedPolicy {
  arn: string;
  document: RawPolicy;
  /** Its other versions, any of which can be made the default. Absent if nobody read them. */
  versions?: RawPolicy[] | null;
  /** ARNs of the roles, users and groups that have it. */
  attachedTo: string[];
  /** ARNs of the roles and users that have it as their permissions boundary. */
  boundaryOf?: string[] | null;
}

/** Something that runs with a role: a function, an instance, a build and so on. */
export interface Compute {
  arn: string;
  /** The service principal that creates its sessions, such as `lambda.amazonaws.com`. */
  service: string;
  roleArn: string;
}

/** A part of the compute resources that nobody read. An absent field stands for all values. */
export interface UnreadCompute {
  account?: string;
  region?: string;
  /** The type as IAM names it: `lambda:function`. */
  type?: string;
  reason?: string;
}

/**
 * What a change gives the attacker: the rights of somebody else, a secret, key or parameter that opens, or something of the
 * attacker's that runs.
 */
export type Gives = "becomes" | "opens" | "runs";

/** A kind of change: calls that bring somebody who is not a reader closer to reading. Each kind has a file of its own. */
export interface ChangeKind {
  /** A stable id, such as `put-role-policy`. */
  id: string;
  gives: Gives;
  title: string;
  /** The calls of the kind, as IAM names them. Somebody without a right to any of these cannot make a change of this kind. */
  actions: string[];
  /** The changes of this kind that the actor could try. Changes that it certainly may not make can be left out. */
  changesBy(world: World, actor: Actor): Iterable<Change>;
}

export interface Change {
  /** ARN or other name of what is changed or used. */
  target: string;
  /** Distinguishes the change from others of its kind with the same target. */
  variant?: string;
  /** ARNs of everything that the change may alter, or ids of accounts in which everything may be altered. Defaults to the target. */
  alters?: string[];
  /**
   * ARNs of roles, users and groups whose rights it widens. The change is useless unless the attacker acts as one of these, or as a
   * member of one.
   */
  widens?: string[];
  /** ARN of the role or user that it leads to. The change is useless if the attacker already acts as it, without limits. */
  towards?: string;
  /** The change also takes something away, so it is only tried after everything else. */
  isLast?: true;
  /**
   * Where it may take away what another change gives: what it sets of the target, such as tags, each of which has one value at a time.
   * Such changes are also tried without each other.
   */
  sets?: string[];
  /** ARN of a role whose sessions it ends, so that the attacker becomes it afterwards. */
  ends?: string;
  /** The calls, all of which the actor must be allowed to make. */
  calls: Call[];
  /** The world afterwards, in the form that gives the most: what others could do before, they still can. */
  apply?(world: World): World;
  /** The actors that the attacker can act as from now on. */
  becomes?: Actor[];
  /** Tags that a role or user has from now on, and with it everyone who acts as it, unless their session has other ones. */
  retags?: { arn: string; asked: AskedTags };
  /** What is assumed because a document is missing. */
  worstCase?: string;
}

/** A change that was made, and by whom. */
export interface Step {
  kind: ChangeKind;
  actor: Actor;
  change: Change;
}

/** A call to AWS, which the evaluator decides, or to another system, which the kind decides. */
export type Call = AwsCall | OtherCall;

export interface AwsCall {
  aws: Omit<AccessRequest, "principal"> & {
    /** A service that makes the call for the actor. */
    by?: RequestPrincipal;
  };
}

export interface OtherCall {
  /** The call in that system's words: `create jobs in default`. */
  other: string;
  /** ARNs of what the decision depends on. */
  on?: string[];
  decide(world: World, actor: Actor): OtherDecision;
}

export interface OtherDecision {
  allowed: boolean;
  /** What allows the call, or why nothing does. */
  by: string;
  /** What could stop the call but is not assumed to. */
  remark?: string;
}
