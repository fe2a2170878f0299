import { isMapping } from "iam-proof/collections";
import { parseArn } from "iam-proof/names";
import { parse } from "yaml";
import { ownRegionFlaw } from "../rules/arn-rules";
import { jmesPathFlaw } from "../rules/jmes-path";
import { type AscpAttributes, fileAlias, filePermission, mountAttributes } from "../rules/mounts";
import { type Problem, problemIf, shown, within } from "../rules/problem";
import { textProblems } from "../rules/rule";

/** The services from which ASCP reads. */
export const ObjectType = {
  /** AWS Secrets Manager. */
  SecretsManager: "secretsmanager",
  /** Systems Manager Parameter Store. */
  SsmParameter: "ssmparameter",
} as const;

export type ObjectType = (typeof ObjectType)[keyof typeof ObjectType];

/** One secret or parameter that ASCP mounts as a file, in ASCP's own words. */
export interface MountedObject extends AscpAttributes {
  /** Name or full ARN. For another account's secret, only the ARN is accepted. */
  objectName: string;
  /** Service that holds the object. Optional only with an ARN, which names it. */
  objectType?: ObjectType;
  /** File name. Required for an ARN, whose colons would otherwise end up in the file name, and with `failoverObject`. */
  objectAlias?: string;
  /** Keys of a JSON value, each mounted as a file in addition to the whole value. */
  jmesPath?: JmesPathEntry[];
  /** What to read in the failover region when the first region does not answer. */
  failoverObject?: FailoverObject;
}

export interface JmesPathEntry {
  /** JMESPath expression that yields a string. A key with a hyphen is written `"api-key"`, quotes included. */
  path: string;
  /** File name. */
  objectAlias: string;
  /** Mode of the file, four octal digits. Defaults to that of the whole object. */
  filePermission?: string;
}

export interface FailoverObject {
  /** Name or full ARN in the failover region. */
  objectName: string;
  /** Version id; must equal that of the first region. */
  objectVersion?: string;
  /** Staging label; defaults to that of the first region. */
  objectVersionLabel?: string;
}

/**
 * The objects in a SecretProviderClass, from the text of its `objects`. Leaves out what ASCP would refuse, because others may edit
 * a class.
 */
export function mountedObjects(text: unknown): Pick<MountedObject, "objectName" | "objectType">[] {
  if (typeof text !== "string") return [];
  try {
    return [parse(text) as unknown]
      .flat()
      .filter((one): one is MountedObject => isMapping(one) && typeof one.objectName === "string");
  } catch {
    return [];
  }
}

/** The place where an object is read. */
export interface ObjectPlace {
  region?: string;
  failoverRegion?: string;
}

/** Everything that makes ASCP refuse the object or read a different one than meant. Values that are not known yet pass. */
export function objectProblems(object: Partial<MountedObject>, place: ObjectPlace = {}): Problem[] {
  return [
    ...problemIf(["objectName"], nameFlaw(object, object.objectName, place.region)),
    ...problemIf(["objectType"], typeFlaw(object)),
    ...aliasProblems(object),
    ...problemIf(["objectVersionLabel"], versionFlaw(object)),
    ...Object.values(mountAttributes).flatMap(({ ascp, rule }) =>
      textProblems([ascp], object[ascp], rule),
    ),
    ...jmesPathProblems(object),
    ...within(["failoverObject"], failoverProblems(object, place)),
  ];
}

const arnServices: Record<ObjectType, string> = {
  secretsmanager: "secretsmanager",
  ssmparameter: "ssm",
};

function nameFlaw(
  { objectType }: Partial<MountedObject>,
  name: string | undefined,
  region: string | undefined,
): string | undefined {
  if (name === undefined) return undefined;
  const got = `got ${shown(name)}`;
  if (name === "" || /[*?\s]/.test(name)) {
    return `must be a name or full ARN without wildcards or spaces, ${got}`;
  }
  if (!name.startsWith("arn:")) return undefined;
  const arn = parseArn(name);
  if (!arn || !Object.values(arnServices).includes(arn.service)) {
    return `must be the ARN of a secret or of a parameter, ${got}`;
  }
  if (objectType !== undefined && arnServices[objectType] !== arn.service) {
    return `must be an ARN of ${objectType}, its objectType, ${got}`;
  }
  if (region !== undefined && arn.region !== region) {
    return `must be an ARN of region ${region}, where it is read, ${got}`;
  }
  return ownRegionFlaw(name);
}

function typeFlaw({ objectName, objectType }: Partial<MountedObject>): string | undefined {
  if (objectType === undefined) {
    if (objectName === undefined || objectName.startsWith("arn:")) return undefined;
    return `is required because objectName "${objectName}" is not an ARN; set secretsmanager or ssmparameter`;
  }
  if (objectType in arnServices) return undefined;
  return `must be secretsmanager or ssmparameter, got ${shown(objectType)}`;
}

function aliasProblems({
  failoverObject,
  objectAlias,
  objectName,
}: Partial<MountedObject>): Problem[] {
  const path = ["objectAlias"];
  if (objectAlias !== undefined) return textProblems(path, objectAlias, fileAlias);
  if (failoverObject) return problemIf(path, "is required with failoverObject");
  if (!objectName?.startsWith("arn:")) return [];
  const says = `is required because objectName "${objectName}" is an ARN; set the file name`;
  return problemIf(path, says);
}

function versionFlaw(object: Partial<MountedObject>): string | undefined {
  const { objectVersion, objectVersionLabel } = object;
  if (objectVersion === undefined || objectVersionLabel === undefined) return undefined;
  return "must be left out beside objectVersion; keep one of them";
}

function jmesPathProblems({ jmesPath = [] }: Partial<MountedObject>): Problem[] {
  return jmesPath.flatMap((entry: Partial<JmesPathEntry>, index) =>
    within(
      ["jmesPath", index],
      problemIf(["path"], entry.path === undefined ? undefined : jmesPathFlaw(entry.path)),
      textProblems(["objectAlias"], entry.objectAlias, fileAlias),
      textProblems(["filePermission"], entry.filePermission, filePermission),
    ),
  );
}

/** Paths begin at `failoverObject`. */
function failoverProblems(
  object: Partial<MountedObject>,
  { failoverRegion, region = "one region" }: ObjectPlace,
): Problem[] {
  const { failoverObject, objectName, objectVersion } = object;
  if (!failoverObject) {
    if (failoverRegion === undefined || !objectName?.startsWith("arn:")) return [];
    const says = `is required because objectName is an ARN of ${region} and failoverRegion is ${failoverRegion}`;
    return problemIf([], says);
  }
  if (failoverRegion === undefined) return problemIf([], "needs failoverRegion");
  const isSame = failoverObject.objectVersion === objectVersion;
  const says = `must be that of the object itself, got ${shown(failoverObject.objectVersion)}`;
  return [
    ...problemIf(["objectName"], nameFlaw(object, failoverObject.objectName, failoverRegion)),
    ...problemIf(["objectVersion"], isSame ? undefined : says),
  ];
}
