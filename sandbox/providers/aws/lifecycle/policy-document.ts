import { json, type Property } from "../../common/property";
import { samePolicy, sortedJson } from "./policy-equivalence";

type Options = Omit<Property, "normal" | "same" | "shape">;

/** A policy. Another wording of it is no change, and the state has it in one wording: its keys in order. */
export const policyDocument = (options: Options = {}): Property =>
  json({ ...options, same: samePolicy, normal: (text) => sortedJson(JSON.parse(text)) });

/** The policy of a role, with `Version` in front, which IAM's older reading of policies asks for. */
export const rolePolicyDocument = (options: Options = {}): Property => ({
  ...policyDocument(options),
  normal: versionFirst,
  problem: (text: string) => (text.startsWith("{") ? undefined : "must be a JSON object"),
});

function versionFirst(text: string): string {
  const { Version, ...others } = JSON.parse(text) as Record<string, unknown>;
  const rest = sortedJson(others);
  return Version === undefined ? rest : rest.replace("{", `{"Version":${JSON.stringify(Version)},`);
}
