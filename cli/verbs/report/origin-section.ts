import { type Markup, markup } from "../../terminal/markup";
import type { DocumentsOrigin, Origin } from "./origin";

const SOURCES: Record<DocumentsOrigin, string> = {
  inventory: "what the inventory leads to",
  preview: "what the stacks would deploy (--preview)",
  state: "what the stacks hold (--state)",
  live: "what the accounts hold (--live)",
};

/** What the report was made of, as a list. */
export function originSection(origin: Origin): Markup {
  const { documents, files, made, version } = origin;
  const { from, read, sha256 } = documents;
  const time = (iso: string) =>
    markup`<time datetime="${iso}">${iso.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC")}</time>`;
  return markup`<dl class="origin" aria-label="What this report was made of">
<div><dt>Made</dt><dd>${time(made)} by eks-pod-secrets ${version}</dd></div>
<div><dt>Revision</dt><dd>${revisionMarkup(origin)}</dd></div>
<div><dt>Inventory</dt><dd>${files.map(
    (one) => markup`<div>${one.file} ${digest(one.sha256)}</div>`,
  )}</dd></div>
<div><dt>Documents</dt><dd>${SOURCES[from]}${
    read && markup`, read from ${time(read.from)} to ${time(read.to)}`
  } ${digest(sha256)}</dd></div>
</dl>`;
}

function revisionMarkup({ noRevision, revision }: Origin): Markup {
  if (!revision) return markup`unknown: ${noRevision}`;
  const { commit, isChanged } = revision;
  return markup`<code>${commit}</code>${isChanged && ", with changes that are not committed"}`;
}

function digest(sha256: string): Markup {
  return markup`<code class="digest">sha256:${sha256}</code>`;
}
