import { getOrMake } from "../../collections";
import type { IdentityDocuments } from "../../domain/documents";
import { groupsOf } from "../../domain/documents-index";
import { keysThatOpen } from "../../domain/keys-that-open";
import { DECRYPT_ACTION, FETCHING_ACTIONS, statementsAbout } from "../../evaluator/reads";
import type { RawPolicy } from "../../grammar/syntax";
import { tagsAskedIn } from "../documents/asked-tags";
import { accountOf, type Deployment, regionOf } from "../documents/deployment";
import { isServiceLinked } from "../documents/identities-that-fetch";
import { keyPolicyOfRead, waysToOpen } from "../documents/key-of-read";
import { readDocument } from "../documents/policies";
import {
  contextArns,
  fetchesOf,
  type ReadTarget,
  rawResourcePolicyOf,
} from "../documents/read-target";
import { letsInOthersOnly, makersNamedBy } from "../documents/roles-that-may-read";

/** The name of a policy, if known: the ARN of a managed one, the name of an inline one. */
export type NameOfPolicy = (document: RawPolicy) => string | undefined;

/**
 * Finds similar reads, for which the documents say the same apart from the names of the target and the reader, and compare these
 * names with the same results. Only one question is asked for similar reads. Reads with different texts may be similar; reads
 * with equal texts are.
 */
export class Alike {
  private readonly ids = new Map<string, number>();
  private readonly words = new Map<string, Words>();
  private readonly texts = new WeakMap<object, string>();
  private readonly readingTexts = new WeakMap<object, string>();
  private readonly identities = new Map<IdentityDocuments, string[]>();
  private readonly around = new Map<string, string[]>();
  private readonly bySurroundings = new Map<string, Map<IdentityDocuments, string>>();
  /** The policies around every read. */
  private readonly control: string;
  /** Tag keys that any document asks for. */
  private readonly tagKeys: ReadonlySet<string>;

  constructor(
    private readonly deployment: Deployment,
    private readonly nameOf: NameOfPolicy = () => undefined,
  ) {
    const { documents, keys, parameters, roles, secrets, users, vpcEndpoints } = deployment;
    this.control = JSON.stringify([documents.organization ?? null, vpcEndpoints]);
    const targets: ReadTarget[] = [
      ...secrets.map((of) => ({ kind: "secret" as const, of })),
      ...parameters.map((of) => ({ kind: "parameter" as const, of })),
    ];
    const texts = [
      this.control,
      ...targets.map((target) => this.text(rawResourcePolicyOf(target))),
      ...keys.flatMap(({ grants, policy }) => [this.text(policy), this.text(grants)]),
      ...[...roles, ...users].flatMap((identity) => this.documentsOf(identity)),
    ];
    const { fields = {} } = deployment.kind ?? {};
    this.tagKeys = new Set([...texts.flatMap(tagsAskedIn), ...Object.values<string>(fields)]);
  }

  /** A key that is equal for identities about which the target's documents say the same. */
  identityKey(identity: IdentityDocuments, target: ReadTarget): string {
    const around = this.surroundings(target, identity);
    const name = around.map((text) => this.id(text)).join();
    const keys = getOrMake(this.bySurroundings, name, () => new Map());
    return getOrMake(keys, identity, () => this.makeIdentityKey(identity, around));
  }

  /** A key that is equal for targets that an identity reads in a similar way. Without an identity, for those who are not known. */
  targetKey(target: ReadTarget, identity?: IdentityDocuments): string {
    const { kind, of } = target;
    const names = [
      ...new Set([
        ...contextArns(this.deployment, of.arn),
        ...fetchesOf(target).map(({ resource }) => resource),
      ]),
    ];
    const texts = [
      ...this.surroundings(target, identity),
      ...(identity ? this.documentsOf(identity) : []),
    ];
    const rotation = kind === "secret" ? (of.rotation ?? null) : null;
    const sealed = kind === "secret" && of.sealed === true;
    const isSecure = kind === "parameter" && of.secure === true;
    return JSON.stringify([
      ...[
        kind,
        accountOf(of.arn),
        regionOf(of.arn),
        keysThatOpen(this.deployment.documents, of),
        rotation,
        sealed,
        isSecure,
      ],
      ...[this.tags(of.tags), names.length],
      ...texts.map((text) => this.compared(text, names)),
    ]);
  }

