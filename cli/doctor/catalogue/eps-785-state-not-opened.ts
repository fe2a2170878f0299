import type { Entry } from "./entry";

export const stateNotOpened: Entry = {
  id: "EPS-785",
  title: "Pulumi cannot open the stack's secrets",
  texts: [
    "incorrect passphrase",
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE",
    "getting secrets manager: passphrase",
    "failed to decrypt encrypted configuration value",
    "Message authentication failed",
    "unable to parse the secrets provider URL",
    "unable to open secret keeper",
    "open keeper awskms:",
    "Panic: attempt to decrypt value",
    "config.panicCrypter.DecryptValue",
  ],
  why: "The state's own secrets are encrypted with a passphrase or a key that this run does not have.",
  check: "`Pulumi.STACK.yaml`: `secretsprovider`, `encryptionsalt`.",
  mend: "Set `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE`, or give the run the key.",
  sources: ["https://www.pulumi.com/docs/iac/concepts/secrets/"],
};
