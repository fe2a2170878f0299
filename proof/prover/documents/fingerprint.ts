import { getOrMake, grouped, memoize } from "../../collections";
import { type Administrator, administratorArn } from "../../domain/administrator";
import type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  OrganizationDocuments,
} from "../../domain/documents";
import { isUntagged } from "../../domain/principal-kind";
import { withoutIdleTags } from "./asked-tags";
import { accountOf } from "./deployment";
import { accountsIn, declaredMakers } from "./names-of-principals";
import { isAccount, NameComparedByPattern, type Shape, shapeWithin } from "./shape";

/** The content of a slice apart from names. */
export interface Fingerprint {
  /** A text that is equal for slices that only differ in names, which are then at the same places in `names`. */
  text: string;
  names: string[];
}

/**
 * A text that two slices share only if they are equal up to the order of lists and a one-to-one renaming of accounts, readers and
 * their sources, roles, secrets, keys and parameters. A claim about one then holds for the other, as long as names are only
 * compared as a whole and for equality, because that is all that the prover can then find out about names. Slices in which
 * anything more is asked about a name have no fingerprint and are settled one by one.
 *
 * `whole` are the documents that the slice belongs to. Only fingerprints within the same documents may be compared.
 */
export function fingerprint(
  slice: AccessDocuments,
  subject: string[],
  whole: AccessDocuments,
): Fingerprint | undefined {
  const withoutTags = (one: AssociationDocuments) => isUntagged(one) || one.policy;
  // Without tags, the service builds an external id from the names, and a provider a subject: that is more than equality.
  if (slice.associations?.some(withoutTags)) return undefined;
  const shapeOf = (value: unknown) => shapeWithin(whole, value);
  const { administrators, organization, principalKind: _, ...rest } = withoutIdleTags(slice);
  try {
    const shapes = [
      ...subject.map(shapeOf),
      shapeOf({ ...rest, associations: rest.associations ?? [] }),
    ];
    const names = new Numbering(shapes);
    const documents = shapes.map((shape) => names.write(shape));
    const administering = administrationAsked(administrators ?? [], names, shapeOf);
    // Last, because it contains something about every account that the others name.
    const organizations = organization && organizationAsked(organization, names, shapeOf);
    const text = JSON.stringify([documents, organizations, administering]);
    return { text, names: [...names.named].map(([name]) => name) };
  } catch (error) {
    if (error instanceof NameComparedByPattern) return undefined;
    throw error;
  }
}

/**
 * The administrators of the accounts in the documents, and who was declared to assume their roles. Any administrator may matter,
 * through any role. In other accounts there is nothing to administer.
 */
function administrationAsked(
  administrators: Administrator[],
  names: Numbering,
  shapeOf: (value: unknown) => Shape,
): unknown {
  const makers = declaredMakers(administrators);
  const isAsked = (arn: string) => names.has(accountOf(arn));
  return [
    administrators.map(administratorArn).filter(isAsked),
    [...makers].flatMap(([role, from]) => (isAsked(role) ? { role, from } : [])),
    [...accountsIn(makers)].filter((account) => names.has(account)),
  ].map((asked) => asked.map((one: unknown) => names.write(shapeOf(one))));
}

/** What the organization says about each account that the documents or its policies name, and about how many others it says what. */
function organizationAsked(
  organization: OrganizationDocuments,
  names: Numbering,
  shapeOf: (value: unknown) => Shape,
): unknown {
  const saidOf = ({ isManaging, resource, service }: Membership) => [
    isManaging,
    ...[service, resource].map((policies) =>
      policies?.map((levels) => names.write(shapeOf({ levels }))),
    ),
  ];
  const memberships = membershipsOf(organization);
  const asked = new Map<string, unknown>();
  // Control policies also name accounts.
  const askOfNamed = () => {
    for (const [account, number] of names.named) {
      if (!isAccount(account) || asked.has(account)) continue;
      const membership = memberships.find(({ accounts }) => accounts.has(account));
      asked.set(account, [number, membership ? saidOf(membership) : null]);
    }
  };
  askOfNamed();
  const others = memberships.map((membership) => {
    const { accounts } = membership;
    const unnamed = accounts.size - [...names.named].filter(([name]) => accounts.has(name)).length;
    return [unnamed, unnamed > 0 ? saidOf(membership) : null];
  });
  askOfNamed();
  return [organization.id, [...asked.values()], others];
}

