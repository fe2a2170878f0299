import type { Properties } from "../../common/values";
import type { AwsResource } from "./resource";

/** What an import id tells: the resource's id, and properties such as the cluster of `cluster,association` and the region behind `@`. */
export function parseImportId(
  { importId, service }: Pick<AwsResource, "importId" | "service">,
  given: string,
): { id: string; state: Properties } {
  const [, bare, region] = /^(.+)@([a-z]{2,}(?:-[a-z]+)+-\d+)$/.exec(given) ?? [];
  if (service === "iam" || !bare || !region) return importId?.(given) ?? { id: given, state: {} };
  const { id, state } = importId?.(bare) ?? { id: bare, state: {} };
  return { id, state: { ...state, region } };
}
