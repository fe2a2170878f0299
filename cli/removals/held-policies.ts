import type { Reader } from "../../sdk/grant";
import type { PolicyDocument } from "../../sdk/policy";
import { pinnedReader } from "../../sdk/policy/session-tags";

export function readsIn({ Statement }: PolicyDocument): string[] {
  const all = [Statement].flat().flatMap(({ Resource = [] }) => Resource);
  return [...new Set(all)].filter((arn) => /^arn:[^:]+:(?:secretsmanager|ssm):/.test(arn));
}

export function readersIn(policy: unknown): Reader[] {
  return statementsOf(policy).flatMap(
    ({ Condition, Effect }) =>
      (Effect === "Allow" && pinnedReader("aws:PrincipalTag", Condition)) || [],
  );
}

export function statementsOf(policy: unknown): PolicyDocument["Statement"] {
  return [documentOf(policy)?.Statement ?? []].flat();
}

/** A document of the state, where policies are JSON texts; undefined where there is none. */
export function documentOf(policy: unknown): PolicyDocument | undefined {
  return typeof policy === "string" && policy !== "" ? JSON.parse(policy) : undefined;
}

export function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
