import { sizeQuotas } from "iam-proof/quotas";
import { IDENTIFIER, type Input } from "../../operations/input/input";
import { validationException } from "../../operations/input/refusals";
import { requestTagContext } from "../../operations/tags/tags";
import { AwsError, type Call } from "../../wire/messages";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { type ParameterName, readParameterName } from "./parameter-name";
import {
  authoriseParameter,
  type ParameterRecord,
  putParameterRecord,
  putVersion,
  removeOldestVersion,
} from "./parameter-record";
import { storeValue } from "./parameter-value";
import { readParameterTags } from "./tagging";

const TYPES = ["String", "StringList", "SecureString"] as const;
const LARGEST = { Standard: sizeQuotas.parameter.default, Advanced: 8192 };
const LEVELS = 15;

export function putParameter(request: EncryptingRequest) {
  const { platform, call, input } = request;
  const { store } = platform;
  const name = readNewName(call, input);
  const value = input.text("Value");
  const overwrite = input.flag("Overwrite");
  const tags = readParameterTags(input);
  const tagged = Object.keys(tags).length > 0;
  return store.transaction((writer) => {
    const existing = authoriseParameter(request, name, {
      "ssm:Overwrite": String(overwrite),
      ...requestTagContext(tags),
    });
    if (tagged) {
      const action = "ssm:AddTagsToResource";
      authoriseParameter({ platform, call, action }, name, requestTagContext(tags));
    }
    if (existing && !overwrite) {
      throw new AwsError(
        "ParameterAlreadyExists",
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    if (overwrite && tagged) {
      throw validationException(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    const parameter = nextVersion(call, name, input, value, existing, existing?.tags ?? tags);
    checkSize(value, parameter);
    const version = storeValue(request, parameter, value);
    removeOldestVersion(store, writer, call, parameter);
    putParameterRecord(writer, call, parameter);
    putVersion(writer, call, parameter, { number: parameter.version, version });
    return { Version: parameter.version, Tier: parameter.tier };
  });
}

function nextVersion(
  call: Call,
  { arn, given }: ParameterName,
  input: Input,
  value: string,
  existing: ParameterRecord | undefined,
  tags: ParameterRecord["tags"],
): ParameterRecord {
  const type = (input.optionalText("Type", { oneOf: TYPES }) ?? existing?.type) as
    | ParameterRecord["type"]
    | undefined;
  if (type === undefined) {
    throw validationException("A parameter type is required when you create a parameter.");
  }
  if (existing && existing.type !== type) {
    throw new AwsError(
      "HierarchyTypeMismatchException",
      `The parameter is a ${existing.type} and cannot become a ${type}: delete it first`,
    );
  }
  const description = input.optionalText("Description", { max: 1024 }) ?? existing?.description;
  const keyId = readKeyId(input, type) ?? existing?.keyId;
  return {
    arn,
    name: existing?.name ?? given,
    type,
    tier: readTier(input, existing, value),
    dataType: readDataType(input) ?? existing?.dataType ?? "text",
    ...(description !== undefined && { description }),
    ...(type === "SecureString" && { keyId: keyId ?? "alias/aws/ssm" }),
    version: (existing?.version ?? 0) + 1,
    modified: call.now,
    modifiedBy: call.caller.arn,
    tags,
  };
}

function readNewName(call: Call, input: Input): ParameterName {
  const given = input.text("Name", IDENTIFIER);
  const name = readParameterName(call, given);
  const bare = given.replace(/^\//, "").toLowerCase();
  if (name.name === undefined || name.selected !== undefined || given.startsWith("arn:")) {
    throw validationException("a new parameter must be named without ARN or version");
  }
  if (/^(aws|ssm)/.test(bare)) {
    throw validationException("Parameter names must not begin with aws or ssm");
  }
  if (bare.includes("/") && !given.startsWith("/")) {
    throw validationException("Parameter name must be a fully qualified name.");
  }
  if (bare.split("/").length > LEVELS) {
    throw new AwsError(
      "HierarchyLevelLimitExceededException",
      `A parameter name must have at most ${LEVELS} levels`,
    );
  }
  return name;
}

function readKeyId(input: Input, type: string): string | undefined {
  const keyId = input.optionalText("KeyId", IDENTIFIER);
  if (keyId !== undefined && type !== "SecureString") {
    throw validationException("KeyId is required for SecureString type parameter only.");
  }
  return keyId;
}

/** Systems Manager checks the ID of an AMI, and the sandbox has no AMIs. */
function readDataType(input: Input): string | undefined {
  const dataType = input.optionalText("DataType", { max: 128 });
  if (dataType === undefined || dataType === "text") return dataType;
  if (dataType === "aws:ec2:image" || dataType === "aws:ssm:integration") {
    throw validationException(`DataType ${dataType} is not offered by the sandbox`);
  }
  throw validationException(
    `The following data type is not supported: ${dataType} (Data type names are all lowercase.)`,
  );
}

/** Intelligent-Tiering is standard as long as the value fits. */
function readTier(
  input: Input,
  existing: ParameterRecord | undefined,
  value: string,
): ParameterRecord["tier"] {
  const tier = input.optionalText("Tier", {
    oneOf: ["Standard", "Advanced", "Intelligent-Tiering"],
  });
  if (existing?.tier === "Advanced" && tier === "Standard") {
    throw validationException(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  const isLarge = Buffer.byteLength(value) > LARGEST.Standard;
  const isAdvanced = tier === "Advanced" || (tier === "Intelligent-Tiering" && isLarge);
  return isAdvanced ? "Advanced" : (existing?.tier ?? "Standard");
}

function checkSize(value: string, { tier }: ParameterRecord): void {
  const size = Buffer.byteLength(value);
  if (size < 1 || size > LARGEST[tier]) {
    throw validationException(
      `a ${tier.toLowerCase()} parameter must have 1 to ${LARGEST[tier]} bytes, got ${size}`,
    );
  }
}