  /** The documents of the target, its keys and the organization. For an identity, without what they only allow to other accounts. */
  private surroundings(target: ReadTarget, identity?: IdentityDocuments): string[] {
    const account = accountOf(target.of.arn);
    const isOwn = identity !== undefined && accountOf(identity.arn) === account;
    const named = isOwn ? `own ${target.of.arn}` : target.of.arn;
    return getOrMake(this.around, named, () => this.findSurroundings(target, isOwn));
  }

  private findSurroundings(target: ReadTarget, isOwn: boolean): string[] {
    const { arn } = target.of;
    const kept = (kind: "resource" | "key", document: RawPolicy) => {
      const [parsed] = isOwn ? readDocument(kind, "policy", arn, document) : [];
      if (!parsed || typeof document !== "object" || document === null) return this.text(document);
      const statements = parsed.statements.filter((one) => !letsInOthersOnly(one, accountOf(arn)));
      const all = "Statement" in document ? [document.Statement].flat() : [];
      const rest = statements.map(({ index }) => all[index]);
      return JSON.stringify({ ...document, Statement: rest });
    };
    return [
      kept("resource", rawResourcePolicyOf(target)),
      ...waysToOpen(this.deployment, target).flatMap(({ of }) => {
        const key = of.key ? this.deployment.key(of.key) : undefined;
        return [
          kept("key", key && keyPolicyOfRead(key.policy, contextArns(this.deployment, arn))),
          this.text(key?.grants),
          JSON.stringify(this.tags(key?.tags)),
        ];
      }),
      this.control,
    ];
  }

  private makeIdentityKey(identity: IdentityDocuments, around: string[]): string {
    const own = this.documentsOf(identity);
    const makers = this.makersOf(identity);
    const { arn, tags } = identity;
    const texts = [...around, ...own, ...makers];
    const name = arn.slice(arn.lastIndexOf("/") + 1).toLowerCase();
    // An identity that is named is similar to nobody else.
    const isTold = texts.some((text) => {
      const { lower, wild } = this.wordsOf(text);
      const isNamed = lower.includes(`/${name}"`) || lower.includes(`/${name}/`);
      const isCompared = lower.includes("aws:principalarn") || makers.includes(text);
      const mayMatch = () => wild.some(({ hasVariable, test }) => hasVariable && test(arn));
      return isNamed || ASKS_FOR_NAMES.test(lower) || (isCompared && mayMatch());
    });
    if (isTold || this.deployment.associationsOf(arn).length > 0) return arn;
    return JSON.stringify([
      ...[accountOf(arn), arn.includes(":user/"), isServiceLinked(arn)],
      // What lets others assume it may ask for any of its tags.
      makers.length > 0 ? tags : this.tags(tags),
      ...[...own, "", ...makers].map((text) => this.id(text)),
      this.holdersOf(identity).map(({ arn: holder, policies }) => [
        holder === arn ? "" : holder,
        (policies ?? [])
          .filter((one) => this.readingText(one) !== NOTHING_ABOUT_READS)
          .map(this.nameOf),
      ]),
      ...texts.map((text) =>
        this.wordsOf(text)
          .wild.map(({ test }) => Number(test(arn)))
          .join(""),
      ),
    ]);
  }

  /** The documents that decide whether an identity reads, as texts. */
  private documentsOf(identity: IdentityDocuments): string[] {
    return getOrMake(this.identities, identity, () =>
      [
        ...this.holdersOf(identity).flatMap(({ policies }) =>
          (policies ?? []).map((one) => this.readingText(one)),
        ),
        this.text(identity.permissionsBoundary),
        "trust" in identity ? this.text(identity.trust) : "",
      ].filter((text) => text !== NOTHING_ABOUT_READS),
    );
  }

