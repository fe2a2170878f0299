import type { AssociationDocuments } from "eks-pod-secrets/access";
import type { Actor, Call } from "iam-proof";
import { associationsOf } from "../../associations";
import type { Inside } from "../../kind";
import type { Copies, Store } from "../../rbac/cluster";
import type { Attempt } from "../../rbac/rule";
import { roleSession, sessionBy } from "../../sessions";
import { MAKERS } from "./make-pods";

/** Whoever reads values and copies them. */
interface Copier {
  /** The copier's session. The attacker sees what it reads. */
  actor: Actor;
  /** The calls that make the session. */
  more: Call[];
  worstCase?: string;
}

/** The rights that the user needs to read a Secret of the namespace. Without a name, a Secret of any name they choose. */
export function secretNeeds(
  inside: Inside,
  namespace: string,
  name?: string,
): Attempt[] | undefined {
  return (
    inside.firstOf("get list watch", { resource: "secrets", namespace, name: name ?? null }) ??
    inside.firstOf("list watch", { resource: "secrets", namespace }) ??
    podNeeds(inside, namespace) ??
    (name === undefined ? undefined : mounterNeeds(inside, namespace, name))
  );
}

/** The rights to make pods, or containers in them, with what one likes: they can mount each Secret of their namespace. */
function podNeeds({ cluster, firstOf }: Inside, namespace: string): Attempt[] | undefined {
  const made = MAKERS.map(([group, resource]) => firstOf("create", { group, resource, namespace }));
  const changed = cluster.workloads
    .filter((one) => one.namespace === namespace)
    .map(({ name, resource: full }) => {
      const [resource = "", group = ""] = full.split(".");
      return firstOf("patch update", { group, resource, namespace, name });
    });
  const debugged = { resource: "pods/ephemeralcontainers", namespace, name: null };
  return (
    firstOf("create", { resource: "pods", namespace }) ??
    firstOf("patch update", debugged) ??
    [...made, ...changed].find((one) => one)
  );
}

/** The rights to run a program in a pod that has the Secret. */
function mounterNeeds({ cluster, firstOf }: Inside, namespace: string, secret: string) {
  const pods = (cluster.pods ?? []).filter(
    (one) => one.namespace === namespace && one.secrets?.includes(secret),
  );
  return pods
    .flatMap(({ name }) => [
      firstOf("create get", { resource: "pods/exec", namespace, name }),
      firstOf("create get", { resource: "pods/attach", namespace, name }),
      firstOf("patch update", { resource: "pods", namespace, name }),
    ])
    .find((one) => one);
}

/** Who reads for the copy: for a SecretProviderClass the service accounts of its namespace, for an ExternalSecret its store. */
export function readersOfCopies(inside: Inside, { namespace, store }: Copies): Copier[] {
  if (store) {
    const isOwn = store.kind === "SecretStore";
    return inside.cluster.stores
      .filter((one) => one.name === store.name && one.namespace === (isOwn ? namespace : undefined))
      .flatMap((one) => readersOfStore(inside, one));
  }
  return copiers(inside, (one) => one.namespace === namespace);
}

/** The identity with which a store reads. */
export function readersOfStore(inside: Inside, { roleArn, serviceAccount }: Store): Copier[] {
  if (serviceAccount) {
    return copiers(
      inside,
      (one) =>
        one.namespace === serviceAccount.namespace && one.serviceAccount === serviceAccount.name,
    );
  }
  if (roleArn === undefined)
    return copiers(inside, ({ serviceAccount: name }) => name === OPERATOR);
  const actor = { ...roleSession(inside.world, roleArn), readsOnly: true };
  const worstCase = `the operator is taken to be able to become ${roleArn}`;
  return [{ actor: withKey(actor), more: [], worstCase }];
}

/** The operator's service account, as its chart names it. */
const OPERATOR = "external-secrets";

function copiers(
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

/** The copier, limited to the objects that the attacker sees. */
export function limitedTo(actor: Actor, objects: readonly string[]): Actor {
  const Resource = objects.flatMap((one) =>
    one.startsWith("arn:")
      ? [one]
      : [
          `arn:*:secretsmanager:*:*:secret:${one}-??????`,
          `arn:*:ssm:*:*:parameter/${one.replace(/^\//, "")}`,
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

function withKey({ principal, readsOnly, sessionPolicies }: Actor): Actor {
  const same = { principal, readsOnly, sessionPolicies };
  return { ...JSON.parse(JSON.stringify(same)), key: JSON.stringify(same) };
}
