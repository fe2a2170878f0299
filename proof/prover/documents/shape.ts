import { getOrMake, memoize } from "../../collections";
import type { AccessDocuments } from "../../domain/documents";
import type { PrincipalKind } from "../../domain/principal-kind";
import { parseArn } from "../../names";
import { principalArns } from "../texts/domains";
import { patternAccepts } from "../texts/find-text";
import { namesInTags, readerNames, WORDS } from "./names-of-readers";

const principals = Object.values(principalArns()).flat();

/** Thrown if a name is compared other than for equality, so that renaming could change the result. */
export class NameComparedByPattern extends Error {}

const KEYS =
  /^(aws:(principalarn|principalorgid|(principal|request|resource)tag\/.*|sourceaccount|sourcearn)|secretsmanager:(resourcetag\/.*|versionstage)|kms:(viaservice|calleraccount|encryptioncontext:.*))$/s;
const OPERATORS = /^(String|Arn)(Not)?(Equals|Like)(IfExists)?$/;
const ACCOUNT = /^\d{12}$/;
/** Names of sources. No sessions are known for other names. */
const SOURCE = /^[0-9A-Za-z][0-9A-Za-z_-]*$/;
const VARIABLE = /^\$\{([^${},]*)\}$/;

/** A part of documents without its names. */
export interface Shape {
  /** A number that is equal for parts that only differ in names and in the order of lists. */
  form: number;
  /** The names, in the order of their places. */
  names: string[];
  /** The lists, in the order of their places. The order within a list has no meaning. */
  lists: Shape[][];
}

/** What all slices of the same documents share. */
interface Vocabulary {
  /** The source of readers' sessions. */
  source: PrincipalKind["source"] | undefined;
  /** Names of readers and their sources that a document may mention without an ARN. */
  known: ReadonlySet<string>;
  /** Tag values that only matter by being equal to others. */
  values: ReadonlySet<string>;
  /** Known shapes of parts; undefined for parts that need more than equality of names. */
  parts: WeakMap<object, Shape | undefined>;
  forms: Map<string, number>;
}

/** Members that occur in the slices of many claims, and whose shape is computed once. */
const PARTS = new Set(
  ["Statement", "policies"].concat([
    "keys",
    "secrets",
    "parameters",
    "roles",
    "associations",
    "grants",
    "levels",
  ]),
);
/** Placeholders for names and lists in a form. No constant may contain them. */
const [NAME, LIST] = ["\u0001", "\u0002"];

/** The shape of a value in these documents. Throws `NameComparedByPattern` if it has none. */
export function shapeWithin(documents: AccessDocuments, value: unknown): Shape {
  return shapeOf(vocabularyOf(documents), value);
}

/** A text in these documents with its names replaced. Throws `NameComparedByPattern` if it is not certain which they are. */
export function textWithNames(
  documents: AccessDocuments,
  text: string,
  replaced: (name: string) => string,
): string {
  const reader = new ShapeReader(vocabularyOf(documents));
  const form = reader.compared(text);
  if (reader.names.length === 0) return text;
  const write = (nameOf: (name: string) => string) => {
    const names = reader.names.map(nameOf).values();
    // The form of an ARN has an additional field that says whether it is valid.
    return String(form)
      .replaceAll(NAME, () => names.next().value ?? "")
      .replace(/^(arn:.*):$/s, "$1");
  };
  if (write((name) => name) !== text) throw new NameComparedByPattern();
  return write(replaced);
}

function shapeOf(vocabulary: Vocabulary, value: unknown): Shape {
  return shapeRead(vocabulary, (reader) => reader.value(value));
}

function shapeRead(vocabulary: Vocabulary, read: (reader: ShapeReader) => unknown): Shape {
  const reader = new ShapeReader(vocabulary);
  const text = JSON.stringify(read(reader)) ?? "";
  const { forms } = vocabulary;
  const form = getOrMake(forms, text, () => forms.size);
  return { form, names: reader.names, lists: reader.lists };
}

/** Separates the names and lists from a value. */
class ShapeReader {
  readonly names: string[] = [];
  readonly lists: Shape[][] = [];

  constructor(private readonly vocabulary: Vocabulary) {}

  value(value: unknown): unknown {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return this.list(value.map((one) => shapeOf(this.vocabulary, one)));
    if (typeof value !== "object" || value === null) return value;
    // Names of statements and policies. Elsewhere, as in a grant of a key, such a key may have any meaning.
    const unread = "Effect" in value ? "Sid" : "Statement" in value ? "Id" : undefined;
    return Object.entries(value).flatMap(([key, inner]) =>
      key === unread ? [] : [[constant(key), this.element(key, inner)]],
    );
  }

  private element(key: string, value: unknown): unknown {
    if (/^(Not)?Action$/.test(key)) return actions(value);
    if (key === "Condition") return this.conditions(value);
    if (key === "tags") return this.tags(value);
    if (!PARTS.has(key)) return this.value(value);
    return this.list([value].flat().map((part) => this.part(part)));
  }

  /** Members without names are kept as they are, in an order of their own. */
  private list(members: Shape[]): unknown {
    const isConstant = ({ lists, names }: Shape) => names.length + lists.length === 0;
    const named = members.filter((member) => !isConstant(member));
    const constants = members.filter(isConstant).map(({ form }) => form);
    if (named.length > 0) this.lists.push(named);
    return [named.length > 0 ? LIST : null, constants.sort((a, b) => a - b)];
  }

