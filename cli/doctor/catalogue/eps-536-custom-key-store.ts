import type { Entry } from "./entry";

export const customKeyStore: Entry = {
  id: "EPS-536",
  title: "the key is in a key store outside of KMS that does not answer or refuses",
  errors: [
    "{CloudHsmClusterInUseException|CloudHsmClusterNotRelatedException|CustomKeyStoreHasCMKsException|CustomKeyStoreNameInUseException|IncorrectTrustAnchorException|XksKeyAlreadyInUseException|XksProxyUriInUseException|XksProxyUriEndpointInUseException|CustomKeyStoreInvalidStateException|CustomKeyStoreNotFoundException|CloudHsmClusterNotActiveException|CloudHsmClusterNotFoundException|CloudHsmClusterInvalidConfigurationException|XksProxyUriUnreachableException|XksProxyInvalidResponseException|XksProxyInvalidConfigurationException|XksProxyIncorrectAuthenticationCredentialException|XksKeyNotFoundException|XksKeyInvalidConfigurationException}",
  ],
  step: "key-state",
  why: "Keys of a CloudHSM key store or of an external key store work only while KMS is connected with the store and the store answers.",
  check: "`aws kms describe-custom-key-stores`: `ConnectionState` and `ConnectionErrorCode`.",
  mend: "Connect the key store again (`aws kms connect-custom-key-store`), or let its owner mend the proxy. Until then no value under the key can be read.",
  sources: ["https://docs.aws.amazon.com/kms/latest/developerguide/key-store-overview.html"],
};
