import { cutPage, PAGES } from "../../operations/paging/page";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret } from "./authorised-secret";
import { shortAnswer } from "./change-secret";
import { secretSummary } from "./describe-secret";
import { matchingSecrets } from "./secret-filters";
import { allVersions, type SecretRecord } from "./secret-record";
import { encryptedDataKeys } from "./secret-value";
import { labelledOnly } from "./staging-labels";

const LARGEST = 100;

/** What secrets can be listed by, as texts that sort alike; secrets of one moment are listed by name. */
const SORT_KEYS: Record<string, (secret: SecretRecord) => string> = {
  "created-date": ({ created, name }) => `${created.toISOString()} ${name}`,
  "last-changed-date": ({ lastChanged, name }) => `${lastChanged.toISOString()} ${name}`,
  name: ({ name }) => name,
};

/** The secrets of the caller's account, the oldest first unless it is asked otherwise. */
export function listSecrets(request: EncryptingRequest) {
  const { platform, call, input, action } = request;
  platform.authorise(call, { action, resource: "*" });
  const planned = input.flag("IncludePlannedDeletion");
  const sortBy = input.optionalText("SortBy", { oneOf: Object.keys(SORT_KEYS) }) ?? "created-date";
  const isDescending = input.optionalText("SortOrder", { oneOf: ["asc", "desc"] }) === "desc";
  const keyOf = SORT_KEYS[sortBy] as (secret: SecretRecord) => string;
  const secrets = matchingSecrets(request)
    .filter(({ deletion }) => planned || !deletion)
    .sort((a, b) => (keyOf(a) < keyOf(b) === isDescending ? 1 : -1));
  const { items, more } = cutPage(
    secrets,
    input,
    PAGES.secretsManager,
    LARGEST,
    keyOf,
    isDescending,
  );
  return {
    SecretList: items.map((secret) => ({
      ...secretSummary(secret),
      SecretVersionsToStages: labelledOnly(secret.labels),
    })),
    ...more,
  };
}

/** The labelled versions, and with `IncludeDeprecated` the others. */
export function listSecretVersionIds(request: EncryptingRequest) {
  const secret = authorisedSecret(request);
  const deprecated = request.input.flag("IncludeDeprecated");
  const { items, more } = cutPage(
    allVersions(request.platform.store, secret).filter(
      ({ versionId }) => deprecated || (secret.labels[versionId]?.length ?? 0) > 0,
    ),
    request.input,
    PAGES.secretsManager,
    LARGEST,
    ({ versionId }) => versionId,
  );
  return {
    ...shortAnswer(secret),
    Versions: items.map((version) => ({
      VersionId: version.versionId,
      VersionStages: secret.labels[version.versionId] ?? [],
      CreatedDate: version.created,
      KmsKeyIds: encryptedDataKeys(version).map(({ keyArn, managed }) =>
        managed ? "DefaultEncryptionKey" : keyArn,
      ),
    })),
    ...more,
  };
}
