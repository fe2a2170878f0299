import { memoize } from "../collections";
import type { RawPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import type { WebIdentity } from "./web-identity";

/**
 * A kind of principal: what a service of AWS runs, and gives sessions of roles to. Whoever declares readers of a kind describes it once,
 * and proofs then know which session is whose. A `Reader` is one principal of the kind, as documents name it.
 *
 * The service makes a session on behalf of a resource of the role's account, its source. It sends all of the kind's session tags, which
 * are transitive, or none.
 */
export interface PrincipalKind<Reader extends object = object> {
  /** Service principal that makes the sessions, e.g. `lambda.amazonaws.com`. */
  service: string;
  /** The fields that tell a reader from all others, each with the session tag that holds its value. Tags are in lower case. */
  fields: Readonly<Record<keyof Reader & string, string>>;
  source: {
    /** The field that holds the ARN of the source, which is also the `aws:SourceArn` of the request. */
    field: string;
    /** Service and type in that ARN: `arn:aws:SERVICE:REGION:ACCOUNT:TYPE/NAME`. */
    service: string;
    type: string;
    /** The session tag that holds the NAME. */
    nameTag: string;
  };
  /** The session tags that vary from one session of a reader to the next, each with an example. */
  varying: Readonly<Record<string, string>>;
  /** The assumption that the service tells the truth in these requests: its name, and what it says. */
  truth: { name: string; says: string };
  /** What the service sends as `sts:ExternalId` where it sends no tags and goes on into a target role. */
  externalId(reader: Reader): string;
  /** Whether the reader may call through the endpoint. */
  mayCallThrough(endpoint: { arn: string }, reader: Reader): boolean;
  /** What keeps the reader from having a session, whatever the policies say. */
  obstacle(reader: Reader, association: AssociatedRoles | undefined): Obstacle | undefined;
  /** How sentences speak of the kind. */
  words: {
    /** Who makes the sessions. */
    maker: string;
    /** One of a reader's principals, e.g. `function`. */
    principal: string;
    /** The tags of `fields`, e.g. `its two session tags`. */
    tags: string;
    /** One of this reader's principals, with an article. */
    oneOf(reader: Reader): string;
    /** The reader, where it stands for what is claimed. */
    subject(reader: Reader): string;
    /** How an association becomes again what it was, as an order. */
    associateAsBefore: string;
  };
}

/** Which roles the service gives to the sessions of a reader. */
export interface AssociatedRoles {
  roleArn: string;
  /** The role that reads, which a session of the first role assumes. None: the first role reads. */
  targetRoleArn?: string | null;
  /** The sessions have no session tags. Defaults to false. */
  disableSessionTags?: boolean | null;
  /** Session policy. */
  policy?: RawPolicy | null;
  /** The service gives no sessions: the reader makes them itself, with these tokens. They have no session tags. */
  webIdentity?: WebIdentity | null;
  /** The reader had the role before, and has sessions of it yet, beside those of its other roles. Defaults to false. */
  former?: boolean | null;
}

/** Whether sessions have no session tags. */
export function isUntagged({ disableSessionTags, webIdentity }: AssociatedRoles): boolean {
  return Boolean(disableSessionTags || webIdentity);
}

/** Whether it is a way beside the one that the service has now. The service does not know it. */
export function isOtherWay({ former, webIdentity }: AssociatedRoles): boolean {
  return Boolean(former || webIdentity);
}

/** What keeps a grant from its secret, whatever the policies say. */
export interface Obstacle {
  summary: string;
  /** Where it lies. */
  document: string;
  fix: string;
}

/** A reader as proofs know it. */
export interface DescribedReader {
  /** Its fields alone. */
  identity: object;
  /** The same for the same reader. */
  key: string;
  /** ARN of its source. */
  source: string;
  /** The session tags that tell it from all others, and their values. */
  tags: [key: string, value: string][];
  /** The session tags whose values are the same in all of its sessions: those, after that of the source's name. */
  fixedTags: Record<string, string>;
}

/** Describes the reader that a grant or an association names. Without a kind, nobody knows which it is. */
export function describeReader(kind: PrincipalKind | undefined, named: object): DescribedReader {
  return kind ? describedBy(kind)(named) : UNKNOWN;
}

const UNKNOWN: DescribedReader = { identity: {}, key: "", source: "", tags: [], fixedTags: {} };

const describedBy = memoize(({ fields, source }: PrincipalKind) =>
  memoize((named: object): DescribedReader => {
    const values = Object.entries<string>(fields).map(([field, tag]) => ({
      field,
      tag,
      value: String((named as Record<string, unknown>)[field]),
    }));
    const arn = values.find(({ field }) => field === source.field)?.value ?? "";
    const tags = values.map(({ tag, value }): [string, string] => [tag, value]);
    return {
      identity: Object.fromEntries(values.map(({ field, value }) => [field, value])),
      key: values.map(({ value }) => value).join("\n"),
      source: arn,
      tags,
      fixedTags: { [source.nameTag]: sourceName(source, arn), ...Object.fromEntries(tags) },
    };
  }),
);

/** The name in the ARN of a source. Empty where the text is no ARN. */
export function sourceName({ type }: PrincipalKind["source"], arn: string): string {
  const resource = parseArn(arn)?.resource ?? "";
  return resource.startsWith(`${type}/`) ? resource.slice(type.length + 1) : resource;
}

/** The session tag that holds the ARN of the source. */
export function sourceTag({ fields, source }: PrincipalKind): string {
  return (fields as Record<string, string>)[source.field] as string;
}

/** Keys of all session tags that the service sends, in their order. */
export function sessionTagKeys(kind: PrincipalKind): string[] {
  return [
    ...Object.values<string>(kind.fields),
    kind.source.nameTag,
    ...Object.keys(kind.varying),
  ].sort();
}