  private part(part: unknown): Shape {
    if (typeof part !== "object" || part === null) return shapeOf(this.vocabulary, part);
    const { parts } = this.vocabulary;
    if (!parts.has(part)) parts.set(part, this.shapeIfAny(part));
    const shape = parts.get(part);
    if (!shape) throw new NameComparedByPattern();
    return shape;
  }

  private shapeIfAny(part: object): Shape | undefined {
    try {
      return shapeOf(this.vocabulary, part);
    } catch (error) {
      if (error instanceof NameComparedByPattern) return undefined;
      throw error;
    }
  }

  private conditions(condition: unknown): unknown {
    return Object.entries(Object(condition)).map(([operator, keys]) => {
      if (!OPERATORS.test(operator)) throw new NameComparedByPattern();
      return [
        operator,
        Object.entries(Object(keys)).map(([key, values]) => {
          if (!KEYS.test(key.toLowerCase())) throw new NameComparedByPattern();
          return [constant(key.toLowerCase()), this.comparedAll(values)];
        }),
      ];
    });
  }

  /** A number counts as its text, because an account's id may be written as one. */
  private comparedAll(values: unknown): unknown {
    const texts = [values].flat().map(String);
    if (texts.length === 1) return this.compared(texts[0] ?? "");
    return this.list(
      texts.map((text) => shapeRead(this.vocabulary, (reader) => reader.compared(text))),
    );
  }

  /** A text that is a tag or is compared with tags. */
  compared(text: string): string {
    return this.vocabulary.values.has(text) ? this.name(text) : this.text(text);
  }

  /** Tag keys are free text, whatever they would mean in a policy. */
  private tags(tags: unknown): unknown {
    return Object.entries(Object(tags)).map(([key, value]) => [
      constant(key),
      this.compared(String(value)),
    ]);
  }

  private text(text: string): string {
    if (text === "*") return text;
    constant(text);
    const key = VARIABLE.exec(text)?.[1]?.toLowerCase();
    if (key !== undefined && (KEYS.test(key) || key === "aws:principalaccount")) return text;
    const hasMeaning = WORDS.has(text) || text.includes(".amazonaws.com");
    if (/[*?$]/.test(text) || (this.vocabulary.known.has(text) && hasMeaning))
      throw new NameComparedByPattern();
    if (isAccount(text)) return this.name(text);
    if (this.vocabulary.known.has(text)) return this.name(text);
    const arn = parseArn(text);
    // An ARN with fewer fields stands for any values of the missing ones.
    if (!arn && text.startsWith("arn:")) throw new NameComparedByPattern();
    if (!arn) return text;
    // An organization's ARN contains its id, an assumed role's ARN a part of its role's ARN, and the path of a service-linked role
    // tells what it is.
    if (
      ["organizations", "sts"].includes(arn.service) ||
      text.includes(":role/aws-service-role/")
    ) {
      throw new NameComparedByPattern();
    }
    const [account, name] = [this.account(arn.account), this.resource(arn.service, arn.resource)];
    const isSound =
      arn.service === this.vocabulary.source?.service
        ? this.isSource(arn.resource)
        : arn.service !== "iam" || principals.some((one) => patternAccepts(one, text));
    return ["arn", arn.partition, arn.service, arn.region, account, name, isSound ? "" : "!"].join(
      ":",
    );
  }

  private resource(service: string, resource: string): string {
    if (resource === "root") return resource;
    // For a parameter, it matters which paths lead to it.
    if (service === "ssm")
      return resource
        .split("/")
        .map((name) => this.segment(name))
        .join("/");
    // A multi-Region key is used by the service in the key's own region.
    const [ofKey = ""] = service === "kms" ? (/^key\/(?:mrk-|aws\/)?/.exec(resource) ?? []) : [];
    if (ofKey) return `${ofKey}${this.name(resource.slice(ofKey.length))}`;
    const [, kind = "", name] = /^([^/]+)\/(.*)$/s.exec(resource) ?? [];
    return name && this.typesOf(service).includes(kind)
      ? `${kind}/${this.name(name)}`
      : this.name(resource);
  }

  /** The resource types of a service that precede names. */
  private typesOf(service: string): string[] {
    if (service === "iam") return ["group", "role", "user"];
    const { source } = this.vocabulary;
    return service === source?.service ? [source.type] : [];
  }

  private isSource(resource: string): boolean {
    const type = `${this.vocabulary.source?.type}/`;
    return resource.startsWith(type) && SOURCE.test(resource.slice(type.length));
  }

  private segment(name: string): string {
    return name === "" ? name : this.name(name);
  }

  private account(id: string): string {
    // Anything that is not an account id, such as "aws" or nothing, is kept.
    return isAccount(id) ? this.name(id) : id;
  }

  private name(name: string): string {
    this.names.push(name);
    return NAME;
  }
}

/** A text in the documents that is not a name. */
function constant(text: string): string {
  if (text.includes(NAME) || text.includes(LIST)) throw new NameComparedByPattern();
  return text;
}

function actions(value: unknown): unknown {
  const patterns = [value].flat().map((one) => constant(String(one).toLowerCase()));
  return patterns.sort();
}

export function isAccount(text: string): boolean {
  return ACCOUNT.test(text);
}

const vocabularyOf = memoize(
  (documents: AccessDocuments): Vocabulary => ({
    source: documents.principalKind?.source,
    known: readerNames(documents),
    values: namesInTags(documents),
    parts: new WeakMap(),
    forms: new Map(),
  }),
);
