import { deepStrictEqual, doesNotMatch, match, strictEqual } from "node:assert/strict";
import { liveCluster } from "../../../cli/access-answers/live-cluster";
import { blastRadiusShape } from "../../../cli/verbs/blast-radius";
import { whoCanReadShape } from "../../../cli/verbs/who-can-read";
import { createCluster, createRole, serviceTrust } from "../../sandbox/eks-support";
import { A, REGION, startSandbox, type TestSandbox } from "../../sandbox/support";
import { landingZoneOf } from "../../sdk/grant/support";
import {
  ATTACKER,
  CLUSTER,
  granted,
  object,
  READER,
  rule,
  SECRET,
  worldOf,
} from "../changes/planted/world";
import { run, withFiles } from "../support";

/** Says that nothing copies values into Secrets. */
const NO_COPIES = ["SecretProviderClassList", "ExternalSecretList"]
  .concat("SecretStoreList", "ClusterSecretStoreList")
  .map((kind) => ({ kind, items: [] }));

describe("--cluster-objects", () => {
  const { principalKind: _, ...documents } = worldOf({ title: "" }).documents;
  const entry = { principalArn: ATTACKER, kubernetesGroups: ["team"] };
  /** Objects that each cluster has. */
  const own = [...granted([], "kube-system", []), ...granted([], undefined, [])];
  const objects = [...own, ...granted([rule("create", "pods")], "orders")];
  const clusters = [{ arn: CLUSTER, authenticationMode: "API", accessEntries: [entry], objects }];

  const ask = (files: Record<string, unknown>, given: string[], more = ["--json"]) =>
    withFiles(
      Object.fromEntries(
        Object.entries({ "access.json": documents, ...files }).map(([name, value]) => [
          name,
          typeof value === "string" ? value : JSON.stringify(value),
        ]),
      ),
      (directory) =>
        run([
          ...["who-can-read", SECRET, "--documents", `${directory}/access.json`, ...more],
          ...given.map((one) => one.replace("@", `${directory}/`)),
        ]),
    );
  const waysIn = ({ stdout }: { stdout: string }) =>
    whoCanReadShape.parse(JSON.parse(stdout)).throughChanges;
  const THROUGH = ["--through-changes", "--cluster-objects"];

  it("tells of ways through a cluster, and of whoever has rights in it", async () => {
    const others = granted([rule("create", "pods")], "orders", [
      { kind: "ServiceAccount", name: "ci", namespace: "other" },
      { kind: "User", name: "anna" },
    ]);
    const given = [{ ...clusters[0], objects: [...objects, ...others] }];
    const answer = await ask({ "clusters.json": { clusters: given } }, [
      ...THROUGH,
      "@clusters.json",
    ]);
    strictEqual(answer.code, 0, answer.stderr);
    const { ways = [] } = waysIn(answer) ?? {};
    deepStrictEqual(
      ways.map(({ start, steps }) => [
        start.principal ? start.key : (start.as as { username: string }).username,
        ...steps.map(({ kind }) => kind),
      ]),
      [
        [ATTACKER, "create-pod"],
        ["system:serviceaccount:other:ci", "create-pod"],
        ["anna", "create-pod"],
      ],
    );
    strictEqual(
      ways.find(({ start }) => start.key === READER),
      undefined,
    );
  });

  it("takes what kubectl prints, of the one cluster or of one that is named", async () => {
    const masters = [{ kind: "User", name: "anna" }];
    const list = JSON.stringify({
      ...{ apiVersion: "v1", kind: "List" },
      items: granted([rule("create", "pods")], "orders", masters),
    });
    for (const given of ["@list.yaml", `${CLUSTER}=@list.yaml`]) {
      const answer = await ask({ "list.yaml": list }, [...THROUGH, given]);
      deepStrictEqual(waysIn(answer)?.ways.length, 1, answer.stderr);
    }
  });

  it("begins with the pods of a namespace that is compromised", async () => {
    const ci = [{ kind: "ServiceAccount", name: "ci", namespace: "other" }];
    const given = [{ ...clusters[0], objects: granted([rule("create", "pods")], "orders", ci) }];
    const answer = await withFiles(
      {
        "access.json": JSON.stringify(documents),
        "clusters.json": JSON.stringify({ clusters: given }),
      },
      (directory) =>
        run([
          ...["blast-radius", "namespace", "other@main", "--documents", `${directory}/access.json`],
          ...["--through-changes", "--cluster-objects", `${directory}/clusters.json`, "--json"],
        ]),
    );
    const { throughChanges } = blastRadiusShape.parse(JSON.parse(answer.stdout));
    deepStrictEqual(
      throughChanges?.ways.map(({ start }) => (start.as as { username: string }).username),
      ["system:serviceaccount:other:ci"],
    );
  });

  it("says which clusters nobody looked into", async () => {
    const through = ["--through-changes"];
    const { result, unknownClusters } = waysIn(await ask({}, through)) ?? {};
    deepStrictEqual([result, unknownClusters], ["unknown", [{ arn: CLUSTER }]]);
    const { code, stdout } = await ask({}, through, []);
    strictEqual(code, 2);
    doesNotMatch(stdout, /nobody else can/);
    match(stdout, /nobody looked into .*cluster\/main: --cluster-objects or --live tells/);
  });

  it("does not know who else reads where an access policy is not known", async () => {
    const policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSNewPolicy";
    const associatedAccessPolicies = [{ policyArn: policy, accessScope: { type: "cluster" } }];
    const given = [{ ...clusters[0], accessEntries: [{ ...entry, associatedAccessPolicies }] }];
    const file = { "clusters.json": { clusters: given } };
    const answer = await ask(file, [...THROUGH, "@clusters.json"]);
    const { reason = "", result } = waysIn(answer) ?? {};
    strictEqual(result, "unknown");
    match(reason, /nobody knows what access policy .*AmazonEKSNewPolicy of .* allows/);
    strictEqual(answer.code, 2);
  });

  const items = [...objects, object("ConfigMap", "kube-root-ca.crt", {}, "kube-system")];
  const without = (kind: string, namespace?: string) =>
    items.filter((one) => one.kind !== kind || (namespace && one.metadata.namespace !== namespace));
  const listOf = (listed: object[]) => ({ kind: "List", items: listed });
  const given = (cluster: object) => ({ clusters: [{ arn: CLUSTER, objects: items, ...cluster }] });
  for (const [what, file, said] of [
    ["a list of kubectl alone", listOf(items), /main: access entries$/],
    ["nobody read entries", given({}), /main: access entries$/],
    [
      "an access entry is of a type that is not known",
      given({ accessEntries: [{ ...entry, type: "NEW" }] }),
      /main: as whom access entries of type NEW let in$/,
    ],
    ...["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "ConfigMap"].map(
      (kind) =>
        [
          `nobody read ${kind}s`,
          given({ accessEntries: [entry], objects: without(kind) }),
          new RegExp(`main: ${kind}s of all namespaces$`),
        ] as const,
    ),
    [
      "a list is of one namespace",
      given({ accessEntries: [entry], objects: without("RoleBinding", "kube-system") }),
      /main: RoleBindings of all namespaces$/,
    ],
  ] as const) {
    it(`does not know who else reads: ${what}`, async () => {
      const answer = await ask({ "a.json": file }, [...THROUGH, "@a.json"]);
      const { reason = "", result } = waysIn(answer) ?? {};
      strictEqual(result, "unknown", answer.stderr);
      match(reason, said);
      strictEqual(answer.code, 2);
    });
  }

  it("needs no ConfigMap where aws-auth says nothing, and no entries where they do", async () => {
    for (const [cluster, kind] of [
      [{ accessEntries: [], authenticationMode: "API" }, "ConfigMap"],
      [{ authenticationMode: "CONFIG_MAP" }, ""],
    ] as const) {
      const file = given({ ...cluster, objects: without(kind) });
      const answer = await ask({ "a.json": file }, [...THROUGH, "@a.json"]);
      deepStrictEqual([waysIn(answer)?.result, answer.code], ["complete", 0], answer.stderr);
    }
  });

  it("supposes the worst where nobody read pods, or the labels of namespaces", async () => {
    const exec = granted([rule("create", "pods/exec")], "orders");
    const elsewhere = granted([rule("create", "pods")], "other", [{ kind: "User", name: "otto" }]);
    const items = [
      ...exec.map((one) => ({ ...one, subjects: [{ kind: "User", name: "anna" }] })),
      ...elsewhere,
      ...NO_COPIES,
    ];
    const answer = await ask({ "list.json": { kind: "List", items } }, [...THROUGH, "@list.json"]);
    deepStrictEqual(
      waysIn(answer)?.ways.map(({ steps, supposes }) => [
        ...steps.map(({ kind }) => kind),
        supposes?.join(),
      ]),
      [
        ["exec-in-pod", "nobody read pods: orders/web is taken to have one"],
        [
          "reach-host",
          "nobody read the labels of namespace other: its pods are taken to reach their node",
        ],
      ],
    );
  });

  it("supposes the worst of each kind of workloads that nobody read", async () => {
    const patch = granted([rule("patch", "statefulsets")], "orders");
    const deployments = { kind: "DeploymentList", items: [] };
    for (const [lists, expected] of [
      [[], ["nobody read statefulsets: namespace orders is taken to have one"]],
      [[{ kind: "StatefulSetList" }], []],
    ] as const) {
      const objects = [...own, ...patch, ...NO_COPIES, deployments, ...lists];
      const file = { clusters: [{ ...clusters[0], objects }] };
      const answer = await ask({ "a.json": file }, [...THROUGH, "@a.json"]);
      deepStrictEqual(
        waysIn(answer)?.ways.flatMap(({ supposes = [] }) => supposes),
        expected,
        answer.stderr,
      );
    }
  });

  for (const [what, file, given, said] of [
    ["a file that is not there", {}, [...THROUGH, "@none.yaml"], /none\.yaml/],
    ["a file that is no YAML", { "a.yaml": "a: [" }, [...THROUGH, "@a.yaml"], /JSON or YAML/],
    ["another list", { "a.json": [1] }, [...THROUGH, "@a.json"], /a\.json is not understood/],
    [
      "an object without a name",
      { "a.json": { kind: "Role", metadata: {} } },
      [...THROUGH, "@a.json"],
      /a\.json is not understood/,
    ],
    ["the option alone", {}, ["--cluster-objects", "@a.json"], /must come with --through-changes/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await ask(file, [...given]);
      strictEqual(code, 2);
      match(stderr, said);
    });
  }
});

