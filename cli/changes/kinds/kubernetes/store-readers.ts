import { type Actor, identityOf, mayTryOn } from "iam-proof";
import { accountOf } from "iam-proof/names";
import type { Inside } from "../../kind";
import type { Cluster, Copies, Store } from "../../rbac/cluster";
import { roleSession } from "../../sessions";
import { rolesNaming } from "../../world";
import { type Copier, copiers, withKey } from "./copied-values";

export const STORES = ["SecretStore", "ClusterSecretStore"];

/** The operator's service account, as its chart names it. */
const OPERATOR = "external-secrets";

/** Who reads for the copy: for a SecretProviderClass the service accounts of its namespace, for an ExternalSecret its store. */
export function readersOfCopies(
  inside: Inside,
  { namespace, store }: Pick<Copies, "namespace" | "store">,
): Copier[] {
  if (store) return readersBy(inside, store.kind, namespace, store.name);
  return copiers(inside, (one) => one.namespace === namespace);
}

/** The stores of a kind that an ExternalSecret of the namespace may name. */
export function storesFor({ stores }: Cluster, kind: string, namespace: string): Store[] {
  const own = kind === "SecretStore" ? namespace : undefined;
  return stores.filter((one) => one.namespace === own);
}

/** Who reads for ExternalSecrets of the namespace by the stores of a kind, or by the one of this name. */
export function readersBy(
  inside: Inside,
  kind: string,
  namespace: string,
  name?: string,
): Copier[] {
  if (inside.cluster.unseenCopies.includes(kind)) {
    const which = name ? `${kind} ${name}` : `any ${kind}`;
    const worstCase = `nobody read ${which}: it is taken to read as whoever a store may name`;
    const all = readersByAny(inside, kind, namespace);
    return all.map((one) => ({ ...one, worstCase, prefix: "*" }));
  }
  return storesFor(inside.cluster, kind, namespace)
    .filter((one) => name === undefined || one.name === name)
    .flatMap((one) => readersOfStore(inside, one, namespace));
}

/** The identity with which a store reads for the namespace. Without a role or account, the operator's. */
function readersOfStore(
  inside: Inside,
  { isElsewhere, prefix, roleArn, serviceAccount }: Store,
  namespace: string,
): Copier[] {
  if (isElsewhere) return [];
  if (roleArn !== undefined) return [{ ...withRole(inside, roleArn), prefix }];
  const of = serviceAccount?.namespace ?? namespace;
  return copiers(inside, (one) =>
    serviceAccount
      ? Boolean(one.webIdentity) &&
        one.serviceAccount === serviceAccount.name &&
        one.namespace === of
      : one.serviceAccount === OPERATOR,
  ).map((one) => ({ ...one, prefix }));
}

/**
 * Everybody as whom a store that somebody writes could read: the operator, the service accounts that it may name, and the roles
 * that these may become. The operator exchanges tokens of accounts at STS, so EKS Pod Identity gives a store nothing.
 */
export function readersByAny(inside: Inside, kind: string, namespace: string): Copier[] {
  const first = copiers(
    inside,
    (one) =>
      one.serviceAccount === OPERATOR ||
      (one.webIdentity !== undefined &&
        (kind === "ClusterSecretStore" || one.namespace === namespace)),
  );
  const roles = new Map<string, Copier>();
  const all = [...first];
  for (const { actor, more } of all) {
    for (const { arn } of rolesNaming(inside.world, ...namesOf(actor))) {
      if (roles.has(arn) || !mayTryOn(inside.world, actor, "sts:AssumeRole", arn)) continue;
      const one = { ...withRole(inside, arn), more };
      roles.set(arn, one);
      all.push(one);
    }
  }
  return all;
}

/** How trust policies name the actor, its account or everybody. */
function namesOf(actor: Actor): string[] {
  const arn = identityOf(actor);
  const account = accountOf(arn);
  const session = `:assumed-role/${arn.split("/").at(-1)}/`;
  return [`"${arn}"`, session, `:${account}:root`, `"${account}"`, '"*"', '"NotPrincipal"'];
}

function withRole({ world }: Inside, arn: string): Copier {
  const actor = withKey({ ...roleSession(world, arn), readsOnly: true });
  const worstCase = `the operator is taken to be able to become ${arn}`;
  return { actor, more: [], worstCase };
}
