import { asMapping, isMapping, type Mapping } from "iam-proof/collections";
import { parseYamlText } from "iam-proof/yaml";
import { DRIVER } from "../../clusters/pod-events";
import type {
  FoundClass,
  FoundObject,
  FoundServiceAccount,
  FoundStore,
  FoundWorkload,
} from "../found";

/** An object of a cluster as its API lists it. Of what it holds only what is named here is ever taken. */
export interface ClusterObject {
  kind?: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields?: { manager?: string }[];
  };
  spec?: Mapping;
}

/** Annotation by which a service account's pods get the role of IRSA. */
const ROLE_ANNOTATION = "eks.amazonaws.com/role-arn";

/** A service account. */
export function foundServiceAccount(arn: string, one: ClusterObject): FoundServiceAccount {
  const { annotations = {}, name } = one.metadata;
  return { ...placeOf(arn, one), name, roleArn: annotations[ROLE_ANNOTATION] ?? null };
}

/** A SecretProviderClass. */
export function foundClass(arn: string, one: ClusterObject): FoundClass {
  const { parameters, provider, secretObjects } = asMapping(one.spec);
  const { objects, usePodIdentity, region, failoverRegion, ...others } = textsOf(parameters);
  return {
    ...placeOf(arn, one),
    name: one.metadata.name,
    provider: textOf(provider) ?? "",
    usePodIdentity: usePodIdentity === "true",
    objects: foundObjects(objects ?? ""),
    ...(region !== undefined && { region }),
    ...(failoverRegion !== undefined && { failoverRegion }),
    otherParameters: others,
    syncs: listOf(secretObjects).map(({ data, secretName, type }) => ({
      name: textOf(secretName) ?? "",
      type: textOf(type) ?? "Opaque",
      data: Object.fromEntries(
        listOf(data).map(({ key, objectName }) => [textOf(key) ?? "", textOf(objectName) ?? ""]),
      ),
    })),
  };
}

/** The objects of a class, or why they cannot be understood. Every scalar is a text, as ASCP takes it. */
function foundObjects(text: string): FoundObject[] | string {
  const read = parseYamlText(text, { schema: "failsafe" });
  if ("flaw" in read) return `its objects are no YAML: ${read.flaw}`;
  const objects: unknown = read.document.toJS();
  if (!Array.isArray(objects) || !objects.every(isMapping)) return "its objects are no list";
  const found = objects.map(foundObject);
  return found.find((one) => typeof one === "string") ?? (found as FoundObject[]);
}

function foundObject(object: Mapping): FoundObject | string {
  const name = textOf(object.objectName);
  const service = name?.split(":")[2];
  const type = textOf(object.objectType) || (service === "ssm" ? "ssmparameter" : service);
  if (!name) return "an object has no objectName";
  if (type !== "secretsmanager" && type !== "ssmparameter") {
    return `object ${name} has no objectType that is known`;
  }
  const { objectName: failoverName } = textsOf(object.failoverObject);
  return {
    name,
    type,
    ...given("alias", object.objectAlias),
    ...given("version", object.objectVersion),
    ...given("versionLabel", object.objectVersionLabel),
    ...given("filePermission", object.filePermission),
    ...given("failoverName", failoverName),
    ...(object.jmesPath !== undefined && {
      jmesPath: listOf(object.jmesPath).map((one) => ({
        path: textOf(one.path) ?? "",
        alias: textOf(one.objectAlias) ?? "",
        ...given("filePermission", one.filePermission),
      })),
    }),
  };
}

/** What of a workload makes its pods. */
const TEMPLATES: Record<string, (spec: Mapping) => unknown> = {
  CronJob: (spec) => asMapping(asMapping(asMapping(spec.jobTemplate).spec).template).spec,
  Pod: (spec) => spec,
};

/** A workload of a kind. Of its containers only where they mount is taken. */
export function foundWorkload(arn: string, kind: string, one: ClusterObject): FoundWorkload {
  const template = TEMPLATES[kind] ?? (({ template }) => asMapping(template).spec);
  const pod = asMapping(template(asMapping(one.spec)));
  const mounted = listOf(pod.containers).flatMap(({ volumeMounts }) => listOf(volumeMounts));
  const mounts = listOf(pod.volumes).flatMap((volume) => {
    const { driver, volumeAttributes } = asMapping(volume.csi);
    const providerClass = textOf(asMapping(volumeAttributes).secretProviderClass);
    if (driver !== DRIVER || !providerClass) return [];
    const own = mounted.filter(({ name }) => name === volume.name);
    return [{ providerClass, paths: own.flatMap(({ mountPath }) => textOf(mountPath) ?? []) }];
  });
  const { name } = one.metadata;
  const serviceAccount = textOf(pod.serviceAccountName) ?? "default";
  return { ...placeOf(arn, one), kind, name, serviceAccount, mounts };
}

/** A store of the External Secrets Operator; undefined where it is of another provider than AWS. */
export function foundStore(
  clusterArn: string,
  kind: FoundStore["kind"],
  { metadata: { name, namespace }, spec }: ClusterObject,
): FoundStore | undefined {
  const { aws } = asMapping(asMapping(spec).provider);
  if (!isMapping(aws)) return undefined;
  const { serviceAccountRef } = asMapping(asMapping(aws.auth).jwt);
  const account = textsOf(serviceAccountRef);
  return {
    clusterArn,
    kind,
    name,
    ...(kind === "SecretStore" && { namespace: namespace ?? "" }),
    service: aws.service === "ParameterStore" ? "ParameterStore" : "SecretsManager",
    ...given("region", aws.region),
    ...given("roleArn", aws.role),
    ...(account.name && {
      serviceAccount: `${account.namespace ?? namespace ?? ""}/${account.name}`,
    }),
    heldBy: [],
  };
}

function placeOf(clusterArn: string, { metadata }: ClusterObject) {
  const { labels = {}, managedFields = [], namespace = "" } = metadata;
  const managers = [...new Set(managedFields.flatMap(({ manager }) => manager ?? []))];
  return { clusterArn, namespace, labels, managers, heldBy: [] };
}

/** The texts among the values of a mapping. */
function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(asMapping(value)).flatMap(([key, one]) => {
      const text = textOf(one);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function listOf(value: unknown): Mapping[] {
  return Array.isArray(value) ? value.filter(isMapping) : [];
}

/** A key with a text, where there is one that is not empty. */
function given<Key extends string>(key: Key, value: unknown): { [Name in Key]?: string } {
  return typeof value === "string" && value !== ""
    ? ({ [key]: value } as { [Name in Key]?: string })
    : {};
}
