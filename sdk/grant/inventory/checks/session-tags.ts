import type { Report } from "../../../rules/problem";
import { sessionTagsPercent } from "../../landing-zone/session-tags";
import type { ReaderDraft } from "../resolve/readers";

/** From here on a further role with a tag or two of its own may not be assumed. */
const MUCH = 90;

/** A warning where the tags that EKS gives a reader's pods leave little room. Nothing is refused: AWS documents no formula. */
export function checkSessionTags(drafts: readonly ReaderDraft[], report: Report): void {
  for (const { path, reader } of drafts) {
    const percent = sessionTagsPercent(reader);
    if (percent < MUCH) continue;
    const says = `may have too long names for AWS STS: the session tags of its pods take about ${percent} % of the room (an estimate, as AWS documents no formula); a role that its program assumes with tags of its own may be refused with PackedPolicyTooLarge; shorten cluster, namespace or service account`;
    report(path, says, "warning");
  }
}
