import { takeJson } from "../states/taking/take-json";
import { entries, fields, list, type Taking, text } from "../states/taking/taking";

const metadata = fields({
  name: text,
  namespace: text,
  labels: entries(text),
  annotations: fields({ "eks.amazonaws.com/role-arn": text }),
  managedFields: list(fields({ manager: text })),
});

/** Of a pod no environment, argument or file. */
const podSpec = fields({
  serviceAccountName: text,
  containers: list(fields({ volumeMounts: list(fields({ name: text, mountPath: text })) })),
  volumes: list(
    fields({
      name: text,
      csi: fields({ driver: text, volumeAttributes: fields({ secretProviderClass: text }) }),
    }),
  ),
});

const template = fields({ template: fields({ spec: podSpec }) });

/** What is taken of the `spec` of objects. */
export const SPECS = {
  none: () => undefined,
  workload: template,
  cronJob: fields({ jobTemplate: fields({ spec: template }) }),
  providerClass: fields({
    provider: text,
    parameters: entries(text),
    secretObjects: list(
      fields({
        secretName: text,
        type: text,
        data: list(fields({ key: text, objectName: text })),
      }),
    ),
  }),
  store: fields({
    provider: fields({
      aws: fields({
        service: text,
        region: text,
        role: text,
        auth: fields({
          jwt: fields({ serviceAccountRef: fields({ name: text, namespace: text }) }),
        }),
      }),
    }),
  }),
} satisfies Record<string, Taking<object>>;

/** The objects of a list of a cluster's API, with nothing that is not named here. */
export function takenObjects(path: string, json: string | undefined, spec: Taking<object>) {
  const taking = fields({ items: list(fields({ metadata, spec })) });
  return takeJson(path, json ?? "{}", taking).value?.items ?? [];
}
