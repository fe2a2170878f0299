import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { ParsedPolicy } from "../../grammar/syntax";
import { accountOf } from "../documents/deployment";
import type { Policies } from "../documents/policies";
import { ASSUME_ROLE_ACTIONS, fetchesOf, type ReadTarget } from "../documents/read-target";
import type { ReadingRelation } from "../questions/reading-relation";
import { requestOn, type SymbolicCaller } from "../request/caller";
import { knownText } from "../texts/text-value";
import { type TraitFormula, traitsOf } from "./trait";

/** What tells the reads of a target apart: by the policies of the target, of its keys, and of who reads, where that is one identity. */
export function traitsOfRead(
  { caller, contexts, decryptions, policies, setup }: ReadingRelation,
  target: ReadTarget,
  identity?: IdentityDocuments,
): TraitFormula[] {
  const control = setup.policies.controlOf("rcp", accountOf(target.of.arn)).flat();
  const others = [...(identity ? policiesOf(setup.policies, identity) : []), ...control];
  const fetches = fetchesOf(target);
  const actions = [...new Set(fetches.map(({ action }) => action))];
  const asked = fetches.flatMap(({ action, resource }) => {
    const context = contexts[actions.indexOf(action)];
    if (!context) return [];
    const request = requestOn(setup, caller, context, knownText(action), resource);
    return traitsOf([...policies, ...others], request);
  });
  const opening = decryptions.flatMap(({ opening: { grants, policy }, request }) =>
    traitsOf([...policy, ...grants, ...others], request),
  );
  return [...asked, ...opening];
}

/** What tells apart those who become the role, by its trust policy: of the session's caller, whoever made it. */
export function traitsOfMaking(
  { setup }: ReadingRelation,
  session: SymbolicCaller,
  role: RoleDocuments,
): TraitFormula[] {
  const { assumer } = session;
  const creation = session.creation?.(role.arn);
  if (!assumer || !creation) return [];
  const trust = setup.policies.trustOf(role);
  const actions = [ASSUME_ROLE_ACTIONS.alone, ...ASSUME_ROLE_ACTIONS.federated];
  return actions.flatMap((action) =>
    traitsOf(trust, requestOn(setup, assumer, creation, knownText(action), role.arn)).map(
      ({ formula, trait }) => ({ formula, trait: { ...trait, isOfMaking: true as const } }),
    ),
  );
}

function policiesOf(
  { boundaryOf, controlOf, heldBy }: Policies,
  identity: IdentityDocuments,
): ParsedPolicy[] {
  return [
    ...heldBy(identity),
    ...boundaryOf(identity),
    ...controlOf("scp", accountOf(identity.arn)).flat(),
  ];
}
