import type { Autoname } from "../../common/autoname";
import type { CheckFailure } from "../../common/provider";
import { map, type Properties, type Schema, string } from "../../common/values";
import type { Account, Clients } from "../account/account";
import type { Refusal } from "../account/errors";

export interface AwsResource<Service extends keyof Clients = keyof Clients> {
  type: string;
  /** The service whose client makes it. Except for IAM and Organizations, a resource has a region, which the input `region` may set. */
  service: Service;
  /** Its name in errors of the real provider, e.g. `IAM Role`. */
  noun: string;
  properties: Schema;
  /** Outputs that are no inputs. They are unknown until the resource exists. */
  outputs: string[];
  /** The output that identifies it for reads, if that is not the ID. A new resource's is its ID. */
  readBy?: string;
  /** Outputs that any update may change. */
  volatile?: string[];
  /** After a creation or update, the state is what was asked for: the provider does not read it then. */
  stateAsAsked?: true;
  /** How its tags change, if it has `tags` and `tagsAll`, which includes the provider's default tags. */
  tagging?: Tagging<Service>;
  /** Its name is generated if the program sets none. */
  autoname?: Autoname;
  /** The old resource is deleted before its replacement is created, whatever its name. */
  deleteBeforeReplace?: true;
  /** Refusals of a creation or an update that the provider retries for two minutes of AWS's time. */
  retries?: readonly Refusal[];
  /** Refusals that mean that it is gone, besides the usual ones. */
  goneWhen?: readonly Refusal[];
  /** Deleting a missing one fails. */
  mustExistToBeDeleted?: true;
  /** Checks rules between properties. */
  problems?(inputs: Properties): CheckFailure[];
  /** Creates the resource and returns its ID. It calls `created` once the resource exists, so a later failure keeps its state. */
  create(context: Context<Service>, inputs: Inputs, created: (id: string) => void): Promise<string>;
  /** What the service says about the resource, with `tags`. `undefined` if it is gone. An absent property is empty. */
  read(context: Context<Service>, id: string, state: Inputs): Promise<Properties | undefined>;
  /** Changes it in place. Absent if every change replaces it. */
  update?(context: Context<Service>, id: string, update: Update): Promise<void>;
  delete(context: Context<Service>, id: string, state: Inputs): Promise<void>;
  /** Properties in an import ID, such as the cluster in `cluster:addon`. */
  importId?(id: string): { id: string; state: Properties };
}

/** Values of properties that the schema has checked. */
// biome-ignore lint/suspicious/noExplicitAny: each resource's schema is what gives these values their types
export type Inputs = Record<string, any>;

export interface Context<Service extends keyof Clients = keyof Clients> {
  account: Account;
  client: Clients[Service];
  region: string;
}

export interface Tagging<Service extends keyof Clients = keyof Clients> {
  tag(
    context: Context<Service>,
    id: string,
    tags: Record<string, string>,
    state: Inputs,
  ): Promise<unknown>;
  untag(context: Context<Service>, id: string, keys: string[], state: Inputs): Promise<unknown>;
}

export interface Update {
  inputs: Inputs;
  state: Inputs;
  /** Whether any of these properties differs from the state. */
  changed(...properties: string[]): boolean;
}

/** The named groups of an ID, by a regular expression for its form. */
export function parseId<Part extends string>(
  id: string,
  what: string,
  form: string,
  expression: RegExp,
): Record<Part, string> {
  const parts = expression.exec(id)?.groups;
  if (!parts) throw new Error(`${what} must be of the form ${form}, got ${id}`);
  return { ...parts } as Record<Part, string>;
}

export function parseImportId(
  { importId, service }: Pick<AwsResource, "importId" | "service">,
  given: string,
): { id: string; state: Properties } {
  const [, bare, region] = /^(.+)@([a-z]{2,}(?:-[a-z]+)+-\d+)$/.exec(given) ?? [];
  if (!isRegional({ service }) || !bare || !region)
    return importId?.(given) ?? { id: given, state: {} };
  const { id, state } = importId?.(bare) ?? { id: bare, state: {} };
  return { id, state: { ...state, region } };
}

type Tags = Record<string, string>;

export const tagList = (tags: Tags = {}) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export const kmsTagList = (tags: Tags = {}) =>
  Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue }));

export function tagsFrom(
  list: { Key?: string | undefined; Value?: string | undefined }[] = [],
): Tags {
  return Object.fromEntries(list.map(({ Key, Value }) => [Key ?? "", Value ?? ""]));
}

/** Checks an ARN of any service, as the provider does before it calls AWS. */
export function arn(value: string): string | undefined {
  return /^arn:aws[a-z-]*:[^:]*:[^:]*:(?:\d{12}|aws)?:.+$/.test(value)
    ? undefined
    : `must be an ARN, got ${value}`;
}

/** A name up to a length. `others`: allowed characters besides letters and digits, as in a regular expression's class. */
export function nameWithin(most: number, others: string): (name: string) => string | undefined {
  const form = new RegExp(`^[0-9A-Za-z${others}]{1,${most}}$`);
  return (name) =>
    form.test(name)
      ? undefined
      : `must be 1 to ${most} letters, digits and ${others}, got ${name.length}: ${name}`;
}

/** Characters allowed in IAM's names besides letters and digits. */
export const IAM_NAME = "_+=,.@-";

export function propertyNames(resource: AwsResource) {
  const all = [...resource.outputs, ...(resource.tagging ? ["tagsAll"] : [])];
  const inputs = Object.keys(inputsOf(resource));
  return { inputs, outputs: all.filter((name) => name !== "id" && !inputs.includes(name)) };
}

export function inputsOf(resource: AwsResource): Schema {
  return {
    ...resource.properties,
    ...(resource.tagging ? { tags: map() } : {}),
    ...(isRegional(resource) ? { region: string({ computed: true, replaces: true }) } : {}),
  };
}

export function isRegional({ service }: Pick<AwsResource, "service">): boolean {
  return service !== "iam" && service !== "organizations";
}
