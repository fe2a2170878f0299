import { randomUUID } from "node:crypto";
import { isMapping } from "iam-proof/collections";
import { isBeingMade } from "../../clusters/pace";
import { type AddonRecord, type ClusterRecord, childKey } from "../../clusters/records";
import { type ChartValues, chartObjects } from "../../kubernetes/objects/charts";
import { ClusterObjects } from "../../kubernetes/objects/cluster-objects";
import { applyOwned, foreignObject, removeOwned } from "../../kubernetes/objects/owned-objects";
import type { Input } from "../../operations/input/input";
import { invalidParameter } from "../../operations/input/refusals";
import { cutPage, PAGES } from "../../operations/paging/page";
import type { Request } from "../../operations/service";
import { authoriseNewTags, requestTagContext } from "../../operations/tags/tags";
import { readYaml } from "../../wire/protocols/yaml-value";
import { newAssociation, putAssociation } from "./associations";
import { ADDONS, addonVersions, type CatalogueAddon } from "./catalogue";
import {
  authoriseCluster,
  type ChildKind,
  eksArn,
  inUse,
  listChildren,
  notFound,
  requireChild,
  requireCluster,
} from "./lookup";
import { readTags } from "./tags";
import { recordUpdate } from "./updates";

/** An add-on installs the Kubernetes objects of its chart. */
const ADDON: ChildKind<AddonRecord> = {
  kind: "eks-addon",
  member: "addonName",
  arnOf: (record) => record.arn,
  resource: (cluster, id) => `addon/${cluster}/${id}/*`,
  missing: (cluster, id) => `No addon: ${id} found in cluster: ${cluster}`,
};

const CONFLICT_MODES = ["NONE", "OVERWRITE", "PRESERVE"];

export function createAddon(request: Request) {
  const { call, input } = request;
  const { store } = request.platform;
  const name = input.text("addonName");
  const tags = readTags(input);
  const ref = authoriseCluster(request, { context: requestTagContext(tags) });
  const cluster = requireCluster(store, ref);
  // EKS answers this until the cluster is ACTIVE.
  if (isBeingMade("cluster", cluster, { now: call.now, pace: request.platform.pace })) {
    throw notFound(`No cluster found for name: ${cluster.name}.`);
  }
  const catalogue = catalogueAddon(name);
  const addon: AddonRecord = {
    arn: eksArn(call, `addon/${cluster.name}/${name}/${randomUUID()}`),
    addonName: name,
    addonVersion:
      readVersion(input, catalogue, cluster.version) ?? newestOf(catalogue, cluster.version),
    status: "ACTIVE",
    issues: [],
    createdAt: call.now,
    modifiedAt: call.now,
    tags,
    configurationValues: input.optionalText("configurationValues"),
    serviceAccountRoleArn: input.optionalText("serviceAccountRoleArn"),
    podIdentityAssociations: [],
  };
  authoriseNewTags(request, "eks:TagResource", addon.arn, tags);
  if (store.get(childKey("eks-addon", cluster, name))) throw inUse("Addon already exists.");
  return { addon: describe(request, cluster, install(request, cluster, addon)) };
}

export function describeAddon(request: Request) {
  const { cluster, record } = requireChild(request, ADDON);
  return { addon: describe(request, cluster, record) };
}

export function updateAddon(request: Request) {
  const { call, input } = request;
  const { cluster, record } = requireChild(request, ADDON);
  const changed = install(request, cluster, {
    ...record,
    addonVersion:
      readVersion(input, catalogueAddon(record.addonName), cluster.version) ?? record.addonVersion,
    configurationValues: input.optionalText("configurationValues") ?? record.configurationValues,
    serviceAccountRoleArn:
      input.optionalText("serviceAccountRoleArn") ?? record.serviceAccountRoleArn,
    modifiedAt: call.now,
  });
  const status = changed.status === "ACTIVE" ? "Successful" : "Failed";
  const { addonName } = record;
  return recordUpdate(request, cluster, { type: "AddonUpdate", status, addonName });
}

export function deleteAddon(request: Request) {
  const { store } = request.platform;
  const { cluster, record } = requireChild(request, ADDON);
  store.transaction((writer) => {
    writer.remove(childKey("eks-addon", cluster, record.addonName));
    for (const arn of record.podIdentityAssociations) {
      writer.remove(childKey("eks-association", cluster, arn.split("/").at(-1)));
    }
    if (request.input.members.preserve !== "true") {
      removeOwned(new ClusterObjects(store, cluster), record.arn);
    }
  });
  return { addon: { ...describe(request, cluster, record), status: "DELETING" } };
}

export function listAddons(request: Request) {
  const names = listChildren(request, ADDON).map((record) => record.addonName);
  const { items, more } = cutPage(names, request.input, PAGES.eks, 100);
  return { addons: items, ...more };
}

