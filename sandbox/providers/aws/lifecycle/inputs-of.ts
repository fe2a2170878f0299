import { map, type Schema, string } from "../../common/property";
import type { AwsResource } from "./resource";

/** The names of a resource's inputs, and of its outputs that are none. */
export function propertyNames(resource: AwsResource) {
  const all = [...resource.outputs, ...(resource.tagging ? ["tagsAll"] : [])];
  const inputs = Object.keys(inputsOf(resource));
  return { inputs, outputs: all.filter((name) => name !== "id" && !inputs.includes(name)) };
}

/** The inputs of a resource, with those that all of its kind have. */
export function inputsOf(resource: AwsResource): Schema {
  return {
    ...resource.properties,
    ...(resource.tagging ? { tags: map() } : {}),
    ...(isRegional(resource) ? { region: string({ computed: true, replaces: true }) } : {}),
  };
}

export function isRegional({ service }: AwsResource): boolean {
  return service !== "iam";
}
