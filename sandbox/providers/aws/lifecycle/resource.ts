import type { Autoname } from "../../common/autoname";
import type { Schema } from "../../common/property";
import type { CheckFailure } from "../../common/provider";
import type { Properties } from "../../common/values";
import type { Account, Clients } from "../account/account";
import type { Refusal } from "../account/errors";

/** One AWS resource type: its inputs and outputs, and its life through the AWS SDK. */
export interface AwsResource<Service extends keyof Clients = keyof Clients> {
  /** Pulumi's type token. */
  type: string;
  /** Whose client it is made with. A resource of any but IAM lives in a region, which the input `region` may name. */
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
  /**
   * Makes the resource and answers its id. `created` tells the id as soon as it exists, so that a failure in a later
   * step leaves it in the state.
   */
  create(context: Context<Service>, inputs: Inputs, created: (id: string) => void): Promise<string>;
  /**
   * What the service says of the resource, `tags` included; `undefined` when it is gone. The id is the one asked for unless it says
   * another, and a property that it leaves out is empty.
   */
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
  /** In the resource's region. */
  client: Clients[Service];
  /** Region of the resource. */
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
