import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { Actor, Call } from "iam-proof";
import { associationsOf } from "../../associations";
import type { Inside, Try } from "../../kind";
import { podsWith } from "../../pods";
import type { Attempt } from "../../rbac/rule";
import { sessionBy } from "../../sessions";
import { MAKERS, revisionNeeds, workloadsOf } from "./make-pods";

/** Whoever reads values and copies them. */
export interface Copier {
  /** The copier's session. The attacker sees what it reads. */
  actor: Actor;
  /** The calls that make the session. */
  more: Call[];
  worstCase?: string;
  /** What stands before the names of what it reads, with wildcards. */
  prefix?: string | undefined;
}

/** The rights that the user needs for something. Undefined if they lack some. */
export interface Needs {
  needs: Attempt[] | undefined;
  /** What is taken to be so because nobody read it. */
  worstCase?: string | undefined;
}

/** What the user needs to read a Secret of the namespace. Without a name, a Secret of any name they choose. */
export function secretNeeds(inside: Inside, namespace: string, name?: string): Needs | undefined {
  let unseen: Needs | undefined;
  for (const one of waysToSecret(inside, namespace, name)) {
    if (one.needs && one.worstCase === undefined) return one;
    if (one.needs) unseen ??= one;
  }
  return unseen;
}

function* waysToSecret(inside: Inside, namespace: string, secret?: string): Iterable<Needs> {
  const { cluster, firstOf } = inside;
  const asked = { resource: "secrets", namespace };
  yield { needs: firstOf("get list watch", { ...asked, name: secret ?? null }) };
  yield { needs: firstOf("list watch", asked) };
  // Whoever makes pods with what they like, or containers in them, can mount each Secret of the namespace.
  yield { needs: firstOf("create", { resource: "pods", namespace }) };
  yield {
    needs: firstOf("patch update", { resource: "pods/ephemeralcontainers", namespace, name: null }),
  };
  for (const [group, resource] of MAKERS) {
    yield { needs: firstOf("create", { group, resource, namespace }) };
    for (const { name, worstCase } of workloadsOf(cluster, namespace, resource))
      yield { needs: firstOf("patch update", { group, resource, namespace, name }), worstCase };
  }
  yield* revisionNeeds(inside, namespace);
  for (const { name, worstCase } of podsWith(cluster, namespace, secret)) {
    yield { needs: firstOf("create get", { resource: "pods/exec", namespace, name }), worstCase };
    yield { needs: firstOf("create get", { resource: "pods/attach", namespace, name }), worstCase };
    yield { needs: firstOf("patch update", { resource: "pods", namespace, name }), worstCase };
  }
}

/** Several needs together. */
export function allOf(
  ...parts: (Needs | undefined)[]
): Required<Pick<Try, "needs">> & Pick<Try, "worstCase"> {
  const worstCases = parts.flatMap((one) => one?.worstCase ?? []);
  return {
    needs: parts.every((one) => one?.needs) ? parts.flatMap((one) => one?.needs ?? []) : undefined,
    ...(worstCases.length > 0 && { worstCase: worstCases.join("; ") }),
  };
}

/** The sessions of a cluster's associations. */
export function copiers(
  { cluster, world }: Inside,
  isMeant: (association: AssociationDocuments) => boolean,
): Copier[] {
  return associationsOf(world, cluster)
    .filter(isMeant)
    .map((association) => {
      const { actor, calls } = sessionBy(world, association);
      return { actor: withKey({ ...actor, readsOnly: true }), more: calls };
    });
}

/** The copier, limited to the objects that the attacker sees, if these are known. */
export function limitedTo(
  { actor, prefix = "" }: Copier,
  objects: readonly string[] | undefined,
): Actor {
  if (!objects) return actor;
  const Resource = objects.flatMap((one) =>
    one.startsWith("arn:")
      ? [one]
      : [
          `arn:*:secretsmanager:*:*:secret:${prefix}${one}-??????`,
          `arn:*:ssm:*:*:parameter/${`${prefix}${one}`.replace(/^\//, "")}`,
        ],
  );
  const document = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["secretsmanager:*", "ssm:*"], Resource },
      { Effect: "Allow", Action: "kms:*", Resource: "*" },
    ],
  };
  const own = { name: "what is copied", document };
  return withKey({ ...actor, sessionPolicies: [...(actor.sessionPolicies ?? []), own] });
}

export function withKey({ principal, readsOnly, sessionPolicies }: Actor): Actor {
  const same = { principal, readsOnly, sessionPolicies };
  return { ...JSON.parse(JSON.stringify(same)), key: JSON.stringify(same) };
}