export function describeAddonVersions({ platform, call, input, action }: Request) {
  platform.authorise(call, { action, resource: "*" });
  const name = input.optionalText("addonName");
  const [owners, publishers, types] = ["owners", "publishers", "types"].map(
    (member) => input.optionalTexts(member) ?? [],
  ) as [string[], string[], string[]];
  const isAmong = (text: string, asked: string[]) => asked.length === 0 || asked.includes(text);
  const found = Object.entries(ADDONS).filter(
    ([addonName, { owner, publisher, type }]) =>
      (!name || addonName === name) &&
      isAmong(owner, owners) &&
      isAmong(publisher, publishers) &&
      isAmong(type, types),
  );
  if (name && found.length === 0) throw notFound(`Addon ${name} not found`);
  const { items, more } = cutPage(found, input, PAGES.eks, 100);
  const version = input.optionalText("kubernetesVersion");
  return {
    addons: items.map(([addonName, addon]) => addonVersions(addonName, addon, version)),
    ...more,
  };
}

/** Stores an add-on, and its objects in the cluster, as far as no foreign object is in the way. */
function install(request: Request, cluster: ClusterRecord, addon: AddonRecord): AddonRecord {
  return request.platform.store.transaction((writer) => {
    const installed = applyObjects(request, cluster, addon);
    writer.put(childKey("eks-addon", cluster, addon.addonName), installed);
    return installed;
  });
}

function applyObjects(request: Request, cluster: ClusterRecord, addon: AddonRecord): AddonRecord {
  const { platform, call, input } = request;
  const conflicts = input.optionalText("resolveConflicts", { oneOf: CONFLICT_MODES });
  const catalogue = catalogueAddon(addon.addonName);
  const values = withoutSync(valuesOf(addon.configurationValues));
  const associations = addonAssociations(request, cluster, addon);
  const done: AddonRecord = {
    ...addon,
    status: "ACTIVE",
    issues: [],
    podIdentityAssociations: associations,
  };
  if (!catalogue.chart) return done;
  const wanted = chartObjects({
    chart: catalogue.chart,
    release: addon.addonName,
    namespace: catalogue.defaultNamespace,
    version: addon.addonVersion,
    values,
  });
  const objects = new ClusterObjects(platform.store, cluster);
  const conflict = foreignObject(objects, addon.arn, wanted);
  if (conflict && conflicts !== "OVERWRITE") {
    const message = `Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts: ${conflict}`;
    const created = addon.createdAt.getTime() === call.now.getTime();
    return {
      ...done,
      status: created ? "CREATE_FAILED" : "UPDATE_FAILED",
      issues: [{ code: "ConfigurationConflict", message, resourceIds: [] }],
    };
  }
  applyOwned(objects, addon.arn, wanted);
  return done;
}

function addonAssociations(request: Request, cluster: ClusterRecord, addon: AddonRecord): string[] {
  const { platform, input } = request;
  const given = input.members.podIdentityAssociations;
  if (given === undefined || given === null) return addon.podIdentityAssociations;
  if (!Array.isArray(given)) throw invalidParameter("podIdentityAssociations must be a list");
  const { defaultNamespace } = catalogueAddon(addon.addonName);
  return given.map((item) => {
    if (!isMapping(item)) throw invalidParameter("podIdentityAssociations must hold objects");
    const members = input.inside({ ...item, namespace: defaultNamespace });
    const association = newAssociation(request, cluster, members, {});
    putAssociation(platform, cluster, { ...association, ownerArn: addon.arn });
    return association.associationArn;
  });
}

function catalogueAddon(name: string): CatalogueAddon {
  const catalogue = Object.hasOwn(ADDONS, name) ? ADDONS[name] : undefined;
  if (!catalogue) {
    throw invalidParameter(
      `Addon ${name} specified is not supported; the sandbox offers ${Object.keys(ADDONS).join(", ")}`,
    );
  }
  return catalogue;
}

function readVersion(
  input: Input,
  catalogue: CatalogueAddon,
  kubernetes: string,
): string | undefined {
  const version = input.optionalText("addonVersion");
  if (version === "latest") return newestOf(catalogue, kubernetes);
  if (version !== undefined && !/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)) {
    throw invalidParameter(`Addon version specified is not supported: ${version}`);
  }
  return version;
}

function newestOf({ versions }: CatalogueAddon, kubernetes: string): string {
  return versions(kubernetes)[0];
}

function valuesOf(text: string | undefined): ChartValues {
  if (!text) return {};
  let values: unknown;
  try {
    values = readYaml(text);
  } catch {
    values = undefined;
  }
  if (!isMapping(values)) {
    throw invalidParameter("ConfigurationValue is not in valid JSON or YAML format.");
  }
  return values;
}

/** EKS accepts the setting but, as seen, does not pass it to the driver's chart. */
function withoutSync(values: ChartValues): ChartValues {
  const driver = values["secrets-store-csi-driver"];
  if (!isMapping(driver)) return values;
  const { syncSecret: _, ...heeded } = driver;
  return { ...values, "secrets-store-csi-driver": heeded };
}

function describe(
  { call, platform }: Request,
  cluster: ClusterRecord,
  addon: AddonRecord,
): Record<string, unknown> {
  const { arn, issues, ...members } = addon;
  const isCreating = isBeingMade("addon", addon, { now: call.now, pace: platform.pace });
  const { publisher, owner } = catalogueAddon(addon.addonName);
  return {
    ...members,
    ...(isCreating && { status: "CREATING" }),
    addonArn: arn,
    clusterName: cluster.name,
    health: { issues },
    publisher,
    owner,
  };
}
