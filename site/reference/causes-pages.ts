import { CATALOGUE, entryOf } from "../../cli/doctor/catalogue";
import type { Entry } from "../../cli/doctor/catalogue/entry";
import { STEPS } from "../../cli/doctor/step";
import { filled, placeholder } from "../../cli/doctor/texts/filled";
import { cell, table } from "./markdown";

/** Titles of the hundreds of IDs. */
const HUNDREDS: Record<string, string> = {
  "1": "Driver, provider and agent",
  "2": "The SecretProviderClass",
  "3": "Credentials and trust",
  "4": "Policies",
  "5": "Keys, secrets and values",
  "6": "Pods and files",
  "7": "Deployment",
  "8": "Other tools",
  "9": "Programs and plans",
};

/** The pages of the catalogue, by path: a list of all causes, and a page for each hundred. */
export function causesPages(): Record<string, string> {
  const pages = Object.entries(HUNDREDS).map(([hundred, title]) => {
    const entries = CATALOGUE.filter(({ id }) => id.startsWith(`EPS-${hundred}`));
    const heading = `# ${title}: ${hundred}00 to ${hundred}99`;
    return [pageOf(hundred), [heading, ...entries.map(section)].join("\n\n")];
  });
  return { "reference/causes/index.md": listPage(), ...Object.fromEntries(pages) };
}

function pageOf(hundred: string): string {
  return `reference/causes/${hundred}00.md`;
}

function listPage(): string {
  const lists = Object.entries(HUNDREDS).map(([hundred, title]) => {
    const entries = CATALOGUE.filter(({ id }) => id.startsWith(`EPS-${hundred}`));
    const rows = entries.map(({ id, title }) => [
      `[${id}](${hundred}00.md#${id.toLowerCase()})`,
      cell(title),
    ]);
    return `## ${title}\n\n${table(["id", "cause"], rows)}`;
  });
  return [
    "# Causes",
    "What keeps a pod from its secret, as `npx eks-pod-secrets doctor` names it.\n" +
      "`doctor --text FILE` finds the cause of an event, a log, an error of AWS or Pulumi, or an event of CloudTrail.\n" +
      "`doctor --explain ID` prints what stands here.",
    ...lists,
  ].join("\n\n");
}

function section(entry: Entry) {
  const { causes = [], check, errors = [], id, mend, sources, step, title, why } = entry;
  const texts = [...(entry.texts ?? []), ...errors];
  const apart = causes.map(
    (one) =>
      `- [${one.id}](${one.id.charAt("EPS-".length)}00.md#${one.id.toLowerCase()}), ${prose(entryOf(one.id).title)}: ${prose(filled(one.check, {}))}`,
  );
  return [
    `## ${id}`,
    `**${prose(title)}**`,
    prose(why),
    ...(apart.length > 0
      ? ["It has several causes. These checks tell them apart:", apart.join("\n")]
      : [`How to see it: ${prose(filled(check, {}))}`, `What to do: ${prose(filled(mend, {}))}`]),
    ...(step === undefined ? [] : [`Step of \`doctor\`: ${step}, ${STEPS[step]}.`]),
    ...(texts.length > 0 ? [`Texts that say it:`, texts.map(textLine).join("\n")] : []),
    `Sources: ${sources.map(source).join(", ")}.`,
  ].join("\n\n");
}

/** A template, with a name in place of each capture. */
function textLine(text: string): string {
  return `- ${codeSpan(text.replace(/\{(\w+):\w+!?\}/g, (_, name: string) => placeholder(name)))}`;
}

function source(text: string): string {
  const issue = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(text);
  if (issue) return `[${text}](https://github.com/${issue[1]}/issues/${issue[2]})`;
  return text.startsWith("https:") ? `<${text}>` : codeSpan(text);
}

function codeSpan(text: string): string {
  return `\`${text}\``;
}

/** Escapes text for Markdown and Vue, and keeps the code in it. */
function prose(text: string): string {
  const parts = text.split("`");
  return parts.map((part, index) => (index % 2 === 0 ? cell(part) : part)).join("`");
}
