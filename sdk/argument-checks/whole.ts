import * as pulumi from "@pulumi/pulumi";
import { isMapping } from "iam-proof/collections";
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

/** What outputs have beside what their type says. */
interface Settling {
  isKnown: Promise<boolean>;
  isSecret: Promise<boolean>;
  allResources(): Promise<unknown>;
  promise(withUnknowns: boolean): Promise<unknown>;
}

/** Whether a value is known only later. */
function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Whether anything within is known only later. */
export function hasLater(value: unknown): boolean {
  if (isLater(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasLater);
}

/**
 * What is given, with `later` applied to all that is known only later. An argument that is null is not given, as one that is
 * undefined. An entry of a list that is either is null.
 */
export function given(
  value: unknown,
  later: (value: unknown) => unknown = (same) => same,
): unknown {
  if (isLater(value)) return later(value);
  if (Array.isArray(value)) return value.map((one) => given(one, later) ?? null);
  if (!isMapping(value) || pulumi.isUnknown(value)) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined && one !== null);
  return Object.fromEntries(entries.map(([key, one]) => [key, given(one, later)]));
}

/** What is given, once all of it is settled. What a preview does not know is `pulumi.unknown`. */
export async function settled(value: unknown): Promise<unknown> {
  const later: Promise<unknown>[] = [];
  given(value, (one) => later.push(settlement(one)));
  const values = await Promise.all(later);
  return given(given(value, () => values.shift()));
}

async function settlement(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as Settling;
  // Each of the four rejects where the output does, and Pulumi reports one for which nobody waits.
  const [known, isKnown] = await Promise.all([
    output.promise(true),
    output.isKnown,
    output.isSecret,
    output.allResources(),
  ]);
  return isKnown ? known : pulumi.unknown;
}

/** What is known of a value while its outputs are not. */
export type Known<T> = DeepPartial<pulumi.Unwrap<T>>;

type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/**
 * The part of some arguments that is known. A property whose value is an output, a promise, or unknown to a preview is there, with
 * the value undefined; one that was not given is not there.
 */
export function known<T>(args: T): Known<T> {
  return plain(args) as Known<T>;
}

function plain(value: unknown): unknown {
  if (isLater(value) || pulumi.isUnknown(value)) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key, plain(inner)]),
  );
}

/** Whether nothing of what `known` returned is left to be known. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return value !== undefined;
  return Object.values(value).every(isKnown);
}
