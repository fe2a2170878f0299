import { getOrMake, grouped, memoize } from "../../collections";
import { administratorArn } from "../../domain/administrator";
import type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  OrganizationDocuments,
} from "../../domain/documents";
import { isUntagged } from "../../domain/principal-kind";
import { withoutIdleTags } from "./asked-tags";
import { accountOf } from "./deployment";
import { isAccount, NameComparedByPattern, type Shape, shapeWithin } from "./shape";

/** What a slice is but for its names. */
export interface Fingerprint {
  /** The same for slices that differ in names alone, which are then at the same places of `names`. */
  text: string;
  names: string[];
}

/**
 * A text that two slices share only if they differ in nothing but the names of accounts, readers and their sources,
 * roles, secrets, keys and parameters, renamed one to one, and in the order of lists. What is claimed of one then holds of the other: as
 * long as names are compared only as wholes and for equality, which the prover can tell of no names but by asking whether
 * they are equal. Slices where anything more is asked of a name have no fingerprint, and are settled one by one.
 *
 * `whole` are the documents that the slice is of. Only fingerprints within the same ones are to be compared.
 */
export function fingerprint(
  slice: AccessDocuments,
  subject: string[],
  whole: AccessDocuments,
): Fingerprint | undefined {
  const withoutTags = (one: AssociationDocuments) => isUntagged(one) || one.policy;
  // Without tags, the service makes an external id of the names, and a provider a subject: more than equality.
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
    const organizations = organization && organizationAsked(organization, names, shapeOf);
    // After all others: whoever is not of an account named by then has nothing to administer.
    const administering = (administrators ?? [])
      .filter((one) => names.has(accountOf(administratorArn(one))))
      .map((one) => names.write(shapeOf(one)));
    const text = JSON.stringify([documents, organizations, administering]);
    return { text, names: [...names.named].map(([name]) => name) };
  } catch (error) {
    if (error instanceof NameComparedByPattern) return undefined;
    throw error;
  }
}

/** Of the organization what concerns the accounts that the documents name: who belongs to it, and its control policies. */
function organizationAsked(
  organization: OrganizationDocuments,
  names: Numbering,
  shapeOf: (value: unknown) => Shape,
): unknown {
  const { serviceControlPolicies, resourceControlPolicies, managementAccount, id } = organization;
  const service = byAccount(serviceControlPolicies ?? NONE);
  const resource = byAccount(resourceControlPolicies ?? NONE);
  const asked: unknown[] = [];
  // Control policies name accounts themselves, which come up as well.
  for (const [account, number] of names.named) {
    if (!isAccount(account)) continue;
    const levels = (policies: ControlPolicies[] | undefined) =>
      policies?.map((policy) => names.write(shapeOf(policy.levels)));
    asked.push([
      number,
      account === managementAccount,
      levels(service.get(account)),
      levels(resource.get(account)),
    ]);
  }
  return [id, asked];
}

const byAccount = memoize((policies: ControlPolicies[]) =>
  grouped(policies, ({ account }) => [account]),
);

const NONE: ControlPolicies[] = [];

/**
 * Gives names numbers in the order in which they come, and puts lists in an order that depends on no name: so that shapes which
 * differ in names and in the order of lists alone are mostly written alike. Whatever is written alike differs in nothing else.
 */
class Numbering {
  private readonly numbers = new Map<string, number>();
  private readonly colors: Map<string, number>;

  /** `shapes` are those that will be written, from which names are told apart. */
  constructor(shapes: Shape[]) {
    this.colors = colorsOf(shapes);
  }

  /** The names with their numbers, also those to come while they are looked through. */
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

/** Rounds after which names that stand in different places have different colors, nearly always. */
const ROUNDS = 3;

/** Numbers that tell names apart by the places where they stand, and by what stands there beside them. */
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

/** The same for shapes that differ in the order of lists, and in names of one color, alone. */
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
