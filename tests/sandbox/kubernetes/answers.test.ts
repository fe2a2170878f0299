import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import fc from "fast-check";
import { decodeJwt } from "jose";
import { withCluster } from "../eks-support";
import { APPLY, CLASSES, DEPLOYMENTS, deploymentOf } from "../pods-support";

const ACCOUNTS = "/api/v1/namespaces/default/serviceaccounts";

describe("the answers of the Kubernetes API", () => {
  const { k8s } = withCluster();

  describe("rejects", () => {
    const invalid = async (path: string, object: object, message: RegExp) => {
      const { status, body } = await k8s("POST", path, object);
      deepStrictEqual([status, body.reason], [422, "Invalid"]);
      match(body.message, message);
    };
    const parametersOf = (parameters: object) => ({
      metadata: { name: "spc" },
      spec: { provider: "aws", parameters },
    });

    it("a SecretProviderClass of v1alpha1, or with parameters that are no strings", async () => {
      const old = CLASSES.replace("/v1/", "/v1alpha1/");
      equal((await k8s("POST", old, parametersOf({}))).status, 404);
      await invalid(
        CLASSES,
        parametersOf({ usePodIdentity: true }),
        /spec\.parameters\.usePodIdentity in body must be of type string: "boolean"/,
      );
      await invalid(CLASSES, parametersOf({ objects: [] }), /must be of type string: "array"/);
    });

    it("names that are none", async () => {
      for (const name of ["Upper", "under_score", "-dash", "x".repeat(254), "..", "a/b"]) {
        await invalid(ACCOUNTS, { metadata: { name } }, /RFC 1123/);
      }
    });

    it("a Deployment whose selector, mounts or volumes do not fit together", async () => {
      const broken = (change: (spec: ReturnType<typeof deploymentOf>["spec"]) => void) => {
        const object = deploymentOf({ name: "broken" });
        change(object.spec);
        return object;
      };
      await invalid(
        DEPLOYMENTS,
        broken((spec) => {
          spec.selector.matchLabels = { app: "else" };
        }),
        /`selector` does not match template `labels`/,
      );
      await invalid(
        DEPLOYMENTS,
        broken((spec) => {
          spec.template.spec.volumes = [];
        }),
        /volumeMounts\[0\]\.name: Not found: "secrets"/,
      );
      for (const name of ["../../escape", "", "A"]) {
        await invalid(
          DEPLOYMENTS,
          broken((spec) => {
            for (const volume of spec.template.spec.volumes) volume.name = name;
            for (const { volumeMounts } of spec.template.spec.containers) {
              for (const mount of volumeMounts) mount.name = name;
            }
          }),
          /volumes\[0\]\.name: Invalid value/,
        );
      }
    });

    it("a body for another kind, name or namespace, or that is not read", async () => {
      const bad: [path: string, body: unknown, type?: string][] = [
        [ACCOUNTS, { kind: "Pod", metadata: { name: "x" } }],
        [ACCOUNTS, { metadata: {} }],
        [ACCOUNTS, { metadata: { name: "x", namespace: "kube-system" } }],
        [ACCOUNTS, "{"],
        [ACCOUNTS, "[]"],
        [ACCOUNTS, `${"[".repeat(1000)}${"]".repeat(1000)}`],
      ];
      for (const [path, body, type] of bad) {
        const { status, body: answer } = await k8s("POST", path, body, type);
        deepStrictEqual([status, answer.kind], [400, "Status"]);
      }
      equal((await k8s("POST", ACCOUNTS, "x", "application/vnd.kubernetes.protobuf")).status, 415);
      equal((await k8s("OPTIONS", ACCOUNTS)).status, 405);
    });

    it("paths that name nothing", async () => {
      for (const path of [
        "/api/v1/nonsense",
        "/api/v2/pods",
        "/apis/apps/v1/namespaces/default/pods",
        "/api/v1/namespaces/default/pods/a/b/c",
        "/api/v1/pods/x",
        `/api/v1/namespaces/default/pods/${"x".repeat(3000)}`,
        "/api/v1/namespaces/default//x",
      ]) {
        const { status, body } = await k8s("GET", path);
        deepStrictEqual([path, status, body.kind], [path, 404, "Status"]);
      }
    });
  });

  it("issues tokens for the audience asked, bound to a pod of that service account only", async () => {
    await k8s("POST", ACCOUNTS, { metadata: { name: "issued" } });
    const token = (spec: object) => k8s("POST", `${ACCOUNTS}/issued/token`, { spec });
    const { status, body } = await token({ audiences: ["a", "b"], expirationSeconds: 700 });
    equal(status, 201);
    const claims = decodeJwt(body.status.token);
    deepStrictEqual(claims.aud, ["a", "b"]);
    equal((claims.exp ?? 0) - (claims.iat ?? 0), 700);
    equal(claims.sub, "system:serviceaccount:default:issued");
    equal((await token({ boundObjectRef: { kind: "Pod", name: "absent" } })).status, 404);
  });

  it("says what it serves", async () => {
    const { body } = await k8s("GET", "/apis/secrets-store.csi.x-k8s.io/v1");
    deepStrictEqual(body.resources[0].kind, "SecretProviderClass");
    equal((await k8s("GET", "/version")).body.minor, "34");
    equal((await k8s("GET", "/api")).body.versions[0], "v1");
  });

  it("answers any path, method and body with a Status or an object, never with a failure", async () => {
    const segment = fc.oneof(
      fc.constantFrom("api", "apis", "v1", "apps", "namespaces", "default", "pods", "..", "%00"),
      fc.string({ maxLength: 8 }).map(encodeURIComponent),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 8 }),
        fc.constantFrom("GET", "POST", "PUT", "PATCH"),
        fc.oneof(fc.json(), fc.string()),
        fc.constantFrom("application/json", APPLY, "application/json-patch+json", "text/plain"),
        async (segments, method, body, type) => {
          const path = `/${segments.join("/")}`;
          const answer = await k8s(method, path, method === "GET" ? undefined : body, type);
          ok(answer.status < 500, `${method} ${path}: ${answer.status}`);
        },
      ),
      { numRuns: 200 },
    );
  });
});
