import { deepStrictEqual } from "node:assert";

import { inventoryText, landingZoneOf, problemsOf, rejectsEach } from "./support";

const adopted = (more: string) =>
  inventoryText({ clusters: `\n  shop: { account: a, existing: true, ${more} }` });
const creating = (create: string) =>
  inventoryText({ clusters: `\n  shop: { account: a, create: ${create} }` });
const longest = "platform-production-eu-central-1-payments-1";
const created = (key: string) => ({
  clusters: `\n  §${key}: { account: a, create: {}, name: shop }`,
  readers: " {}",
});

describe("parseInventory, clusters", () => {
  rejectsEach({
    [`clusters.${longest}0 must be at most 43 characters where the cluster is created: AWS takes no longer names for the roles that are named after it, got "${longest}0"; shorten it, and give the cluster its own name with name`]:
      created(`${longest}0`),
    "clusters.shop.secretsStoreCsi.install must not be existing where the cluster is created: a new cluster has none; leave it out":
      { clusters: "\n  shop: { account: a, create: {}, secretsStoreCsi: { install: §existing } }" },
    "clusters.shop.secretsStoreCsi.podIdentityAgent must not be existing where the cluster is created: a new cluster has none; leave it out":
      {
        clusters:
          "\n  shop: { account: a, create: {}, secretsStoreCsi: { podIdentityAgent: §existing } }",
      },
    "clusters.shop.create.nodes must not decrease from min over desired to max, got 2, 5, 3":
      creating("{ §nodes: { min: 2, desired: 5, max: 3 } }"),
    "clusters.shop.create.nodes.max must be at least 1: EKS takes no group that can have no node":
      creating("{ nodes: { max: §0 } }"),
    "clusters.shop.create.nodes.instanceTypes must be all x86 or all Arm, as one image runs on all nodes, got m7i.large, m7g.large":
      creating("{ nodes: { §instanceTypes: [m7i.large, m7g.large] } }"),
    'clusters.shop.create.nodes.instanceTypes[0] must be an EC2 instance type, such as m7i.large, got "large"':
      creating("{ nodes: { instanceTypes: [§large] } }"),
    "clusters.shop.create.endpoint must be public or private: nobody could reach the Kubernetes API":
      creating("{ §endpoint: { public: false } }"),
    "clusters.shop.create.endpoint.publicAccessCidrs can be set only where public is not false: nobody reaches it from the internet":
      creating(
        "{ endpoint: { public: false, private: true, §publicAccessCidrs: [203.0.113.0/24] } }",
      ),
    'clusters.shop.create.endpoint.publicAccessCidrs[0] must be a range of IPv4 addresses, such as 203.0.113.0/24, got "203.0.113.256/24"':
      creating("{ endpoint: { publicAccessCidrs: [§203.0.113.256/24] } }"),
    "clusters.shop.secretsStoreCsi.rotationPollInterval cannot be set with install existing: the driver that exists keeps its own settings":
      adopted("secretsStoreCsi: { install: existing, rotationPollInterval: §1h }"),
    "clusters.shop.secretsStoreCsi.podIdentityAgentVersion cannot be set with podIdentityAgent existing: the agent that exists keeps its own version":
      adopted(
        "secretsStoreCsi: { podIdentityAgent: existing, podIdentityAgentVersion: §v1.3.9-eksbuild.5 }",
      ),
    'clusters.shop.createNamespaces[1] must be the namespace of a reader of this cluster, got "wbe"; did you mean "web"?':
      adopted("createNamespaces: [web, §wbe]"),
    'clusters.shop.createNamespaces[0] must be left out, got "default", which every cluster has':
      adopted("createNamespaces: [§default]"),
    'clusters.shop.createNamespaces must be true, false or a list of namespaces, got "some"':
      adopted("createNamespaces: §some"),
    "readers.web.createServiceAccount must be left out or false for service account default, which every namespace has, got the boolean true":
      {
        readers:
          "\n  web: { cluster: shop, namespace: web, serviceAccount: default, createServiceAccount: §true, reads: [own] }",
      },
  });

  it("creates what is not said to be there, but the service account default", () => {
    const { clusters, readers } = landingZoneOf({
      clusters: `
  shop: { account: a, existing: true, defaults: { readers: { createServiceAccount: false } } }
  lab: { account: a, create: {} }
  site: { account: a, existing: true, secretsStoreCsi: { install: existing } }`,
      readers: `
  theirs: { cluster: shop, namespace: web, serviceAccount: theirs, reads: [own] }
  ours: { cluster: shop, namespace: web, serviceAccount: ours, createServiceAccount: true, reads: [own] }
  web: { cluster: lab, namespace: web, serviceAccount: web, reads: [own] }
  default: { cluster: lab, namespace: web, serviceAccount: default, reads: [own] }`,
    });
    deepStrictEqual(
      readers.map(({ createServiceAccount, id }) => [id, createServiceAccount]),
      [
        ["theirs", false],
        ["ours", true],
        ["web", true],
        ["default", false],
      ],
    );
    deepStrictEqual(
      clusters.map(({ createNamespaces, secretsStoreCsi }) => [
        createNamespaces,
        secretsStoreCsi.podIdentityAgent,
      ]),
      [
        [false, "addon"],
        [true, "addon"],
        [false, "existing"],
      ],
    );
  });

  it("takes a long key of a cluster that exists, and the longest of one that is created", () => {
    const existing = created("k".repeat(100)).clusters.replace("create: {}", "existing: true");
    deepStrictEqual(
      problemsOf(inventoryText({ clusters: existing.replace("§", ""), readers: " {}" })),
      [],
    );
    deepStrictEqual(problemsOf(inventoryText(created(longest)).replace("§", "")), []);
  });
});
