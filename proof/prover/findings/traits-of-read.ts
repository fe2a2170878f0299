import type { IdentityDocuments, RoleDocuments } from "../../domain/documents";
import type { ParsedPolicy } from "../../grammar/syntax";
import {
  accountOf,
  boundaryOf,
  controlLevels,
  type Deployment,
  policiesHeldBy,
  trustOf,
} from "../documents/deployment";
import { keyOf } from "../documents/key-of-read";
import {
  ASSUME_ROLE_ACTIONS,
  fetchesOf,
  type ReadTarget,
  resourcePolicyOf,
} from "../documents/read-target";
import type { ReadingRelation } from "../questions/reading-relation";
import { requestOn, type SymbolicCaller } from "../request/caller";
import { knownText } from "../texts/text-value";
import { type TraitFormula, traitsOf } from "./trait";

/** What tells the reads of a target apart: by the policies of the target, of its keys, and of who reads, where that is one identity. */
export function traitsOfRead(
  deployment: Deployment,
  target: ReadTarget,
  { caller, contexts, decryptions, setup }: ReadingRelation,
  identity?: IdentityDocuments,
): TraitFormula[] {
  const of = identity ? policiesOf(deployment, identity) : [];
  const control = controlLevels("rcp", deployment, accountOf(target.of.arn)).flat();
  const fetches = fetchesOf(target);
  const actions = [...new Set(fetches.map(({ action }) => action))];
  const asked = fetches.flatMap(({ action, resource }) => {
    const context = contexts[actions.indexOf(action)];
    if (!context) return [];
    const request = requestOn(setup, caller, context, knownText(action), resource);
    return traitsOf([...resourcePolicyOf(target), ...of, ...control], request);
  });
  const opening = decryptions.flatMap(({ request, way }) => {
    const { keyDocuments, keyGrants } = keyOf(deployment, way);
    return traitsOf([...keyDocuments, ...keyGrants, ...of, ...control], request);
  });
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
  const trust = trustOf(role);
  const actions = [ASSUME_ROLE_ACTIONS.alone, ...ASSUME_ROLE_ACTIONS.federated];
  return actions.flatMap((action) =>
    traitsOf(trust, requestOn(setup, assumer, creation, knownText(action), role.arn)).map(
      ({ formula, trait }) => ({ formula, trait: { ...trait, isOfMaking: true as const } }),
    ),
  );
}

function policiesOf(deployment: Deployment, identity: IdentityDocuments): ParsedPolicy[] {
  return [
    ...policiesHeldBy(deployment, identity),
    ...boundaryOf(identity),
    ...controlLevels("scp", deployment, accountOf(identity.arn)).flat(),
  ];
}
