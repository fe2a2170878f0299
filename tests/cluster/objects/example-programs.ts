import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";

import { installationDirectory } from "../../../sandbox/instance/installation";
import { mockEngine, promiseOf } from "../../sdk/components/mocked-engine";
import type { KubernetesObject } from "../running/api-client";
import { kubernetesObjects } from "./registered-objects";

/** The examples that are programs of components. Each exports what a pod needs of them. */
export const EXAMPLE_PROGRAMS = ["components", "shared-secret"];

const RUNNER = "111111111111";

const CONFIG = {
  "orders:ownerProfile": "owner",
  "orders:readerProfile": "runner",
  "orders:readerAccount": RUNNER,
  "orders:clusterName": "shop",
  "orders:clusterArn": `arn:aws:eks:us-east-1:${RUNNER}:cluster/shop`,
  "orders:kubeContext": "shop",
};

/** What a program exports for the pods that its user makes. */
interface PodParts {
  serviceAccountName: string;
  volumes: object[];
  volumeMounts: object[];
}

/** The Kubernetes objects that a program registers, and then the Deployment that its user makes with its exports. */
export async function programObjects(name: string): Promise<KubernetesObject[]> {
  const accounts = { owner: "222222222222", runner: RUNNER };
  const engine = await mockEngine({ accounts, project: "orders" });
  pulumi.runtime.setAllConfig(CONFIG);
  const file = join(installationDirectory(), "examples", name, "index.ts");
  // A module runs once in a process, unless it is forgotten.
  delete require.cache[file];
  const program = require(file);
  const parts = await promiseOf(pulumi.output<PodParts>({ ...program }));
  await engine.settled();
  return [...kubernetesObjects(engine.resources).map(({ object }) => object), deployment(parts)];
}

function deployment({ serviceAccountName, volumeMounts, volumes }: PodParts): KubernetesObject {
  const labels = { app: "orders" };
  const container = { name: "orders", image: "orders:1", volumeMounts };
  return {
    ...{ apiVersion: "apps/v1", kind: "Deployment" },
    metadata: { namespace: "orders", name: "orders" },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { serviceAccountName, containers: [container], volumes },
      },
    },
  };
}
