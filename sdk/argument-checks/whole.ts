import * as pulumi from "@pulumi/pulumi";
import { isMapping } from "iam-proof/collections";
import { formatPath, type Problem } from "../rules/problem";

/** How the arguments of a part are named in the component that contains it. */
export type Renames = readonly (readonly [part: RegExp, whole: string])[];

/** A component that consists of other components and reports their problems as its own. */
interface Whole {
  name: string;
  /** Renames by the type of the part. */
  renames: Readonly<Record<string, Renames>>;
}

const wholes = new WeakMap<pulumi.Resource, Whole>();

/**
 * From now on, refusals by the parts of a component are reported in the component's name. Its parts are its children of the same
 * name.
 */
export function speakForParts(component: pulumi.ComponentResource, whole: Whole): void {
  wholes.set(component, whole);
}

/** The parent of a component. */
export function parentOf(component: pulumi.Resource): pulumi.Resource | undefined {
  return (component as { __parentResource?: pulumi.Resource }).__parentResource;
}

/** A refusal as the user sees it: with the component that the program created, and with its argument. */
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

/** The problems of a part, reported as problems of the whole, one for each place. */
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

/** The first problem at each place: parts that share an argument find the same problem. */
export function oncePerPlace(problems: readonly Problem[]): Problem[] {
  const places = problems.map(({ path }) => formatPath(path));
  return problems.filter((_, index) => places.indexOf(places[index] ?? "") === index);
}

/** Members of resources and outputs that their types do not declare. */
interface Protected {
  __protect?: boolean;
}

interface OfResources {
  resources(): Set<Protected>;
}

/** Whether a resource is protected from deletion, by its own options or its parents'. */
export function isProtected(resource: pulumi.Resource): boolean {
  return (resource as Protected).__protect ?? false;
}

/** Whether a value comes from a protected resource. Unknown, and so false, for values from a stack reference. */
export function isOfProtected(value: pulumi.Input<unknown>): boolean {
  if (!pulumi.Output.isInstance(value)) return false;
  const { resources } = value as unknown as OfResources;
  return [...resources.call(value)].some(({ __protect }) => __protect);
}

/**
 * Logs a warning for the component once it has a URN. Pulumi delivers the messages of a process one after the other. A message for
 * a refused component, which never gets a URN, would block the messages of every later run.
 */
export function warn(component: pulumi.ComponentResource, message: string): void {
  component.urn.apply(() => pulumi.log.warn(message, component));
}

/** Members of outputs that their type does not declare. */
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

/** Whether any part of a value is known only later. */
export function hasLater(value: unknown): boolean {
  if (isLater(value)) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(hasLater);
}

/**
 * The given arguments, with `later` applied to each value that is known only later. An argument that is null counts as not given,
 * like one that is undefined. An entry of a list that is either becomes null.
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

/** The given value once every part of it has settled. What a preview does not know is `pulumi.unknown`. */
export async function settled(value: unknown): Promise<unknown> {
  const later: Promise<unknown>[] = [];
  given(value, (one) => later.push(settlement(one)));
  const values = await Promise.all(later);
  return given(given(value, () => values.shift()));
}

async function settlement(value: unknown): Promise<unknown> {
  const output = pulumi.output(value) as unknown as Settling;
  // All four promises reject when the output does, and Pulumi reports any rejection that nobody awaits.
  const [known, isKnown] = await Promise.all([
    output.promise(true),
    output.isKnown,
    output.isSecret,
    output.allResources(),
  ]);
  return isKnown ? known : pulumi.unknown;
}

/** The part of a value that is known before its outputs are. */
export type Known<T> = DeepPartial<pulumi.Unwrap<T>>;

type DeepPartial<T> = T extends (infer U)[]
  ? DeepPartial<U>[]
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T;

/**
 * The known part of some arguments. A property whose value is an output, a promise, or unknown in a preview is present with the
 * value undefined. A property that was not given is absent.
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

/** Whether `known` found every part of a value. */
export function isKnown(value: unknown): boolean {
  if (value === null || typeof value !== "object") return value !== undefined;
  return Object.values(value).every(isKnown);
}
