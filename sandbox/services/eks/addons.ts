import { randomUUID } from "node:crypto";
import { parse } from "yaml";
import { type AddonRecord, type ClusterRecord, childKey } from "../../clusters/records";
import { type ChartValues, chartObjects } from "../../kubernetes/objects/charts";
import { applyOwned, foreignObject, removeOwned } from "../../kubernetes/objects/owned-objects";
import { requestTagContext } from "../../operations/tags/tags";
import type { Call } from "../../wire/messages/operation";
import type { Platform } from "../../wire/messages/service";
import { ADDONS, addonVersions, type CatalogueAddon } from "./addon-catalogue";
import { newAssociation, putAssociation } from "./associations";
import {
  type Input,
  invalidParameter,
  isObject,
  optionalString,
  paginate,
  requiredString,
  stringList,
  tagsOf,
} from "./input";
import {
  authorise,
  clusterOf,
  eksArn,
  inUse,
  notFound,
  requireChild,
  requireCluster,
} from "./lookup";

/** The operations on add-ons: what one installs are the Kubernetes objects of its chart. */
export function addonOperations(platform: Platform) {
  const { store } = platform;

  const existing = (call: Call, input: Input, action: string) => {
    const cluster = clusterOf(call, requiredString(input, "clusterName"));
    const id = requiredString(input, "addonName");
    const addon = requireChild<AddonRecord>(platform, call, action, {
      kind: "eks-addon",
      cluster,
      id,
      arnOf: (record) => record.arn,
      fallbackArn: eksArn(call, `addon/${cluster.name}/${id}/*`),
      missing: `No addon: ${id} found in cluster: ${cluster.name}`,
    });
    return { cluster: requireCluster(store, cluster), addon };
  };

  return {
    CreateAddon(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      const name = requiredString(input, "addonName");
      const tags = tagsOf(input);
      authorise(platform, call, {
        action: "CreateAddon",
        resource: eksArn(call, `cluster/${cluster.name}`),
        context: requestTagContext(tags),
      });
      const owner = requireCluster(store, cluster);
      const { addonName, catalogue } = catalogueAddon(name);
      const addon: AddonRecord = {
        arn: eksArn(call, `addon/${cluster.name}/${name}/${randomUUID()}`),
        addonName,
        addonVersion: versionOf(input, catalogue) ?? (catalogue.versions[0] as string),
        status: "ACTIVE",
        issues: [],
        createdAt: call.now,
        modifiedAt: call.now,
        tags,
        configurationValues: optionalString(input, "configurationValues"),
        serviceAccountRoleArn: optionalString(input, "serviceAccountRoleArn"),
        podIdentityAssociations: [],
      };
      const key = childKey("eks-addon", cluster, name);
      if (store.get(key)) throw inUse("Addon already exists.");
      const installed = store.transaction((writer) => {
        const done = install(platform, call, owner, addon, input);
        writer.put(key, done);
        return done;
      });
      return { addon: describe(owner, installed) };
    },

    DescribeAddon(call: Call, input: Input) {
      const { cluster, addon } = existing(call, input, "DescribeAddon");
      return { addon: describe(cluster, addon) };
    },

    UpdateAddon(call: Call, input: Input) {
      const { cluster, addon } = existing(call, input, "UpdateAddon");
      const { catalogue } = catalogueAddon(addon.addonName);
      const wanted: AddonRecord = {
        ...addon,
        addonVersion: versionOf(input, catalogue) ?? addon.addonVersion,
        configurationValues:
          optionalString(input, "configurationValues") ?? addon.configurationValues,
        serviceAccountRoleArn:
          optionalString(input, "serviceAccountRoleArn") ?? addon.serviceAccountRoleArn,
        modifiedAt: call.now,
      };
      const changed = store.transaction((writer) => {
        const done = install(platform, call, cluster, wanted, input);
        writer.put(childKey("eks-addon", cluster, addon.addonName), done);
        return done;
      });
      const status = changed.status === "ACTIVE" ? "Successful" : "Failed";
      return {
        update: {
          id: randomUUID(),
          status,
          type: "AddonUpdate",
          params: [],
          createdAt: call.now,
          errors: [],
        },
      };
    },

    DeleteAddon(call: Call, input: Input) {
      const { cluster, addon } = existing(call, input, "DeleteAddon");
      store.transaction((writer) => {
        writer.remove(childKey("eks-addon", cluster, addon.addonName));
        for (const arn of addon.podIdentityAssociations) {
          writer.remove(childKey("eks-association", cluster, arn.split("/").at(-1)));
        }
        if (String(input.preserve) !== "true") removeOwned(store, cluster, addon.arn);
      });
      return { addon: { ...describe(cluster, addon), status: "DELETING" } };
    },

    ListAddons(call: Call, input: Input) {
      const cluster = clusterOf(call, requiredString(input, "clusterName"));
      authorise(platform, call, {
        action: "ListAddons",
        resource: eksArn(call, `cluster/${cluster.name}`),
      });
      requireCluster(store, cluster);
      const addons = store.list<AddonRecord>(childKey("eks-addon", cluster));
      const { page, nextToken } = paginate(
        addons.map(({ value }) => value.addonName),
        input,
      );
      return { addons: page, nextToken };
    },

    DescribeAddonVersions(call: Call, input: Input) {
      authorise(platform, call, { action: "DescribeAddonVersions", resource: "*" });
      const name = optionalString(input, "addonName");
      const owners = stringList(input, "owners");
      const found = Object.entries(ADDONS).filter(
        ([addonName, addon]) =>
          (!name || addonName === name) && (owners.length === 0 || owners.includes(addon.owner)),
      );
      if (name && found.length === 0) throw notFound(`Addon ${name} not found`);
      const { page, nextToken } = paginate(found, input);
      const version = optionalString(input, "kubernetesVersion");
      return {
        addons: page.map(([addonName, addon]) => addonVersions(addonName, addon, version)),
        nextToken,
      };
    },

    DescribeAddonConfiguration(call: Call, input: Input) {
      authorise(platform, call, { action: "DescribeAddonConfiguration", resource: "*" });
      const { addonName, catalogue } = catalogueAddon(requiredString(input, "addonName"));
      return {
        addonName,
        addonVersion: versionOf(input, catalogue),
        configurationSchema: JSON.stringify({
          $schema: "http://json-schema.org/draft-06/schema#",
          type: "object",
        }),
        podIdentityConfiguration: [],
      };
    },
  };
}

