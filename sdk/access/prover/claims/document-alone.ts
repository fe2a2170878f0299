import type { Decision } from "../../domain/decision";
import type { AccessRequest } from "../../domain/request";
import { evaluateRequest } from "../../evaluator/evaluate-request";
import type { NamedPolicy, RawPolicy } from "../../grammar/named-policy";
import type { ParsedPolicy } from "../../grammar/syntax";
import { isAllowed, type Readings } from "../encoder/decision";
import { readPolicies } from "../encoder/statement";
import { readGrants } from "../request/allowed-by-all";
import { always, type Formula, never } from "../solver/formula";
import type { SymbolicRequest } from "../symbols/symbolic-request";

/** The worst case of a document that is not given. */
export const allowEverything: NamedPolicy = {
  name: "identity policies taken to allow everything",
  document: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

/** Says that a resource's policy, and a key's grants, alone let the request in, where every identity policy allows everything. */
export function letsIn(
  kind: Readings["resourceKind"],
  policy: ParsedPolicy[],
  request: SymbolicRequest,
  grants: ParsedPolicy[] = [],
): Formula {
  return isAllowed(request, {
    resource: readPolicies(policy, request),
    resourceKind: kind,
    grants: readGrants(grants, request),
    identity: { allows: always, denies: never },
    limits: [],
    control: [],
  });
}

/** What the evaluator decides by a resource's policy and a key's grants alone, where every identity policy allows everything. */
export function decideAlone(
  kind: Readings["resourceKind"],
  name: string,
  document: RawPolicy,
  request: AccessRequest,
  grants: NamedPolicy[] = [],
): Decision {
  return evaluateRequest(
    { identity: [allowEverything], resource: { name, document }, resourceKind: kind, grants },
    request,
  );
}