  /** What decides whether those in its trust policy may assume the role, or one another. */
  private makersOf(identity: IdentityDocuments): string[] {
    if (!("trust" in identity)) return [];
    const { roles, users } = makersNamedBy(this.deployment, [identity]);
    return [...roles, ...users]
      .filter((maker) => maker !== identity)
      .flatMap((maker) => [
        ...this.holdersOf(maker).map((holder) => this.text(holder)),
        JSON.stringify(this.deployment.associationsOf(maker.arn)),
      ]);
  }

  private holdersOf(identity: IdentityDocuments) {
    return [identity, ...groupsOf(this.deployment.documents, identity)];
  }

  /** A text without the names, with the results of comparing each of its patterns with them. */
  private compared(text: string, names: string[]): (number | string)[] {
    const { lower, quoted, wild } = this.wordsOf(text);
    const ignoresCase = lower.includes("ignorecase");
    const isCompared =
      lower.includes("secretsmanager:secretid") ||
      wild.some(({ hasVariable }) => hasVariable) ||
      names.some((name) => ignoresCase && lower.includes(`"${name.toLowerCase()}"`));
    if (isCompared) return [this.id(text), ...names];
    const bits = wild.map(({ test }) => names.map((name) => Number(test(name))).join(""));
    const isNamed = names.some((name) => quoted.has(name));
    const rest = isNamed
      ? names.reduce((left, name, at) => left.replaceAll(`"${name}"`, `"name ${at}"`), text)
      : text;
    return [this.id(rest), bits.join()];
  }

  private text(document: unknown): string {
    if (typeof document !== "object" || document === null) return "";
    return getOrMake(this.texts, document, () => JSON.stringify(document));
  }

  /** The text of an identity policy's statements about reads. */
  private readingText(document: RawPolicy): string {
    if (typeof document !== "object" || document === null) return "";
    const known = getOrMake(this.readingTexts, document, () =>
      JSON.stringify(statementsAbout(document, [...FETCHING_ACTIONS, DECRYPT_ACTION])),
    );
    return known === NOTHING_ABOUT_READS ? known : `${versionOf(document)} ${known}`;
  }

  private tags(tags: Record<string, string> | null | undefined): string[] {
    return Object.entries(tags ?? {})
      .filter(([key]) => this.tagKeys.has(key.toLowerCase()))
      .map(([key, value]) => JSON.stringify([key, value]))
      .sort();
  }

  private id(text: string): number {
    return getOrMake(this.ids, text, () => this.ids.size);
  }

  private wordsOf(text: string): Words {
    return getOrMake(this.words, text, () => findWords(text));
  }
}

/** The quoted texts of a document that may be compared with an ARN. */
interface Words {
  /** The document in lower case. */
  lower: string;
  quoted: ReadonlySet<string>;
  wild: { test(arn: string): boolean; hasVariable: boolean }[];
}

const NOTHING_ABOUT_READS = "[]";

/** Matches documents that use the caller's name in other ways than as a whole or within a pattern. */
const ASKS_FOR_NAMES = /aws:user(?:name|id)|\$\{\s*aws:principalarn|ignorecase/;

function findWords(text: string): Words {
  const all = new Set([...text.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, word = ""]) => word));
  const wild = [...all].filter((word) => /[*?$]/.test(word) && mayBeArn(word));
  return {
    lower: text.toLowerCase(),
    quoted: all,
    wild: wild.map((word) => {
      const expression = expressionOf(word);
      return { test: (arn) => expression.test(arn), hasVariable: word.includes("${") };
    }),
  };
}

function mayBeArn(word: string): boolean {
  const [start = ""] = word.split(/[*?$]/);
  return "arn:".startsWith(start.slice(0, 4));
}

/** A pattern that covers the word for any values of its variables. */
function expressionOf(word: string): RegExp {
  const source = word
    .replace(/\$\{(?:'[^']*'|[^}'])*\}/g, "*")
    .replace(/[^\w*?]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s");
}

function versionOf(document: object): unknown {
  return "Version" in document ? document.Version : undefined;
}