/** Puts the add-on's objects into the cluster, or says in its status which foreign object is in the way. */
function install(
  platform: Platform,
  call: Call,
  cluster: ClusterRecord,
  addon: AddonRecord,
  input: Input,
): AddonRecord {
  const { catalogue } = catalogueAddon(addon.addonName);
  const values = valuesOf(addon.configurationValues);
  const associations = addonAssociations(platform, call, cluster, addon, input);
  const done: AddonRecord = {
    ...addon,
    status: "ACTIVE",
    issues: [],
    podIdentityAssociations: associations,
  };
  if (!catalogue.chart) return done;
  const objects = chartObjects({
    chart: catalogue.chart,
    release: addon.addonName,
    namespace: catalogue.defaultNamespace,
    version: addon.addonVersion,
    values,
  });
  const conflict = foreignObject(platform.store, cluster, addon.arn, objects);
  if (conflict && optionalString(input, "resolveConflicts") !== "OVERWRITE") {
    const message = `Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts: ${conflict}`;
    const created = addon.createdAt.getTime() === call.now.getTime();
    return {
      ...done,
      status: created ? "CREATE_FAILED" : "UPDATE_FAILED",
      issues: [{ code: "ConfigurationConflict", message, resourceIds: [] }],
    };
  }
  applyOwned(platform.store, cluster, addon.arn, objects);
  return done;
}

function addonAssociations(
  platform: Platform,
  call: Call,
  cluster: ClusterRecord,
  addon: AddonRecord,
  input: Input,
): string[] {
  const given = input.podIdentityAssociations;
  if (given === undefined || given === null) return addon.podIdentityAssociations;
  if (!Array.isArray(given)) throw invalidParameter("podIdentityAssociations must be a list");
  const { catalogue } = catalogueAddon(addon.addonName);
  return given.map((item) => {
    if (!isObject(item)) throw invalidParameter("podIdentityAssociations must hold objects");
    const members = { ...item, namespace: catalogue.defaultNamespace };
    const association = newAssociation(platform, call, cluster, members, {});
    putAssociation(platform, cluster, { ...association, ownerArn: addon.arn });
    return association.associationArn;
  });
}

function catalogueAddon(name: string): { addonName: string; catalogue: CatalogueAddon } {
  const catalogue = Object.hasOwn(ADDONS, name) ? ADDONS[name] : undefined;
  if (!catalogue) {
    throw invalidParameter(
      `Addon ${name} specified is not supported; the sandbox offers ${Object.keys(ADDONS).join(", ")}`,
    );
  }
  return { addonName: name, catalogue };
}

function versionOf(input: Input, catalogue: CatalogueAddon): string | undefined {
  const version = optionalString(input, "addonVersion");
  if (version === undefined || version === "latest") return version && catalogue.versions[0];
  if (!/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)) {
    throw invalidParameter(`Addon version specified is not supported: ${version}`);
  }
  return version;
}

function valuesOf(text: string | undefined): ChartValues {
  if (!text) return {};
  let values: unknown;
  try {
    values = parse(text, { maxAliasCount: 0 });
  } catch {
    values = undefined;
  }
  if (!isObject(values)) {
    throw invalidParameter("ConfigurationValue is not in valid JSON or YAML format.");
  }
  return values;
}

function describe(cluster: ClusterRecord, addon: AddonRecord): Record<string, unknown> {
  const { arn, issues, ...members } = addon;
  const { publisher, owner } = catalogueAddon(addon.addonName).catalogue;
  return {
    ...members,
    addonArn: arn,
    clusterName: cluster.name,
    health: { issues },
    publisher,
    owner,
  };
}
