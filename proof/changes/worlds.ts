import { addTo, memoize } from "../collections";
import type { AccessDocuments, IdentityDocuments, RoleDocuments } from "../domain/documents";
import { parsePolicy } from "../grammar/parse-policy";
import { type RawPolicy, rawStatements } from "../grammar/syntax";
import { regionOf } from "../names";
import type { World } from "./change";

const VERSION = "2012-10-17";

/** A resource policy that the attacker writes: everyone may do everything. */
export const OPEN_TO_ALL: RawPolicy = {
  Version: VERSION,
  Statement: [{ Sid: "Attacker", Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }],
};

/** A trust policy that the attacker writes: everyone may assume the role, with any tags. */
export const TRUSTS_ALL: RawPolicy = {
  Version: VERSION,
  Statement: [{ Sid: "Attacker", Effect: "Allow", Principal: "*", Action: "sts:*" }],
};

/** An identity policy that the attacker writes. */
export const ALLOWS_ALL: RawPolicy = {
  Version: VERSION,
  Statement: [{ Sid: "Attacker", Effect: "Allow", Action: "*", Resource: "*" }],
};

/** The lists of documents with ARNs. */
interface Listed {
  secrets: NonNullable<AccessDocuments["secrets"]>[number];
  keys: NonNullable<AccessDocuments["keys"]>[number];
  parameters: NonNullable<AccessDocuments["parameters"]>[number];
  roles: NonNullable<AccessDocuments["roles"]>[number];
  users: NonNullable<AccessDocuments["users"]>[number];
  groups: NonNullable<AccessDocuments["groups"]>[number];
  vpcEndpoints: NonNullable<AccessDocuments["vpcEndpoints"]>[number];
}

/** The world in which `change` is applied to the documents of one ARN. */
export function withChanged<List extends keyof Listed>(
  world: World,
  list: List,
  arn: string,
  change: (one: Listed[List]) => Listed[List],
): World {
  const all = (world.documents[list] ?? []) as Listed[List][];
  const changed = all.map((one) => (one.arn === arn ? change(one) : one));
  return { ...world, documents: { ...world.documents, [list]: changed } };
}

/** The world with an additional role or user. */
export function withNewIdentity(world: World, made: IdentityDocuments): World {
  const { list } = sortOf(made.arn);
  const all = world.documents[list] ?? [];
  return { ...world, documents: { ...world.documents, [list]: [...all, made] } };
}

/** A role, user or group: something with identity policies. */
export type Holder = Pick<RoleDocuments, "arn" | "policies" | "permissionsBoundary">;
export type HolderList = "roles" | "users" | "groups";

/** The list of a role, user or group, from its ARN, and the word for it in IAM's calls: `Role`, `User` or `Group`. */
export function sortOf(arn: string): { list: HolderList; sort: "Role" | "User" | "Group" } {
  if (arn.includes(":role/")) return { list: "roles", sort: "Role" };
  return arn.includes(":user/")
    ? { list: "users", sort: "User" }
    : { list: "groups", sort: "Group" };
}

export function withHolder(world: World, arn: string, change: (one: Holder) => Holder): World {
  return withChanged(world, sortOf(arn).list, arn, (one) => change(one));
}

/** Every role, user and group, except service-linked roles: they belong to AWS, and nobody else changes them. */
export function holdersIn({ documents }: World): Holder[] {
  const { groups, users } = documents;
  return [...rolesIn(documents), ...(users ?? []), ...(groups ?? [])];
}

export function identitiesIn({ documents }: World): IdentityDocuments[] {
  return [...rolesIn(documents), ...(documents.users ?? [])];
}

export function rolesIn({ roles }: AccessDocuments): RoleDocuments[] {
  return roles ? ownRoles(roles) : [];
}

const ownRoles = memoize((roles: RoleDocuments[]) =>
  roles.filter(({ arn }) => !arn.includes(":role/aws-service-role/")),
);

/** The identity with an additional policy of the attacker's. */
export function widened<Of extends Holder>(holder: Of, policy: RawPolicy = ALLOWS_ALL): Of {
  const { policies } = holder;
  return policies?.includes(policy)
    ? holder
    : { ...holder, policies: [...(policies ?? []), policy] };
}

/** Whether the attacker has already given it everything, and nothing denies or limits it. */
export function isWidened({ permissionsBoundary, policies }: Holder): boolean {
  return Boolean(
    policies?.includes(ALLOWS_ALL) && !permissionsBoundary && !policies.some(hasDenial),
  );
}

/** Whether a policy denies anything. */
export function hasDenial(document: RawPolicy): boolean {
  return rawStatements(document).some((one) => (one as { Effect?: unknown })?.Effect === "Deny");
}

/** Roles whose trust policies let in everyone or name a service, including its name in China. */
export function rolesTrusting({ documents }: World, service: string): RoleDocuments[] {
  const found = rolesByService(rolesIn(documents));
  const named = [service, inChina(service), "*"].flatMap((one) => found.get(one) ?? []);
  return [...new Set(named)];
}

/** The name under which a service may assume the role. */
export function nameFor(role: RoleDocuments, service: string): string {
  return servicesTrusted(role).includes(inChina(service)) ? inChina(service) : service;
}

const inChina = (service: string) => `${service}.cn`;

const rolesByService = memoize((roles: RoleDocuments[]) => {
  const found = new Map<string, RoleDocuments[]>();
  for (const role of roles) {
    for (const service of new Set(servicesTrusted(role))) addTo(found, service, role);
  }
  return found;
});

/** Services that may assume the role, as its trust policy names them; `*` where it lets in everyone. */
export const servicesTrusted = memoize(({ arn, trust }: RoleDocuments): string[] => {
  if (trust === null || trust === undefined) return [];
  const { statements } = parsePolicy({ name: `trust policy of ${arn}`, document: trust }, "trust");
  return statements.flatMap(({ effect, principal }) => {
    if (effect === "Deny") return [];
    if (!principal || principal.negated) return ["*"];
    return principal.entries.flatMap((entry) => {
      if (entry.kind === "any") return ["*"];
      return entry.kind === "service" ? [entry.service] : [];
    });
  });
});

/** The region in which the attacker creates things that run: that of the first secret or parameter. */
export function regionIn({ documents }: World): string {
  const [first] = [...(documents.secrets ?? []), ...(documents.parameters ?? [])];
  return regionOf(first?.arn) || "us-east-1";
}

/** Whether two policies have the same text. */
export function isSamePolicy(one: RawPolicy, other: RawPolicy): boolean {
  return one === other || textOf(one) === textOf(other);
}

const textOf = (document: RawPolicy) =>
  typeof document === "object" && document !== null ? textOfObject(document) : undefined;
const textOfObject = memoize((document: object) => JSON.stringify(document));
