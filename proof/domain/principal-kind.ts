import { memoize } from "../collections";
import type { RawPolicy } from "../grammar/syntax";
import { parseArn } from "../names";
import type { WebIdentity } from "./web-identity";

/**
 * A kind of principal: something that an AWS service runs and to which it gives sessions of roles. Whoever declares readers of a
 * kind describes it once, and proofs then know which session belongs to which reader. A `Reader` is one principal of the kind, as
 * documents name it.
 *
 * The service creates a session for a resource in the role's account, the source. It sends either all of the kind's session tags,
 * which are transitive, or none.
 */
export interface PrincipalKind<Reader extends object = object> {
  /** Service principal that creates the sessions, such as `lambda.amazonaws.com`. */
  service: string;
  /** The fields that identify a reader, each with the session tag that holds its value. Tags are in lower case. */
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
  /** The session tags that differ between sessions of the same reader, each with an example. */
  varying: Readonly<Record<string, string>>;
  /** The assumption that the service tells the truth in these requests: its name and its text. */
  truth: { name: string; says: string };
  /** The `sts:ExternalId` that the service sends when it assumes a target role without tags. */
  externalId(reader: Reader): string;
  /** Whether the reader may call through the endpoint. */
  mayCallThrough(endpoint: { arn: string }, reader: Reader): boolean;
  /** Why the reader gets no session, whatever the policies say; undefined if it gets one. */
  obstacle(reader: Reader, association: AssociatedRoles | undefined): Obstacle | undefined;
  /** Words for this kind in messages. */
  words: {
    /** Who creates the sessions. */
    maker: string;
    /** One of a reader's principals, e.g. `function`. */
    principal: string;
    /** The tags of `fields`, such as `its two session tags`. */
    tags: string;
    /** One of this reader's principals, with an article. */
    oneOf(reader: Reader): string;
    /** The reader as the subject of a claim. */
    subject(reader: Reader): string;
    /** How to restore an association, as an instruction. */
    associateAsBefore: string;
  };
}

/** The roles that the service gives to a reader's sessions. */
export interface AssociatedRoles {
  roleArn: string;
  /** The role that a session of the first role assumes in order to read. None: the first role reads. */
  targetRoleArn?: string | null;
  /** Whether the sessions have no session tags. Defaults to false. */
  disableSessionTags?: boolean | null;
  /** Session policy of the sessions. */
  policy?: RawPolicy | null;
  /** The tokens with which the reader assumes the role itself, without the service. Such sessions have no session tags. */
  webIdentity?: WebIdentity | null;
  /** Whether this is a former role of the reader, which still has sessions of it in addition to its other roles. Defaults to false. */
  former?: boolean | null;
}

/** Whether sessions have no session tags. */
export function isUntagged({ disableSessionTags, webIdentity }: AssociatedRoles): boolean {
  return Boolean(disableSessionTags || webIdentity);
}

/** Whether this is a way in addition to the current one. The service does not know it. */
export function isOtherWay({ former, webIdentity }: AssociatedRoles): boolean {
  return Boolean(former || webIdentity);
}

/** Why a grant cannot be used, whatever the policies say. */
export interface Obstacle {
  summary: string;
  /** The document or setting that causes it. */
  document: string;
  fix: string;
}

/** A reader, as proofs use it. */
export interface DescribedReader {
  /** Only the reader's fields. */
  identity: object;
  /** A key that is equal for equal readers. */
  key: string;
  /** ARN of its source. */
  source: string;
  /** The session tags that identify the reader, with their values. */
  tags: [key: string, value: string][];
  /** The session tags with the same value in all of its sessions: `tags`, and the tag with the source's name. */
  fixedTags: Record<string, string>;
}

/** Describes the reader that a grant or association names. Undefined without a kind, because nothing then says which reader it is. */
export function describeReader(kind: PrincipalKind | undefined, named: object): DescribedReader {
  return kind ? describedBy(kind)(named) : UNKNOWN;
}

/** The key of a reader alone, which takes less: the same for the same reader. */
export function readerKey(kind: PrincipalKind | undefined, named: object): string {
  const fields = Object.keys(kind?.fields ?? {});
  return fields.map((field) => String((named as Record<string, unknown>)[field])).join("\n");
}

const UNKNOWN: DescribedReader = { identity: {}, key: "", source: "", tags: [], fixedTags: {} };

const describedBy = memoize((kind: PrincipalKind) => {
  const { source } = kind;
  const fields = Object.entries<string>(kind.fields);
  return memoize((named: object): DescribedReader => {
    const identity: Record<string, string> = {};
    const fixedTags: Record<string, string> = { [source.nameTag]: "" };
    const tags: DescribedReader["tags"] = [];
    for (const [field, tag] of fields) {
      const value = String((named as Record<string, unknown>)[field]);
      identity[field] = value;
      fixedTags[tag] = value;
      tags.push([tag, value]);
    }
    const arn = identity[source.field] ?? "";
    fixedTags[source.nameTag] = sourceName(source, arn);
    return { identity, key: readerKey(kind, named), source: arn, tags, fixedTags };
  });
});

/** The name in the ARN of a source. Empty if the text is not an ARN. */
export function sourceName({ type }: PrincipalKind["source"], arn: string): string {
  const resource = parseArn(arn)?.resource ?? "";
  return resource.startsWith(`${type}/`) ? resource.slice(type.length + 1) : resource;
}

/** The session tag that holds the ARN of the source. */
export function sourceTag({ fields, source }: PrincipalKind): string {
  return (fields as Record<string, string>)[source.field] as string;
}

/** The keys of all session tags that the service sends, in order. */
export function sessionTagKeys(kind: PrincipalKind): string[] {
  return [
    ...Object.values<string>(kind.fields),
    kind.source.nameTag,
    ...Object.keys(kind.varying),
  ].sort();
}
