import type { Entry } from "./entry";

export const azureVaultRefuses: Entry = {
  id: "EPS-857",
  title: "the class reads from Azure Key Vault, which refuses",
  texts: [
    "keyvault.BaseClient#GetSecret: Failure responding to request",
    "failed to acquire token … AADSTS",
    "failed to get keyvault client",
    "{login.microsoftonline.com|failed to get objectType:}",
  ],
  step: "provider-class",
  why: "The class is one of Azure's provider. Nothing of AWS is asked.",
  check:
    "`kubectl -n {namespace} get secretproviderclass -o custom-columns=NAME:.metadata.name,PROVIDER:.spec.provider`",
  mend: "Mount the reader's class instead, or see Azure's troubleshooting.",
  sources: ["Azure/secrets-store-csi-driver-provider-azure#266"],
};
