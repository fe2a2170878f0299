import { areAlike, getOrMake, isMapping, visitJson } from "../../collections";
import type {
  AccessDocuments,
  AssociationDocuments,
  GrantDeclaration,
  KeyDocuments,
  ParameterDocuments,
  RoleDocuments,
  SecretDocuments,
} from "../../domain/documents";
import { type PrincipalKind, readerKey } from "../../domain/principal-kind";
import { rawStatements } from "../../grammar/syntax";
import { type Deployment, deploymentOf } from "./deployment";
import { isServiceLinked } from "./identities-that-fetch";
import { isReadable } from "./is-readable";
import { nameOf, resourceKey } from "./names-of-principals";
import { fetchesOf } from "./read-target";
import { namesIn } from "./roles-that-may-read";
import { organizationOf } from "./slice";

/** Lists of which each member is in one group. All else is common to all groups. */
const LISTS = ["keys", "secrets", "parameters", "roles", "associations", "grants"] as const;

/** A member of a list, in one of the versions. */
interface Part {
  version: number;
  list: (typeof LISTS)[number];
  of: object;
  node: number;
  /** The part of the first version that says the same. */
  same?: Part;
  /** Where it stands in the text of its group. */
  place?: number;
}

/** So many parts of the first version are looked at for one that says the same. */
const MOST_LOOKED_AT = 20;

/** The group on which all others rest. */
export const COMMON = 0;

/**
 * Takes documents apart into groups that name nothing of one another. A claim about something of a group rests on the documents of that
 * group and on the common ones, and on no others. Common is what stands in no list, and what may mean things that it does not name
 * letter by letter. What one of several versions of documents names together is in one group in all of them.
 */
export class GroupsApart {
  private readonly parents = [COMMON];
  private readonly nodes = new Map<string, number>();
  /** Of texts that hold ARNs, whether each means nothing but what has it. */
  private readonly areNames = new Map<string, boolean>();
  /** Whether any name is so long. */
  private readonly lengths: boolean[] = [];
  private readonly parts: Part[] = [];
  private readonly commons: AccessDocuments[] = [];
  /** All that the documents of a group say; undefined where something is no data of JSON. */
  private readonly texts = new Map<number, string[] | undefined>();

  constructor(private readonly versions: readonly Deployment[]) {
    for (const [version, deployment] of versions.entries()) this.takeApart(deployment, version);
    const commons = this.commons.map((common, version) => {
      // A kind is no data of JSON, and stands in no text.
      const { principalKind: _, ...of } = common;
      return { version, list: "", of, node: COMMON };
    });
    const parts: (Omit<Part, "list"> & { list: string })[] = [...commons, ...this.parts];
    const texts = parts.map(({ node, of, same }) =>
      !same && this.uniteNamed(of, node) ? JSON.stringify(of) : undefined,
    );
    for (const of of versions.flatMap(({ parameters }) => parameters)) {
      // Who reads a path reads what is below it.
      const node = this.nodes.get(of.arn);
      const paths = node === undefined ? [] : fetchesOf({ kind: "parameter", of });
      for (const { resource } of paths) this.uniteIfKnown(node ?? COMMON, resource);
    }
    const given = versions.map(({ documents }) => LISTS.map((list) => documents[list] && []));
    this.texts.set(COMMON, [JSON.stringify(given)]);
    for (const [index, part] of parts.entries()) {
      const { list, node, same, version } = part;
      const group = this.rootOf(node);
      const lines = this.texts.has(group) ? this.texts.get(group) : [];
      // No text of JSON begins so.
      const text = same ? `=${same.place}` : texts[index];
      if (lines) part.place = lines.length;
      if (text !== undefined) lines?.push(`${version} ${list} ${text}`);
      this.texts.set(group, text === undefined ? undefined : lines);
    }
  }

  get kinds(): (PrincipalKind | undefined)[] {
    return this.versions.map(({ kind }) => kind);
  }

  get groups(): number[] {
    return [...this.texts.keys()];
  }

  /** The group of what has the name, or names it; undefined where there is none. */
  groupOf(name: string): number | undefined {
    const node = this.nodes.get(name);
    return node === undefined ? undefined : this.rootOf(node);
  }

  /** All that the documents of a group say, but for the common ones; undefined where something is no data of JSON. */
  textOf(group: number): string | undefined {
    return this.texts.get(group)?.join("\n");
  }

  /** A version's documents of these groups and the common ones; the whole deployment where there are no others. */
  deploymentOf(groups: ReadonlySet<number>, version = 0): Deployment {
    const { documents, settings } = this.versions[version] as Deployment;
    const all = this.parts.filter((part) => part.version === version);
    const kept = all.filter(({ node }) => {
      const group = this.rootOf(node);
      return group === COMMON || groups.has(group);
    });
    if (kept.length === all.length) return this.versions[version] as Deployment;
    const lists = LISTS.map((name) => [
      name,
      documents[name] && kept.flatMap(({ list, of }) => (list === name ? [of] : [])),
    ]);
    return deploymentOf({ ...this.commons[version], ...Object.fromEntries(lists) }, settings);
  }

  /** Whether all documents of these groups and the common ones can be read. */
  isReadable(groups: ReadonlySet<number>): boolean {
    return this.versions.every((_, version) => isReadable(this.deploymentOf(groups, version)));
  }

