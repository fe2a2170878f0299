import type { Entry } from "./entry";

export const stateOfSecret: Entry = {
  id: "EPS-599",
  title: "Secrets Manager refuses the call in the state that the secret is in",
  errors: ["secretsmanager {InvalidRequestException|PreconditionNotMetException}"],
  step: "object",
  causes: [
    { id: "EPS-555", check: "`DeletedDate` is set." },
    { id: "EPS-554", check: "The secret has no version with the label that is asked for." },
    { id: "EPS-575", check: "`PrimaryRegion` is another Region." },
    { id: "EPS-592", check: "A rotation is asked for, and `RotationLambdaARN` is missing." },
    { id: "EPS-593", check: "A version has the label `AWSPENDING` only." },
  ],
  why: "The request is right in its form, but the secret's state does not allow it.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET --region REGION` with credentials of the owner.",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: [
    "https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html",
  ],
};
