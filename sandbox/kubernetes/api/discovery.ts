import { apiVersionOf, DEPLOYMENTS, RESOURCE_TYPES } from "../model/resource-types";

const VERBS = ["create", "delete", "get", "list", "patch", "update"];

const SCALE = {
  name: `${DEPLOYMENTS.plural}/scale`,
  singularName: "",
  namespaced: true,
  group: "autoscaling",
  version: "v1",
  kind: "Scale",
  verbs: ["get", "patch", "update"],
};

/** The documents by which clients learn what the API serves; undefined for any other path. */
export function discoveryDocument(segments: string[], version: string): object | undefined {
  const [root, ...rest] = segments;
  if (root === "version" && rest.length === 0) {
    const [major, minor] = version.split(".");
    return { major, minor, gitVersion: `v${version}.0-eks-sandbox`, platform: "linux/amd64" };
  }
  if (root === "api" && rest.length === 0) {
    return { kind: "APIVersions", versions: ["v1"] };
  }
  if (root === "apis" && rest.length === 0) {
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups() };
  }
  if ((root === "api" && rest.length === 1) || (root === "apis" && rest.length === 2)) {
    return resourceList(rest.join("/"));
  }
  return undefined;
}

function groups(): object[] {
  const names = [...new Set(RESOURCE_TYPES.map(({ group }) => group))].filter(
    (name) => name !== "",
  );
  return names.map((name) => {
    const version = { groupVersion: `${name}/v1`, version: "v1" };
    return { name, versions: [version], preferredVersion: version };
  });
}

function resourceList(groupVersion: string): object | undefined {
  const types = RESOURCE_TYPES.filter((type) => apiVersionOf(type) === groupVersion);
  if (types.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: [
      ...types.map(({ plural, kind, namespaced }) => ({
        name: plural,
        singularName: kind.toLowerCase(),
        namespaced,
        kind,
        verbs: VERBS,
      })),
      ...(types.includes(DEPLOYMENTS) ? [SCALE] : []),
    ],
  };
}
