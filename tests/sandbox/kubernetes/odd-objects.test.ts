import { equal, match } from "node:assert/strict";

import { clusterAddress, clusterRequest } from "../cluster-request";
import { bearerToken, CLUSTER } from "../eks-support";
import { A } from "../support";
import { withCluster } from "../with-cluster";

const EVENTS = "/api/v1/namespaces/default/events";
const MAPS = "/api/v1/namespaces/default/configmaps";
const APPLY = "application/apply-patch+yaml";

describe("objects that are not what Kubernetes knows", () => {
  const { k8s, sandbox } = withCluster();

  it("are rows all the same, in which a cell may be unknown", async () => {
    const involvedObject = { kind: "Pod", name: "p" };
    const odd = { metadata: { name: "odd" }, involvedObject, message: 1, lastTimestamp: {} };
    equal((await k8s("POST", EVENTS, odd)).status, 201);
    const token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
    const address = clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER);
    const headers = { accept: "application/json;as=Table;v=v1;g=meta.k8s.io" };
    const { status, text } = await clusterRequest(address, EVENTS, { token, headers });
    equal(status, 200, text);
    const { columnDefinitions, rows } = JSON.parse(text);
    const place = columnDefinitions.findIndex(({ name }: { name: string }) => name === "Message");
    equal(rows[0].cells[place], "<unknown>");
  });

  it("are chosen by no field that is a structure, whatever its members are called", async () => {
    const annotations = { toString: "x" };
    equal((await k8s("POST", MAPS, { metadata: { name: "named", annotations } })).status, 201);
    const chosen = (field: string) => k8s("GET", `${MAPS}?fieldSelector=${field}`);
    equal((await chosen("metadata.annotations=x")).body.items?.length, 0);
    equal((await chosen("metadata.name=named")).body.items.length, 1);
  });

  it("are refused where they are events of nothing", async () => {
    for (const involvedObject of [undefined, null, 1, {}, { kind: "Pod" }]) {
      const { status } = await k8s("POST", EVENTS, { metadata: { name: "odd2" }, involvedObject });
      equal(status, 422, JSON.stringify(involvedObject));
    }
  });

  it("are refused where their managed fields are none", async () => {
    const entry = { manager: "m", operation: "Update", apiVersion: "v1", fieldsType: "FieldsV1" };
    const set = { ...entry, fieldsV1: { "f:data": { "f:a": {} } } };
    const make = (name: string, managedFields: unknown) =>
      k8s("POST", MAPS, { metadata: { name, managedFields }, data: { a: "1" } });
    for (const wrong of [1, {}, "x", [1], [{}], [entry], [{ ...set, fieldsV1: { "f:a": 1 } }]]) {
      const { status, body } = await make("odd", wrong);
      equal(status, 400, JSON.stringify(wrong));
      match(body.message, /^metadata\.managedFields must be a list/);
    }
    equal((await make("right", [set])).status, 201);
    equal((await make("none", null)).status, 201);
    const odd = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "odd", managedFields: 1 },
    };
    equal((await k8s("PATCH", `${MAPS}/odd?fieldManager=m`, odd, APPLY)).status, 400);
  });
});
