import type { Entry } from "./entry";

export const dynamicReferencePart: Entry = {
  id: "EPS-717",
  title: "a CloudFormation template refers to a JSON part that the secret does not have",
  texts: [
    "Could not find a value associated with JSONKey in SecretString",
    "Could not parse SecretString JSON",
  ],
  why: "`{{resolve:secretsmanager:…}}` names a key of the secret's JSON. The value has no such key, or is no JSON.",
  check: "The reference in the template, and the names of the value's parts with who owns it",
  mend: "Correct the reference, or put a value with this part.",
  sources: [
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html",
  ],
};
