import { deepStrictEqual, equal, match } from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { createInterface, type Interface } from "node:readline";
import {
  bearerToken,
  CLUSTER,
  clusterAddress,
  createCluster,
  openClusterRequest,
  withCluster,
} from "../eks-support";
import { A } from "../support";

const MAPS = "/api/v1/namespaces/default/configmaps";
const MERGE = "application/merge-patch+json";

// biome-ignore lint/suspicious/noExplicitAny: tests look into objects of every kind
type Event = { type: string; object: any };

describe("a watch of a cluster's objects", () => {
  const { k8s, sandbox } = withCluster();
  let token: string;
  const open: IncomingMessage[] = [];

  before(async () => {
    await createCluster(sandbox, A, { name: "gone", nodes: false });
    token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
  });
  afterEach(() => {
    for (const response of open.splice(0)) response.destroy();
  });

  const version = async () => (await k8s("GET", MAPS)).body.metadata.resourceVersion as string;
  const make = (name: string, labels = {}) =>
    k8s("POST", MAPS, { metadata: { name, labels }, data: { value: "1" } });
  const change = (name: string, body: object) => k8s("PATCH", `${MAPS}/${name}`, body, MERGE);
  const remove = (name: string) => k8s("DELETE", `${MAPS}/${name}`);

  async function watch(
    query: string,
    { cluster = CLUSTER, bearer = token, path = MAPS, headers = {} } = {},
  ): Promise<{ lines: AsyncIterator<string>; reader: Interface; response: IncomingMessage }> {
    const address = clusterAddress(sandbox.endpoint, sandbox.directory, A, cluster);
    const response = await openClusterRequest(address, `${path}?watch=1&${query}`, {
      token: bearer,
      headers,
    });
    open.push(response);
    const reader = createInterface(response);
    return { lines: reader[Symbol.asyncIterator](), reader, response };
  }

  async function events(lines: AsyncIterator<string>, count: number): Promise<Event[]> {
    const found: Event[] = [];
    while (found.length < count) found.push(JSON.parse((await lines.next()).value));
    return found;
  }

  const said = (found: Event[]) =>
    found.map(({ object, type }) => `${type} ${object.metadata.name}`);

  it("tells of each change after a list, in order, with the object as it then was", async () => {
    const { lines } = await watch(`resourceVersion=${await version()}`);
    await make("one");
    await change("one", { data: { value: "2" } });
    await change("one", { data: { value: "2" } });
    await remove("one");
    const found = await events(lines, 3);
    deepStrictEqual(said(found), ["ADDED one", "MODIFIED one", "DELETED one"]);
    deepStrictEqual(
      found.map(({ object }) => object.data.value),
      ["1", "2", "2"],
    );
    const versions = found.map(({ object }) => Number(object.metadata.resourceVersion));
    deepStrictEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
    equal(new Set(versions).size, 3);
  });

  it("misses nothing that happened between the list and its beginning", async () => {
    const since = await version();
    await make("early");
    await remove("early");
    const { lines } = await watch(`resourceVersion=${since}`);
    deepStrictEqual(said(await events(lines, 2)), ["ADDED early", "DELETED early"]);
  });

  it("tells nothing of dry runs, of other namespaces and of other kinds", async () => {
    const { lines } = await watch(`resourceVersion=${await version()}`);
    await k8s("POST", `${MAPS}?dryRun=All`, { metadata: { name: "dry" } });
    await k8s("POST", "/api/v1/namespaces/kube-system/configmaps", { metadata: { name: "far" } });
    await k8s("POST", "/api/v1/namespaces/default/serviceaccounts", { metadata: { name: "sa" } });
    await make("heard");
    deepStrictEqual(said(await events(lines, 1)), ["ADDED heard"]);
    await remove("heard");
  });

  it("tells of objects that come into a selection and leave it", async () => {
    const { lines } = await watch(`labelSelector=tier%3Dfront&resourceVersion=${await version()}`);
    await make("chosen", { tier: "back" });
    await change("chosen", { metadata: { labels: { tier: "front" } } });
    await change("chosen", { metadata: { labels: { tier: "back" } } });
    await remove("chosen");
    deepStrictEqual(said(await events(lines, 2)), ["ADDED chosen", "DELETED chosen"]);
  });

  it("tells of everything in a namespace that goes", async () => {
    await k8s("POST", "/api/v1/namespaces", { metadata: { name: "team" } });
    await k8s("POST", "/api/v1/namespaces/team/configmaps", { metadata: { name: "inner" } });
    const path = "/api/v1/namespaces/team/configmaps";
    const { lines } = await watch(`resourceVersion=${await version()}`, { path });
    await k8s("DELETE", "/api/v1/namespaces/team");
    deepStrictEqual(said(await events(lines, 1)), ["DELETED inner"]);
  });

  it("begins with what is there where no version is named, and says where that ends if asked", async () => {
    await make("there");
    const field = "fieldSelector=metadata.name%3Dthere";
    const plain = await watch(field);
    deepStrictEqual(said(await events(plain.lines, 1)), ["ADDED there"]);
    const { lines } = await watch(`${field}&sendInitialEvents=true&allowWatchBookmarks=true`);
    const [added, end] = await events(lines, 2);
    deepStrictEqual([added?.type, end?.type], ["ADDED", "BOOKMARK"]);
    deepStrictEqual(end?.object.metadata, {
      resourceVersion: await version(),
      annotations: { "k8s.io/initial-events-end": "true" },
    });
    await remove("there");
    deepStrictEqual(said(await events(lines, 1)), ["DELETED there"]);
  });

  it("shows rows where a client asks for a table", async () => {
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const query = `resourceVersion=${await version()}`;
    const { lines } = await watch(query, { headers: { accept } });
    await make("row");
    const [event] = await events(lines, 1);
    equal(event?.object.kind, "Table");
    deepStrictEqual(event?.object.rows[0].cells.slice(0, 2), ["row", "1"]);
    await remove("row");
  });

  it("ends after the time that the client names, and with its cluster", async () => {
    const { lines, response } = await watch(`timeoutSeconds=1&resourceVersion=${await version()}`);
    equal((await lines.next()).done, true);
    equal(response.complete, true);
    const bearer = await bearerToken(sandbox, sandbox.administrator(A), "gone");
    const gone = await watch("fieldSelector=metadata.name%3Dnone", { cluster: "gone", bearer });
    await sandbox.clients(A).eks.deleteCluster({ name: "gone" });
    equal((await gone.lines.next()).done, true);
  });

  it("must begin anew where its version is too old, as after a restart", async () => {
    const since = await version();
    await make("later");
    await sandbox.restart();
    token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    const { status, body } = await k8s("GET", `${MAPS}?watch=1&resourceVersion=${since}`);
    deepStrictEqual([status, body.reason], [410, "Expired"]);
    match(body.message, /^too old resource version: \d+$/);
    const { lines } = await watch(`resourceVersion=${await version()}`);
    await remove("later");
    deepStrictEqual(said(await events(lines, 1)), ["DELETED later"]);
  });

  it("is refused with a version or a time that is none", async () => {
    equal((await k8s("GET", `${MAPS}?watch=1&resourceVersion=x`)).status, 400);
    const now = await version();
    const late = await k8s("GET", `${MAPS}?watch=1&resourceVersion=${now}&timeoutSeconds=-1`);
    equal(late.status, 400);
  });
});
