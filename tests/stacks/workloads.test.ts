import { deepStrictEqual, strictEqual } from "node:assert";
import { rows } from "../facts";
import { runReference } from "./reference";
import { landingZone, runStack } from "./run-stack";
import {
  connection,
  legacy,
  legacyKey,
  orders,
  ordersReplica,
  runVocabulary,
  targetRole,
} from "./vocabulary";

describe("stack of workloads", () => {
  it("creates the namespaces of clusters that it creates, and of adopted ones those that are asked for", async () => {
    const stack = await runVocabulary("platform.workloads");
    deepStrictEqual(
      stack.children().filter((child) => child.includes("Namespace")),
      ["kubernetes:core/v1:Namespace lab-web", "kubernetes:core/v1:Namespace site-ops"],
    );
    strictEqual(stack.one("kubernetes:core/v1:Namespace", "lab-web").provider, "lab");
  });

  it("keeps every namespace, where others may run something, from deletion by the engine", async () => {
    const { registered } = await runVocabulary("platform.workloads");
    deepStrictEqual(
      rows(
        registered.filter(({ resource }) => resource.includes("Namespace")),
        "resource",
        "retainOnDelete",
      ),
      [
        ["kubernetes:core/v1:Namespace lab-web", true],
        ["kubernetes:core/v1:Namespace site-ops", true],
      ],
    );
  });

  it("deploys each reader to its own cluster, and no service account that is there", async () => {
    const stack = await runVocabulary("platform.workloads");
    deepStrictEqual(
      stack.resources
        .filter(({ type }) => type === "kubernetes:core/v1:ServiceAccount")
        .map(({ name, provider }) => `${name} ${provider}`)
        .sort(),
      ["legacy-service-account shop", "orders-service-account shop", "session-service-account lab"],
    );
  });

  it("associates a reader with its target role, which alone its own role may assume", async () => {
    const stack = await runVocabulary("platform.workloads");
    const association = stack.inputsOf("orders-association");
    strictEqual(association.targetRoleArn, targetRole);
    strictEqual(association.disableSessionTags, undefined);
    strictEqual(stack.statementsOf("orders-policy")[0].Resource, targetRole);
  });

  it("mounts both regions of a secret, and copies the file that is asked for", async () => {
    const stack = await runVocabulary("platform.workloads");
    const { spec } = stack.inputsOf("orders-provider-class");
    strictEqual(spec.parameters.failoverRegion, "eu-central-1");
    strictEqual(
      spec.parameters.objects,
      [
        `- objectName: "${orders}"`,
        '  objectType: "secretsmanager"',
        '  objectAlias: "db.json"',
        "  jmesPath:",
        '    - path: "password"',
        '      objectAlias: "password"',
        "  failoverObject:",
        `    objectName: "${ordersReplica}"`,
        "",
      ].join("\n"),
    );
    deepStrictEqual(spec.secretObjects, [
      {
        secretName: "orders-db",
        type: "Opaque",
        data: [{ key: "password", objectName: "password" }],
      },
    ]);
  });

  it("lets a reader of an existing secret use its existing key", async () => {
    const stack = await runVocabulary("platform.workloads");
    const [reads, decrypt] = stack.statementsOf("legacy-policy");
    strictEqual(reads.Resource, legacy);
    strictEqual(decrypt.Resource, legacyKey.replace(/key\/.*/, "key/k"));
  });

  it("deploys no workload for a reader that another tool deploys", async () => {
    const stack = await runVocabulary("platform.workloads");
    deepStrictEqual(
      stack.children().filter((child) => child.includes("Deployment")),
      ["kubernetes:apps/v1:Deployment session"],
    );
  });

  it("leaves the number of pods to an autoscaler where the inventory says so", async () => {
    const { one, registered } = await runVocabulary("platform.workloads");
    const session = "kubernetes:apps/v1:Deployment";
    strictEqual(one(session, "session").inputs.spec.replicas, 2);
    const { ignoreChanges } =
      registered.find(({ resource }) => resource === `${session} session`) ?? {};
    deepStrictEqual(ignoreChanges, ["spec.replicas"]);
    const reference = await runReference("account-a.workloads");
    const other = reference.registered.find(
      ({ resource }) => resource === `${session} application-a`,
    );
    deepStrictEqual(other?.ignoreChanges, []);
  });

  it("takes back by force what was changed by hand in a cluster, which would else end the run", async () => {
    const { one } = await runVocabulary("platform.workloads");
    for (const cluster of ["lab", "shop"]) {
      strictEqual(one("pulumi:providers:kubernetes", cluster).inputs.enablePatchForce, "true");
    }
  });

  it("builds the kubeconfig of a cluster without a context from the deploy role's tokens", async () => {
    const { kubeconfig } = (await runVocabulary("platform.workloads")).one(
      "pulumi:providers:kubernetes",
      "lab",
    ).inputs;
    deepStrictEqual(JSON.parse(kubeconfig).users[0].user.exec, {
      apiVersion: "client.authentication.k8s.io/v1",
      command: "aws",
      args: [
        ...["eks", "get-token", "--cluster-name", "lab", "--region", "eu-west-1"],
        ...["--output", "json", "--role-arn", "arn:aws:iam::111111111111:role/deploy"],
      ],
      env: [],
      interactiveMode: "Never",
    });
  });

  it("builds the kubeconfig of an account's profile with --profile, which keys of the environment do not outrank", async () => {
    const profiled = landingZone(`
accounts: { a: { id: "111111111111", region: us-east-1, profile: team } }
clusters: { shop: { account: a, existing: true } }
parameters: { /flags: { account: a } }
readers: { web: { cluster: shop, namespace: web, serviceAccount: web, reads: [{ parameter: /flags, as: flags }] } }
`);
    const { one } = await runStack(profiled, "a.workloads", {
      stacks: {
        "organization/eks-pod-secrets/a.cluster": {
          clusters: {
            shop: { ...connection("shop"), arn: "arn:aws:eks:us-east-1:111111111111:cluster/shop" },
          },
        },
      },
    });
    const { kubeconfig } = one("pulumi:providers:kubernetes", "shop").inputs;
    const { args, env } = JSON.parse(kubeconfig).users[0].user.exec;
    deepStrictEqual(args.slice(-2), ["--profile", "team"]);
    deepStrictEqual(env, []);
  });
});
