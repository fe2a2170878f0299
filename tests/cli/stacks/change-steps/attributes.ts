import { inventoryJsonSchema } from "../../../../sdk/grant";
import { type Draft, withValue } from "./worlds";

/** One change of an inventory. */
export interface Change {
  /** The attribute, such as `readers.mode`. */
  attribute: string;
  /** The attribute of one entry, such as `readers.web.mode`. */
  place: string;
  /** What is done, such as `readers.web.mode: targetRole`. */
  title: string;
  of(draft: Draft): Draft;
}

interface Schema {
  type?: string;
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema;
}

const SECTIONS = ["accounts", "clusters", "secrets", "parameters", "readers"] as const;

/** Every attribute of the entries in an inventory, from the schema, with the values that the schema lists. */
export function attributes(): Map<string, unknown[]> {
  const { properties = {} } = inventoryJsonSchema() as Schema;
  const entries = SECTIONS.map((one) => [one, properties[one]?.additionalProperties] as const);
  const all = [...entries, ["organization", properties.organization] as const];
  return new Map(
    all.flatMap(([section, entry]) =>
      Object.entries(entry?.properties ?? {}).map(
        ([key, schema]) => [`${section}.${key}`, valuesOf(schema)] as const,
      ),
    ),
  );
}

/** How many values of an attribute to try. More numbers of days would decide nothing new. */
const MOST = 3;

function valuesOf({ enum: words, type }: Schema): unknown[] {
  return words?.slice(0, MOST) ?? (type === "boolean" ? [true, false] : []);
}

const ROLE = "arn:aws:iam::111111111111:role/before";

/** Values of attributes for which the schema lists none. Undefined removes the attribute. */
const VALUES: Record<string, unknown[]> = {
  "accounts.tags": [{ team: "x" }],
  "accounts.administrators": [["arn:aws:iam::222222222222:role/other"], undefined],
  "accounts.defaults": [{ readers: { roleName: "of-defaults" } }],
  "clusters.name": ["other"],
  "clusters.oidcProvider": [undefined],
  "clusters.secretsStoreCsi": [{ install: "existing" }],
  "clusters.defaults": [{ readers: { rolePath: "/of-defaults/" } }],
  "clusters.namespaces": [{ web: { defaults: { readers: { roleName: "of-namespace" } } } }],
  "secrets.name": ["other"],
  "secrets.account": ["a", "b"],
  "secrets.region": ["eu-central-1"],
  "secrets.key": ["green", { alias: "many", shards: 2 }, undefined],
  "secrets.description": ["what it is"],
  "secrets.recoveryWindowInDays": [7],
  "secrets.replicas": [[{ region: "eu-central-1", key: "far" }]],
  "secrets.tags": [{ team: "x" }],
  "secrets.extraPolicyStatements": [
    [{ Sid: "X", Effect: "Allow", Principal: { AWS: ROLE }, Action: "*", Resource: "*" }],
  ],
  "secrets.renamedFrom": ["orders", "bills"],
  "secrets.movedFrom": [{ account: "a" }, { account: "b" }],
  "readers.cluster": ["shop", "bank"],
  "readers.namespace": ["other"],
  "readers.serviceAccount": ["other"],
  "readers.roleName": ["other"],
  "readers.rolePath": ["/other/"],
  "readers.targetRoleName": ["other"],
  "readers.secretProviderClass": ["other"],
  "readers.region": [undefined],
  "readers.failoverRegion": ["us-east-1"],
  "readers.reads": [["orders"], ["bills"], ["bills", "orders"]],
  "readers.syncToKubernetesSecrets": [[{ name: "copy", data: { value: "orders" } }]],
  "readers.deployment": [
    undefined,
    { image: "other", mountPath: "/mnt/secrets" },
    { image: "nginx", mountPath: "/mnt/other" },
  ],
  "readers.formerRole": [ROLE],
  "organization.id": ["o-a1b2c3d4e5"],
};

