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

/** What a policy is called, where that is known: the ARN of a managed one, the name of an inline one. */
export type NameOfPolicy = (document: RawPolicy) => string | undefined;

/**
 * Tells which reads are alike: those of which the documents say the same, the names of the target and of who reads aside, and compare
 * these names with the same results. Of such reads one question is asked. Two that get different texts may be alike; two that get
 * the same are.
 */
export class Alike {
  private readonly ids = new Map<string, number>();
  private readonly words = new Map<string, Words>();
  private readonly texts = new WeakMap<object, string>();
  private readonly readingTexts = new WeakMap<object, string>();
  private readonly identities = new Map<IdentityDocuments, string[]>();
  private readonly around = new Map<string, string[]>();
  private readonly bySurroundings = new Map<string, Map<IdentityDocuments, string>>();
  /** What stands around every read. */
  private readonly control: string;
  /** Keys of tags that any document asks for. */
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

  /** The same for identities of whom the documents that surround the target say the same. */
  identityKey(identity: IdentityDocuments, target: ReadTarget): string {
    const around = this.surroundings(target, identity);
    const name = around.map((text) => this.id(text)).join();
    const keys = getOrMake(this.bySurroundings, name, () => new Map());
    return getOrMake(keys, identity, () => this.makeIdentityKey(identity, around));
  }

  /** The same for targets that an identity reads alike, or, where none is given, those who are no known identity. */
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

  /** The documents of the target, of its keys and of the organization; of an identity, without what they allow to other accounts alone. */
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
    // Whoever is named is like nobody else.
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
      // What lets others become it may ask for any of its tags.
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

  /** What decides whether an identity reads, each document as a text. */
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

  /** What decides whether those may become the role that its trust policy names, or one another. */
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

  /** A text in which the names have no part, with how each of its patterns compares to them. */
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

  /** The statements of an identity policy that are about reads. */
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

/** The texts in quotes of a document that may be compared with an ARN. */
interface Words {
  /** The document in lower case. */
  lower: string;
  quoted: ReadonlySet<string>;
  wild: { test(arn: string): boolean; hasVariable: boolean }[];
}

const NOTHING_ABOUT_READS = "[]";

/** Compares the name of who asks otherwise than as a whole, or as a part of a pattern. */
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

/** Whatever its variables stand for, the word matches no more than this. */
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
