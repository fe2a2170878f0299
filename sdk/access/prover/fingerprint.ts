import { parseArn } from "../../grant/arn";
import type { AccessDocuments, AssociationDocuments } from "../documents";
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
  try {
    return JSON.stringify([subject.map((arn) => names.value(arn)), names.value(relevant(slice))]);
  } catch (error) {
    if (error instanceof MoreThanEquality) return undefined;
    throw error;
  }
}

const principals = Object.values(principalArns());

class MoreThanEquality extends Error {}

const KEYS =
  /^(aws:(principalarn|principalorgid|(principal|request|resource)tag\/.*|sourceaccount|sourcearn)|secretsmanager:(resourcetag\/.*|versionstage)|kms:(viaservice|calleraccount|encryptioncontext:.*))$/s;
const OPERATORS = /^(String|Arn)(Not)?(Equals|Like)(IfExists)?$/;
const VARIABLE = /^\$\{[^${},]*\}$/;

/** The parts that decide; of the organization only what concerns the slice. */
function relevant({ administrators, organization, ...rest }: AccessDocuments): unknown {
  const accounts = new Set<string>();
  const { associations, keys, parameters, roles, secrets } = rest;
  for (const { arn } of [
    ...(keys ?? []),
    ...(parameters ?? []),
    ...(roles ?? []),
    ...(secrets ?? []),
  ]) {
    accounts.add(parseArn(arn)?.account ?? "");
  }
  const concerns = ({ account }: { account: string }) => accounts.has(account);
  return {
    ...rest,
    associations: associations ?? [],
    administrators: (administrators ?? []).filter((arn) =>
      accounts.has(parseArn(arn)?.account ?? ""),
    ),
    organization: organization && {
      ...organization,
      serviceControlPolicies: (organization.serviceControlPolicies ?? []).filter(concerns),
      resourceControlPolicies: (organization.resourceControlPolicies ?? []).filter(concerns),
    },
  };
}

/** Gives names numbers in the order in which they come. */
class Renaming {
  private readonly numbers = new Map<string, number>();
  private readonly known = new Set<string>();

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
          return [key.toLowerCase(), this.value(values)];
        }),
      ];
    });
  }

  private text(text: string): string {
    if (text === "*" || VARIABLE.test(text)) return text;
    if (/[*?$]/.test(text) || (this.known.has(text) && text.includes(".amazonaws.com"))) {
      throw new MoreThanEquality();
    }
    if (this.known.has(text) || /^\d{12}$/.test(text)) return this.number(text);
    const arn = parseArn(text);
    if (!arn) return text;
    const [account, name] = [this.number(arn.account), this.resource(arn.service, arn.resource)];
    const isSound = arn.service !== "iam" || principals.some((one) => patternAccepts(one, text));
    return ["arn", arn.partition, arn.service, arn.region, account, name, isSound ? "" : "!"].join(
      ":",
    );
  }

  private resource(service: string, resource: string): string {
    if (resource === "root") return resource;
    const cluster = service === "eks" && /^cluster\/(.*)$/s.exec(resource)?.[1];
    return cluster ? `cluster/${this.number(cluster)}` : this.number(resource);
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