/** Attributes that decide nothing in the model, and why. */
export const LEFT_OUT: Record<string, string> = {
  "accounts.id": "another account: its provider refuses the one before it",
  "accounts.region": "as the region of what stands in it, which is tried",
  "accounts.deployRole": "whose credentials deploy",
  "accounts.profile": "whose credentials deploy",
  "accounts.quotas": "nothing that is deployed",
  "clusters.account": "another cluster, as with another name",
  "clusters.region": "another cluster, as with another name",
  "clusters.existing": "the cluster's own stack",
  "clusters.create": "the cluster's own stack",
  "clusters.createNamespaces": "namespaces stay whatever is declared",
  "clusters.kubeconfigContext": "whose credentials deploy",
  "organization.delegatedAdministrators": "part of the proof alone",
  "organization.managementAccount": "part of the proof alone",
  "organization.serviceControlPolicies": "part of the proof alone",
  "organization.resourceControlPolicies": "part of the proof alone",
  "parameters.name": "no stack makes a parameter",
  "parameters.account": "no stack makes a parameter",
  "parameters.region": "no stack makes a parameter",
  "parameters.secure": "no stack makes a parameter",
  "parameters.key": "no stack makes a parameter",
  "parameters.tags": "no stack makes a parameter",
  "secrets.existing": "needs an ARN beside it",
  "secrets.arn": "needs existing beside it",
  "secrets.region": "needs readers that read there beside it",
  "secrets.rotation": "who rotates is no reader",
  "secrets.external": "others deploy it",
  "readers.external": "others deploy it",
  "readers.clusterArn": "others deploy it",
  "readers.roleArn": "others deploy it",
  "readers.permissionsBoundary": "what a boundary allows stands in no document here",
  "readers.policy": "refused",
  "readers.disableSessionTags": "refused",
  "readers.role": "imports a role, and makes none",
  "readers.keptPolicies": "needs a role that exists",
};

/** Every change of one attribute in one entry of a draft. */
export function changesOf(draft: Draft): Change[] {
  return [...attributes()].flatMap(([attribute, named]) => {
    const [section = "", key = ""] = attribute.split(".");
    const entries =
      section === "organization"
        ? [[]]
        : Object.keys((draft[section] ?? {}) as Draft).map((one) => [one]);
    const values = attribute in LEFT_OUT ? [] : [...named, ...(VALUES[attribute] ?? [])];
    return entries.flatMap((entry) =>
      values.flatMap((value): Change[] => {
        const path = [section, ...entry, key];
        const place = path.join(".");
        const title = `${place}: ${JSON.stringify(value)}`;
        const of = (one: Draft) => succeeded(withValue(one, path, value), attribute, entry, value);
        return [{ attribute, place, title, of }];
      }),
    );
  });
}

/** Makes the other changes that a value needs. A moved secret gets another account, and a renamed one another key in the draft. */
function succeeded(draft: Draft, attribute: string, [id = ""]: string[], value: unknown): Draft {
  if (attribute === "secrets.movedFrom") {
    const { account } = value as { account: string };
    return withValue(draft, ["secrets", id, "account"], account === "a" ? "b" : "a");
  }
  if (attribute !== "secrets.renamedFrom" || id !== value) return draft;
  const secrets = draft.secrets as Draft;
  const text = JSON.stringify({ ...draft, secrets: undefined }).replaceAll(`"${id}"`, '"renamed"');
  const { [id]: renamed, ...others } = secrets;
  return { ...JSON.parse(text), secrets: { ...others, renamed } };
}

/**
 * Promises that `up` does not keep yet. A key has the attribute, the number of the property, the steps, and the reason. The value
 * has the worlds. Property 1: a standing grant is refused for a moment.
 */
export const OPEN: Record<string, string> = {
  "readers.createServiceAccount: 1, workloads, no role is annotated": "tokens foreignTokens",
  "readers.mode: 1, workloads, it has no association":
    "small targetRole tokens sealed attributes existingKey replicas targetReplicas ownSealed",
  "secrets.movedFrom: 1, secrets": "replicas targetReplicas",
  "secrets.movedFrom: 1, workloads": "targetRole replicas targetReplicas ownSealed",
};

/** Whether this is a known case: a change of the attribute refuses a mount for a moment, for this reason. */
export function isOpen(attribute: string, wrong: string): boolean {
  return Object.keys(OPEN).some((key) => {
    const [of, number = "", , obstacle = ""] = key.split(/: |, /);
    return of === attribute && wrong.startsWith(number) && wrong.endsWith(obstacle);
  });
}
