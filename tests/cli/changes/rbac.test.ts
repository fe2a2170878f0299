import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { clustersFrom } from "../../../cli/changes/clusters-from";
import { type KubernetesUser, serviceAccountUser } from "../../../cli/changes/rbac/cluster";
import { decide } from "../../../cli/changes/rbac/decide";
import type { Attempt } from "../../../cli/changes/rbac/rule";

const ARN = "arn:aws:eks:us-east-1:111111111111:cluster/main";
const RBAC = "rbac.authorization.k8s.io";

function roleOf(kind: string, name: string, rules: object[], more: object = {}) {
  const namespace = kind === "Role" ? { namespace: "orders" } : {};
  return { kind, metadata: { name, ...namespace, ...more }, rules };
}

function bindingOf(kind: string, role: [kind: string, name: string], subjects: object[]) {
  const namespace = kind === "RoleBinding" ? { namespace: "orders" } : {};
  const metadata = { name: `${role[1]}-of-${kind}`, ...namespace };
  return { kind, metadata, roleRef: { kind: role[0], name: role[1], apiGroup: RBAC }, subjects };
}

const ANNA = [{ kind: "User", name: "anna" }];
const PODS = { apiGroups: [""], resources: ["pods"], verbs: ["create", "list"] };

const user = (username: string, ...groups: string[]): KubernetesUser => ({
  ...{ cluster: ARN, username, groups: [...groups, "system:authenticated"] },
});

const create = (resource: string, namespace?: string, more: object = {}): Attempt => ({
  ...{ verb: "create", resource, namespace, ...more },
});

function mayIn(objects: object[], who: KubernetesUser, attempt: Attempt): boolean {
  const [cluster] = clustersFrom({ kind: "List", items: objects }, ARN);
  if (!cluster) throw new Error("one cluster is given");
  return decide(cluster, who, attempt).allowed;
}

