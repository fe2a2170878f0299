import type { Entry } from "./entry";

export const secretsOfStackNotOpened: Entry = {
  id: "EPS-874",
  title: "Pulumi cannot open the stack's secrets, and the text does not say why",
  texts: ["constructing secrets manager of type"],
  symptom: true,
  causes: [
    {
      id: "EPS-785",
      check: "The stack's provider is `passphrase`, and none or another one is set.",
    },
    { id: "EPS-471", check: "It is `awskms`, and the caller may not decrypt with the key." },
    { id: "EPS-560", check: "The key that `Pulumi.STACK.yaml` names is not there." },
    { id: "EPS-784", check: "There are no credentials for the key's account." },
  ],
  why: "Secrets of the configuration and the state are under a passphrase or a key. Pulumi could not use it.",
  check: "`secretsprovider` in `Pulumi.STACK.yaml`",
  mend: "Find out by the checks which cause it is, and do what that one says.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/secrets/"],
};
