import * as z from "zod";

const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? undefined);
const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((map) => map ?? {});
const metadata = z.object({ name: z.string(), namespace: z.string().optional(), labels });
export const listOf = <One extends z.ZodType>(one: One) =>
  z
    .array(one)
    .nullish()
    .transform((list) => list ?? []);

const rule = z.object({
  ...{ verbs: z.array(z.string()), apiGroups: texts, resources: texts },
  ...{ resourceNames: texts, nonResourceURLs: texts },
});
const selector = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: texts }))
    .optional(),
});
export const role = z.object({
  metadata,
  rules: listOf(rule),
  aggregationRule: z.object({ clusterRoleSelectors: listOf(selector) }).nullish(),
});
const subject = z.object({
  ...{ kind: z.string(), name: z.string(), namespace: z.string().optional() },
});
export const binding = z.object({
  metadata,
  roleRef: z.object({ kind: z.string(), name: z.string() }),
  subjects: listOf(subject),
});
export const named = z.object({ metadata });
export const TOKEN_OF = "kubernetes.io/service-account.name";
export const tokenSecret = z.object({
  metadata: metadata.extend({ annotations: z.looseObject({ [TOKEN_OF]: z.string() }) }),
});
const container = z.looseObject({ name: z.string(), image: z.string().optional(), command: texts });
const podSpec = z.looseObject({
  serviceAccountName: z.string().default("default"),
  containers: listOf(container),
});
export const pod = z.object({ metadata, spec: podSpec });
const template = z.object({ spec: podSpec });
export const workload = z.object({
  metadata,
  spec: z.object({
    template: template.optional(),
    jobTemplate: z.object({ spec: z.object({ template }) }).optional(),
  }),
});
export const node = z.object({ spec: z.object({ providerID: z.string().optional() }) });
export const configMap = z.object({ metadata, data: z.record(z.string(), z.string()).optional() });
export const providerClass = z.object({
  metadata,
  spec: z.object({
    provider: z.string().optional(),
    parameters: z.record(z.string(), z.string()).optional(),
    secretObjects: listOf(z.object({ secretName: z.string() })),
  }),
});
const account = z.object({ name: z.string(), namespace: z.string().optional() });
const jwt = z.object({ serviceAccountRef: account.optional() });
export const store = z.object({
  metadata,
  spec: z.object({
    provider: z.object({
      aws: z
        .object({
          ...{ role: z.string().optional(), prefix: z.string().optional() },
          additionalRoles: z.array(z.string()).optional(),
          auth: z.object({ jwt: jwt.optional() }).optional(),
        })
        .optional(),
    }),
  }),
});
const storeRef = z.object({
  kind: z.string().default("SecretStore"),
  name: z.string().default(""),
});
const remote = z.object({ key: z.string() });
const sourceRef = z.object({ storeRef: storeRef.optional() }).optional();
export const externalSecret = z.object({
  metadata,
  spec: z.object({
    secretStoreRef: storeRef.optional(),
    target: z.object({ name: z.string().optional() }).optional(),
    data: listOf(z.object({ remoteRef: remote, sourceRef })),
    dataFrom: listOf(
      z.object({ extract: remote.optional(), find: z.looseObject({}).optional(), sourceRef }),
    ),
  }),
});
