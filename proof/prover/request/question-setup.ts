import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { ParsedPolicy, Token } from "../../grammar/syntax";
import { accountOf, type Surroundings } from "../documents/deployment";
import { namesCompared } from "../documents/names-of-principals";
import type { Policies } from "../documents/policies";
import { Problem } from "../texts/problem";
import type { QuestionSetup } from "./caller";

/** Sets up a question about these policies and roles. */
export function setUpQuestion(
  around: Surroundings,
  policies: ParsedPolicy[],
  roles: RoleDocuments[],
  problem = new Problem(around.settings),
): QuestionSetup {
  const { kind, partition, policies: known, users, vpcEndpoints } = around;
  const all = [
    ...policies,
    ...[...roles, ...users].flatMap((identity) => policiesOf(known, identity)),
    ...controlPolicies(known),
    ...vpcEndpoints.flatMap(known.ofEndpoint),
  ];
  const { counts, spellings } = keysOf(all);
  const tagKeys = new Set(Object.values<string>(kind?.fields ?? {}));
  for (const name of spellings.keys()) {
    const tag = /^aws:(?:principal|request)tag\/(.*)$/s.exec(name)?.[1];
    if (tag !== undefined) tagKeys.add(tag);
  }
  const accounts = new Set([...roles.map(({ arn }) => accountOf(arn)), ...accountsNamed(policies)]);
  return {
    problem,
    around,
    policies: known,
    roles,
    users,
    vpcEndpoints,
    spellings,
    tagKeys: [...tagKeys],
    sources: [...new Set(roles.flatMap(({ arn }) => around.sourcesOf(arn)))],
    names: namesCompared(all),
    multiplicity: (name) => (counts.get(name) ?? 0) + 1,
    exampleArns: [
      ...roles.map(({ arn }) => arn),
      ...["role/another-role", "user/somebody"].flatMap((resource) =>
        [...accounts].map((account) => `arn:${partition ?? "aws"}:iam::${account}:${resource}`),
      ),
    ],
  };
}

/** The setup for requests by a caller that can only be these roles. */
export function callerSetup(setup: QuestionSetup, callers: RoleDocuments[]): QuestionSetup {
  return callers.length === setup.roles.length ? setup : { ...setup, roles: callers };
}

function policiesOf(policies: Policies, identity: IdentityDocuments): ParsedPolicy[] {
  return [
    ...("trust" in identity ? policies.trustOf(identity) : []),
    ...policies.heldBy(identity),
    ...policies.boundaryOf(identity),
  ];
}

function controlPolicies({ control }: Policies): ParsedPolicy[] {
  return [...control("scp"), ...control("rcp")].flatMap(({ levels }) => levels.flat());
}

function accountsNamed(policies: ParsedPolicy[]): string[] {
  return policies.flatMap(({ statements }) =>
    statements.flatMap(({ principal }) =>
      (principal?.entries ?? []).flatMap((entry) =>
        entry.kind === "account" ? [entry.account] : [],
      ),
    ),
  );
}

/** Counts how often policies ask for each condition key, in conditions and variables, and remembers how they spell it. */
function keysOf(policies: ParsedPolicy[]): {
  counts: Map<string, number>;
  spellings: Map<string, string>;
} {
  const counts = new Map<string, number>();
  const spellings = new Map<string, string>();
  const add = ({ name, text }: { name: string; text: string }) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    spellings.set(name, text);
  };
  const addVariables = (tokens: Token[]) => {
    for (const token of tokens) if (token.kind === "variable") add(token.key);
  };
  for (const { statements } of policies) {
    for (const { action, conditions, resource } of statements) {
      for (const { tokens } of [...action.patterns, ...(resource?.patterns ?? [])])
        addVariables(tokens);
      for (const { comparison, key } of conditions) {
        add(key);
        if (comparison.type !== "string" && comparison.type !== "arn") continue;
        for (const { tokens } of comparison.values) addVariables(tokens);
      }
    }
  }
  return { counts, spellings };
}
