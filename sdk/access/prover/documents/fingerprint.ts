import { parseArn } from "../../../rules/arn";
import type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  OrganizationDocuments,
} from "../../domain/documents";
import { NameComparedByPattern, Renaming } from "./renaming";

/**
 * A text that two slices share only if they differ in nothing but the names of accounts, clusters, namespaces, service
 * accounts, roles, secrets, keys and parameters, renamed one to one. What is claimed of one then holds of the other: as
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
  // Without tags, EKS makes an external id of the names: more than equality.
  if (slice.associations?.some(withoutTags)) return undefined;
  const names = Renaming.within(whole);
  const { administrators, organization, ...rest } = slice;
  try {
    const about = subject.map((arn) => names.value(arn));
    const documents = names.value({ ...rest, associations: rest.associations ?? [] });
    const organizations = organization && organizationAsked(organization, names);
    // After all others: whoever is not of an account named by then has nothing to administer.
    const administering = (administrators ?? [])
      .filter((arn) => names.accounts.has(parseArn(arn)?.account ?? ""))
      .map((arn) => names.value(arn));
    return JSON.stringify([about, documents, organizations, administering]);
  } catch (error) {
    if (error instanceof NameComparedByPattern) return undefined;
    throw error;
  }
}

/** Of the organization what concerns the accounts that the documents name: who belongs to it, and its control policies. */
function organizationAsked(organization: OrganizationDocuments, names: Renaming): unknown {
  const { serviceControlPolicies, resourceControlPolicies, managementAccount, id } = organization;
  const service = byAccount(serviceControlPolicies);
  const resource = byAccount(resourceControlPolicies);
  const asked: unknown[] = [];
  // Control policies name accounts themselves, which the set then gives as well.
  for (const account of names.accounts) {
    const levels = (policies: ControlPolicies[] | undefined) =>
      policies?.map((policy) => names.value(policy.levels));
    asked.push([
      account === managementAccount,
      levels(service.get(account)),
      levels(resource.get(account)),
    ]);
  }
  return [id, asked];
}

const grouped = new WeakMap<ControlPolicies[], Map<string, ControlPolicies[]>>();

function byAccount(policies: ControlPolicies[] | null | undefined): Map<string, ControlPolicies[]> {
  if (!policies) return new Map();
  let groups = grouped.get(policies);
  if (!groups) {
    groups = new Map();
    for (const policy of policies) {
      groups.set(policy.account, [...(groups.get(policy.account) ?? []), policy]);
    }
    grouped.set(policies, groups);
  }
  return groups;
}
