import {
  apiVersionOf,
  DEPLOYMENTS,
  RESOURCE_TYPES,
  type ResourceType,
} from "../model/resource-types";
import { openApiDocument, openApiIndex, swagger } from "./openapi";
import { REVIEWS } from "./reviews";

const READING = ["get", "list", "watch"];
const WRITING = ["create", "delete", "patch", "update"];

const SUBRESOURCES: Record<string, object[]> = {
  pods: [{ name: "pods/log", singularName: "", namespaced: true, kind: "Pod", verbs: ["get"] }],
  serviceaccounts: [
    {
      ...{ name: "serviceaccounts/token", singularName: "", namespaced: true },
      ...{ group: "authentication.k8s.io", version: "v1", kind: "TokenRequest" },
      verbs: ["create"],
    },
  ],
  [DEPLOYMENTS.plural]: [
    {
      ...{ name: `${DEPLOYMENTS.plural}/scale`, singularName: "", namespaced: true },
      ...{ group: "autoscaling", version: "v1", kind: "Scale" },
      verbs: ["get", "patch", "update"],
    },
  ],
};

export function discoveryDocument(segments: string[], version: string): object | undefined {
  const [root, ...rest] = segments;
  if (root === "version" && rest.length === 0) {
    const [major, minor] = version.split(".");
    return {
      ...{ major, minor, gitVersion: `v${version}.0-eks-sandbox`, gitCommit: "", gitTreeState: "" },
      ...{ buildDate: "1970-01-01T00:00:00Z", goVersion: "", compiler: "gc" },
      platform: "linux/amd64",
    };
  }
  if (root === "api" && rest.length === 0) return { kind: "APIVersions", versions: ["v1"] };
  if (root === "apis" && rest.length === 0) {
    return { kind: "APIGroupList", apiVersion: "v1", groups: groups() };
  }
  if ((root === "api" && rest.length === 1) || (root === "apis" && rest.length === 2)) {
    return resourceList(rest.join("/"));
  }
  if (root === "openapi" && rest[0] === "v2" && rest.length === 1) return swagger(version);
  if (root === "openapi" && rest[0] === "v3") {
    return rest.length === 1 ? openApiIndex() : openApiDocument(rest.slice(1), version);
  }
  return undefined;
}

function groups(): object[] {
  const names = new Set([...RESOURCE_TYPES, ...REVIEWS].map(({ group }) => group));
  return [...names]
    .filter((name) => name !== "")
    .map((name) => {
      const version = { groupVersion: `${name}/v1`, version: "v1" };
      return { name, versions: [version], preferredVersion: version };
    });
}

function resourceList(groupVersion: string): object | undefined {
  const types = RESOURCE_TYPES.filter((type) => apiVersionOf(type) === groupVersion);
  const reviews = REVIEWS.filter((review) => apiVersionOf(review) === groupVersion);
  if (types.length + reviews.length === 0) return undefined;
  return {
    kind: "APIResourceList",
    apiVersion: "v1",
    groupVersion,
    resources: [
      ...types.flatMap((type) => [resourceOf(type), ...(SUBRESOURCES[type.plural] ?? [])]),
      ...reviews.map(({ kind, plural }) => ({
        ...{ name: plural, singularName: kind.toLowerCase(), namespaced: false, kind },
        verbs: ["create"],
      })),
    ],
  };
}

function resourceOf({ isInAll, isReadOnly, kind, namespaced, plural, shortNames }: ResourceType) {
  return {
    name: plural,
    singularName: kind.toLowerCase(),
    namespaced,
    kind,
    verbs: isReadOnly ? READING : [...READING, ...WRITING].sort(),
    ...(shortNames && { shortNames }),
    ...(isInAll && { categories: ["all"] }),
  };
}
