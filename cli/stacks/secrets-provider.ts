import { InvalidArgumentError } from "commander";

const NAMED = ["default", "passphrase"];
const SCHEMES = ["awskms", "azurekeyvault", "gcpkms", "hashivault"];

/** What a stack's secrets are encrypted with, as `pulumi stack init --secrets-provider` takes it. */
export function parseSecretsProvider(text: string): string {
  const scheme = /^([a-z]+):\/\/./.exec(text)?.[1] ?? "";
  if (NAMED.includes(text) || SCHEMES.includes(scheme)) return text;
  throw new InvalidArgumentError(
    `it must be ${NAMED.join(", ")} or the URL of a key, as in awskms://alias/pulumi?region=eu-central-1 (${SCHEMES.join(", ")}).`,
  );
}
