import { grouped, memoize } from "../../collections/maps";
import { administratorArn } from "../../domain/administrator";
import type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  OrganizationDocuments,
} from "../../domain/documents";
import { accountOf } from "./deployment";
import { Numbering } from "./numbering";
import { isAccount, NameComparedByPattern, type Shape, shapeWithin } from "./shape";

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
): string | undefined {
  const withoutTags = ({ disableSessionTags, policy }: AssociationDocuments) =>
    disableSessionTags || policy;
  // Without tags, the service makes an external id of the names: more than equality.
  if (slice.associations?.some(withoutTags)) return undefined;
  const shapeOf = (value: unknown) => shapeWithin(whole, value);
  const { administrators, organization, principalKind: _, ...rest } = slice;
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
    return JSON.stringify([documents, organizations, administering]);
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
