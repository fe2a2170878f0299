import type * as pulumi from "@pulumi/pulumi";
import schema from "./schema.json";

type Component = new (
  name: string,
  args: pulumi.Inputs,
  options: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

/**
 * The components for programs in other languages: the schema as written when the package was built, and the classes, which are
 * loaded when the first one is needed.
 */
export class ComponentsProvider implements pulumi.provider.Provider {
  readonly version = schema.version;
  readonly schema = JSON.stringify(schema);

  async construct(
    name: string,
    type: string,
    inputs: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<pulumi.provider.ConstructResult> {
    const outputs = outputNames(type);
    const component = new (await classOf(type))(name, inputs, options);
    const values = new Map<string, unknown>(Object.entries(component));
    return {
      urn: component.urn,
      state: Object.fromEntries(outputs.map((output) => [output, values.get(output)])),
    };
  }
}

function outputNames(type: string): string[] {
  const found = new Map(Object.entries(schema.resources)).get(type);
  if (!found) throw new Error(`${schema.name} ${schema.version} has no component ${type}`);
  return Object.keys(found.properties);
}

async function classOf(type: string): Promise<Component> {
  const classes = new Map<string, unknown>(Object.entries(await import("../index.js")));
  return classes.get(type.slice(type.lastIndexOf(":") + 1)) as Component;
}
