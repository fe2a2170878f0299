import * as pulumi from "@pulumi/pulumi";

/** What resources and outputs have beside what their types say. */
interface Protected {
  __protect?: boolean;
}

interface OfResources {
  resources(): Set<Protected>;
}

/** Whether a resource is protected from deletion, by its own options or those of what it is within. */
export function isProtected(resource: pulumi.Resource): boolean {
  return (resource as Protected).__protect ?? false;
}

/** Whether a value comes from a resource that is protected. Of what is behind a stack reference, nothing is known. */
export function isOfProtected(value: pulumi.Input<unknown>): boolean {
  if (!pulumi.Output.isInstance(value)) return false;
  const { resources } = value as unknown as OfResources;
  return [...resources.call(value)].some(({ __protect }) => __protect);
}
