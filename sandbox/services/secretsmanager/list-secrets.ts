import type { Input } from "../../operations/input/input";
import { cutPage, PAGES } from "../../operations/paging/page";
import { tagList } from "../../operations/tags/tags";
import type { EncryptingRequest } from "../kms/encrypting-platform";
import { authorisedSecret, shortAnswer } from "./authorised-secret";
import { replicationStatus } from "./replicas";
import { allSecrets, allVersions, type RotationRecord, type SecretRecord } from "./secret-record";
import { encryptedDataKeys } from "./secret-value";
import { labelledOnly } from "./staging-labels";

const LARGEST = 100;

/** The sort orders of lists, as texts that sort the same way. Secrets of the same time are sorted by name. */
const SORT_KEYS: Record<string, (secret: SecretRecord) => string> = {
  "created-date": ({ created, name }) => `${created.toISOString()} ${name}`,
  "last-changed-date": ({ lastChanged, name }) => `${lastChanged.toISOString()} ${name}`,
  name: ({ name }) => name,
};

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

const DAY = 24 * 60 * 60 * 1000;

/** Describes everything except the value, also in the recovery window. */
export function describeSecret(request: EncryptingRequest) {
  const secret = authorisedSecret(request);
  return {
    ...secretSummary(secret),
    VersionIdsToStages: labelledOnly(secret.labels),
    ...replicationStatus(secret),
  };
}

function secretSummary(secret: SecretRecord): Record<string, unknown> {
  const { description, kmsKeyId, deletion, rotation, replicas, primaryRegion, tags, lastAccessed } =
    secret;
  const replicated = replicas.length > 0 || primaryRegion !== undefined;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(description !== undefined && { Description: description }),
    ...(kmsKeyId !== undefined && { KmsKeyId: kmsKeyId }),
    ...rotationSummary(rotation),
    LastChangedDate: secret.lastChanged,
    ...(lastAccessed && { LastAccessedDate: lastAccessed }),
    ...(deletion && { DeletedDate: deletion.requested }),
    ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
    CreatedDate: secret.created,
    ...(replicated && { PrimaryRegion: primaryRegion ?? secret.region }),
  };
}

function rotationSummary(rotation: RotationRecord | undefined): Record<string, unknown> {
  if (!rotation) return {};
  const { enabled, lambdaArn, rules, since } = rotation;
  const days = rules.AutomaticallyAfterDays;
  return {
    RotationEnabled: enabled,
    RotationLambdaARN: lambdaArn,
    RotationRules: rules,
    ...(enabled &&
      days !== undefined && { NextRotationDate: new Date(since.getTime() + days * DAY) }),
  };
}

const FILTERS: Record<string, (secret: SecretRecord) => string[]> = {
  name: ({ name }) => [name],
  description: ({ description }) => [description ?? ""],
  "tag-key": ({ tags }) => Object.keys(tags),
  "tag-value": ({ tags }) => Object.values(tags),
  "primary-region": ({ region, primaryRegion, replicas }) =>
    replicas.length > 0 ? [region] : [primaryRegion ?? ""],
  "owning-service": () => [],
  all: ({ name, description, tags }) => [name, description ?? "", ...Object.entries(tags).flat()],
};

/** The secrets of the caller's account that match every filter of `Filters`. */
export function matchingSecrets({
  platform: { store },
  call,
  input,
}: EncryptingRequest): SecretRecord[] {
  const filters = input.structures("Filters", { max: 10 }).map(readFilter);
  return allSecrets(store, call).filter((secret) => filters.every((filter) => filter(secret)));
}

/** Filters that search words in any case. The others compare the exact start. */
const BY_WORDS = new Set(["description", "all"]);

// A value that starts with ! excludes.
function readFilter(input: Input): (secret: SecretRecord) => boolean {
  const key = input.text("Key", { oneOf: Object.keys(FILTERS) });
  const values = input.texts("Values", { min: 1, max: 10 });
  const textsOf = FILTERS[key] as (secret: SecretRecord) => string[];
  const matches = BY_WORDS.has(key)
    ? hasWords
    : (text: string, value: string) => text.startsWith(value);
  const excluded = values.filter((value) => value.startsWith("!")).map((value) => value.slice(1));
  const included = values.filter((value) => !value.startsWith("!"));
  return (secret) => {
    const hasOne = (value: string) => textsOf(secret).some((text) => matches(text, value));
    return !excluded.some(hasOne) && (included.length === 0 || included.some(hasOne));
  };
}

function hasWords(text: string, value: string): boolean {
  const [words, asked] = [text, value].map(wordsOf) as [string[], string[]];
  return asked.length > 0 && asked.every((one) => words.some((word) => word.startsWith(one)));
}

/** `one/twoThree` has three words, and `TWOThree` two: `TWO` and `Three`. */
function wordsOf(text: string): string[] {
  const apart = text.replace(/\p{Lu}\p{Ll}+/gu, " $& ").toLowerCase();
  return apart.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
}
