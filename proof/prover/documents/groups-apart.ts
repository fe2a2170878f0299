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

/** Lists whose members each belong to one group. Everything else is common to all groups. */
const LISTS = ["keys", "secrets", "parameters", "roles", "associations", "grants"] as const;

/** A member of a list, or everything that is in no list. Versions have the same part where they are alike. */
interface Part {
  list: (typeof LISTS)[number] | "";
  of: object;
  node: number;
  /** Its place in its group. */
  place?: number;
}

/** What is in a group. */
interface Group {
  /** The different parts of all versions. */
  parts: Part[];
  /** The places of the parts of each version, in its order. */
  places: number[][];
  /** Whether all of it is JSON data. */
  isJson: boolean;
}

/** The most parts of the first version that are checked for an equal one. */
const MOST_LOOKED_AT = 20;

/** The group that all others depend on. */
export const COMMON = 0;

/**
 * Divides documents into groups that do not refer to each other. A claim about something in a group depends only on that group's
 * documents and on the common ones. Common is everything that is in no list, and whatever may refer to things without naming them
 * literally. Things that one of several versions names together are in the same group in all versions.
 */
export class GroupsApart {
  private readonly parents = [COMMON];
  private readonly nodes = new Map<string, number>();
  /** For texts with ARNs, whether each only refers to the thing with that ARN. */
  private readonly areNames = new Map<string, boolean>();
  /** For each length, whether any name has it. */
  private readonly lengths: boolean[] = [];
  /** The parts of each version. */
  private readonly parts: Part[][] = [];
  private readonly commons: AccessDocuments[] = [];
  private readonly members = new Map<number, Group>();

  constructor(private readonly versions: readonly Deployment[]) {
    for (const deployment of versions) this.parts.push(this.takeApart(deployment));
    const notJson = new Set<Part>();
    for (const part of new Set(this.parts.flat())) {
      if (!this.uniteNamed(part.of, part.node)) notJson.add(part);
    }
    for (const of of versions.flatMap(({ parameters }) => parameters)) {
      // Whoever reads a path also reads what is below it.
      const node = this.nodes.get(of.arn);
      const paths = node === undefined ? [] : fetchesOf({ kind: "parameter", of });
      for (const { resource } of paths) this.uniteIfKnown(node ?? COMMON, resource);
    }
    for (const [version, parts] of this.parts.entries()) {
      for (const part of parts) {
        const group = getOrMake(this.members, this.rootOf(part.node), () => ({
          ...{ parts: [], isJson: true },
          places: versions.map(() => []),
        }));
        // Another version may have put it there.
        part.place ??= group.parts.push(part) - 1;
        group.places[version]?.push(part.place);
        if (notJson.has(part)) group.isJson = false;
      }
    }
  }

  get kinds(): (PrincipalKind | undefined)[] {
    return this.versions.map(({ kind }) => kind);
  }

  get groups(): number[] {
    return [...this.members.keys()];
  }

  /** The group of what has this name or refers to it; undefined if there is none. */
  groupOf(name: string): number | undefined {
    const node = this.nodes.get(name);
    return node === undefined ? undefined : this.rootOf(node);
  }

  /** The text of a group's documents, without the common ones; undefined if something is not JSON data. */
  textOf(group: number): string | undefined {
    const { isJson, parts = [], places } = this.members.get(group) ?? {};
    if (isJson === false) return undefined;
    return JSON.stringify([places, parts.map(({ list, of }) => [list, of])]);
  }

  /** The documents of these groups and the common ones in a version; the whole deployment if there are no other groups. */
  deploymentOf(groups: ReadonlySet<number>, version = 0): Deployment {
    const { documents, settings } = this.versions[version] as Deployment;
    const all = this.parts[version] ?? [];
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

  /** Whether all documents of these groups, and the common ones, can be parsed. */
  isReadable(groups: ReadonlySet<number>): boolean {
    return this.versions.every((_, version) => isReadable(this.deploymentOf(groups, version)));
  }

  /** The parts of a version, each member of a list in one group with its names. */
  private takeApart(deployment: Deployment): Part[] {
    const { documents, kind } = deployment;
    // As in each slice, the organization contains the accounts of all groups.
    const common = { ...documents, organization: organizationOf(deployment) };
    for (const list of LISTS) delete common[list];
    this.commons.push(common);
    // A kind is not JSON data and is in no text.
    const { principalKind: _, ...others } = common;
    const given = LISTS.filter((list) => documents[list]);
    const before = kind === this.versions[0]?.kind ? (this.parts[0] ?? []) : [];
    const partsOf = (list: Part["list"], members: object[]) => {
      const known = before.filter((one) => one.list === list);
      let next = 0;
      return members.map((of): Part => {
        for (let at = next; at < Math.min(next + MOST_LOOKED_AT, known.length); at += 1) {
          const same = known[at] as Part;
          if (!areAlike(same.of, of)) continue;
          next = at + 1;
          return same;
        }
        if (list === "") return { list, of, node: COMMON };
        const node = this.newNode();
        for (const name of namesOf[list](of as never, deployment)) {
          if (typeof name !== "string") continue;
          this.unite(
            node,
            getOrMake(this.nodes, name, () => node),
          );
          this.lengths[name.length] = true;
        }
        return { list, of, node };
      });
    };
    return [
      ...partsOf("", [{ ...others, given }]),
      ...LISTS.flatMap((list) => partsOf(list, documents[list] ?? [])),
    ];
  }

  /** Puts the part into one group with everything that it names. Returns whether it is JSON data. */
  private uniteNamed(of: object, node: number): boolean {
    // With control policies, service-linked roles matter for every read.
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
    // Most texts are short, but names are not.
    const named = this.lengths[name.length] ? this.nodes.get(name) : undefined;
    if (named !== undefined) this.unite(node, named);
  }

  /** Whether a text is an ARN that only refers to the thing with it. A path's ARN may also refer to the parameters below it. */
  private isName(text: string): boolean {
    return getOrMake(
      this.areNames,
      text,
      () => NAME.test(text) && (!text.includes(":ssm:") || this.nodes.has(text)),
    );
  }

  /** Whether identity policies name all their resources literally. True for things without identity policies. */
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

/** The names by which other documents may refer to a part, and the names in it that need not be ARNs. */
const namesOf: Record<(typeof LISTS)[number], (of: never, deployment: Deployment) => string[]> = {
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
/** A name that is equal for the role's ARN, its name, and its name after the account. */
const nameOfRole = (name: string) => `role ${nameOf(name).split(" ").at(-1)?.toLowerCase()}`;

/** Literal ARNs of single things. A session's ARN refers to its role. */
const NAME = /^arn:(?!.*arn:|.*:assumed-role\/)([\w-]*:){4}[\w+=,.@:/!-]+$/;
