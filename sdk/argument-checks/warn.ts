import * as pulumi from "@pulumi/pulumi";

/**
 * Warns beside the component once it has its URN. Pulumi delivers all messages of a process one after the other: one beside a
 * component that is refused, which never has a URN, would hold up those of every later run.
 */
export function warn(component: pulumi.ComponentResource, message: string): void {
  component.urn.apply(() => pulumi.log.warn(message, component));
}
