import { deepStrictEqual, equal, match, strictEqual } from "node:assert/strict";
import { withCluster } from "../eks-support";
import { APPLY, DEPLOYMENTS, deploymentOf } from "../pods-support";

const MERGE = "application/merge-patch+json";
const MAPS = "/api/v1/namespaces/default/configmaps";

describe("the owners of an object's fields", () => {
  const { k8s } = withCluster();

  const map = (name: string, data: object) => ({ metadata: { name }, data });
  const apply = (path: string, object: object, query = "fieldManager=ours") =>
    k8s("PATCH", `${path}?${query}`, object, APPLY);
  const patch = (path: string, object: object, manager = "kubectl-patch") =>
    k8s("PATCH", `${path}?fieldManager=${manager}`, object, MERGE);
  const owners = async (path: string) => {
    const { metadata } = (await k8s("GET", path)).body;
    return (metadata.managedFields as { manager: string; operation: string }[]).map(
      ({ manager, operation }) => `${manager} ${operation}`,
    );
  };

  it("are told by managedFields", async () => {
    const path = `${MAPS}/told`;
    await apply(path, map("told", { a: "1", b: "1" }));
    await patch(path, { data: { b: "2" } });
    const { managedFields } = (await k8s("GET", path)).body.metadata;
    deepStrictEqual(
      managedFields.map(({ time: _, ...entry }: { time: string }) => entry),
      [
        {
          manager: "ours",
          operation: "Apply",
          apiVersion: "v1",
          fieldsType: "FieldsV1",
          fieldsV1: { "f:data": { "f:a": {} } },
        },
        {
          manager: "kubectl-patch",
          operation: "Update",
          apiVersion: "v1",
          fieldsType: "FieldsV1",
          fieldsV1: { "f:data": { "f:b": {} } },
        },
      ],
    );
  });

  it("are asked before their fields change: applying another value is a conflict", async () => {
    const path = `${MAPS}/asked`;
    await apply(path, map("asked", { a: "1", b: "1" }));
    await patch(path, { data: { b: "2" } });
    const { status, body } = await apply(path, map("asked", { a: "2", b: "1" }));
    deepStrictEqual([status, body.reason], [409, "Conflict"]);
    equal(
      body.message,
      'Apply failed with 1 conflict: conflict with "kubectl-patch" using v1: .data.b',
    );
    equal((await k8s("GET", path)).body.data.a, "1");

    await patch(path, { data: { a: "3" } }, "other");
    const both = await apply(path, map("asked", { a: "2", b: "1" }));
    equal(
      both.body.message,
      'Apply failed with 2 conflicts: conflicts with "kubectl-patch" using v1:\n- .data.b\nconflicts with "other" using v1:\n- .data.a',
    );
  });

  it("lose their fields to an apply by force, and share those with an equal value", async () => {
    const path = `${MAPS}/forced`;
    await apply(path, map("forced", { a: "1" }));
    await patch(path, { data: { a: "2" } });
    const forced = await apply(path, map("forced", { a: "1" }), "fieldManager=ours&force=true");
    deepStrictEqual([forced.status, forced.body.data], [200, { a: "1" }]);
    deepStrictEqual(await owners(path), ["ours Apply"]);

    await apply(path, map("forced", { a: "1" }), "fieldManager=others");
    deepStrictEqual(await owners(path), ["ours Apply", "others Apply"]);
    const alone = await apply(path, map("forced", { b: "1" }));
    deepStrictEqual(alone.body.data, { a: "1", b: "1" });
  });

  it("of a list with keys own its items' fields", async () => {
    const path = `${DEPLOYMENTS}/listed`;
    const deployment = deploymentOf({ name: "listed" });
    await apply(path, deployment);
    const image = { spec: { template: { spec: { containers: [{ name: "main", image: "x" }] } } } };
    const { body } = await k8s("GET", path);
    const [container] = body.spec.template.spec.containers;
    image.spec.template.spec.containers = [{ ...container, image: "x" }];
    await patch(path, image, "kubectl-set");
    const refused = await apply(path, deployment);
    match(
      refused.body.message,
      /conflict with "kubectl-set" using apps\/v1: \.spec\.template\.spec\.containers\[name="main"\]\.image$/,
    );
  });

  it("are told apart by the subresource through which they write", async () => {
    const path = `${DEPLOYMENTS}/scaled`;
    const deployment = deploymentOf({ name: "scaled" });
    await apply(path, deployment);
    const scaled = await patch(`${path}/scale`, { spec: { replicas: 3 } }, "kubectl");
    deepStrictEqual([scaled.body.kind, scaled.body.spec], ["Scale", { replicas: 3 }]);
    const refused = await apply(path, deployment);
    equal(
      refused.body.message,
      'Apply failed with 1 conflict: conflict with "kubectl" with subresource "scale" using apps/v1: .spec.replicas',
    );
    const { replicas: _, ...spec } = deployment.spec;
    const left = await apply(path, { ...deployment, spec });
    deepStrictEqual([left.status, left.body.spec.replicas], [200, 3]);
  });

  it("tell a conflict in a dry run, too, and change nothing there", async () => {
    const path = `${MAPS}/dry`;
    await apply(path, map("dry", { a: "1" }));
    await patch(path, { data: { a: "2" } });
    equal((await apply(path, map("dry", { a: "1" }), "fieldManager=ours&dryRun=All")).status, 409);
    const all = "fieldManager=ours&force=true&dryRun=All";
    equal((await apply(path, map("dry", { a: "1" }), all)).body.data.a, "1");
    equal((await k8s("GET", path)).body.data.a, "2");
  });
});

