import type { AccessDocuments } from "eks-pod-secrets/access";
import {
  type ControlPolicies,
  endpointPolicy,
  grantPolicies,
  type PolicyKind,
  type RawPolicy,
  sharePolicy,
  type UserDocuments,
} from "iam-proof";
import { grammarError } from "iam-proof/grammar";
import type { BesideDocuments } from "./beside-shape";

type Path = (string | number)[];

/** A document outside the grammar, with the keys that lead to it. */
interface GrammarProblem {
  path: Path;
  message: string;
}

/** Parses every policy in the documents: nothing that is not understood may be ignored, whatever the claims ask. */
export function grammarProblems(documents: AccessDocuments & BesideDocuments): GrammarProblem[] {
  const problems: GrammarProblem[] = [];
  const read = (
    kind: PolicyKind,
    name: string,
    path: Path,
    document: RawPolicy | null | undefined,
  ) => {
    if (document === null || document === undefined) return;
    const error = grammarError({ name, document }, kind);
    if (error) problems.push({ path, message: error.message });
  };
  const readControl = (
    kind: "scp" | "rcp",
    key: "serviceControlPolicies" | "resourceControlPolicies",
    policies: ControlPolicies[] | null | undefined,
  ) => {
    const title = kind === "scp" ? "service" : "resource";
    each(policies, ["organization", key], ({ account, levels }, path) =>
      each(levels, [...path, "levels"], (level, ofLevel, depth) =>
        each(level, ofLevel, (document, at, place) => {
          const name = `${title} control policy ${place + 1} at level ${depth + 1} of account ${account}`;
          read(kind, name, at, document);
        }),
      ),
    );
  };

  const { organization } = documents;
  each(documents.managedPolicies, ["managedPolicies"], ({ arn, document, versions }, path) => {
    for (const [key, one] of Object.entries({ document, ...(versions ?? []) })) {
      read("identity", arn, key === "document" ? [...path, key] : [...path, "versions", +key], one);
    }
  });
  readControl("scp", "serviceControlPolicies", organization?.serviceControlPolicies);
  readControl("rcp", "resourceControlPolicies", organization?.resourceControlPolicies);
  const delegation = ["organization", "delegationPolicy"];
  read("resource", "the delegation policy", delegation, organization?.delegationPolicy);
  each(documents.keys, ["keys"], (key, path) => {
    read("key", `key policy of ${key.arn}`, [...path, "policy"], key.policy);
    each(grantPolicies(key), [...path, "grants"], ({ document, name }, at) =>
      read("key", name, at, document),
    );
  });
  each(documents.secrets, ["secrets"], ({ arn, policy }, path) =>
    read("resource", `resource policy of ${arn}`, [...path, "policy"], policy),
  );
  each(documents.parameters, ["parameters"], (parameter, path) => {
    const { document, name = "" } = sharePolicy(parameter) ?? {};
    read("resource", name, [...path, "sharedWith"], document);
  });
  each(documents.roles, ["roles"], ({ arn, keptPolicies, trust }, path) => {
    read("trust", `trust policy of ${arn}`, [...path, "trust"], trust);
    each(keptPolicies, [...path, "keptPolicies"], (document, at, place) =>
      read("identity", `kept policy ${place + 1} of ${arn}`, at, document),
    );
  });
  for (const list of ["roles", "users", "groups"] as const) {
    each<Holder>(documents[list], [list], ({ arn, permissionsBoundary, policies }, path) => {
      each(policies, [...path, "policies"], (document, at, place) =>
        read("identity", `identity policy ${place + 1} of ${arn}`, at, document),
      );
      const boundary = [...path, "permissionsBoundary"];
      read("boundary", `permissions boundary of ${arn}`, boundary, permissionsBoundary);
    });
  }
  each(documents.associations, ["associations"], ({ policy, roleArn }, path) =>
    read("session", `session policy of the association of ${roleArn}`, [...path, "policy"], policy),
  );
  each(documents.vpcEndpoints, ["vpcEndpoints"], (endpoint, path) => {
    const { name = "" } = endpointPolicy(endpoint) ?? {};
    read("resource", name, [...path, "policy"], endpoint.policy);
  });
  return problems;
}

type Holder = Pick<UserDocuments, "arn" | "permissionsBoundary" | "policies">;

/** Visits the entries of a list, each with the keys that lead to it. */
function each<T>(
  list: readonly T[] | null | undefined,
  path: Path,
  visit: (entry: T, path: Path, index: number) => void,
): void {
  for (const [index, entry] of (list ?? []).entries()) visit(entry, [...path, index], index);
}
