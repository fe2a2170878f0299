import { stringify } from "yaml";
import { label, subdomain } from "../rules/kubernetes";
import { ascpInOrder } from "../rules/mounts";
import { region as regionRule } from "../rules/names";
import { type Problem, problemIf, shown, within } from "../rules/problem";
import { choiceProblems, textProblems } from "../rules/rule";
import { collisionProblems, mountedFiles, refuse, untranslatedProblems } from "./file-name";
import { type MountedObject, objectProblems } from "./mounted-object";
import { type SyncedSecret, syncedSecretsProblems } from "./synced-secret";

/** IP version on which ASCP reaches the Pod Identity agent. */
export const AddressType = {
  /** ASCP's own choice, which in practice is IPv4. */
  Auto: "auto",
  /** For IPv4 clusters. */
  Ipv4: "ipv4",
  /** For IPv6 clusters. */
  Ipv6: "ipv6",
} as const;

export type AddressType = (typeof AddressType)[keyof typeof AddressType];

export interface SecretProviderClassSpec {
  /** Kubernetes namespace; the pod's own. */
  namespace: string;
  /** Name of the SecretProviderClass. */
  name: string;
  /** Region of the objects. */
  region: string;
  /**
   * Second region. ASCP reads both and mounts the value from the first. If only one of them denies the read, the other's value is
   * mounted. If a secret is missing in one, or cannot be decrypted there, the mount fails.
   */
  failoverRegion?: string;
  /** Replaces `/` in file names: one character, or `False` for none. Defaults to ASCP's own `_`. */
  pathTranslation?: string;
  /** Defaults to ASCP's own `auto`; set `ipv6` on IPv6 clusters. */
  preferredAddressType?: AddressType;
  /** Whether pods read with EKS Pod Identity rather than with IAM roles for service accounts. Defaults to true. */
  usePodIdentity?: boolean;
  /** Secrets and parameters to mount. */
  objects: MountedObject[];
  /** Copies as Kubernetes Secrets. Defaults to none. */
  secretObjects?: SyncedSecret[];
}

export interface SecretProviderClassManifest {
  apiVersion: "secrets-store.csi.x-k8s.io/v1";
  kind: "SecretProviderClass";
  metadata: { name: string; namespace: string };
  spec: {
    provider: "aws";
    /** Only strings; the API server refuses anything else. */
    parameters: Record<string, string>;
    secretObjects?: SyncedSecret[];
  };
}

/** The SecretProviderClass from which ASCP mounts a pod's objects, read as the pod itself. */
export function secretProviderClass(spec: SecretProviderClassSpec): SecretProviderClassManifest {
  refuse(secretProviderClassProblems(spec));
  const { name, namespace, objects, secretObjects } = spec;
  return {
    apiVersion: "secrets-store.csi.x-k8s.io/v1",
    kind: "SecretProviderClass",
    metadata: { name, namespace },
    spec: {
      provider: "aws",
      parameters: {
        ...(spec.failoverRegion && { failoverRegion: spec.failoverRegion }),
        objects: objectsYaml(objects),
        ...(spec.pathTranslation && { pathTranslation: spec.pathTranslation }),
        ...(spec.preferredAddressType && { preferredAddressType: spec.preferredAddressType }),
        region: spec.region,
        // If it is absent, ASCP uses the role in the service account's annotation.
        ...((spec.usePodIdentity ?? true) && { usePodIdentity: "true" }),
      },
      ...(secretObjects &&
        secretObjects.length > 0 && {
          secretObjects: secretObjects.map((secret) => ({
            ...secret,
            type: secret.type ?? "Opaque",
          })),
        }),
    },
  };
}

/** Quotes every string: ASCP reads YAML 1.1, in which a plain `n` is false and a plain 0644 is 420. */
function objectsYaml(objects: MountedObject[]): string {
  return stringify(objects.map(inOrder), {
    defaultKeyType: "PLAIN",
    defaultStringType: "QUOTE_DOUBLE",
    lineWidth: 0,
  });
}

/** Puts the attributes in a fixed order, because a different text would replace the pods. */
function inOrder(object: MountedObject): object {
  const { failoverObject, jmesPath, objectAlias, objectName, objectType, ...attributes } = object;
  return {
    objectName,
    objectType,
    objectAlias,
    ...ascpInOrder(attributes),
    jmesPath: jmesPath?.map(({ objectAlias: file, path, ...others }) => ({
      path,
      objectAlias: file,
      ...others,
    })),
    failoverObject,
  };
}

/** Everything that makes the mount fail or show a different file than meant. Values that are not known yet pass. */
export function secretProviderClassProblems(spec: Partial<SecretProviderClassSpec>): Problem[] {
  const { failoverRegion, objects, pathTranslation, region, secretObjects = [] } = spec;
  const files = mountedFiles(objects ?? [], pathTranslation);
  const complete = objects?.every(
    (object) => (object.objectAlias ?? object.objectName) !== undefined,
  );
  return [
    ...textProblems(["namespace"], spec.namespace, label),
    ...textProblems(["name"], spec.name, subdomain),
    ...regionProblems(region, failoverRegion),
    ...translationProblems(pathTranslation),
    ...choiceProblems(["preferredAddressType"], spec.preferredAddressType, AddressType),
    ...(objects?.length === 0 ? problemIf(["objects"], "must have at least one object") : []),
    ...(objects ?? []).flatMap((object, index) =>
      within(["objects", index], objectProblems(object, { region, failoverRegion })),
    ),
    ...untranslatedProblems(files, pathTranslation),
    ...collisionProblems(files),
    ...within(
      ["secretObjects"],
      syncedSecretsProblems(secretObjects, complete ? files.map(({ name }) => name) : undefined),
    ),
  ];
}

function regionProblems(region: string | undefined, failover: string | undefined): Problem[] {
  if (failover !== undefined && failover === region) {
    const says = `must be another region than region, got ${shown(failover)}`;
    return problemIf(["failoverRegion"], says);
  }
  return [
    ...textProblems(["region"], region, regionRule),
    ...textProblems(["failoverRegion"], failover, regionRule),
  ];
}

function translationProblems(pathTranslation: string | undefined): Problem[] {
  if (pathTranslation === undefined || pathTranslation.toLowerCase() === "false") return [];
  return textProblems(["pathTranslation"], pathTranslation, {
    pattern: /^[^/\s]$/,
    must: "one character other than /, or False",
  });
}