const PATH = "/api/v1/namespaces/default/serviceaccounts";

describe("the sandbox's Kubernetes token requests", () => {
  const { k8s } = withCluster();
  before(async () => {
    await k8s("POST", PATH, { metadata: { name: "reader" } });
  });

  const request = (body: unknown) =>
    k8s("POST", `${PATH}/reader/token`, typeof body === "string" ? body : JSON.stringify(body));

  for (const [body, place] of [
    ["null", /null into Go struct field TokenRequest\. of type struct/],
    ["[]", /array into Go struct field/],
    [{ spec: "x" }, /string into Go struct field TokenRequest\.spec of type struct/],
    [{ spec: { audiences: "x" } }, /TokenRequest\.spec\.audiences of type \[\]string/],
    [{ spec: { audiences: [1] } }, /TokenRequest\.spec\.audiences of type \[\]string/],
    [{ spec: { expirationSeconds: "3600" } }, /string into .*\.expirationSeconds of type int64/],
    [{ spec: { expirationSeconds: 700.5 } }, /number into .*\.expirationSeconds of type int64/],
    [{ spec: { boundObjectRef: "pod" } }, /TokenRequest\.spec\.boundObjectRef of type struct/],
    [
      { spec: { boundObjectRef: { kind: "Pod", name: 1 } } },
      /\.boundObjectRef\.name of type string/,
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(body)} as a bad request`, async () => {
      const answer = await request(body);
      deepStrictEqual([answer.status, answer.body.reason], [400, "BadRequest"]);
      match(answer.body.message, place);
    });
  }

  for (const [seconds, problem] of [
    [599, "may not specify a duration less than 10 minutes"],
    [0, "may not specify a duration less than 10 minutes"],
    [2 ** 32 + 1, "may not specify a duration larger than 2^32 seconds"],
  ] as const) {
    it(`rejects ${seconds} seconds as invalid`, async () => {
      const { status, body } = await request({ spec: { expirationSeconds: seconds } });
      deepStrictEqual([status, body.reason], [422, "Invalid"]);
      strictEqual(
        body.message,
        `TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: ${seconds}: ${problem}`,
      );
    });
  }

  it("takes ten minutes, an hour where nothing is said, and members that are null", async () => {
    for (const body of [
      { spec: { expirationSeconds: 600 } },
      { spec: { audiences: null, expirationSeconds: null, boundObjectRef: null } },
      {},
    ]) {
      strictEqual((await request(body)).status, 201);
    }
  });
});
