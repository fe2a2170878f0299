import { deepStrictEqual, equal, match, rejects } from "node:assert/strict";
import { BinaryWriter } from "google-protobuf";
import { decodeJwt } from "jose";
import { bearerToken, CLUSTER, clusterAddress, clusterRequest, withCluster } from "../eks-support";
import { A } from "../support";

const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";
const MAPS = "/api/v1/namespaces/default/configmaps";
const PROTOBUF = "application/vnd.kubernetes.protobuf";

describe("the calls of kubectl", () => {
  const { k8s, sandbox } = withCluster({ nodes: true });
  let token: string;
  before(async () => {
    token = await bearerToken(sandbox, sandbox.administrator(A), CLUSTER);
  });

  const ask = (path: string, options: { headers?: Record<string, string> } = {}) =>
    clusterRequest(clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER), path, {
      token,
      ...options,
    });

  describe("find out", () => {
    const resource = async (path: string, name: string) => {
      const { resources } = (await k8s("GET", path)).body;
      return resources.find((one: { name: string }) => one.name === name);
    };

    it("kinds by short names, and what can be done with them", async () => {
      const pods = await resource("/api/v1", "pods");
      deepStrictEqual([pods.shortNames, pods.categories], [["po"], ["all"]]);
      deepStrictEqual(pods.verbs, ["create", "delete", "get", "list", "patch", "update", "watch"]);
      deepStrictEqual((await resource("/api/v1", "nodes")).verbs, ["get", "list", "watch"]);
      deepStrictEqual((await resource("/apis/apps/v1", "deployments")).shortNames, ["deploy"]);
      const review = await resource("/apis/authorization.k8s.io/v1", "selfsubjectaccessreviews");
      deepStrictEqual(review.verbs, ["create"]);
    });

    it("which parameters a patch of a kind takes", async () => {
      const { paths } = (await k8s("GET", "/openapi/v3")).body;
      const { serverRelativeURL } = paths["apis/apps/v1"];
      const { body } = await k8s("GET", serverRelativeURL);
      const { patch } = body.paths["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"];
      deepStrictEqual(patch["x-kubernetes-group-version-kind"], {
        ...{ group: "apps", version: "v1", kind: "Deployment" },
      });
      const names = patch.parameters.map(({ name }: { name: string }) => name);
      deepStrictEqual(names, ["dryRun", "fieldManager", "fieldValidation", "force"]);
    });

    it("the fields of a kind, and of all that is below it", async () => {
      const { body } = await k8s("GET", "/openapi/v3/apis/apps/v1");
      const { schemas } = body.components;
      deepStrictEqual(schemas.Deployment["x-kubernetes-group-version-kind"], [
        { group: "apps", version: "v1", kind: "Deployment" },
      ]);
      deepStrictEqual(schemas.PodSpec.properties.containers, {
        ...{ type: "array", items: { $ref: "#/components/schemas/Container" } },
      });
      deepStrictEqual(schemas.PodSpec.required, ["containers"]);
      deepStrictEqual(schemas.Container.properties.image, { type: "string" });
      const text = JSON.stringify(body);
      const named = text.matchAll(/"#\/components\/schemas\/(\w+)"/g);
      for (const [, name = ""] of named) equal(name in schemas, true, name);
    });

    it("the fields of all kinds in protobuf, to who prefers that", async () => {
      const form = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";
      const asked = (accept: string) => ask("/openapi/v2", { headers: { accept } });
      const { headers, status, text } = await asked(form);
      equal(status, 200);
      equal(headers["content-type"], form.replace("@", "."));
      for (const name of ["Deployment", "SecretProviderClass", "mountPath"]) {
        equal(text.includes(name), true, name);
      }
      const json = (await asked(`application/json, ${form}`)).headers["content-type"];
      equal(json, "application/json");
    });

    it("that answers are JSON", async () => {
      const accept = (types: string) => ask("/api", { headers: { accept: types } });
      equal((await accept(`${PROTOBUF},application/json`)).status, 200);
      equal((await accept(PROTOBUF)).status, 406);
    });
  });

  it("print rows of each kind, with as much of the objects as they want", async () => {
    const accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    const table = async (path: string) =>
      JSON.parse((await ask(path, { headers: { accept } })).text);
    const { resources } = (await k8s("GET", "/api/v1")).body;
    for (const { name, verbs } of resources) {
      if (verbs.includes("list")) equal((await table(`/api/v1/${name}`)).kind, "Table", name);
    }
    const nodes = await table("/api/v1/nodes");
    deepStrictEqual(
      nodes.columnDefinitions.map(({ name }: { name: string }) => name),
      ["Name", "Status", "Roles", "Age", "Version"],
    );
    equal(nodes.rows.length, 2);
    equal(nodes.rows[0].object.kind, "PartialObjectMetadata");
    const path = `${ACCOUNTS}/default?includeObject`;
    equal((await table(`${path}=Object`)).rows[0].object.kind, "ServiceAccount");
    equal((await table(`${path}=None`)).rows[0].object, undefined);
    equal((await table(`${path}=Some`)).code, 400);
  });

  it("see the nodes of node groups, and change none", async () => {
    const { items } = (await k8s("GET", "/api/v1/nodes")).body;
    equal(items[0].metadata.labels["eks.amazonaws.com/nodegroup"], "nodes");
    equal((await k8s("DELETE", `/api/v1/nodes/${items[0].metadata.name}`)).status, 405);
    equal((await k8s("POST", "/api/v1/nodes", { metadata: { name: "own" } })).status, 405);
    const scale = async (desiredSize: number) => {
      const scalingConfig = { minSize: 0, maxSize: Math.max(4, desiredSize), desiredSize };
      const group = { clusterName: CLUSTER, nodegroupName: "nodes", scalingConfig };
      await sandbox.clients(A).eks.updateNodegroupConfig(group);
      await sandbox.control("POST", "/settle");
      return (await k8s("GET", "/api/v1/nodes")).body.items.length;
    };
    for (const size of [4, 0, 2]) equal(await scale(size), size);
    await rejects(scale(451), /scalingConfig\.\w+ must be a whole number of at most 450, got 451/);
  });

  describe("send protobuf", () => {
    const send = (path: string, body: Buffer) =>
      clusterRequest(clusterAddress(sandbox.endpoint, sandbox.directory, A, CLUSTER), path, {
        ...{ method: "POST", token, body, headers: { "content-type": PROTOBUF } },
      });
    const message = (write: (writer: BinaryWriter) => void) => {
      const writer = new BinaryWriter();
      write(writer);
      return writer.getResultBuffer();
    };
    const envelope = (apiVersion: string, kind: string, raw: Uint8Array) => {
      const type = message((writer) => {
        writer.writeString(1, apiVersion);
        writer.writeString(2, kind);
      });
      const whole = message((writer) => {
        writer.writeBytes(1, type);
        writer.writeBytes(2, raw);
      });
      return Buffer.concat([Buffer.from("k8s\0"), whole]);
    };

    it("to create a token, and what kubectl creates of its flags", async () => {
      const spec = message((writer) => {
        writer.writeRepeatedString(1, ["one", "two"]);
        writer.writeInt64(4, 700);
      });
      const request = message((writer) => writer.writeBytes(2, spec));
      const { status, text } = await send(
        `${ACCOUNTS}/default/token`,
        envelope("authentication.k8s.io/v1", "TokenRequest", request),
      );
      equal(status, 201, text);
      const { aud, exp = 0, iat = 0 } = decodeJwt(JSON.parse(text).status.token);
      deepStrictEqual([aud, exp - iat], [["one", "two"], 700]);

      const metadata = message((writer) => {
        writer.writeString(1, "of-protobuf");
        // Members without a value: a text, a number, a time.
        writer.writeString(5, "");
        writer.writeInt64(7, 0);
        writer.writeBytes(8, new Uint8Array());
      });
      const entry = message((writer) => {
        writer.writeString(1, "key");
        writer.writeString(2, "");
      });
      const map = message((writer) => {
        writer.writeBytes(1, metadata);
        writer.writeBytes(2, entry);
      });
      equal((await send(MAPS, envelope("v1", "ConfigMap", map))).status, 201);
      deepStrictEqual((await k8s("GET", `${MAPS}/of-protobuf`)).body.data, { key: "" });
    });

    it("and are refused with kinds and members that are not read so, and with what is none", async () => {
      const unknown = message((writer) => writer.writeString(99, "x"));
      for (const body of [
        envelope("v1", "Pod", new Uint8Array()),
        envelope("v1", "ConfigMap", unknown),
        Buffer.from("{}"),
        Buffer.from("k8s\0\xff\xff\xff", "latin1"),
      ]) {
        const { status, text } = await send(MAPS, body);
        equal(status, 415, text);
        equal(JSON.parse(text).reason, "UnsupportedMediaType");
      }
    });
  });

  describe("patch strategically", () => {
    const STRATEGIC = "application/strategic-merge-patch+json";

    it("kinds that Kubernetes has itself, and no others", async () => {
      await k8s("POST", MAPS, { metadata: { name: "patched" }, data: { a: "1", b: "2" } });
      const patch = { data: { a: null, c: "3" } };
      const { body } = await k8s("PATCH", `${MAPS}/patched`, patch, STRATEGIC);
      deepStrictEqual(body.data, { b: "2", c: "3" });
      const classes =
        "/apis/secrets-store.csi.x-k8s.io/v1/namespaces/default/secretproviderclasses";
      const spec = { provider: "aws", parameters: { objects: "[]" } };
      await k8s("POST", classes, { metadata: { name: "own" }, spec });
      equal((await k8s("PATCH", `${classes}/own`, { spec }, STRATEGIC)).status, 415);
    });

    it("and are refused where they name no way of patching", async () => {
      equal((await k8s("PATCH", `${MAPS}/patched`, {}, "application/json")).status, 415);
    });
  });

  describe("delete", () => {
    const make = async (name: string) =>
      (await k8s("POST", MAPS, { metadata: { name } })).body.metadata.uid as string;

    it("nothing in a dry run, which the body asks for", async () => {
      await make("kept");
      const { status } = await k8s("DELETE", `${MAPS}/kept`, { dryRun: ["All"] });
      equal(status, 200);
      equal((await k8s("GET", `${MAPS}/kept`)).status, 200);
    });

    it("only the object that they mean", async () => {
      const uid = await make("meant");
      const wrong = await k8s("DELETE", `${MAPS}/meant`, { preconditions: { uid: "other" } });
      equal(wrong.status, 409);
      match(wrong.body.message, /^Precondition failed: UID in precondition: other, UID in object/);
      const right = {
        propagationPolicy: "Background",
        gracePeriodSeconds: 0,
        preconditions: { uid },
      };
      equal((await k8s("DELETE", `${MAPS}/meant`, right)).status, 200);
    });

    it("and are refused with what the sandbox does not do", async () => {
      await make("orphaned");
      for (const options of [
        { propagationPolicy: "Orphan" },
        { orphanDependents: true },
        { x: 1 },
      ]) {
        equal((await k8s("DELETE", `${MAPS}/orphaned`, options)).status, 400);
      }
    });
  });

  it("read of a pod's log what happened to it, once it runs", async () => {
    const pods = "/api/v1/namespaces/default/pods";
    await k8s("POST", pods, { metadata: { name: "p" }, spec: { containers: [{ name: "c" }] } });
    await sandbox.control("POST", "/settle");
    const { headers, status, text } = await ask(`${pods}/p/log`);
    deepStrictEqual([status, headers["content-type"]], [200, "text/plain"]);
    match(text, /^The sandbox runs no containers.*\n\S+ Normal Scheduled Successfully assigned/);
    const wrong = await ask(`${pods}/p/log?container=x`);
    equal(JSON.parse(wrong.text).message, "container x is not valid for pod p");
    equal((await k8s("POST", `${pods}/p/log`, {})).status, 405);
  });
});
