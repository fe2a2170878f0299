import type { Entry } from "./entry";

export const manifestNotValid: Entry = {
  id: "EPS-710",
  title: "a Kubernetes object has a field that its kind does not know, or one of the wrong type",
  texts: [
    "error validating data: ValidationError",
    "strict decoding error: unknown field",
    "unknown field … in io.x-k8s",
    "json: cannot unmarshal … into Go struct field",
    'unknown field "spec',
    "is invalid: … : Required value",
    "is invalid: … : Unsupported value",
    "is invalid: … : Invalid value",
    "volumeMounts[0].name: Not found",
    "volumeMounts[ … ].name: Not found",
    "{error validating data|error when creating|error parsing} … {mapping values are not allowed|did not find expected|cannot unmarshal|found character that cannot start any token}",
    "spec: Forbidden:",
    "{field not declared in schema|missing required field|unknown object type}",
    "duplicate entries for key",
    "must consist of alphanumeric characters",
    "is invalid: … : Duplicate value",
  ],
  over: ["EPS-873"],
  why: "The API server checks each object against the schema of its kind. The text names the field.",
  check: "`kubectl explain KIND.spec`",
  mend: "Correct the field where the object is written.",
  sources: ["https://kubernetes.io/docs/reference/using-api/api-concepts/"],
};
