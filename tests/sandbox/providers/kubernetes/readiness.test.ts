import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

import { readySeconds } from "../../../../sandbox/providers/kubernetes/readiness";
import { withProvider } from "./with-provider";

const TYPE = "kubernetes:apps/v1:Deployment";

describe("how long the kubernetes provider waits for a Deployment", () => {
  it("is ten minutes, or what the annotation says, or rather what customTimeouts says", () => {
    const annotations = { "pulumi.com/timeoutSeconds": "30" };
    equal(readySeconds({}, 0), 600);
    equal(readySeconds(annotations, 0), 30);
    equal(readySeconds(annotations, 5), 5);
  });
});

describe("a Deployment whose pods are not ready yet", () => {
  const { engine, k8s } = withProvider();
  let calls: string[];
  const count = (message: unknown) => {
    const { method, path } = (message as { request: ClientRequest }).request;
    if (path.includes("/deployments")) calls.push(`${method} ${path}`);
  };

  beforeEach(() => {
    calls = [];
    subscribe("http.client.request.start", count);
  });

  afterEach(() => {
    unsubscribe("http.client.request.start", count);
  });

  const create = async (name: string) => {
    const { inputs } = await engine.check(TYPE, {
      metadata: { name, annotations: { "pulumi.com/timeoutSeconds": "20" } },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { serviceAccountName: name, containers: [{ name: "c", image: "i" }] },
        },
      },
    });
    return engine.create(TYPE, inputs);
  };
  it("is watched until they are: the API is not asked again and again", async () => {
    const made = create("late");
    await pause(2000);
    const path = "/api/v1/namespaces/default/serviceaccounts";
    equal((await k8s("POST", path, { metadata: { name: "late" } })).status, 201);
    const { state } = await made;
    equal((state.status as { readyReplicas?: number }).readyReplicas, 1);
    deepStrictEqual(
      calls.map((call) => call.split(/[ ?]/)[0]),
      ["GET", "PATCH", "GET"],
    );
  });

  it("fails as soon as it is deleted", async () => {
    const made = rejects(create("gone"), /"default\/gone" was deleted while it started/);
    await pause(1000);
    const path = "/apis/apps/v1/namespaces/default/deployments/gone";
    equal((await k8s("DELETE", path)).status, 200);
    await made;
  });
});
