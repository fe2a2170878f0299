import { parseArn } from "../../grant/arn";
import type {
  AccessDocuments,
  AssociationDocuments,
  ControlPolicies,
  OrganizationDocuments,
} from "../documents";
import { principalArns } from "./domains";
import { patternAccepts } from "./find-text";

/**
 * A text that two slices share only if they differ in nothing but the names of accounts, clusters, namespaces, service
 * accounts, roles, secrets, keys and parameters, renamed one to one. What is claimed of one then holds of the other: as
 * long as names are compared only as wholes and for equality, which the prover can tell of no names but by asking whether
 * they are equal. Slices where anything more is asked of a name have no fingerprint, and are settled one by one.
 */
export function fingerprint(slice: AccessDocuments, subject: string[]): string | undefined {
  const withoutTags = ({ disableSessionTags, policy }: AssociationDocuments) =>
    disableSessionTags || policy;
  // Without tags, EKS makes an external id of the names: more than equality.
  if (slice.associations?.some(withoutTags)) return undefined;
  const names = new Renaming(slice);
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
    if (error instanceof MoreThanEquality) return undefined;
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

const principals = Object.values(principalArns());

class MoreThanEquality extends Error {}

const KEYS =
  /^(aws:(principalarn|principalorgid|(principal|request|resource)tag\/.*|sourceaccount|sourcearn)|secretsmanager:(resourcetag\/.*|versionstage)|kms:(viaservice|calleraccount|encryptioncontext:.*))$/s;
const OPERATORS = /^(String|Arn)(Not)?(Equals|Like)(IfExists)?$/;
const ACCOUNT = /^\d{12}$/;
/** What documents say beside names; a namespace may be called so. */
const WORDS = new Set(["Allow", "Deny", "2008-10-17", "2012-10-17"]);
const VARIABLE = /^\$\{([^${},]*)\}$/;

/** Gives names numbers in the order in which they come. */
class Renaming {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Set<string>();
  /** Accounts named so far, in the order in which they came. */
  readonly accounts = new Set<string>();

  constructor(slice: AccessDocuments) {
    for (const { clusterArn, namespace, serviceAccount } of slice.associations ?? []) {
      for (const name of [namespace, serviceAccount, clusterName(clusterArn)]) this.known.add(name);
    }
    for (const { reader } of slice.grants ?? []) {
      for (const name of [
        reader.namespace,
        reader.serviceAccount,
        clusterName(reader.clusterArn),
      ]) {
        this.known.add(name);
      }
    }
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
        return [[key, this.value(inner, /^(Not)?Action$/.test(key) ? "Action" : undefined)]];
      }),
    );
  }

  private conditions(condition: unknown): unknown {
    return Object.entries(Object(condition)).map(([operator, keys]) => {
      if (!OPERATORS.test(operator)) throw new MoreThanEquality();
      return [
        operator,
        Object.entries(Object(keys)).map(([key, values]) => {
          if (!KEYS.test(key.toLowerCase())) throw new MoreThanEquality();
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
    if (/[*?$]/.test(text) || (this.known.has(text) && hasMeaning)) throw new MoreThanEquality();
    if (ACCOUNT.test(text)) return this.account(text);
    if (this.known.has(text)) return this.number(text);
    const arn = parseArn(text);
    if (!arn) return text;
    // An assumed role's ARN holds a part of its role's, and the path of a service-linked role tells what it is.
    if (arn.service === "sts" || text.includes(":role/aws-service-role/")) {
      throw new MoreThanEquality();
    }
    const [account, name] = [this.account(arn.account), this.resource(arn.service, arn.resource)];
    const isSound = arn.service !== "iam" || principals.some((one) => patternAccepts(one, text));
    return ["arn", arn.partition, arn.service, arn.region, account, name, isSound ? "" : "!"].join(
      ":",
    );
  }

  private resource(service: string, resource: string): string {
    if (resource === "root") return resource;
    const [, kind, name] = /^(cluster|role|user)\/(.*)$/s.exec(resource) ?? [];
    const hasKind = service === "eks" || service === "iam";
    return hasKind && name ? `${kind}/${this.number(name)}` : this.number(resource);
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

function clusterName(clusterArn: string): string {
  return parseArn(clusterArn)?.resource.replace(/^cluster\//, "") ?? "";
}
