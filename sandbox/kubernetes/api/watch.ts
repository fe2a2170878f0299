import { type ClusterRecord, clusterKey } from "../../clusters/records";
import type { Store } from "../../store/store";
import type { Answer, Follower } from "../../wire/messages";
import type { KubernetesObject } from "../model/object";
import { apiVersionOf } from "../model/resource-types";
import { badRequest, StatusError, statusBody } from "../model/status-error";
import type { ClusterObjects } from "../objects/cluster-objects";
import { type Change, changesAfter, currentVersion, onHistory } from "../objects/history";
import type { ResourcePath } from "./api-path";
import { isSelected } from "./selectors";

/** Length of a watch in seconds, if the client sets none. */
const LONGEST = 30 * 60;

/** How a watch shows an object: whole, or as the row of a table. */
export type Presentation = (objects: KubernetesObject[]) => object;

export function watchObjects(
  objects: ClusterObjects,
  cluster: ClusterRecord,
  path: ResourcePath,
  query: Record<string, string | undefined>,
  present: Presentation,
): Answer {
  const { store } = objects;
  const { type } = path;
  const isMine = (object: KubernetesObject | undefined) =>
    object !== undefined &&
    (path.namespace === undefined || object.metadata.namespace === path.namespace) &&
    (path.name === undefined || object.metadata.name === path.name) &&
    isSelected(object, query);
  const line = (kind: string, object: KubernetesObject) =>
    `${JSON.stringify({ type: kind, object: present([object]) })}\n`;
  const lineOf = (change: Change): string => {
    const [was, is] = [isMine(change.before), isMine(change.after)];
    if (change.type !== type || (!was && !is)) return "";
    if (!is) return line("DELETED", asOf(change.before as KubernetesObject, change.version));
    return line(was ? "MODIFIED" : "ADDED", change.after as KubernetesObject);
  };

  const seconds = secondsOf(query);
  let version = startOf(store, cluster, query);
  let body = "";
  if (isFromNow(query)) {
    version = currentVersion(store, cluster);
    const there = objects.list(type, path.namespace).filter(isMine);
    body = there.map((object) => line("ADDED", object)).join("");
    if (query.sendInitialEvents === "true") body += `${JSON.stringify(bookmark(path, version))}\n`;
  }
  const follow = (client: Follower) => {
    const tell = () => {
      if (store.get<ClusterRecord>(clusterKey(cluster))?.oidcId !== cluster.oidcId) {
        return client.end();
      }
      const changes = changesAfter(store, cluster, version);
      if (!changes) {
        client.send(`${JSON.stringify({ type: "ERROR", object: statusBody(expired(version)) })}\n`);
        return client.end();
      }
      version = changes.at(-1)?.version ?? version;
      const lines = changes.map(lineOf).join("");
      if (lines !== "") client.send(lines);
    };
    const unsubscribe = onHistory(store, cluster, tell);
    const timer = setTimeout(client.end, seconds * 1000);
    tell();
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  };
  return { status: 200, contentType: "application/json", body, follow };
}

function isFromNow({ resourceVersion, sendInitialEvents }: Record<string, string | undefined>) {
  return sendInitialEvents === "true" || !resourceVersion || resourceVersion === "0";
}

function startOf(
  store: Store,
  cluster: ClusterRecord,
  query: Record<string, string | undefined>,
): number {
  if (isFromNow(query)) return 0;
  const { resourceVersion = "" } = query;
  if (!/^\d{1,15}$/.test(resourceVersion)) {
    throw badRequest(`resourceVersion: Invalid value: "${resourceVersion}": must be a number`);
  }
  const version = Number(resourceVersion);
  if (!changesAfter(store, cluster, version)) throw expired(version);
  return version;
}

function secondsOf({ timeoutSeconds = "" }: Record<string, string | undefined>): number {
  if (timeoutSeconds === "") return LONGEST;
  if (!/^\d{1,9}$/.test(timeoutSeconds)) throw badRequest("timeoutSeconds must be a whole number");
  return Math.min(Number(timeoutSeconds), LONGEST);
}

function asOf(object: KubernetesObject, version: number): KubernetesObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
}

/** Ends the initial list of a watch. */
function bookmark({ type }: ResourcePath, version: number): object {
  return {
    type: "BOOKMARK",
    object: {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata: {
        resourceVersion: String(version),
        annotations: { "k8s.io/initial-events-end": "true" },
      },
    },
  };
}

function expired(version: number): StatusError {
  return new StatusError(410, "Expired", `too old resource version: ${version}`);
}