/** Accounts with equal entries in an organization. */
interface Membership {
  accounts: ReadonlySet<string>;
  isManaging: boolean;
  service: ControlPolicies["levels"][] | undefined;
  resource: ControlPolicies["levels"][] | undefined;
}

const membershipsOf = memoize((organization: OrganizationDocuments): Membership[] => {
  const { managementAccount, resourceControlPolicies, serviceControlPolicies } = organization;
  const [service, resource] = [serviceControlPolicies, resourceControlPolicies].map((policies) =>
    grouped(policies ?? [], ({ account }) => [account]),
  );
  const accounts = new Set([...(service?.keys() ?? []), ...(resource?.keys() ?? [])]);
  if (managementAccount) accounts.add(managementAccount);
  const saidOf = (account: string) => ({
    isManaging: account === managementAccount,
    service: service?.get(account)?.map(({ levels }) => levels),
    resource: resource?.get(account)?.map(({ levels }) => levels),
  });
  const alike = grouped([...accounts], (account) => [JSON.stringify(saidOf(account))]);
  return [...alike.values()].map((members) => ({
    accounts: new Set(members),
    ...saidOf(members[0] ?? ""),
  }));
});

/**
 * Numbers names in the order in which they occur, and sorts lists in an order that does not depend on names. So shapes that only
 * differ in names and in the order of lists usually get the same text. Shapes with the same text differ in nothing else.
 */
class Numbering {
  private readonly numbers = new Map<string, number>();
  private readonly colors: Map<string, number>;

  /** `shapes`: all shapes that will be written; they are used to distinguish names. */
  constructor(shapes: Shape[]) {
    this.colors = colorsOf(shapes);
  }

  /** The names with their numbers, including those added during the iteration. */
  get named(): Iterable<[name: string, number: number]> {
    return this.numbers;
  }

  has(name: string): boolean {
    return this.numbers.has(name);
  }

  write(shape: Shape): unknown {
    const own = shape.names.map((name) => this.number(name));
    return [
      shape.form,
      own,
      ...shape.lists.map((list) => this.inOrder(list).map((member) => this.write(member))),
    ];
  }

  private inOrder(list: Shape[]): Shape[] {
    if (list.length < 2) return list;
    return list
      .map((shape) => ({
        shape,
        sign: signOf(shape, this.colors),
        known: shape.names.map((name) => this.numbers.get(name) ?? this.numbers.size),
      }))
      .sort((a, b) => a.sign - b.sign || compare(a.known, b.known))
      .map(({ shape }) => shape);
  }

  private number(name: string): number {
    return getOrMake(this.numbers, name, () => this.numbers.size);
  }
}

/** The number of rounds after which names in different places nearly always have different colors. */
const ROUNDS = 3;

/** Colors that distinguish names by the places where they occur, and by what occurs beside them. */
function colorsOf(shapes: Shape[]): Map<string, number> {
  let colors = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Map<string, number>();
    const before = colors;
    const spread = (shape: Shape, place: number) => {
      for (const [index, name] of shape.names.entries()) {
        next.set(name, ((next.get(name) ?? 0) + mix(place, index)) | 0);
      }
      for (const [index, list] of shape.lists.entries()) {
        for (const member of list) {
          spread(member, mix(mix(place, index), signOf(member, before)));
        }
      }
    };
    for (const [index, shape] of shapes.entries()) {
      spread(shape, mix(index, signOf(shape, before)));
    }
    colors = next;
  }
  return colors;
}

/** A number that is equal for shapes that only differ in the order of lists and in names of the same color. */
function signOf({ form, lists, names }: Shape, colors: ReadonlyMap<string, number>): number {
  let sign = form;
  for (const name of names) sign = mix(sign, colors.get(name) ?? 0);
  for (const list of lists) {
    let sum = 0;
    for (const member of list) sum = (sum + signOf(member, colors)) | 0;
    sign = mix(sign, sum);
  }
  return sign;
}

function mix(a: number, b: number): number {
  const mixed = Math.imul(a ^ Math.imul(b + 0x7ed55d16, 0x2c1b3c6d), 0x297a2d39);
  return mixed ^ (mixed >>> 15);
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
