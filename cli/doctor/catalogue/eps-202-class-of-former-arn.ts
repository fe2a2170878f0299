import type { Entry } from "./entry";

export const classOfFormerArn: Entry = {
  id: "EPS-202",
  title: "the SecretProviderClass names a secret by the ARN of one that is no more",
  step: "provider-class",
  why: "Secrets Manager appends six characters to a secret's name. A secret that was deleted and made again has others, so a class that names the old ARN reads nothing.",
  check:
    "`aws secretsmanager describe-secret --secret-id SECRET` in the owner's account shows the ARN of today.",
  mend: "Run `eks-pod-secrets up --refresh --yes`: it writes the ARN of today into the class and into the policies. Then replace the pods.",
  sources: ["https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html"],
};
