import { parseYamlText } from "iam-proof/yaml";
import * as z from "zod";
import { fields, list, present, takeJson, text } from "../json/take-json";
import { messageOf } from "../terminal/errors";

/** An object that a SecretProviderClass mounts, in ASCP's words. Empty fields are absent. */
export interface ClassObject {
  objectName: string;
  objectType: "secretsmanager" | "ssmparameter";
  objectAlias?: string | undefined;
  objectVersion?: string | undefined;
  objectVersionLabel?: string | undefined;
  filePermission?: string | undefined;
  jmesPath?: { path?: string; objectAlias?: string; filePermission?: string }[] | undefined;
}

/** An object, or why it cannot be understood. */
const object = z
  .object({
    ...{ objectName: text, objectType: text, objectAlias: text, filePermission: text },
    ...{ objectVersion: text, objectVersionLabel: text },
    jmesPath: list(fields({ path: text, objectAlias: text, filePermission: text })),
    failoverObject: present,
  })
  .transform(
    ({ failoverObject, objectName = "", objectType: given, ...more }): ClassObject | string => {
      const service = objectName.split(":")[2];
      const objectType = given || (service === "ssm" ? "ssmparameter" : service);
      if (objectName === "") return "an object of it has no objectName";
      if (objectType !== "secretsmanager" && objectType !== "ssmparameter") {
        return `its object ${objectName} has no objectType that is known`;
      }
      return failoverObject
        ? `its object ${objectName} has a failoverObject, which the inventory does not know`
        : { ...more, objectName, objectType };
    },
  );

/** The objects that a class mounts, by its parameter `objects`, or why they are not understood. Like ASCP, it takes every scalar as a text. */
export function classObjects(yaml: string): ClassObject[] | string {
  const read = parseYamlText(yaml, { schema: "failsafe" });
  if ("flaw" in read) return `its objects are no YAML: ${read.flaw}`;
  try {
    const json = JSON.stringify(read.document.toJS());
    const found = takeJson("its objects", json, list(object)) ?? [];
    if (found.length === 0) return "its objects are no list";
    const flaw = found.find((one) => typeof one === "string");
    return flaw ?? found.filter((one) => typeof one === "object");
  } catch (error) {
    // YAML aliases that expand too far, or refer to themselves, throw other errors.
    return `its objects are not understood: ${messageOf(error)}`;
  }
}
