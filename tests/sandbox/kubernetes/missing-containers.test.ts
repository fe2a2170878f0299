import { equal, match } from "node:assert/strict";

import { withCluster } from "../with-cluster";

const PODS = "/api/v1/namespaces/default/pods";

describe("what needs a running container", () => {
  const { k8s } = withCluster();

  for (const [subresource, query] of [
    ["exec", "command=sh&stdin=true"],
    ["attach", "stdout=true"],
    ["portforward", "ports=80"],
  ]) {
    it(`is refused by name: ${subresource}`, async () => {
      const name = `of-${subresource}`;
      for (const method of ["GET", "POST"]) {
        const missing = await k8s(method, `${PODS}/missing/${subresource}?${query}`);
        equal(missing.body.message, 'pods "missing" not found');
      }
      const spec = { containers: [{ name: "app", image: "busybox" }] };
      await k8s("POST", PODS, { metadata: { name }, spec });
      for (const method of ["GET", "POST"]) {
        const { status, body } = await k8s(method, `${PODS}/${name}/${subresource}?${query}`);
        equal(status, 405);
        equal(body.kind, "Status");
        match(
          body.message,
          new RegExp(`^the sandbox runs no containers, so pods have no ${subresource}`),
        );
      }
    });
  }
});
