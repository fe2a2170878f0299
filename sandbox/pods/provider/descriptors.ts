import { parseArn } from "iam-proof/names";
import type { DocumentOptions, ParseOptions, SchemaOptions } from "yaml";
import { readYaml } from "../../wire/protocols/yaml-value";
import { type Descriptor, decodeDescriptors, MountError } from "./descriptor";

export type SecretType = "secretsmanager" | "ssmparameter";

/** Services by their names in `objectType` and in ARNs. */
const TYPES: Record<string, SecretType> = {
  secretsmanager: "secretsmanager",
  ssmparameter: "ssmparameter",
  ssm: "ssmparameter",
};

/** YAML 1.1 as Go reads it: a date is a text, and whole numbers keep all digits. */
const YAML = {
  version: "1.1",
  intAsBigInt: true,
  customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== TIMESTAMP),
} satisfies ParseOptions & DocumentOptions & SchemaOptions;
const TIMESTAMP = "tag:yaml.org,2002:timestamp";

/** More than any class that people write needs. */
const MOST_ALIASES = 100;

const ESCAPES = /(\/\.\.\/)|(^\.\.\/)|(\/\.\.$)/;

/** Reads the `objects` parameter with the provider's checks and texts. */
export function readDescriptors(
  objects: string,
  pathTranslation: string,
  regions: string[],
): { descriptors: Descriptor[]; fileName: FileNaming } {
  const fileName = fileNaming(pathTranslation);
  let value: unknown;
  try {
    value = readYaml(objects, YAML, MOST_ALIASES);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MountError(
      `Failed to load SecretProviderClass: error converting YAML to JSON: ${reason}`,
    );
  }
  const descriptors = decodeDescriptors(value);
  for (const descriptor of descriptors) check(descriptor, regions, fileName);
  checkDuplicates(descriptors);
  return { descriptors, fileName };
}

/** The type of a checked descriptor: its own, or else that of its ARN. */
export function secretType({ objectType, objectName }: Descriptor): SecretType {
  return TYPES[objectType || (objectName.split(":")[2] ?? "")] ?? "ssmparameter";
}

export type FileNaming = (object: { objectName?: string; objectAlias: string }) => string;

function fileNaming(pathTranslation: string): FileNaming {
  const translation =
    pathTranslation === "" ? "_" : pathTranslation.toLowerCase() === "false" ? "" : pathTranslation;
  if (translation.length > 1) {
    throw new MountError("pathTranslation must be either 'False' or a single character string");
  }
  return ({ objectName = "", objectAlias }) => {
    const name = objectAlias || objectName;
    return translation === "" ? name.replace(/^\/+/, "") : name.replaceAll("/", translation);
  };
}

function check(descriptor: Descriptor, regions: string[], fileName: FileNaming): void {
  const { objectName, objectType, objectAlias, objectVersion, failoverObject } = descriptor;
  if (objectName === "") throw new MountError("Object name must be specified");
  checkName(objectName, objectType, regions[0] ?? "");
  const parameter = secretType(descriptor) === "ssmparameter";
  if (parameter && objectVersion !== "" && descriptor.objectVersionLabel !== "") {
    throw bothVersions(objectName);
  }
  if (ESCAPES.test(fileName(descriptor))) {
    throw new MountError(`path can not contain ../: ${objectName}`);
  }
  for (const entry of descriptor.jmesPath) {
    if (entry.path === "") throw new MountError("Path must be specified for JMES object");
    if (entry.objectAlias === "") {
      throw new MountError("Object alias must be specified for JMES object");
    }
  }
  if (failoverObject.objectName === "") return;
  if (objectAlias === "") {
    throw new MountError(
      `object alias must be specified for objects with failover entries: ${objectName}`,
    );
  }
  const failoverRegion = regions[1];
  if (failoverRegion === undefined) {
    throw new MountError(
      `failover object allowed only when failover region is defined: ${objectName}`,
    );
  }
  checkName(failoverObject.objectName, objectType, failoverRegion);
  const { objectVersion: version, objectVersionLabel: label } = failoverObject;
  if (parameter && version !== "" && label !== "") throw bothVersions(objectName);
  if (version !== objectVersion) {
    throw new MountError(
      `object versions must match between primary and failover regions: ${objectName}`,
    );
  }
}

function checkName(objectName: string, objectType: string, region: string): void {
  const isArn = objectName.startsWith("arn:");
  const arn = isArn ? parseArn(objectName) : undefined;
  if (isArn && !arn) throw new MountError(`Invalid ARN format in object name: ${objectName}`);
  if (arn && arn.region !== region) {
    throw new MountError(`ARN region must match region ${region}: ${objectName}`);
  }
  if (objectType === "") {
    if (!arn) {
      throw new MountError(`Must use objectType when a full ARN is not specified: ${objectName}`);
    }
    if (!TYPES[arn.service]) throw new MountError(`Invalid service in ARN: ${arn.service}`);
    return;
  }
  if (!TYPES[objectType] || objectType === "ssm") {
    throw new MountError(`Invalid objectType: ${objectType}`);
  }
  if (arn && TYPES[objectType] !== TYPES[arn.service]) {
    throw new MountError(`objectType does not match ARN: ${objectName}`);
  }
}

function bothVersions(objectName: string): MountError {
  return new MountError(
    `ssm parameters can not specify both objectVersion and objectVersionLabel: ${objectName}`,
  );
}

function checkDuplicates(descriptors: Descriptor[]): void {
  const names = new Map<string, Descriptor>();
  const aliases = new Set<string>();
  for (const descriptor of descriptors) {
    const { objectName, objectAlias, objectVersionLabel, jmesPath } = descriptor;
    const twin = names.get(objectName);
    if (
      twin &&
      twin.objectAlias === objectAlias &&
      twin.objectVersionLabel === objectVersionLabel
    ) {
      const alias = objectAlias ? `duplicate object alias ${objectAlias}` : "no object alias";
      const label = objectVersionLabel
        ? `duplicate version label ${objectVersionLabel}`
        : "no version label";
      throw new MountError(
        `found descriptor with duplicate object name ${objectName}, ${alias}, and ${label}`,
      );
    }
    names.set(objectName, descriptor);
    if (aliases.has(objectAlias)) {
      throw new MountError(`found duplicate object alias ${objectAlias}`);
    }
    if (objectAlias !== "") aliases.add(objectAlias);
    for (const entry of jmesPath) {
      if (aliases.has(entry.objectAlias)) {
        throw new MountError(
          `Name already in use for objectAlias: found duplicate object alias ${entry.objectAlias} in JMES path entry ${entry.path}`,
        );
      }
      aliases.add(entry.objectAlias);
    }
  }
}
