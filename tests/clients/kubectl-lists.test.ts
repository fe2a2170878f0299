import { deepStrictEqual, match, ok } from "node:assert/strict";

import { A } from "../sandbox/support";
import { withKubectl } from "./with-kubectl";

describe("kubectl with lists", () => {
  const { kubectl, refused, write } = withKubectl();

  it("applies a list, whose items it checks itself", async () => {
    const list = (...items: string[]) =>
      write(
        ["apiVersion: v1", "kind: List", "items:", ...items.map((one) => `- ${one}`)].join("\n"),
      );
    const configMap = (members: string) =>
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: listed }, ${members} }`;
    const deployment = (container: string) =>
      `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: listed }, spec: { replicas: 0, selector: { matchLabels: { app: l } }, template: { metadata: { labels: { app: l } }, spec: { containers: [${container}] } } } }`;
    const container =
      "{ name: c, image: i, ports: [{ containerPort: 1 }], resources: { limits: { cpu: 1 } }, livenessProbe: { httpGet: { port: 1 } } }";
    const mount =
      "{ apiVersion: secrets-store.csi.x-k8s.io/v1, kind: SecretProviderClass, metadata: { name: listed }, spec: { provider: aws, parameters: { objects: x } } }";
    list(configMap("data: { a: b }"), deployment(container), mount);
    deepStrictEqual(
      (await kubectl("apply", "-f", "app.yaml")).split("\n").map((line) => line.split(" ")[1]),
      ["created", "created", "created"],
    );
    await kubectl("delete", "-f", "app.yaml");

    const wrong: [item: string, problem: string][] = [
      [configMap("dat: { a: b }"), 'ValidationError(ConfigMap): unknown field "dat" in ConfigMap'],
      [
        deployment("{ name: c, image: i, port: [] }"),
        'ValidationError(Deployment.spec.template.spec.containers[0]): unknown field "port" in Container',
      ],
      [deployment("{ image: i }"), 'missing required field "name" in Container'],
      [configMap("data: [a]"), 'invalid type for ConfigMap.data: got "array", expected "map"'],
    ];
    for (const [item, problem] of wrong) {
      list(configMap("data: { a: b }"), item);
      for (const verb of ["apply", "create"]) {
        const told = await refused(A, verb, "-f", "app.yaml");
        ok(told.includes(problem), `${problem}\n${told}`);
      }
    }
    match(await refused(A, "get", "cm", "listed"), /\(NotFound\)/);
  });
});
