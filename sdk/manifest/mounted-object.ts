import { parseArn } from "../rules/arn";
import { jmesPathFlaw } from "../rules/jmes-path";
import { mustBe, type Problem } from "../rules/problem";

/** The services from which ASCP reads. */
export const ObjectType = {
  /** AWS Secrets Manager. */
  SecretsManager: "secretsmanager",
  /** Systems Manager Parameter Store. */
  SsmParameter: "ssmparameter",
} as const;

export type ObjectType = (typeof ObjectType)[keyof typeof ObjectType];

/** One secret or parameter that ASCP mounts as a file, in ASCP's own words. */
export interface MountedObject {
  /** Name or full ARN. Of another account's secret only the ARN is accepted. */
  objectName: string;
  /** Service that holds the object. Optional only with an ARN, which names it. */
  objectType?: ObjectType;
  /** File name. Required for an ARN, whose colons would else end in the file name, and with `failoverObject`. */
  objectAlias?: string;
  /** Version id of a secret, or version number of a parameter. Defaults to the current one. */
  objectVersion?: string;
  /** Staging label of a secret or label of a parameter. Defaults to `AWSCURRENT`. */
  objectVersionLabel?: string;
  /** Keys of a JSON value, each mounted as a further file beside the whole value. */
  jmesPath?: JmesPathEntry[];
  /** Mode of the file, four octal digits. Defaults to ASCP's own 0644. Files belong to root: 0400 suits only root containers. */
  filePermission?: string;
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

export interface ObjectPlace {
  /** Path of the object within the arguments, e.g. `objects[0]`. */
  path: string;
  region?: string;
  failoverRegion?: string;
}

/** Everything for which ASCP would refuse the object, or read another than meant. Absent values are not yet known and pass. */
export function objectProblems(object: Partial<MountedObject>, place: ObjectPlace): Problem[] {
  return [
    ...nameProblems(object, `${place.path}.objectName`, object.objectName, place.region),
    ...typeProblems(object, place),
    ...aliasProblems(object, place),
    ...versionProblems(object, place),
    ...permissionProblems(`${place.path}.filePermission`, object.filePermission),
    ...jmesPathProblems(object, place),
    ...failoverProblems(object, place),
  ];
}

const arnServices: Record<ObjectType, string> = {
  secretsmanager: "secretsmanager",
  ssmparameter: "ssm",
};

function nameProblems(
  { objectType }: Partial<MountedObject>,
  path: string,
  name: string | undefined,
  region: string | undefined,
): Problem[] {
  if (name === undefined) return [];
  if (name === "" || /[*?\s]/.test(name)) {
    return [mustBe(path, "a name or full ARN without wildcards or spaces", name)];
  }
  if (!name.startsWith("arn:")) return [];
  const arn = parseArn(name);
  if (!arn || !Object.values(arnServices).includes(arn.service)) {
    return [mustBe(path, "the ARN of a secret or of a parameter", name)];
  }
  if (objectType !== undefined && arnServices[objectType] !== arn.service) {
    return [mustBe(path, `an ARN of ${objectType}, its objectType`, name)];
  }
  if (region !== undefined && arn.region !== region) {
    return [mustBe(path, `an ARN of region ${region}, where it is read`, name)];
  }
  return [];
}

function typeProblems(
  { objectName, objectType }: Partial<MountedObject>,
  { path }: ObjectPlace,
): Problem[] {
  if (objectType === undefined) {
    if (objectName === undefined || objectName.startsWith("arn:")) return [];
    return [
      {
        propertyPath: `${path}.objectType`,
        reason: `${path}.objectType is required because objectName "${objectName}" is not an ARN; set secretsmanager or ssmparameter`,
      },
    ];
  }
  if (objectType in arnServices) return [];
  return [mustBe(`${path}.objectType`, "secretsmanager or ssmparameter", objectType)];
}

function aliasProblems(
  { failoverObject, objectAlias, objectName }: Partial<MountedObject>,
  { path }: ObjectPlace,
): Problem[] {
  const propertyPath = `${path}.objectAlias`;
  if (objectAlias !== undefined) return fileNameProblems(propertyPath, objectAlias);
  if (failoverObject) {
    return [{ propertyPath, reason: `${propertyPath} is required with failoverObject` }];
  }
  if (!objectName?.startsWith("arn:")) return [];
  return [
    {
      propertyPath,
      reason: `${propertyPath} is required because objectName "${objectName}" is an ARN; set the file name`,
    },
  ];
}

/** ASCP writes through a temporary file whose name is longer by its suffix; 255 bytes is the file system's limit. */
const longestFileName = 245;

function fileNameProblems(path: string, name: string): Problem[] {
  // ASCP takes the quotes of an alias as part of the file name.
  if (name === "" || /["'\s]/.test(name) || name.split("/").some((part) => part === "..")) {
    return [mustBe(path, "a file name without quotes, spaces or ..", name)];
  }
  if (new TextEncoder().encode(name).length <= longestFileName) return [];
  return [mustBe(path, `at most ${longestFileName} bytes long`, name)];
}

function versionProblems(
  { objectVersion, objectVersionLabel }: Partial<MountedObject>,
  { path }: ObjectPlace,
): Problem[] {
  if (objectVersion === undefined || objectVersionLabel === undefined) return [];
  return [
    {
      propertyPath: `${path}.objectVersionLabel`,
      reason: `${path} must have either objectVersion or objectVersionLabel, got both`,
    },
  ];
}

function permissionProblems(path: string, filePermission: string | undefined): Problem[] {
  if (filePermission === undefined || /^[0-7]{4}$/.test(filePermission)) return [];
  return [mustBe(path, 'four octal digits in quotes, such as "0644"', filePermission)];
}

function jmesPathProblems(
  { jmesPath = [] }: Partial<MountedObject>,
  { path }: ObjectPlace,
): Problem[] {
  return jmesPath.flatMap((entry: Partial<JmesPathEntry>, index) => {
    const at = `${path}.jmesPath[${index}]`;
    const flaw = entry.path === undefined ? undefined : jmesPathFlaw(entry.path);
    return [
      ...(flaw === undefined ? [] : [{ propertyPath: `${at}.path`, reason: `${at}.path ${flaw}` }]),
      ...(entry.objectAlias === undefined
        ? []
        : fileNameProblems(`${at}.objectAlias`, entry.objectAlias)),
      ...permissionProblems(`${at}.filePermission`, entry.filePermission),
    ];
  });
}

function failoverProblems(object: Partial<MountedObject>, place: ObjectPlace): Problem[] {
  const { failoverObject, objectName, objectVersion } = object;
  const { failoverRegion } = place;
  const path = `${place.path}.failoverObject`;
  if (!failoverObject) {
    if (failoverRegion === undefined || !objectName?.startsWith("arn:")) return [];
    return [
      {
        propertyPath: path,
        reason: `${path} is required because objectName is an ARN of ${place.region ?? "one region"} and failoverRegion is ${failoverRegion}`,
      },
    ];
  }
  if (failoverRegion === undefined) {
    return [{ propertyPath: path, reason: `${path} needs failoverRegion` }];
  }
  return [
    ...nameProblems(object, `${path}.objectName`, failoverObject.objectName, failoverRegion),
    ...(failoverObject.objectVersion === objectVersion
      ? []
      : [
          mustBe(
            `${path}.objectVersion`,
            "that of the object itself",
            failoverObject.objectVersion,
          ),
        ]),
  ];
}
