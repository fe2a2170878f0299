import type { Autoname } from "../../common/autoname";
import type { CheckFailure } from "../../common/provider";
import { map, type Properties, type Schema, string } from "../../common/values";
import type { Account, Clients } from "../account/account";
import type { Refusal } from "../account/errors";

export interface AwsResource<Service extends keyof Clients = keyof Clients> {
  type: string;
  /** Whose client it is made with. A resource of any but IAM and Organizations lives in a region, which the input `region` may name. */
  service: Service;
  /** What errors call it, as the real provider does, e.g. `IAM Role`. */
  noun: string;
  properties: Schema;
  /** Outputs that are no inputs; unknown until the resource exists. */
  outputs: string[];
  /** The output by which it is read, where that is not the id: a new resource's is its id. */
  readBy?: string;
  /** Of the outputs, those which any update may change. */
  volatile?: string[];
  /** Once it is made or changed, its state is what was asked for: the provider does not read it then. */
  stateAsAsked?: true;
  /** How its tags change, where `tags` and `tagsAll`, with the provider's default tags, belong to it. */
  tagging?: Tagging<Service>;
  /** Its name is made up when the program gives none. */
  autoname?: Autoname;
  /** A resource that is replaced goes before its successor comes, whatever its name. */
  deleteBeforeReplace?: true;
  /** Refusals of a creation or an update after which the provider tries again, for two minutes of AWS's time. */
  retries?: readonly Refusal[];
  /** Refusals by which AWS says that it is gone, beside the usual ones that it does not exist. */
  goneWhen?: readonly Refusal[];
  /** Deleting one that is gone fails. */
  mustExistToBeDeleted?: true;
  /** Rules between properties. */
  problems?(inputs: Properties): CheckFailure[];
  /** Makes the resource and answers its id; `created` tells it as soon as it exists, so that a later failure leaves it in the state. */
  create(context: Context<Service>, inputs: Inputs, created: (id: string) => void): Promise<string>;
  /** What the service says of the resource, `tags` included; `undefined` when it is gone. An absent property is empty. */
  read(context: Context<Service>, id: string, state: Inputs): Promise<Properties | undefined>;
  /** Changes it in place. Absent where every property makes a new resource. */
  update?(context: Context<Service>, id: string, update: Update): Promise<void>;
  delete(context: Context<Service>, id: string, state: Inputs): Promise<void>;
  /** Properties that an import id tells, such as the cluster of `cluster:addon`. */
  importId?(id: string): { id: string; state: Properties };
}

/** Values of properties whose shape the schema has checked. */
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
  /** Whether any of the properties differs from the state. */
  changed(...properties: string[]): boolean;
}

/** The named groups of an id, by an expression that says its form. */
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

/** An ARN of any service, as the provider checks it before it asks AWS. */
export function arn(value: string): string | undefined {
  return /^arn:aws[a-z-]*:[^:]*:[^:]*:(?:\d{12}|aws)?:.+$/.test(value)
    ? undefined
    : `must be an ARN, got ${value}`;
}

/** A name within a length. `others`: what it may hold beside letters and digits, as in a class of a regular expression. */
export function nameWithin(most: number, others: string): (name: string) => string | undefined {
  const form = new RegExp(`^[0-9A-Za-z${others}]{1,${most}}$`);
  return (name) =>
    form.test(name)
      ? undefined
      : `must be 1 to ${most} letters, digits and ${others}, got ${name.length}: ${name}`;
}

/** What IAM's names may hold beside letters and digits. */
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