describe("RBAC's decision", () => {
  const inOrders = [
    roleOf("Role", "deployer", [PODS]),
    bindingOf("RoleBinding", ["Role", "deployer"], ANNA),
  ];

  for (const [what, who, attempt, allowed] of [
    ["allows what a Role of the namespace allows", "anna", create("pods", "orders"), true],
    ["allows nothing in another namespace", "anna", create("pods", "billing"), false],
    ["allows nothing in all namespaces at once", "anna", create("pods"), false],
    ["allows nothing to another user", "otto", create("pods", "orders"), false],
    ["allows no subresource with the resource", "anna", create("pods/exec", "orders"), false],
    [
      "allows nothing in another group",
      "anna",
      create("pods", "orders", { group: "metrics" }),
      false,
    ],
  ] as const) {
    it(what, () => strictEqual(mayIn(inOrders, user(who), attempt), allowed));
  }

  it("takes the rules of a ClusterRole into the namespace of a RoleBinding alone", () => {
    const objects = [
      roleOf("ClusterRole", "deployer", [PODS, { verbs: ["get"], nonResourceURLs: ["/metrics"] }]),
      bindingOf("RoleBinding", ["ClusterRole", "deployer"], ANNA),
    ];
    strictEqual(mayIn(objects, user("anna"), create("pods", "orders")), true);
    strictEqual(mayIn(objects, user("anna"), create("pods", "billing")), false);
    strictEqual(mayIn(objects, user("anna"), { verb: "get", path: "/metrics" }), false);
  });

  it("takes rules of all namespaces from a ClusterRoleBinding, for paths as well", () => {
    const urls = { verbs: ["get"], nonResourceURLs: ["/logs/*"] };
    const objects = [
      roleOf("ClusterRole", "deployer", [PODS, urls]),
      bindingOf("ClusterRoleBinding", ["ClusterRole", "deployer"], ANNA),
    ];
    strictEqual(mayIn(objects, user("anna"), create("pods", "billing")), true);
    strictEqual(mayIn(objects, user("anna"), { verb: "get", path: "/logs/kubelet" }), true);
    strictEqual(mayIn(objects, user("anna"), { verb: "get", path: "/logs" }), false);
  });

  it("knows names, and takes one that nobody read for any", () => {
    const named = { ...PODS, verbs: ["patch"], resourceNames: ["web"] };
    const objects = [
      roleOf("Role", "patcher", [named]),
      bindingOf("RoleBinding", ["Role", "patcher"], ANNA),
    ];
    for (const [name, allowed] of [
      ["web", true],
      ["db", false],
      [undefined, false],
      [null, true],
    ]) {
      const attempt = { verb: "patch", resource: "pods", namespace: "orders", name };
      strictEqual(mayIn(objects, user("anna"), attempt as Attempt), allowed, `${name}`);
    }
  });

  it("knows wildcards, of subresources too", () => {
    const objects = [
      roleOf("Role", "any", [{ apiGroups: ["*"], resources: ["*/exec"], verbs: ["*"] }]),
      bindingOf("RoleBinding", ["Role", "any"], ANNA),
    ];
    strictEqual(mayIn(objects, user("anna"), create("pods/exec", "orders")), true);
    strictEqual(mayIn(objects, user("anna"), create("pods", "orders")), false);
  });

  it("knows service accounts, and the groups that they are in", () => {
    const web = { namespace: "orders", name: "web" };
    for (const [subject, allowed] of [
      [{ kind: "ServiceAccount", name: "web" }, true],
      [{ kind: "ServiceAccount", name: "web", namespace: "billing" }, false],
      [{ kind: "Group", name: "system:serviceaccounts:orders" }, true],
      [{ kind: "Group", name: "system:serviceaccounts:billing" }, false],
      [{ kind: "Group", name: "system:authenticated" }, true],
    ] as const) {
      const objects = [
        inOrders[0] as object,
        bindingOf("RoleBinding", ["Role", "deployer"], [subject]),
      ];
      const found = mayIn(objects, serviceAccountUser(ARN, web), create("pods", "orders"));
      strictEqual(found, allowed, JSON.stringify(subject));
    }
  });

  it("adds the rules of the ClusterRoles that one aggregates, and of those that they aggregate", () => {
    const aggregate = (label: string) => ({
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: "true" } }] },
    });
    const objects = [
      { ...roleOf("ClusterRole", "edit", []), ...aggregate("to-edit") },
      {
        ...roleOf("ClusterRole", "view", [], { labels: { "to-edit": "true" } }),
        ...aggregate("to-view"),
      },
      roleOf("ClusterRole", "pods", [PODS], { labels: { "to-view": "true" } }),
      bindingOf("ClusterRoleBinding", ["ClusterRole", "edit"], ANNA),
    ];
    strictEqual(mayIn(objects, user("anna"), create("pods", "orders")), true);
    strictEqual(
      mayIn(objects.slice(0, 2).concat(objects.slice(3)), user("anna"), create("pods")),
      false,
    );
  });

  it("lets system:masters do everything", () => {
    strictEqual(mayIn([], user("anna", "system:masters"), create("pods", "orders")), true);
  });

  it("knows the ClusterRoles for people that each cluster has", () => {
    for (const [name, allowed] of [
      ["cluster-admin", true],
      ["admin", true],
      ["edit", true],
      ["view", false],
    ] as const) {
      const objects = [bindingOf("RoleBinding", ["ClusterRole", name], ANNA)];
      strictEqual(mayIn(objects, user("anna"), create("pods", "orders")), allowed, name);
      strictEqual(mayIn(objects, user("anna"), create("serviceaccounts/token", "orders")), allowed);
    }
    const own = [
      roleOf("ClusterRole", "edit", []),
      bindingOf("RoleBinding", ["ClusterRole", "edit"], ANNA),
    ];
    strictEqual(mayIn(own, user("anna"), create("pods", "orders")), false);
  });

  it("gives no rule of a role that is not there", () => {
    const objects = [bindingOf("RoleBinding", ["Role", "deployer"], ANNA)];
    strictEqual(mayIn(objects, user("anna"), create("pods", "orders")), false);
  });
});

