import { request } from "node:https";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** How often a busy server is asked, once in a second. */
const BUSY_TRIES = 30;

interface Kind {
  apiVersion: string;
  kind: string;
}

/** An object of any kind. */
export interface KubernetesObject extends Kind {
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    generation?: number;
    ownerReferences?: { name: string; uid: string; controller?: boolean }[];
    resourceVersion?: string;
    managedFields?: object[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: the fields of any kind
  [field: string]: any;
}

/** How to reach an API server as an administrator. */
export interface Connection {
  endpoint: string;
  /** The authority that must have signed the server's certificate, as PEM. */
  authority: string;
  token: string;
}

/** An unsuccessful answer of the API server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

interface ApplyOptions {
  /** Field manager. */
  manager: string;
  /** Whether to take fields that belong to another manager. Defaults to false. */
  force?: boolean;
}

interface Subresource {
  object: KubernetesObject;
  name: string;
}

/** The answer is in the status. */
// biome-ignore lint/suspicious/noExplicitAny: the answer to any question
type Answered = { status: any };

export interface ApiClient {
  /** Applies an object server-side, with strict validation of fields. Returns the object as it is afterwards. */
  apply(object: KubernetesObject, options: ApplyOptions): Promise<KubernetesObject>;
  /** Changes some fields as a manager that does not apply, such as an editor would. */
  merge(object: KubernetesObject, change: object, manager: string): Promise<void>;
  /** Undefined if the object does not exist. */
  find(object: KubernetesObject): Promise<KubernetesObject | undefined>;
  /** Posts something that is not stored, such as a review. `under` makes it a subresource of another object. */
  ask(question: Kind & object, under?: Subresource): Promise<Answered>;
  /** Sets an object's status, as the program that runs it would. Does nothing if the object is gone. */
  setStatus(object: KubernetesObject, status: object): Promise<void>;
  /** The objects of a kind, in one namespace or in all. */
  list(kind: Kind, namespace?: string): Promise<KubernetesObject[]>;
  /** Removes an object, and waits until it is gone. */
  remove(object: KubernetesObject): Promise<void>;
  /** `<resource> <namespace>/<name>` of every object in the cluster, sorted. Without events, because the server deletes them itself. */
  everything(): Promise<string[]>;
  /** The OpenAPI schemas of an API group, by name. */
  schemas(group: string): Promise<Record<string, object>>;
  /** The JSON at a path. Undefined if there is nothing. */
  read(path: string): Promise<string | undefined>;
  isReady(): Promise<boolean>;
}

/** A kind in the server's discovery. */
interface Resource {
  name: string;
  kind: string;
  namespaced: boolean;
  verbs: string[];
}

export function apiClient(connection: Connection): ApiClient {
  const call = async (method: string, path: string, type = "application/json", body?: object) => {
    const { answer, status } = await unlessBusy(() => send(connection, method, path, type, body));
    if (status >= 300) throw new Refusal(status, messageOf(answer));
    return JSON.parse(answer);
  };
  const resourcesOf = async (group: string): Promise<Resource[]> => {
    const { resources } = await call("GET", group);
    return (resources as Resource[]).filter(({ name }) => !name.includes("/"));
  };
  const collectionOf = async ({ apiVersion, kind }: Kind, namespace?: string): Promise<string> => {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = (await resourcesOf(group)).find((one) => one.kind === kind);
    if (!resource) throw new Error(`the API server knows no ${kind} of ${apiVersion}`);
    const within = resource.namespaced && namespace ? `/namespaces/${namespace}` : "";
    return `${group}${within}/${resource.name}`;
  };
  const pathOf = async (object: KubernetesObject): Promise<string> =>
    `${await collectionOf(object, object.metadata.namespace)}/${object.metadata.name}`;
  return {
    async apply(object, { force = false, manager }) {
      const query = `fieldManager=${manager}&fieldValidation=Strict&force=${force}`;
      return call(
        "PATCH",
        `${await pathOf(object)}?${query}`,
        "application/apply-patch+yaml",
        object,
      );
    },
    async merge(object, change, manager) {
      const query = `fieldManager=${manager}&fieldValidation=Strict`;
      await call(
        "PATCH",
        `${await pathOf(object)}?${query}`,
        "application/merge-patch+json",
        change,
      );
    },
    find: async (object) => {
      const path = await pathOf(object);
      return unlessGone(() => call("GET", path));
    },
    async setStatus(object, status) {
      const path = `${await pathOf(object)}/status`;
      await unlessGone(() => call("PATCH", path, "application/merge-patch+json", { status }));
    },
    async ask(question, under) {
      const path = under
        ? `${await pathOf(under.object)}/${under.name}`
        : await collectionOf(question);
      return call("POST", path, undefined, question);
    },
    async list(kind, namespace) {
      const { items } = await call("GET", await collectionOf(kind, namespace));
      return items.map((item: KubernetesObject) => ({ ...item, ...kind }));
    },
    async remove(object) {
      const found = await this.find(object);
      await call("DELETE", await pathOf(object));
      // A controller may have made another object with the same name.
      await untilTrue(async () => (await this.find(object))?.metadata.uid !== found?.metadata.uid);
    },
    async everything() {
      const { groups } = await call("GET", "/apis");
      const paths = groups.map(
        (one: { preferredVersion: { groupVersion: string } }) =>
          `/apis/${one.preferredVersion.groupVersion}`,
      );
      const found: string[] = [];
      for (const group of ["/api/v1", ...paths]) {
        for (const { name, verbs } of await resourcesOf(group)) {
          if (name === "events" || !verbs.includes("list")) continue;
          const { items } = await call("GET", `${group}/${name}`);
          for (const { metadata } of items as KubernetesObject[]) {
            found.push(`${name} ${metadata.namespace ?? ""}/${metadata.name}`);
          }
        }
      }
      return found.sort();
    },
    schemas: async (group) => (await call("GET", `/openapi/v3/${group}`)).components.schemas,
    read: (path) => unlessGone(async () => JSON.stringify(await call("GET", path))),
    isReady: async () => {
      const { status } = await send(connection, "GET", "/readyz", "application/json");
      return status === 200;
    },
  };
}

async function unlessGone<T>(act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return undefined;
    throw error;
  }
}

interface Answer {
  status: number;
  answer: string;
}

/** Repeats a request while the server asks for that. The storage of a new kind needs a moment. */
async function unlessBusy(ask: () => Promise<Answer>): Promise<Answer> {
  for (let left = BUSY_TRIES; ; left--) {
    const answered = await ask();
    if (answered.status !== 429 || left === 0) return answered;
    await sleep(1000);
  }
}

function send(
  { authority, endpoint, token }: Connection,
  method: string,
  path: string,
  type: string,
  body?: object,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, "content-type": type };
    const sent = request(`${endpoint}${path}`, { method, headers, ca: authority }, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, answer }),
        reject,
      );
    });
    sent.once("error", reject);
    sent.end(body && JSON.stringify(body));
  });
}

function messageOf(answer: string): string {
  try {
    return JSON.parse(answer).message;
  } catch {
    return answer;
  }
}

/** In milliseconds. */
const TIMEOUT = 60_000;

/** Waits until a condition holds, and throws if it takes too long. `pause` between two checks is in milliseconds. */
export async function untilTrue(holds: () => Promise<boolean>, pause = 100): Promise<void> {
  for (const latest = Date.now() + TIMEOUT; Date.now() < latest; ) {
    if (await holds()) return;
    await sleep(pause);
  }
  throw new Error(`nothing came of it within ${TIMEOUT / 1000} s`);
}