  /** Unites each member of a list with its names. */
  private takeApart(deployment: Deployment, version: number): void {
    const { documents } = deployment;
    // As in each slice, it names the accounts of all groups.
    const common = { ...documents, organization: organizationOf(deployment) };
    this.commons.push(common);
    const [kind] = this.kinds;
    for (const list of LISTS) {
      delete common[list];
      const known = version > 0 && kind === deployment.kind ? this.partsOf(0, list) : [];
      let next = 0;
      for (const of of documents[list] ?? []) {
        const looked = known.slice(next, next + MOST_LOOKED_AT);
        const at = looked.findIndex((one) => areAlike(one.of, of));
        const same = looked[at];
        if (same) {
          this.parts.push({ version, list, of, node: same.node, same });
          next += at + 1;
          continue;
        }
        const node = this.newNode();
        this.parts.push({ version, list, of, node });
        for (const name of namesOf[list](of as never, deployment)) {
          if (typeof name !== "string") continue;
          this.unite(
            node,
            getOrMake(this.nodes, name, () => node),
          );
          this.lengths[name.length] = true;
        }
      }
    }
  }

  /** Unites the part with all that it names. Answers whether it is data of JSON. */
  private uniteNamed(of: object, node: number): boolean {
    // Where there are control policies, service-linked roles take part in every read.
    let isLoose = !this.namesResources(of) || ("arn" in of && isServiceLinked(String(of.arn)));
    const isJson = visitJson(of, (text) => {
      this.uniteIfKnown(node, text);
      if (text.includes("arn:") && !this.isName(text)) isLoose = true;
    });
    if (isLoose) {
      this.unite(node, COMMON);
      for (const name of namesIn(of)) this.uniteIfKnown(node, nameOfRole(name));
    }
    return isJson;
  }

  private uniteIfKnown(node: number, name: string): void {
    // Most texts are short, and no name is.
    const named = this.lengths[name.length] ? this.nodes.get(name) : undefined;
    if (named !== undefined) this.unite(node, named);
  }

  /** Whether it is an ARN that may mean nothing but what has it: that of a path may mean parameters below it. */
  private isName(text: string): boolean {
    return getOrMake(
      this.areNames,
      text,
      () => NAME.test(text) && (!text.includes(":ssm:") || this.nodes.has(text)),
    );
  }

  /** Whether identity policies name all their resources letter by letter; all else has no such policies. */
  private namesResources({ policies }: Pick<RoleDocuments, "policies">): boolean {
    const isNamed = (one: unknown) => typeof one === "string" && this.isName(one);
    const areNamed = (statement: unknown) => {
      const resources = isMapping(statement) ? [statement.Resource].flat() : [];
      return resources.length > 0 && resources.every(isNamed);
    };
    return [policies ?? []]
      .flat()
      .every((one) => one === null || (isMapping(one) && rawStatements(one).every(areNamed)));
  }

  private partsOf(version: number, list: Part["list"]): Part[] {
    return this.parts.filter((one) => one.version === version && one.list === list);
  }

  private newNode(): number {
    return this.parents.push(this.parents.length) - 1;
  }

  private unite(one: number, other: number): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    this.parents[Math.max(a, b)] = Math.min(a, b);
  }

  private rootOf(node: number): number {
    const { parents } = this;
    let root = node;
    for (let up = parents[root]; up !== undefined && up !== root; up = parents[root]) {
      parents[root] = parents[up] ?? up;
      root = up;
    }
    return root;
  }
}

/** What other documents may name a part by, and what it names itself in places where that need not be an ARN. */
const namesOf: Record<Part["list"], (of: never, deployment: Deployment) => string[]> = {
  keys: ({ arn, relatedKeys }: KeyDocuments) => [arn, ...(relatedKeys ?? [])],
  secrets: ({ arn, copies, formerKeys, key, rotation }: SecretDocuments) => [
    ...encryptedBy({ formerKeys, key }),
    ...[arn, ...(copies ?? [])].flatMap((one) => [one, copiesOf(one)]),
    ...(rotation?.role ? [rotation.role] : []),
  ],
  parameters: ({ arn, ...of }: ParameterDocuments) => [arn, ...encryptedBy(of)],
  roles: ({ arn }: RoleDocuments) => [arn, nameOfRole(arn)],
  associations: (one: AssociationDocuments, { kind }: Deployment) => [
    one.roleArn,
    ...(one.targetRoleArn ? [one.targetRoleArn] : []),
    readerOf(readerKey(kind, one)),
  ],
  grants: ({ reader, secret }: GrantDeclaration, { kind }: Deployment) => [
    ...[secret, copiesOf(secret)],
    readerOf(readerKey(kind, reader)),
  ],
};

const encryptedBy = ({ formerKeys, key }: Pick<SecretDocuments, "formerKeys" | "key">) =>
  [key, ...(formerKeys ?? [])].filter((one) => typeof one === "string");
const copiesOf = (arn: string) => `copies of ${resourceKey(arn)}`;
const readerOf = (key: string) => `reader ${key}`;
/** The same for the ARN, the name, and the name after its account. */
const nameOfRole = (name: string) => `role ${nameOf(name).split(" ").at(-1)?.toLowerCase()}`;

/** ARNs of one thing each, letter by letter. That of a session means its role. */
const NAME = /^arn:(?!.*arn:|.*:assumed-role\/)([\w-]*:){4}[\w+=,.@:/!-]+$/;
