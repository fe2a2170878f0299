import { getOrMake, grouped, memoize } from "../../collections";
import type {
  AccessDocuments,
  ControlPolicies,
  IdentityDocuments,
  KeyDocuments,
  OrganizationDocuments,
  ParameterDocuments,
  RoleDocuments,
  SecretDocuments,
  VpcEndpointDocuments,
} from "../../domain/documents";
import { groupsOf } from "../../domain/documents-index";
import { grantPolicies } from "../../domain/key-grants";
import { sharePolicy } from "../../domain/parameter-shares";
import { withFullAccess } from "../../domain/resource-control-levels";
import { endpointPolicy } from "../../domain/vpc-endpoints";
import { parsePolicy } from "../../grammar/parse-policy";
import type { NamedPolicy, ParsedPolicy, PolicyKind, RawPolicy } from "../../grammar/syntax";

/** The policies in documents by their owner. Each is parsed once, on first use. An absent policy says nothing. */
export interface Policies {
  /** The trust policy of a role. */
  trustOf(role: RoleDocuments): ParsedPolicy[];
  boundaryOf(identity: IdentityDocuments): ParsedPolicy[];
  /** Identity policies of a role or user: its own, and those of a user's groups. */
  heldBy(identity: IdentityDocuments): ParsedPolicy[];
  /** The policies that a role was declared to keep. */
  keptBy(role: RoleDocuments): ParsedPolicy[];
  /** Who from outside may do what with a secret. */
  ofSecret(secret: SecretDocuments): ParsedPolicy[];
  /** The same for a parameter: its resource shares. */
  ofParameter(parameter: ParameterDocuments): ParsedPolicy[];
  /** The policy of a key, and its grants as policies. */
  ofKey(key: KeyDocuments): { policy: ParsedPolicy[]; grants: ParsedPolicy[] };
  /** The policy of a VPC endpoint, if it limits anything. */
  ofEndpoint(endpoint: VpcEndpointDocuments): ParsedPolicy[];
  /** All accounts with control policies of the kind, with their levels. Empty if nothing is limited. */
  control(kind: ControlKind): AccountControl[];
  /** The levels of one account. */
  controlOf(kind: ControlKind, account: string): ParsedPolicy[][];
}

export type ControlKind = "scp" | "rcp";

interface AccountControl {
  account: string;
  levels: ParsedPolicy[][];
}

export function policiesIn(documents: AccessDocuments): Policies {
  const control = controlIn(documents.organization ?? NO_ORGANIZATION);
  return {
    trustOf: memoize(({ arn, trust }) => readDocument("trust", "trust policy", arn, trust)),
    boundaryOf: memoize(({ arn, permissionsBoundary }) =>
      readDocument("boundary", "permissions boundary", arn, permissionsBoundary),
    ),
    heldBy: memoize((identity) =>
      [identity, ...groupsOf(documents, identity)].flatMap(({ arn, policies }) =>
        (policies ?? []).flatMap((document, index) =>
          readDocument("identity", `identity policy ${index + 1}`, arn, document),
        ),
      ),
    ),
    keptBy: memoize(({ arn, keptPolicies }) =>
      (keptPolicies ?? []).flatMap((document, index) =>
        readDocument("identity", `kept policy ${index + 1}`, arn, document),
      ),
    ),
    ofSecret: memoize(({ arn, policy }) =>
      readDocument("resource", "resource policy", arn, policy),
    ),
    ofParameter: memoize((parameter) => parsedAs("resource", sharePolicy(parameter))),
    ofKey: memoize((key) => ({
      policy: readDocument("key", "key policy", key.arn, key.policy),
      grants: grantPolicies(key).map((one) => parsePolicy(one, "key")),
    })),
    ofEndpoint: memoize((endpoint) => parsedAs("resource", endpointPolicy(endpoint))),
    control,
    controlOf: (kind, account) =>
      control(kind).find((one) => one.account === account)?.levels ?? [],
  };
}

/** Parses a document, with the name that the evaluator gives it. A missing one says nothing. */
export function readDocument(
  kind: PolicyKind,
  title: string,
  arn: string,
  document: RawPolicy | null | undefined,
): ParsedPolicy[] {
  if (document === null || document === undefined) return [];
  return parsedAs(kind, { name: `${title} of ${arn}`, document });
}

/** The parsed policy, if there is one. */
export function parsedAs(kind: PolicyKind, policy: NamedPolicy | undefined): ParsedPolicy[] {
  return policy ? [parsePolicy(policy, kind)] : [];
}

const NO_ORGANIZATION: OrganizationDocuments = {};

/** All slices of a deployment share the organization. */
const controlIn = memoize((organization: OrganizationDocuments): Policies["control"] => {
  const { resourceControlPolicies, serviceControlPolicies } = organization;
  const known = new Map<ControlKind, AccountControl[]>();
  return (kind) =>
    getOrMake(known, kind, () => {
      const all = kind === "scp" ? serviceControlPolicies : resourceControlPolicies;
      return readControl(kind, all ?? [], organization.managementAccount);
    });
});

function readControl(
  kind: ControlKind,
  all: ControlPolicies[],
  managementAccount: string | null | undefined,
): AccountControl[] {
  const byAccount = grouped(all, ({ account }) => [account]);
  return all.map(({ account }) => {
    const own = account === managementAccount ? [] : (byAccount.get(account) ?? []);
    const levels = own.flatMap((one) => one.levels);
    return {
      account,
      levels: levels.map((level, depth) => readLevel(kind, account, level, depth)),
    };
  });
}

function readLevel(
  kind: ControlKind,
  account: string,
  level: RawPolicy[],
  depth: number,
): ParsedPolicy[] {
  const title = kind === "scp" ? "service" : "resource";
  const named = level.map((document, index) => ({
    name: `${title} control policy ${index + 1} at level ${depth + 1} of account ${account}`,
    document,
  }));
  return (kind === "rcp" ? withFullAccess(named) : named).map((one) => parsePolicy(one, kind));
}
