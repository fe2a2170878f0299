import type { Store, StoreKey } from "../../store/store";

/** An OpenID Connect provider: its tokens assume roles whose trust policy names it. */
export interface OidcProviderRecord {
  arn: string;
  /** The issuer, without `https://`. */
  url: string;
  /** Audiences that its tokens may have. */
  clientIds: string[];
  thumbprints: string[];
  tags: Record<string, string>;
  createDate: Date;
}

export function oidcProviderKey(account: string, url: string): StoreKey {
  return ["oidc-provider", account, url];
}

export function findOidcProvider(
  store: Store,
  account: string,
  url: string,
): OidcProviderRecord | undefined {
  return store.get(oidcProviderKey(account, url));
}