describe("access policies of EKS", () => {
  const mayBy = (policy: string, attempt: Attempt, namespaces?: string[]) => {
    const accessScope = namespaces
      ? { type: "namespace" as const, namespaces }
      : { type: "cluster" as const };
    const policyArn = `arn:aws:eks::aws:cluster-access-policy/${policy}`;
    return mayIn([], { ...user("anna"), policies: [{ policyArn, accessScope }] }, attempt);
  };

  for (const [policy, attempt, allowed] of [
    ["AmazonEKSClusterAdminPolicy", { verb: "bind", resource: "clusterroles" }, true],
    ["AmazonEKSClusterAdminPolicy", { verb: "get", path: "/metrics" }, true],
    ["AmazonEKSAdminPolicy", create("pods/exec", "orders"), true],
    ["AmazonEKSAdminPolicy", create("rolebindings", "orders", { group: RBAC }), true],
    ["AmazonEKSAdminPolicy", create("clusterrolebindings", undefined, { group: RBAC }), false],
    ["AmazonEKSAdminPolicy", create("serviceaccounts/token", "orders"), false],
    ["AmazonEKSEditPolicy", create("deployments", "orders", { group: "apps" }), true],
    ["AmazonEKSEditPolicy", create("rolebindings", "orders", { group: RBAC }), false],
    ["AmazonEKSEditPolicy", { verb: "get", resource: "secrets", namespace: "orders" }, true],
    ["AmazonEKSViewPolicy", { verb: "get", resource: "secrets", namespace: "orders" }, false],
    ["AmazonEKSViewPolicy", { verb: "get", resource: "pods", namespace: "orders" }, true],
    ["AmazonEKSAdminViewPolicy", { verb: "list", resource: "secrets" }, true],
    ["AmazonEKSAdminViewPolicy", create("pods", "orders"), false],
  ] as const) {
    it(`${allowed ? "lets" : "does not let"} ${policy} ${Object.values(attempt).join(" ")}`, () =>
      strictEqual(mayBy(policy, attempt), allowed));
  }

  it("hold in the namespaces of their scope alone, which may have asterisks", () => {
    const attempt = create("pods", "orders");
    deepStrictEqual(
      [["orders"], ["billing"], ["ord*"], ["order"], ["*"]].map((namespaces) =>
        mayBy("AmazonEKSEditPolicy", attempt, namespaces),
      ),
      [true, false, true, false, true],
    );
    strictEqual(mayBy("AmazonEKSClusterAdminPolicy", create("pods"), ["orders"]), false);
  });
});

describe("clusters of a file", () => {
  it("take lists of kubectl, and tell what nobody read from what is not there", () => {
    const [read] = clustersFrom([{ kind: "PodList", items: [] }].at(0), ARN);
    deepStrictEqual([read?.pods, read?.namespaces], [[], undefined]);
  });

  it("refuse an object that has not the fields of its kind", () => {
    throws(
      () => clustersFrom({ kind: "List", items: [{ kind: "Role", rules: [] }] }, ARN),
      /metadata/,
    );
  });

  it("know who aws-auth lets in", () => {
    const data = {
      mapRoles:
        "- rolearn: arn:aws:iam::111111111111:role/ops\n  username: ops\n  groups: [system:masters]\n",
      mapAccounts: "- '222222222222'\n",
    };
    const metadata = { name: "aws-auth", namespace: "kube-system" };
    const [cluster] = clustersFrom({ kind: "ConfigMap", metadata, data }, ARN);
    deepStrictEqual(cluster?.awsAuth, [
      { arn: "arn:aws:iam::111111111111:role/ops", username: "ops", groups: ["system:masters"] },
      { arn: "222222222222", username: "", groups: [] },
    ]);
  });
});
