import { deepStrictEqual } from "node:assert";

import { clusterMismatches, type HeldOfCluster } from "../../../cli/clusters/cluster-mismatches";
import type { FoundInCluster } from "../../../cli/clusters/found-in-cluster";
import type { Layer } from "../../../stacks/stack-plan";
import { landingZoneOf } from "../../sdk/grant/support";

const NOTHING: HeldOfCluster = {
  cluster: false,
  agent: false,
  driver: false,
  namespaces: new Set(),
  serviceAccounts: new Set(),
  providerClasses: new Set(),
  deployments: new Set(),
};
const EMPTY: FoundInCluster = {
  hasAgent: false,
  hasDriver: false,
  namespaces: new Set(),
  createdNamespaces: new Set(),
  serviceAccounts: new Set(),
  annotatedRoles: new Map(),
  providerClasses: new Set(),
  deployments: new Set(),
};
const READY = { ...EMPTY, namespaces: new Set(["web", "api"]) };

/** The messages about a cluster with these settings in the inventory. */
function said(
  settings: string,
  found: FoundInCluster | undefined,
  {
    held = {},
    layers = ["cluster", "workloads"],
    web = "",
  }: { held?: Partial<HeldOfCluster>; layers?: Layer[]; web?: string } = {},
): string[] {
  const { clusters, readers } = landingZoneOf({
    clusters: `\n  shop: { account: a, ${settings} }`,
    readers: `
  web: { cluster: shop, namespace: web, serviceAccount: web, reads: [own], ${web} }
  api: { cluster: shop, namespace: api, serviceAccount: api, reads: [own] }`,
  });
  const [cluster] = clusters;
  if (!cluster) throw new Error("no cluster");
  const look = { cluster, readers, found, held: { ...NOTHING, ...held }, layers: new Set(layers) };
  const { cluster: own, workloads } = clusterMismatches(look);
  return [...own, ...workloads];
}

