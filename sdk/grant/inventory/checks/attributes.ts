import type { Report } from "../../../rules/problem";
import { shown } from "../../../rules/wording";
import type { ResolvedSecret } from "../../landing-zone/landing-zone";

/** The tags by which the attribute style lets readers in; this package sets them. */
const OWN_TAGS = ["eks-cluster-name", "kubernetes-namespace"];

/** A secret of the attribute style has one value of each tag, so one cluster and namespace. */
export function checkAttributes(secrets: Iterable<ResolvedSecret>, report: Report): void {
  for (const { grants, id, style, tags } of secrets) {
    if (style !== "attributes") continue;
    const path = ["secrets", id];
    for (const tag of OWN_TAGS) {
      if (tag in tags) {
        report(
          [...path, "tags", tag],
          "must be left out: style attributes sets it from the readers",
        );
      }
    }
    const [first, ...others] = grants.map(({ reader }) => reader);
    const other = others.find(
      (reader) =>
        reader.cluster.name !== first?.cluster.name || reader.namespace !== first.namespace,
    );
    if (first && other) {
      report(
        [...path, "style"],
        `must be exact, got "attributes" with the readers ${shown(first.id)} and ${shown(other.id)} of different clusters or namespaces: a tag has one value`,
      );
    }
  }
}
