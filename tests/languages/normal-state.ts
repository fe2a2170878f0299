interface Resource {
  urn: string;
  type: string;
  parent?: string;
  provider?: string;
  inputs?: object;
  outputs?: object;
}

/** What a program gives to a resource, and the resource's place. */
export interface NormalResource {
  urn: string;
  parent: string | undefined;
  provider: string;
  inputs?: object;
  /** Only for the stack itself. */
  outputs?: object;
}

/**
 * What a program has deployed, without what AWS draws each time. Each resource has its place, its provider and its inputs.
 * A provider has no inputs here, because each SDK adds defaults of its own.
 */
export function normalState(exported: string): NormalResource[] {
  const { deployment }: { deployment: { resources: Resource[] } } = JSON.parse(exported);
  return deployment.resources
    .filter(({ urn }) => !urn.includes("::pulumi:providers:eks-pod-secrets::"))
    .map(({ inputs, outputs, parent, provider = "", type, urn }) => ({
      ...{ urn, parent, provider: provider.slice(0, provider.lastIndexOf("::")) },
      ...(type.startsWith("pulumi:providers:") ? {} : { inputs: withoutDrawn(inputs) }),
      ...(type === "pulumi:pulumi:Stack" ? { outputs: withoutDrawn(outputs) } : {}),
    }))
    .sort((a, b) => (a.urn < b.urn ? -1 : 1));
}

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

function withoutDrawn(values: object | undefined): object | undefined {
  if (values === undefined) return undefined;
  const text = JSON.stringify(values)
    .replace(UUID, "UUID")
    .replace(/(:secret:orders\/db-)\w{6}/g, "$1SUFFIX")
    .replace(/(ThroughSecretsManager)[0-9A-Z][0-9a-f]{11}/g, "$1HASH")
    .replace(/pulumi-kubernetes-\w{8}/g, "pulumi-kubernetes");
  return JSON.parse(text);
}

/**
 * A resource whose outputs have the names of the schema. An object that a Python program exports has Python's names, such as
 * `read_only` for `readOnly`.
 */
export function withSchemaNames({ outputs, ...resource }: NormalResource): NormalResource {
  if (!outputs) return resource;
  const text = JSON.stringify(outputs).replace(/"\w+":/g, (key) =>
    key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  );
  return { ...resource, outputs: JSON.parse(text) };
}