describe("clusterMismatches", () => {
  it("says nothing where all is as the inventory has it, or is its own", () => {
    deepStrictEqual(said("existing: true", READY), []);
    deepStrictEqual(said("create: {}", undefined), []);
    const all = {
      ...EMPTY,
      hasAgent: true,
      hasDriver: true,
      namespaces: new Set(["web", "api"]),
      serviceAccounts: new Set(["web/web", "api/api"]),
    };
    const held = { cluster: true, agent: true, driver: true, ...all };
    deepStrictEqual(said("create: {}", all, { held }), []);
    const existing = "existing: true, secretsStoreCsi: { install: existing }";
    deepStrictEqual(said(existing, { ...all, serviceAccounts: new Set() }), []);
  });

  it("says what to write where the agent or the driver is there already, or is not", () => {
    const write = (install: string, agent: string) =>
      `write install: ${install} and podIdentityAgent: ${agent} under clusters.shop.secretsStoreCsi`;
    deepStrictEqual(said("existing: true", { ...READY, hasAgent: true }), [
      `cluster shop has the Pod Identity agent already: ${write("addon", "existing")}`,
    ]);
    deepStrictEqual(said("existing: true", { ...READY, hasAgent: true, hasDriver: true }), [
      `cluster shop has the Pod Identity agent and the Secrets Store CSI driver already: ${write("existing", "existing")}`,
    ]);
    const existing = "existing: true, secretsStoreCsi: { install: existing }";
    deepStrictEqual(said(existing, { ...READY, hasDriver: true }), [
      `cluster shop lacks the Pod Identity agent: ${write("existing", "addon")}`,
    ]);
    const helm = "existing: true, secretsStoreCsi: { install: helm, podIdentityAgent: existing }";
    deepStrictEqual(said(helm, { ...READY, hasDriver: true }), [
      `cluster shop has the Secrets Store CSI driver already and lacks the Pod Identity agent: ${write("existing", "addon")}`,
    ]);
  });

  it("names all namespaces of a cluster at once", () => {
    deepStrictEqual(said("existing: true", EMPTY), [
      "cluster shop lacks the namespaces web, api: write createNamespaces: true under clusters.shop, or have them made",
    ]);
    deepStrictEqual(said("existing: true", { ...EMPTY, namespaces: new Set(["web"]) }), [
      "cluster shop lacks the namespaces api: write createNamespaces: [api] under clusters.shop, or have them made",
    ]);
    const all = "existing: true, createNamespaces: true";
    deepStrictEqual(said(all, { ...EMPTY, namespaces: new Set(["web"]) }), [
      "cluster shop has the namespaces web already: write createNamespaces: [api] under clusters.shop",
    ]);
    const left = { ...EMPTY, namespaces: new Set(["web"]), createdNamespaces: new Set(["web"]) };
    deepStrictEqual(said(all, left), []);
    deepStrictEqual(said(all, READY, { held: { namespaces: new Set(["web", "api"]) } }), []);
  });

  it("names the service accounts that are there already, or that a deployment lacks", () => {
    const found = { ...READY, serviceAccounts: new Set(["web/web", "api/api"]) };
    deepStrictEqual(said("existing: true", found), [
      "cluster shop has the service accounts web/web, api/api already: write createServiceAccount: false under readers.web, readers.api",
    ]);
    const web = "createServiceAccount: false";
    deepStrictEqual(said("existing: true", READY, { web }), []);
    const deployed = `${web}, deployment: { image: nginx, mountPath: /mnt }`;
    deepStrictEqual(said("existing: true", READY, { web: deployed }), [
      "cluster shop lacks the service accounts web/web: write createServiceAccount: true under readers.web, or have them made",
    ]);
  });

  it("names a service account of others that does not name the role of a reader by tokens", () => {
    const role = "arn:aws:iam::111111111111:role/web";
    const shop = `existing: true, secretsStoreCsi: { install: existing }, oidcProvider: "arn:aws:iam::111111111111:oidc-provider/oidc.example/id"`;
    const says = (identity: string, ...annotated: [string, string][]) => {
      const found = {
        ...READY,
        hasAgent: true,
        hasDriver: true,
        serviceAccounts: new Set(["web/web"]),
        annotatedRoles: new Map(annotated),
      };
      const web = `createServiceAccount: false, roleName: web, identity: ${identity}`;
      return said(shop, found, { web });
    };
    const wrong = [
      `service account web/web of cluster shop does not name the role of readers.web, so that its pods would mount nothing: kubectl -n web annotate --overwrite serviceaccount web eks.amazonaws.com/role-arn=${role}`,
    ];
    deepStrictEqual(says("irsa"), wrong);
    deepStrictEqual(says("irsa", ["web/web", `${role}-2`]), wrong);
    deepStrictEqual(says("irsa", ["web/web", role]), []);
    deepStrictEqual([says("both"), says("podIdentity")], [[], []]);
  });

  it("names SecretProviderClasses and Deployments that others have made", () => {
    const found = {
      ...READY,
      providerClasses: new Set(["web/mount", "api/api"]),
      deployments: new Set(["web/web"]),
    };
    const web = "secretProviderClass: mount, deployment: { image: nginx, mountPath: /mnt }";
    deepStrictEqual(said("existing: true", found, { web }), [
      "cluster shop has the SecretProviderClass web/mount already: write another secretProviderClass under readers.web, or delete it",
      "cluster shop has the SecretProviderClass api/api already: write another secretProviderClass under readers.api, or delete it",
      "cluster shop has the Deployment web/web already: take deployment out of readers.web, give the reader another name, or delete the Deployment",
    ]);
    const { deployments, providerClasses } = found;
    const held = { deployments, providerClasses };
    deepStrictEqual(said("existing: true", found, { held, web }), []);
  });

  it("says where a cluster is not there, or is there already", () => {
    deepStrictEqual(said("existing: true", undefined), [
      "cluster shop is not there, or not active: account 111111111111 (a) has no shop in us-east-1; correct account, region or name under clusters.shop, or write create in place of existing",
    ]);
    deepStrictEqual(said("create: {}", READY), [
      "cluster shop exists already: write existing: true in place of create under clusters.shop",
    ]);
  });

  it("says of the layers that are deployed alone", () => {
    const found = { ...EMPTY, hasAgent: true };
    deepStrictEqual(said("existing: true", found, { layers: ["workloads"] }).length, 1);
    deepStrictEqual(said("existing: true", found, { layers: ["cluster"] }).length, 1);
    deepStrictEqual(said("existing: true", undefined, { layers: ["workloads"] }), []);
  });
});
