import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { nameIn } from "eks-pod-secrets/change-losses";
import { ROLE_ANNOTATION } from "eks-pod-secrets/manifest";
import { type HeldResources, heldOutputs } from "./held-resources";
import {
  ADOPTED_TYPE,
  type Import,
  importFile,
  importKey,
  parseImports,
  recordedImports,
} from "./import-file";

/**
 * Makes the engine import, instead of create, what the stack's import file names and the stack does not hold, and then change it.
 * In `eks-pod-secrets up` the stack already holds it before the program runs. The stack records what it took over with this file
 * and earlier ones. Returns the imports in the file. `inventory`: the path of the inventory.
 */
export function importAdopted(inventory: string, held: HeldResources): Import[] {
  const imports = importsBeside(inventory);
  const isHeld = new Set(
    Object.entries(held).map(([urn, { type }]) => importKey({ type, name: nameIn(urn) })),
  );
  const before = recordedImports(Object.values(held)).filter((one) => isHeld.has(importKey(one)));
  const ids = new Map([...before, ...imports].map((one) => [importKey(one), one]));
  if (ids.size === 0) return imports;
  new Adopted([...ids.values()]);
  pulumi.runtime.registerStackTransformation(({ name, opts, props, type }) => {
    const key = importKey({ name, type });
    const id = ids.get(key)?.id;
    if (id === undefined) return undefined;
    const ignoreChanges = [...(opts.ignoreChanges ?? []), ...(KEPT[type] ?? [])];
    return {
      props: withAnnotations(props, heldOutputs(held, type, name)),
      opts: { ...opts, ignoreChanges, ...(!isHeld.has(key) && { import: id }) },
    };
  });
  return imports;
}

/** What no inventory declares of an object that was taken over, by the type of its resource. It stays as it is. */
const KEPT: Record<string, string[]> = {
  "aws:iam/role:Role": ["description", "maxSessionDuration"],
  "aws:kms/key:Key": ["description", "enableKeyRotation", "rotationPeriodInDays"],
  "aws:secretsmanager/secretRotation:SecretRotation": ["rotationRules.duration"],
  "kubernetes:core/v1:ServiceAccount": [
    ...["metadata.labels", "automountServiceAccountToken", "imagePullSecrets", "secrets"],
  ],
  "kubernetes:secrets-store.csi.x-k8s.io/v1:SecretProviderClass": [
    ...["metadata.labels", "metadata.annotations"],
  ],
};

/** Managers whose fields the Kubernetes provider takes over, and removes unless the program has them. */
const TAKEN_OVER = /^(?:kubectl|before-first-apply|pulumi-kubernetes)/;

/**
 * The properties of a service account with the annotations that it has. Only the role's may change, so they cannot all be ignored.
 * `outputs`: those of the resource, if the stack holds it.
 */
function withAnnotations(
  props: pulumi.Inputs,
  outputs: { kind?: unknown; metadata?: unknown } | undefined,
): pulumi.Inputs {
  if (outputs?.kind !== "ServiceAccount") return props;
  const { annotations = {}, managedFields = [] } = outputs.metadata as {
    annotations?: Record<string, string>;
    managedFields?: { manager?: string; fieldsV1?: Record<string, Record<string, object>> }[];
  };
  const names = managedFields
    .filter(({ manager = "" }) => TAKEN_OVER.test(manager))
    .flatMap(({ fieldsV1 }) => Object.keys(fieldsV1?.["f:metadata"]?.["f:annotations"] ?? {}));
  const kept = Object.entries(annotations).filter(
    ([name]) => names.includes(`f:${name}`) && !OWN_ANNOTATIONS.includes(name),
  );
  if (kept.length === 0) return props;
  const metadata = pulumi.output(props.metadata).apply((own) => ({
    ...own,
    annotations: { ...Object.fromEntries(kept), ...own.annotations },
  }));
  return { ...props, metadata };
}

/** The role's annotation, which the program decides, and what kubectl would compare with its own file. */
const OWN_ANNOTATIONS = [ROLE_ANNOTATION, "kubectl.kubernetes.io/last-applied-configuration"];

function importsBeside(inventory: string): Import[] {
  const name = importFile(pulumi.getStack());
  const file = join(dirname(inventory), name);
  if (!existsSync(file)) return [];
  const parsed = parseImports(readFileSync(file, "utf8"), name);
  if ("problems" in parsed) throw new pulumi.RunError(parsed.problems.join("\n"));
  return parsed.imports;
}

/** The record of what the stack took over. */
class Adopted extends pulumi.ComponentResource {
  constructor(imports: readonly Omit<Import, "place">[]) {
    super(ADOPTED_TYPE, "adopted");
    this.registerOutputs({ imports: imports.map(({ id, name, type }) => ({ type, name, id })) });
  }
}
