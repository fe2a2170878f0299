import * as pulumi from "@pulumi/pulumi";
import { formatPath, type Problem } from "../rules/problem";

/** What the arguments of a part are called in the component that is made of it. */
export type Renames = readonly (readonly [part: RegExp, whole: string])[];

/** A component that is made of others, and speaks for them. */
interface Whole {
  name: string;
  /** By the kind of the part. */
  renames: Readonly<Record<string, Renames>>;
}

const wholes = new WeakMap<pulumi.Resource, Whole>();

/** What the parts of a component refuse is told from now on in its name. Its parts are its children of the same name. */
export function speakForParts(component: pulumi.ComponentResource, whole: Whole): void {
  wholes.set(component, whole);
}

/** The resource that a component is a child of. */
export function parentOf(component: pulumi.Resource): pulumi.Resource | undefined {
  return (component as { __parentResource?: pulumi.Resource }).__parentResource;
}

/** A refusal as the user is told it: by the component that the program has made, and by its argument. */
export function toldBy(
  kind: string,
  name: string,
  parent: pulumi.Resource | undefined,
  reason: string,
): string {
  const whole = parent && wholes.get(parent);
  if (!parent || whole?.name !== name) return `${kind} ${name}: ${reason}`;
  return `${parent.constructor.name} ${name}: ${renamed(reason, whole.renames[kind])}`;
}

/** The problems of a part as those of the whole, one for each place. */
export function asOfWhole(problems: readonly Problem[], renames: Renames = []): Problem[] {
  return problems.map(({ path, says, severity }) => ({
    path: [renamed(formatPath(path), renames)],
    says: renamed(says, renames),
    severity,
  }));
}

function renamed(text: string, renames: Renames = []): string {
  return renames.reduce((told, [part, whole]) => told.replace(part, whole), text);
}

/** The first problem of each place: parts that take the same argument find the same. */
export function oncePerPlace(problems: readonly Problem[]): Problem[] {
  const places = problems.map(({ path }) => formatPath(path));
  return problems.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}

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

/**
 * Warns beside the component once it has its URN. Pulumi delivers all messages of a process one after the other: one beside a
 * component that is refused, which never has a URN, would hold up those of every later run.
 */
export function warn(component: pulumi.ComponentResource, message: string): void {
  component.urn.apply(() => pulumi.log.warn(message, component));
}
