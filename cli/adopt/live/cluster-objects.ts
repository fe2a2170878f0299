import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { parseYamlText } from "iam-proof/yaml";
import * as z from "zod";
import { DRIVER } from "../../clusters/pod-events";
import { classParts } from "../../stacks/before-run/seen-parts";
import { messageOf } from "../../terminal/errors";
import type {
  FoundClass,
  FoundObject,
  FoundServiceAccount,
  FoundStore,
  FoundWorkload,
} from "../found";
import { fields, list, present, takeJson, text } from "../states/take-json";

const MANAGER = "app.kubernetes.io/managed-by";

const metadata = z.object({
  ...{ name: z.string(), namespace: z.string().default("") },
  labels: fields({ [MANAGER]: text }),
  annotations: fields({ [ROLE_ANNOTATION]: text }),
});

/** Parses the objects of a list, and takes only this part of them: an environment may contain values. */
function itemsOf<Spec>(arn: string, json: string, spec: z.ZodType<Spec>) {
  const shape = fields({ items: list(z.object({ metadata, spec })) });
  const { items = [] } = takeJson(`a list of ${arn}`, json, shape) ?? {};
  return items.map(({ metadata: { name, namespace, ...more }, ...one }) => ({
    ...{ ...more, ...one },
    place: { clusterArn: arn, namespace, name, heldBy: [] },
  }));
}

/** The service accounts of a list. */
export function foundServiceAccounts(arn: string, json: string): FoundServiceAccount[] {
  return itemsOf(arn, json, fields({})).map(({ annotations, labels, place }) => ({
    ...place,
    roleArn: annotations?.[ROLE_ANNOTATION],
    manager: labels?.[MANAGER],
  }));
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
      objects: strange ? `the inventory does not know its ${strange}` : inObjects(objects),
      region,
      failoverRegion,
      parts: classParts(spec),
      syncs: secretObjects.map(({ data = [], secretName: name = "", type }) => ({
        ...{ name, type },
        data: Object.fromEntries(data.map(({ key = "", objectName = "" }) => [key, objectName])),
      })),
    };
  });
}

/** An object, or why it cannot be understood. */
const object = z
  .object({
    ...{ objectName: text, objectType: text, objectAlias: text, filePermission: text },
    ...{ objectVersion: text, objectVersionLabel: text },
    jmesPath: list(fields({ path: text, objectAlias: text, filePermission: text })),
    failoverObject: present,
  })
  .transform(
    ({ failoverObject, objectName = "", objectType: given, ...more }): FoundObject | string => {
      const service = objectName.split(":")[2];
      const objectType = given || (service === "ssm" ? "ssmparameter" : service);
      if (objectName === "") return "an object of it has no objectName";
      if (objectType !== "secretsmanager" && objectType !== "ssmparameter") {
        return `its object ${objectName} has no objectType that is known`;
      }
      return failoverObject
        ? `its object ${objectName} has a failoverObject, which the inventory does not know`
        : { ...more, objectName, objectType };
    },
  );

/** The objects of a class, or why they are not understood. Like ASCP, it takes every scalar as a text. */
function inObjects(yaml: string): FoundObject[] | string {
  const read = parseYamlText(yaml, { schema: "failsafe" });
  if ("flaw" in read) return `its objects are no YAML: ${read.flaw}`;
  try {
    const json = JSON.stringify(read.document.toJS());
    const found = takeJson("its objects", json, list(object)) ?? [];
    if (found.length === 0) return "its objects are no list";
    const flaw = found.find((one) => typeof one === "string");
    return flaw ?? found.filter((one) => typeof one === "object");
  } catch (error) {
    // YAML aliases that expand too far, or refer to themselves, throw other errors.
    return `its objects are not understood: ${messageOf(error)}`;
  }
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
