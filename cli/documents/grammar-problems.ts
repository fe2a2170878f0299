import type { AccessDocuments, ControlPolicies, RawPolicy, UserDocuments } from "../../sdk/access";
import {
  endpointPolicy,
  grantPolicies,
  PolicyGrammarError,
  type PolicyKind,
  parsePolicy,
  sharePolicy,
} from "../../sdk/access";

/** A document outside the grammar, and the keys that lead to it. */
export interface GrammarProblem {
  path: (string | number)[];
  message: string;
}

/** Reads every policy of the documents: whatever the claims ask, nothing that is not understood is passed over. */
export function grammarProblems(documents: AccessDocuments): GrammarProblem[] {
  const problems: GrammarProblem[] = [];
  const read = (
    kind: PolicyKind,
    name: string,
    path: (string | number)[],
    document: RawPolicy | null | undefined,
  ) => {
    if (document === null || document === undefined) return;
    try {
      parsePolicy({ name, document }, kind);
    } catch (error) {
      if (!(error instanceof PolicyGrammarError)) throw error;
      problems.push({ path, message: error.message });
    }
  };
  const readControl = (
    kind: "scp" | "rcp",
    key: "serviceControlPolicies" | "resourceControlPolicies",
    policies: ControlPolicies[] | null | undefined,
  ) => {
    const title = kind === "scp" ? "service" : "resource";
    for (const [index, { account, levels }] of (policies ?? []).entries()) {
      for (const [depth, level] of levels.entries()) {
        for (const [place, document] of level.entries()) {
          const name = `${title} control policy ${place + 1} at level ${depth + 1} of account ${account}`;
          read(kind, name, ["organization", key, index, "levels", depth, place], document);
        }
      }
    }
  };

  const { associations, groups, keys, organization, parameters, roles, secrets, users } = documents;
  readControl("scp", "serviceControlPolicies", organization?.serviceControlPolicies);
  readControl("rcp", "resourceControlPolicies", organization?.resourceControlPolicies);
  for (const [index, key] of (keys ?? []).entries()) {
    read("key", `key policy of ${key.arn}`, ["keys", index, "policy"], key.policy);
    for (const [place, { document, name }] of grantPolicies(key).entries()) {
      read("key", name, ["keys", index, "grants", place], document);
    }
  }
  for (const [index, { arn, policy }] of (secrets ?? []).entries()) {
    read("resource", `resource policy of ${arn}`, ["secrets", index, "policy"], policy);
  }
  for (const [index, parameter] of (parameters ?? []).entries()) {
    const shares = sharePolicy(parameter);
    if (shares) {
      read("resource", shares.name, ["parameters", index, "sharedWith"], shares.document);
    }
  }
  for (const [index, { arn, trust }] of (roles ?? []).entries()) {
    read("trust", `trust policy of ${arn}`, ["roles", index, "trust"], trust);
  }
  const holders: [list: string, entries: UserDocuments[] | null | undefined][] = [
    ["roles", roles],
    ["users", users],
    ["groups", groups],
  ];
  for (const [list, entries] of holders) {
    for (const [index, { arn, permissionsBoundary, policies }] of (entries ?? []).entries()) {
      for (const [place, document] of (policies ?? []).entries()) {
        const name = `identity policy ${place + 1} of ${arn}`;
        read("identity", name, [list, index, "policies", place], document);
      }
      const boundary = [list, index, "permissionsBoundary"];
      read("boundary", `permissions boundary of ${arn}`, boundary, permissionsBoundary);
    }
  }
  for (const [index, { policy, roleArn }] of (associations ?? []).entries()) {
    const name = `session policy of the association of ${roleArn}`;
    read("session", name, ["associations", index, "policy"], policy);
  }
  for (const [index, endpoint] of (documents.vpcEndpoints ?? []).entries()) {
    const { name = "" } = endpointPolicy(endpoint) ?? {};
    read("resource", name, ["vpcEndpoints", index, "policy"], endpoint.policy);
  }
  return problems;
}
