import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bearerToken, CLUSTER } from "../sandbox/eks-support";
import { A, B, credentialsOf, startSandbox } from "../sandbox/support";
import { withKubectl } from "./with-kubectl";

const manifest = ({ image = "nginx:1", env = "1", data = '{ a: "1", b: "2" }' } = {}) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: ${data}
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - { name: web, image: "${image}", env: [{ name: A, value: "${env}" }, { name: B, value: "2" }] }
        - { name: side, image: "busybox:1" }
---
apiVersion: secrets-store.csi.x-k8s.io/v1
kind: SecretProviderClass
metadata: { name: mine }
spec: { provider: aws, parameters: { region: us-east-1, objects: "[]" } }
`;

describe("kubectl", () => {
  const { cli, kubectl, kubectlAs, refused, write } = withKubectl();
  const lines = (text: string) => text.split("\n");

  it("knows the kinds by their short names", async () => {
    const table = await kubectl("api-resources");
    match(table, /^pods po v1 true Pod$/m);
    match(table, /^deployments deploy apps\/v1 true Deployment$/m);
    match(await kubectl("get", "no"), /^ip-10-0-\S+ Ready <none> \d+s v1\.34\.0-eks-sandbox/m);
    match(await kubectl("get", "ns,sa"), /^namespace\/default Active /m);
  });

  it("says who it is and what it may", async () => {
    match(await kubectl("auth", "whoami"), /^Username arn:aws:iam::1{12}:user\/administrator$/m);
    strictEqual(await kubectl("auth", "can-i", "delete", "pods"), "yes");
    strictEqual(await kubectl("auth", "can-i", "*", "*"), "yes");
    const { stdout, stderr } = await kubectlAs(A, "auth", "can-i", "--list");
    match(stdout, /^selfsubjectrulesreviews\.authorization\.k8s\.io +\[\] +\[\] +\[create\]$/m);
    match(stderr, /incomplete: webhook authorizer does not support user rule resolution/);
  });

  it("explains the fields of kinds", async () => {
    match(await kubectl("explain", "pods"), /^KIND: Pod\nVERSION: v1\n[\s\S]*^ spec\s<PodSpec>$/m);
    const mounts = await kubectl("explain", "deploy.spec.template.spec.containers.volumeMounts");
    match(mounts, /^ mountPath\s<string> -required-$/m);
    match(
      await kubectl("explain", "secretproviderclass.spec"),
      /^ parameters\s<map\[string\]string>$/m,
    );
  });

  it("is told of fields that Kubernetes lacks", async () => {
    write("{ apiVersion: v1, kind: ConfigMap, metadata: { name: typo }, dat: { a: b } }");
    const apply = ["apply", "-f", "app.yaml", "--dry-run=server"];
    match(await refused(A, ...apply), /strict decoding error: unknown field "dat"$/);
    const { stdout, stderr } = await kubectlAs(A, ...apply, "--validate=warn");
    strictEqual(stdout, "configmap/typo created (server dry run)\n");
    match(stderr, /^Warning: unknown field "dat"$/m);
    match(await refused(A, ...apply, "--server-side"), /\.dat: field not declared in schema$/);
  });

  it("applies a manifest, finds nothing to do, and applies its changes", async () => {
    write(manifest());
    const all = (outcome: string) => [
      `configmap/settings ${outcome}`,
      `deployment.apps/web ${outcome}`,
      `secretproviderclass.secrets-store.csi.x-k8s.io/mine ${outcome}`,
    ];
    deepStrictEqual(lines(await kubectl("apply", "-f", "app.yaml")), all("created"));
    deepStrictEqual(lines(await kubectl("apply", "-f", "app.yaml")), all("unchanged"));
    strictEqual(await kubectl("diff", "-f", "app.yaml"), "");

    write(manifest({ image: "nginx:2", env: "3", data: '{ a: "1", c: "3" }' }));
    const changed = ["configured", "configured", "unchanged"];
    const outcomes = async (...more: string[]) =>
      lines(await kubectl("apply", "-f", "app.yaml", ...more)).map((line) => line.split(" ")[1]);
    deepStrictEqual(await outcomes("--dry-run=server"), changed);
    deepStrictEqual(await outcomes(), changed);
    deepStrictEqual(JSON.parse(await kubectl("get", "cm", "settings", "-o", "jsonpath={.data}")), {
      ...{ a: "1", c: "3" },
    });
    const path = "jsonpath={.spec.template.spec.containers}";
    deepStrictEqual(JSON.parse(await kubectl("get", "deploy", "web", "-o", path)), [
      {
        ...{ name: "web", image: "nginx:2" },
        env: [
          { name: "A", value: "3" },
          { name: "B", value: "2" },
        ],
      },
      { name: "side", image: "busybox:1" },
    ]);
  });

  it("applies on the server, and takes from others what it may", async () => {
    const apply = (...more: string[]) => ["apply", "--server-side", "-f", "app.yaml", ...more];
    strictEqual(lines(await kubectl(...apply())).length, 3);
    const patch = ["--type=merge", "-p", '{"data":{"a":"9"}}', "--field-manager=other"];
    await kubectl("patch", "configmap", "settings", ...patch);
    match(await refused(A, ...apply()), /conflict with "other" using v1: \.data\.a/);
    await kubectl(...apply("--force-conflicts"));
    strictEqual(await kubectl("get", "cm", "settings", "-o", "jsonpath={.data.a}"), "1");
  });

  it("waits for what is to come", async () => {
    await kubectl("wait", "--for=condition=Available", "deploy/web", "--timeout=30s");
    match(await kubectl("rollout", "status", "deploy/web"), /successfully rolled out/);
    await kubectl("scale", "deploy/web", "--replicas=3");
    const three = "--for=jsonpath={.status.readyReplicas}=3";
    await kubectl("wait", three, "deploy/web", "--timeout=30s");
    match(await kubectl("get", "deploy", "web"), /^web 3\/3 3 3 \d+s$/m);
    await kubectl("rollout", "restart", "deploy/web");
    match(await kubectl("rollout", "status", "deploy/web"), /successfully rolled out/);
  });

  it("waits for what comes only after it began", async () => {
    const waiting = kubectl("wait", "--for=create", "configmap/late", "--timeout=60s");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await kubectl("create", "configmap", "late", "--from-literal=a=b");
    match(await waiting, /configmap\/late condition met/);
    const gone = kubectl("wait", "--for=delete", "configmap/late", "--timeout=60s");
    await new Promise((resolve) => setTimeout(resolve, 2000));
    await kubectl("delete", "configmap", "late");
    match(await gone, /configmap\/late condition met/);
  });

  it("gets, describes and logs pods, and lists their events", async () => {
    const pods = lines(await kubectl("get", "pods", "-l", "app=web"));
    match(pods[0] ?? "", /^NAME READY STATUS RESTARTS AGE$/);
    strictEqual(pods.length, 4);
    match(pods[1] ?? "", /^web-\S+ 2\/2 Running 0 \d+s$/);
    const [name = ""] = pods[1]?.split(" ") ?? [];
    match(await kubectl("describe", "pod", name), /^Controlled By: Deployment\/web$/m);
    match(await kubectl("describe", "deploy", "web"), /^Replicas: 3 desired \| 3 updated/m);
    match(await kubectl("describe", "nodes"), /^ Ready True /m);
    match(await kubectl("logs", name), /^The sandbox runs no containers.*\n\S+ Normal Scheduled/);
    match(
      await refused(A, "exec", name, "--", "ls"),
      /the sandbox runs no containers, so pods have no exec/,
    );
    match(await kubectl("get", "events"), new RegExp(`Normal Scheduled pod/${name} Successfully`));
  });

  it("finds pods by sets of labels, and reads what has no kind", async () => {
    const webs = await kubectl("get", "pods", "-l", "app=web", "-o", "name");
    ok(lines(webs).length >= 2);
    for (const selector of ["app", "app in (web, api)", "app notin (api),!gone"]) {
      strictEqual(await kubectl("get", "pods", "-l", selector, "-o", "name"), webs);
    }
    strictEqual(await kubectl("get", "pods", "-l", "!app", "-o", "name"), "");
    match(await refused(A, "get", "pods", "-l", "app ~ web"), /unable to parse requirement/);
    strictEqual(JSON.parse(await kubectl("get", "--raw", "/version")).minor, "34");
    strictEqual(JSON.parse(await kubectl("get", "--raw", "/openapi/v2")).swagger, "2.0");
  });

  it("creates tokens, and what it makes of flags", async () => {
    match(await kubectl("create", "token", "default", "--audience", "x"), /^[\w-]+(\.[\w-]+){2}$/);
    match(
      await refused(A, "create", "token", "default", "--duration", "5m"),
      /spec\.expirationSeconds: Invalid value: 300: may not specify a duration less than 10 minutes$/,
    );
    await kubectl("create", "namespace", "team");
    await kubectl("create", "serviceaccount", "reader", "-n", "team");
    await kubectl("create", "secret", "generic", "s", "--from-literal=password=p", "-n", "team");
    const password = ["-o", "jsonpath={.data.password}"];
    strictEqual(await kubectl("get", "secret", "s", "-n", "team", ...password), "cA==");
  });

  it("deletes and waits until all is gone", async () => {
    await kubectl("delete", "-f", "app.yaml", "--dry-run=server");
    strictEqual(lines(await kubectl("get", "-f", "app.yaml", "-o", "name")).length, 3);
    await kubectl("delete", "-f", "app.yaml", "--wait");
    await kubectl("delete", "namespace", "team");
    match(await refused(A, "get", "ns", "team"), /\(NotFound\): namespaces "team" not found$/);
    await kubectl("wait", "--for=delete", "pod", "-l", "app=web", "--timeout=30s");
    match(await refused(A, "delete", "nodes", "--all"), /\(MethodNotAllowed\)/);
  });

  it("may do what its access entry lets it", async () => {
    const { eks, iam } = cli.sandbox.clients(A);
    await iam.createUser({ UserName: "viewer" });
    const { AccessKey } = await iam.createAccessKey({ UserName: "viewer" });
    const viewer = credentialsOf(AccessKey);
    const unauthorized = /You must be logged in to the server \(Unauthorized\)|: Unauthorized$/;
    match(await refused(viewer, "get", "pods"), unauthorized);
    const entry = { clusterName: CLUSTER, principalArn: `arn:aws:iam::${A}:user/viewer` };
    await eks.createAccessEntry(entry);
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    const accessScope = { type: "cluster" as const };
    await eks.associateAccessPolicy({ ...entry, policyArn, accessScope });
    strictEqual((await kubectlAs(viewer, "get", "pods")).exitCode, 0);
    strictEqual((await kubectlAs(viewer, "auth", "can-i", "get", "secrets")).stdout.trim(), "no");
    strictEqual(
      await refused(viewer, "get", "secrets"),
      `Error from server (Forbidden): secrets is forbidden: User "arn:aws:iam::${A}:user/viewer" cannot list resource "secrets" in API group "" in the namespace "default"`,
    );
  });

  it("is refused with a token that is none, an old one, and another account's", async () => {
    const unauthorized = "error: You must be logged in to the server (Unauthorized)";
    await kubectl("config", "set-credentials", "nobody");
    const asNobody = (...args: string[]) => refused(A, "--user", "nobody", ...args, "get", "pods");
    strictEqual(await asNobody("--token", "x"), unauthorized);
    const old = await bearerToken(cli.sandbox, cli.sandbox.administrator(A), CLUSTER);
    cli.sandbox.advance(16 * 60 * 1000);
    strictEqual(await asNobody("--token", old), unauthorized);
    cli.sandbox.advance(-16 * 60 * 1000);
    match(await refused(B, "get", "pods"), /Unauthorized/);
  });

  it("takes no server that another authority vouches for, and none without TLS", async () => {
    const other = await startSandbox();
    const file = join(other.directory, "certificate-authority.pem");
    const stranger = join(cli.directory, "stranger.pem");
    writeFileSync(stranger, readFileSync(file, "utf8").replace(/-----BEGIN PRIVATE.*/s, ""));
    await other.stop();
    const config = join(cli.directory, ".kube", "config");
    const text = readFileSync(config, "utf8");
    const strange = join(cli.directory, "strange-config");
    const elsewhere = `certificate-authority: ${stranger}`;
    writeFileSync(strange, text.replace(/certificate-authority-data: .*/, elsewhere));
    match(
      await refused(A, "--kubeconfig", strange, "get", "pods"),
      /x509: certificate signed by unknown authority/,
    );
    writeFileSync(strange, text.replace("server: https:", "server: http:"));
    match(await refused(A, "--kubeconfig", strange, "get", "pods"), /\(BadRequest\)/);
  });
});

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
