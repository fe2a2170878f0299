import { clusterName } from "eks-pod-secrets/grant";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import * as z from "zod";
import { classObjects } from "../../clusters/class-objects";
import { deployed } from "../../clusters/deployers";
import { DRIVER } from "../../clusters/pod-events";
import { fields, list, present, takeJson, text } from "../../json/take-json";
import { classParts, deployerParts, wayParts } from "../../stacks/before-run/seen-parts";
import type { FoundClass, FoundServiceAccount, FoundStore, FoundWorkload } from "../found";

const named = z.object({
  ...{ name: z.string(), namespace: z.string().default("") },
  annotations: fields({ [ROLE_ANNOTATION]: text }),
});

const metadata = z.intersection(named, deployed);

/** Parses the objects of a list, and takes only this part of them: an environment may contain values. */
function itemsOf<Spec>(arn: string, json: string, spec: z.ZodType<Spec>) {
  const shape = fields({ items: list(z.object({ metadata, spec })) });
  const { items = [] } = takeJson(`a list of ${arn}`, json, shape) ?? {};
  const source = `cluster ${clusterName(arn)}`;
  return items.map(({ metadata: { annotations, deployedBy: all, ...own }, ...one }) => {
    const deployedBy = all.map((by) => ({ ...by, source }));
    const place = { clusterArn: arn, ...own, heldBy: [], deployedBy, parts: deployerParts(all) };
    return { ...one, annotations, place };
  });
}

/** The service accounts of a list. */
export function foundServiceAccounts(arn: string, json: string): FoundServiceAccount[] {
  return itemsOf(arn, json, fields({})).map(({ annotations, place }) => {
    const roleArn = annotations?.[ROLE_ANNOTATION];
    return { ...place, roleArn, parts: { ...place.parts, ...wayParts({ roleArn }) } };
  });
}

/** Parameters of a class that the inventory knows, or declares in another way. */
const KNOWN = ["objects", "usePodIdentity", "region", "failoverRegion"];

const synced = fields({
  secretName: text,
  type: text,
  data: list(fields({ key: text, objectName: text })),
  ...{ labels: present, annotations: present },
});

const providerClass = fields({
  provider: text,
  parameters: z.record(z.string(), z.string()).optional(),
  secretObjects: list(synced),
});

/** The SecretProviderClasses of a list, without those for other providers. */
export function foundClasses(arn: string, json: string): FoundClass[] {
  return itemsOf(arn, json, providerClass).flatMap(({ place, spec = {} }) => {
    const { parameters = {}, provider, secretObjects = [] } = spec;
    const { failoverRegion, objects = "", region } = parameters;
    const strange = [
      ...Object.keys(parameters).flatMap((one) => (KNOWN.includes(one) ? [] : `parameter ${one}`)),
      ...secretObjects.flatMap(({ annotations, labels, secretName }) =>
        annotations || labels ? `secretObjects with labels or annotations of ${secretName}` : [],
      ),
    ][0];
    if (provider !== "aws") return [];
    return {
      ...place,
      objects: strange ? `the inventory does not know its ${strange}` : classObjects(objects),
      region,
      failoverRegion,
      parts: { ...place.parts, ...classParts(spec) },
      syncs: secretObjects.map(({ data = [], secretName: name = "", type }) => ({
        ...{ name, type },
        data: Object.fromEntries(data.map(({ key = "", objectName = "" }) => [key, objectName])),
      })),
    };
  });
}

const csi = fields({ driver: text, volumeAttributes: fields({ secretProviderClass: text }) });

const pod = { serviceAccountName: text, volumes: list(fields({ csi })) };

const template = fields({ spec: fields(pod) });

const workload = fields({
  ...pod,
  template,
  jobTemplate: fields({ spec: fields({ template }) }),
});

/** The workloads, or pods, of a list. */
export function foundWorkloads(arn: string, json: string): FoundWorkload[] {
  return itemsOf(arn, json, workload).map(({ place: { clusterArn, namespace }, spec = {} }) => {
    const made = spec.template ?? spec.jobTemplate?.spec?.template;
    const { serviceAccountName = "default", volumes = [] } = made?.spec ?? spec;
    const mounted = volumes.filter((one) => one.csi?.driver === DRIVER);
    return {
      ...{ clusterArn, namespace, serviceAccount: serviceAccountName },
      classes: mounted.flatMap((one) => one.csi?.volumeAttributes?.secretProviderClass ?? []),
    };
  });
}

const store = fields({
  provider: fields({
    aws: fields({
      role: text,
      auth: fields({ jwt: fields({ serviceAccountRef: fields({ name: text, namespace: text }) }) }),
    }),
  }),
});

/** The stores of the External Secrets Operator in a list that read from AWS. */
export function foundStores(arn: string, kind: FoundStore["kind"], json: string): FoundStore[] {
  return itemsOf(arn, json, store).flatMap(({ place: { name, namespace }, spec }) => {
    const { aws } = spec?.provider ?? {};
    const account = aws?.auth?.jwt?.serviceAccountRef;
    if (!aws) return [];
    return {
      ...{ clusterArn: arn, kind, name, namespace: namespace || undefined, roleArn: aws.role },
      serviceAccount: account && `${account.namespace ?? namespace}/${account.name}`,
    };
  });
}