describe("a cluster that is read live", () => {
  let sandbox: TestSandbox;
  const endpoint = process.env.AWS_ENDPOINT_URL;
  before(async () => {
    sandbox = await startSandbox();
    process.env.AWS_ENDPOINT_URL = sandbox.endpoint;
    await createCluster(sandbox, A);
  });
  after(async () => {
    if (endpoint === undefined) delete process.env.AWS_ENDPOINT_URL;
    else process.env.AWS_ENDPOINT_URL = endpoint;
    await sandbox.stop();
  });

  it("tells who enters it, by which policies, and what it serves", async () => {
    const { clusters } = landingZoneOf({ clusters: "\n  shop: { account: a, existing: true }" });
    const { eks } = sandbox.clients(A);
    const [cluster] = clusters;
    if (!cluster) throw new Error("one cluster is declared");
    const access = {
      ...{ region: REGION, credentials: sandbox.administrator(A), callerArn: "" },
      requestHandler: {
        connectionTimeout: 1_000,
        requestTimeout: 5_000,
        throwOnRequestTimeout: true,
      },
    };
    const principalArn = await createRole(sandbox, A, "ops", serviceTrust("ec2.amazonaws.com"), []);
    const asked = { clusterName: cluster.name, principalArn };
    await eks.createAccessEntry({ ...asked, kubernetesGroups: ["ops"] });
    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy";
    const accessScope = { type: "namespace" as const, namespaces: ["orders"] };
    await eks.associateAccessPolicy({ ...asked, policyArn, accessScope });
    const found = await liveCluster(cluster, access);
    const own = found?.accessEntries.find((one) => one.principalArn === principalArn);
    deepStrictEqual(
      [found?.arn, own?.kubernetesGroups, own?.policies],
      [cluster.arn, ["ops"], [{ policyArn, accessScope }]],
    );
    deepStrictEqual(
      [found?.pods, found?.namespaces?.some(({ name }) => name === "default"), found?.unread],
      [[], true, []],
    );
  });
});
