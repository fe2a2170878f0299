import { clusterName } from "../../../grant/landing-zone/resource-arns";
import { parseArn } from "../../../rules/arn";
import type { AccessDocuments } from "../../domain/documents";
import { principalArns } from "../texts/domains";
import { patternAccepts } from "../texts/find-text";

const principals = Object.values(principalArns());

/** A name is compared other than by equality, so renaming could change the result. */
export class NameComparedByPattern extends Error {}

const KEYS =
  /^(aws:(principalarn|principalorgid|(principal|request|resource)tag\/.*|sourceaccount|sourcearn)|secretsmanager:(resourcetag\/.*|versionstage)|kms:(viaservice|calleraccount|encryptioncontext:.*))$/s;
const OPERATORS = /^(String|Arn)(Not)?(Equals|Like)(IfExists)?$/;
const ACCOUNT = /^\d{12}$/;
/** Of others no session is known to be made. */
const CLUSTER = /^cluster\/[0-9A-Za-z][0-9A-Za-z_-]*$/;
/** What documents say beside names; a namespace may be called so. */
const WORDS = new Set(["Allow", "Deny", "2008-10-17", "2012-10-17"]);
const VARIABLE = /^\$\{([^${},]*)\}$/;

/** A part of documents with its own names numbered, and those names in the order of their numbers. */
interface RenamedPart {
  /** The same for parts that differ in names alone. */
  shape: number;
  names: string[];
  accounts: string[];
}

/** What is the same for all slices of the same documents. */
interface Vocabulary {
  /** Names of readers and their clusters, which a document may mention without an ARN. */
  known: ReadonlySet<string>;
  /** Parts renamed before; undefined those that ask more of a name than equality. */
  parts: WeakMap<object, RenamedPart | undefined>;
  shapes: Map<string, number>;
}

/** What stands in the slices of many claims, and is renamed by itself once. */
const PARTS = new Set(["Statement", "secrets", "parameters", "roles", "associations"]);

/** Gives names numbers in the order in which they come. */
export class Renaming {
  private readonly numbers = new Map<string, number>();
  /** Accounts named so far, in the order in which they came. */
  readonly accounts = new Set<string>();

  constructor(private readonly vocabulary: Vocabulary) {}

  /** Renames parts of these documents. */
  static within(documents: AccessDocuments): Renaming {
    return new Renaming(vocabularyOf(documents));
  }

  value(value: unknown, element?: string): unknown {
    if (typeof value === "string")
      return element === "Action" ? value.toLowerCase() : this.text(value);
    if (Array.isArray(value)) return value.map((one) => this.value(one, element));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, inner]) => {
        if (key === "Sid" || key === "Id") return [];
        if (key === "Condition") return [[key, this.conditions(inner)]];
        if (key === "tags") return [[key, this.tags(inner)]];
        if (PARTS.has(key)) return [[key, this.parts(inner)]];
        return [[key, this.value(inner, /^(Not)?Action$/.test(key) ? "Action" : undefined)]];
      }),
    );
  }

  private parts(parts: unknown): unknown {
    return [parts].flat().map((part) => {
      if (typeof part !== "object" || part === null) return this.value(part);
      const renamed = this.part(part);
      if (!renamed) throw new NameComparedByPattern();
      for (const account of renamed.accounts) this.accounts.add(account);
      return [renamed.shape, ...renamed.names.map((name) => this.number(name))];
    });
  }

  private part(part: object): RenamedPart | undefined {
    const { parts } = this.vocabulary;
    if (!parts.has(part)) parts.set(part, new Renaming(this.vocabulary).renamed(part));
    return parts.get(part);
  }

  private renamed(part: object): RenamedPart | undefined {
    try {
      const text = JSON.stringify(this.value(part));
      const { shapes } = this.vocabulary;
      const shape = shapes.get(text) ?? shapes.size;
      shapes.set(text, shape);
      return { shape, names: [...this.numbers.keys()], accounts: [...this.accounts] };
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
          return [key.toLowerCase(), this.compared(values)];
        }),
      ];
    });
  }

  /** A number stands for its text: an account's id may be written as one. */
  private compared(values: unknown): unknown {
    if (Array.isArray(values)) return values.map((one) => this.compared(one));
    return this.text(String(values));
  }

  /** Keys of tags are anyone's words, whatever they mean in a policy. */
  private tags(tags: unknown): unknown {
    return Object.entries(Object(tags)).map(([key, value]) => [key, this.text(String(value))]);
  }

  private text(text: string): string {
    if (text === "*") return text;
    const key = VARIABLE.exec(text)?.[1]?.toLowerCase();
    if (key !== undefined && (KEYS.test(key) || key === "aws:principalaccount")) return text;
    const hasMeaning = WORDS.has(text) || text.includes(".amazonaws.com");
    if (/[*?$]/.test(text) || (this.vocabulary.known.has(text) && hasMeaning))
      throw new NameComparedByPattern();
    if (ACCOUNT.test(text)) return this.account(text);
    if (this.vocabulary.known.has(text)) return this.number(text);
    const arn = parseArn(text);
    // An ARN of fewer fields stands for whatever they may be.
    if (!arn && text.startsWith("arn:")) throw new NameComparedByPattern();
    if (!arn) return text;
    // An organization's ARN holds its id, an assumed role's ARN a part of its role's, and the path of a service-linked role tells what it is.
    if (
      ["organizations", "sts"].includes(arn.service) ||
      text.includes(":role/aws-service-role/")
    ) {
      throw new NameComparedByPattern();
    }
    const [account, name] = [this.account(arn.account), this.resource(arn.service, arn.resource)];
    const isSound =
      arn.service === "eks"
        ? CLUSTER.test(arn.resource)
        : arn.service !== "iam" || principals.some((one) => patternAccepts(one, text));
    return ["arn", arn.partition, arn.service, arn.region, account, name, isSound ? "" : "!"].join(
      ":",
    );
  }

  private resource(service: string, resource: string): string {
    if (resource === "root") return resource;
    // Of a parameter it is asked which paths lead to it.
    if (service === "ssm")
      return resource
        .split("/")
        .map((name) => this.segment(name))
        .join("/");
    const [, kind, name] = /^(cluster|group|role|user)\/(.*)$/s.exec(resource) ?? [];
    const hasKind = service === "eks" || service === "iam";
    return hasKind && name ? `${kind}/${this.number(name)}` : this.number(resource);
  }

  private segment(name: string): string {
    return name === "" ? name : this.number(name);
  }

  private account(id: string): string {
    this.accounts.add(id);
    // What is no account's id, such as "aws" or nothing, is as it is.
    return ACCOUNT.test(id) ? this.number(id) : id;
  }

  private number(name: string): string {
    const known = this.numbers.get(name) ?? this.numbers.size;
    this.numbers.set(name, known);
    // A character that no name has, so that a number is never taken for a text.
    return `\u0001${known}`;
  }
}

const vocabularies = new WeakMap<AccessDocuments, Vocabulary>();

function vocabularyOf(documents: AccessDocuments): Vocabulary {
  const made = vocabularies.get(documents) ?? {
    known: readerNames(documents),
    parts: new WeakMap(),
    shapes: new Map(),
  };
  vocabularies.set(documents, made);
  return made;
}

function readerNames({ associations, grants }: AccessDocuments): Set<string> {
  const readers = [...(associations ?? []), ...(grants ?? []).map(({ reader }) => reader)];
  return new Set(
    readers.flatMap(({ clusterArn, namespace, serviceAccount }) => [
      namespace,
      serviceAccount,
      clusterName(clusterArn),
    ]),
  );
}
