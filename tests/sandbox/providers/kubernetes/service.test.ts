import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { unknownValue } from "../../../../sandbox/providers/common/values";
import { newDirectory } from "../../../directories";
import { A, B } from "../../support";
import { makeResource, setEnvironment, warningsOf } from "../support";
import { getToken, kubeconfig } from "./kubeconfig-text";
import { withProvider } from "./with-provider";

const serviceAccount = "kubernetes:core/v1:ServiceAccount";
const configMap = "kubernetes:core/v1:ConfigMap";
const deployment = "kubernetes:apps/v1:Deployment";
const secretProviderClass = "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass";

describe("the kubernetes provider over gRPC", () => {
  const { as, engine, engineFor, k8s, sandbox, server } = withProvider();
  const make = (type: string, program: Record<string, unknown>) =>
    makeResource(engine, type, program);

  describe("configuration", () => {
    it("makes the token that aws eks get-token would make, as whom the environment says", async () => {
      const undo = as(B);
      const other = await engineFor();
      const { inputs } = await other.check(serviceAccount, { metadata: { name: "s" } });
      await rejects(other.create(serviceAccount, inputs), /Unauthorized/);
      undo();
    });

    describe("with keys in the environment, as the AWS CLI does it,", () => {
      let profiles: string;
      let undo: () => void;
      before(() => {
        profiles = newDirectory();
        const { accessKeyId, secretAccessKey } = sandbox.administrator(A);
        const keys = `aws_access_key_id=${accessKeyId}\naws_secret_access_key=${secretAccessKey}`;
        const file = join(profiles, "credentials");
        writeFileSync(file, `[owner]\n${keys}\n`);
        const [backToOthers, backToFiles] = [
          as(B),
          setEnvironment({ AWS_SHARED_CREDENTIALS_FILE: file }),
        ];
        undo = () => {
          backToFiles();
          backToOthers();
        };
      });
      after(() => undo());

      it("takes them before the profile that the environment names", async () => {
        const env = [{ name: "AWS_PROFILE", value: "owner" }];
        await rejects(createWith({ exec: { ...getToken.exec, env } }), /Unauthorized/);
      });

      it("takes --profile before them, without a warning", async () => {
        const args = [...getToken.exec.args, "--profile", "owner"];
        const warned = await warningsOf(() => createWith({ exec: { ...getToken.exec, args } }));
        deepStrictEqual(warned, []);
      });

      async function createWith(user: object): Promise<void> {
        const other = await engineFor({ kubeconfig: kubeconfig(server(), user) });
        const { inputs } = await other.check(serviceAccount, { metadata: { name: "of-profile" } });
        await other.create(serviceAccount, inputs);
      }
    });

    it("rejects a cluster outside this machine", async () => {
      const elsewhere = { ...server(), server: "https://eks.amazonaws.com" };
      const config = { kubeconfig: kubeconfig(elsewhere, { token: "t" }) };
      await rejects(engineFor(config), /kubeconfig's server must be an address of the sandbox/);
    });

    const at = (server: string, token = "a") => ({
      kubeconfig: kubeconfig({ server, certificateAuthority: "" }, { token }),
    });
    const [one, two] = ["https://127.0.0.1:1", "https://127.0.0.1:2"];
    const replaces = async (olds: object, news: object) =>
      (await engine.diffConfig({ ...olds }, { ...news })).replaces;

    it("replaces everything when the kubeconfig's cluster is another, and nothing when only the user is", async () => {
      deepStrictEqual(await replaces(at(one), at(one, "b")), []);
      deepStrictEqual(await replaces(at(one), at(two)), ["kubeconfig"]);
    });

    it("replaces everything when it cannot be known which cluster it will be", async () => {
      deepStrictEqual(await replaces(at(one), { kubeconfig: unknownValue }), ["kubeconfig"]);
      const clusterIdentifier = "shop";
      const identified = { ...at(one), clusterIdentifier };
      deepStrictEqual(await replaces(identified, { ...at(two), clusterIdentifier }), []);
      deepStrictEqual(
        await replaces(identified, { kubeconfig: unknownValue, clusterIdentifier }),
        [],
      );
      deepStrictEqual(await replaces(identified, { ...at(one), clusterIdentifier: "other" }), [
        "clusterIdentifier",
      ]);
    });

    it("replaces nothing for another context, whose cluster no text tells", async () => {
      deepStrictEqual(await replaces({ context: "a" }, { context: "b" }), []);
      deepStrictEqual(await replaces(at(one), { context: "b" }), []);
    });
  });

  describe("check", () => {
    it("rejects unknown types and members, by name", async () => {
      await rejects(
        engine.check("kubernetes:batch/v1:Job", {}),
        /kubernetes:batch\/v1:Job is not supported/,
      );
      const { failures } = await engine.check(serviceAccount, { spec: {}, kind: "Account" });
      deepStrictEqual(failures, [
        "spec is not a member of v1 ServiceAccount",
        "kind must be ServiceAccount, got Account",
      ]);
    });

    it("rejects a Secret, because its value would be in the state", async () => {
      await rejects(
        engine.check("kubernetes:core/v1:Secret", {}),
        /Secret is refused: its value would be/,
      );
    });

    it("fills in the namespace, and a name where there is none", async () => {
      const { inputs } = await engine.check(serviceAccount, {});
      const metadata = inputs.metadata as Record<string, unknown>;
      strictEqual(metadata.namespace, "default");
      match(String(metadata.name), /^thing-[0-9a-f]{8}$/);
      const again = await engine.check(serviceAccount, {}, inputs);
      deepStrictEqual(again.inputs, inputs);
      const named = await engine.check(serviceAccount, { metadata: { name: "n", namespace: "m" } });
      deepStrictEqual(named.inputs.metadata, { name: "n", namespace: "m" });
    });
  });

  describe("the life of an object", () => {
    it("creates, updates in place, refreshes, imports and deletes", async () => {
      const { id, inputs, state } = await make(configMap, {
        metadata: { name: "c", labels: { a: "1", b: "1" } },
      });
      strictEqual(id, "default/c");
      ok((state.metadata as Record<string, unknown>).uid);

      const program = { metadata: { name: "c", labels: { a: "2" } } };
      const { inputs: news } = await engine.check(configMap, program, inputs);
      deepStrictEqual(await engine.diff(configMap, { inputs, state }, news), {
        changes: { "metadata.labels.a": "UPDATE", "metadata.labels.b": "DELETE" },
        replaces: [],
        deleteBeforeReplace: false,
      });
      const updated = await engine.update(configMap, id, { inputs, state }, news);
      deepStrictEqual((updated.metadata as Record<string, unknown>).labels, { a: "2" });

      const merge = "application/merge-patch+json";
      const path = "/api/v1/namespaces/default/configmaps/c";
      await k8s("PATCH", path, { metadata: { labels: { a: "3", others: "x" } } }, merge);
      const found = await engine.read(configMap, id, { inputs: news, state: updated });
      const { changes } = await engine.diff(configMap, found, news);
      deepStrictEqual(changes, { "metadata.labels.a": "UPDATE" });

      const imported = await engine.read(configMap, id);
      deepStrictEqual(imported.inputs.metadata, {
        name: "c",
        namespace: "default",
        labels: { a: "3", others: "x" },
      });
      await engine.delete(configMap, id, updated);
      strictEqual((await engine.read(configMap, id, found)).id, "");
    });

    it("replaces an object whose name, namespace or selector changes", async () => {
      const spec = (app: string) => ({ selector: { matchLabels: { app } } });
      const inputs = { metadata: { name: "d", namespace: "n" }, spec: spec("a") };
      const replaces = async (news: Record<string, unknown>) => {
        const { changes, deleteBeforeReplace } = await engine.diff(
          deployment,
          { inputs, state: inputs },
          { ...inputs, ...news },
        );
        return [Object.values(changes), deleteBeforeReplace];
      };
      deepStrictEqual(await replaces({ metadata: { name: "e", namespace: "n" } }), [
        ["UPDATE_REPLACE"],
        false,
      ]);
      deepStrictEqual(await replaces({ metadata: { name: "d", namespace: "m" } }), [
        ["UPDATE_REPLACE"],
        false,
      ]);
      deepStrictEqual(await replaces({ spec: spec("b") }), [["UPDATE_REPLACE"], true]);
      deepStrictEqual(await replaces({ spec: { ...spec("a"), replicas: 2 } }), [["ADD"], false]);
    });

    it("rejects an object that exists already, with the API's own words", async () => {
      const program = { metadata: { name: "twice" } };
      const { id, inputs, state } = await make(serviceAccount, program);
      await rejects(engine.create(serviceAccount, inputs), {
        message: 'serviceaccounts "twice" already exists',
      });
      await engine.delete(serviceAccount, id, state);
    });

    it("rejects what the API refuses, such as a parameter that is no text", async () => {
      const spec = { provider: "aws", parameters: { usePodIdentity: true } };
      const { inputs } = await engine.check(secretProviderClass, { metadata: { name: "p" }, spec });
      await rejects(engine.create(secretProviderClass, inputs), /usePodIdentity/);
    });
  });

  describe("a Deployment", () => {
    const program = (name: string, annotations: Record<string, string>) => ({
      metadata: { name, annotations },
      spec: {
        selector: { matchLabels: { app: name } },
        template: {
          metadata: { labels: { app: name } },
          spec: { serviceAccountName: "nobody", containers: [{ name: "c", image: "i" }] },
        },
      },
    });

    it("is kept but fails when its pods do not get ready in time, and says what their events say", async () => {
      const { inputs } = await engine.check(
        deployment,
        program("late", { "pulumi.com/timeoutSeconds": "1" }),
      );
      await rejects(
        engine.create(deployment, inputs),
        /^Error: the Kubernetes API server reported that "default\/late" failed to fully initialize or become live: 'late' timed out waiting to be Ready/,
      );
      strictEqual((await engine.read(deployment, "default/late")).id, "default/late");
      await engine.delete(deployment, "default/late", {});
    });

    it("is not waited for when the program says so", async () => {
      const { id } = await make(deployment, program("skipped", { "pulumi.com/skipAwait": "true" }));
      await engine.delete(deployment, id, {});
      strictEqual((await engine.read(deployment, id)).id, "");
    });
  });
});
