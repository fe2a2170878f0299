import {
  type CaptureKind,
  captured,
  capturedFirst,
  isCaptureKind,
  LONGEST_CAPTURE,
} from "./capture-kinds";
import { type PackedText, packedWords, RECORD, unpacked, wordAround } from "./packed-text";

/** The most characters that `…` can match. */
const LONGEST_GAP = 300;

interface Capture {
  name: string;
  kind: CaptureKind;
  mustFit: boolean;
}

/** Words of a template, and what follows up to its next words or its end. */
interface Part {
  words: string;
  gap?: { most: number; capture?: Capture };
}

/** A template that can be searched for. */
export interface Template {
  parts: Part[];
  /** The words of its parts. If one is missing in a text, the template cannot match. */
  words: string[];
  /** How many characters of the text it decides. Of two at the same place, the larger says more. */
  weight: number;
}

/** Where a template matches a text, and what it captured there. */
export interface Match {
  from: number;
  to: number;
  captures: Record<string, string>;
}

const GAP = /\{(\w+):(\w+)(!?)\}|…/g;

/** Parses a template. It must start with words, and have words between its gaps. */
export function templateOf(text: string): Template {
  const parts: Part[] = [];
  let at = 0;
  for (const found of text.matchAll(GAP)) {
    parts.push({ words: wordsOf(text, at, found.index), gap: gapOf(text, found) });
    at = found.index + found[0].length;
  }
  if (packedWords(text.slice(at)) !== "") parts.push({ words: wordsOf(text, at, text.length) });
  const words = parts.map((part) => part.words);
  return { parts, words, weight: words.join("").length };
}

/** The most statements in which a template is searched: a log repeats itself. */
const MOST_MATCHES = 8;

/**
 * Where a template matches a text, once in each statement. A match does not extend into a statement where it starts again: those
 * are two errors of one form. Each gap ends at the next words, and nothing is tried twice, so the time is linear in the text.
 */
export function matchesOf(
  template: Template,
  text: PackedText,
  places: readonly number[],
): Match[] {
  const matches: Match[] = [];
  let last: Match | undefined;
  for (const [index, at] of places.entries()) {
    if (last && at < last.to) continue;
    const found = matchAt(template, text, at);
    const anew = places[index + 1];
    const beginsAnew = found && anew !== undefined && anew < found.to;
    if (!found || (beginsAnew && text.statements[anew] !== text.statements[at])) continue;
    const isNew = text.statements[last?.from ?? -1] !== text.statements[at];
    last = found;
    if (isNew && matches.push(found) === MOST_MATCHES) break;
  }
  return matches;
}

function matchAt({ parts }: Template, text: PackedText, from: number): Match | undefined {
  const captures: Record<string, string> = {};
  let at = from;
  for (const [index, { gap, words }] of parts.entries()) {
    at += words.length;
    if (gap === undefined) continue;
    const next = parts[index + 1]?.words;
    const end = next === undefined ? at : wordsAfter(text.packed, at, gap.most, next);
    if (end === undefined) return undefined;
    if (gap.capture !== undefined) {
      const { kind, mustFit, name } = gap.capture;
      if (next === undefined && standsAt(text, at, captures[name])) continue;
      const found =
        next === undefined
          ? capturedFirst(kind, restOfLine(text, at))
          : captured(kind, wordAround(text, at, end).join("") ? "" : unpacked(text, at, end));
      if (found !== undefined && (captures[name] ?? found) !== found) return undefined;
      if (found !== undefined) captures[name] = found;
      else if (mustFit) return undefined;
    }
    at = end;
  }
  return { from, to: at, captures };
}

/** Where the words occur next, within so many characters and in the same record. */
function wordsAfter(packed: string, from: number, most: number, words: string): number | undefined {
  const window = packed.slice(from, from + most + words.length);
  const found = window.indexOf(words);
  const record = window.indexOf(RECORD);
  return found < 0 || (record >= 0 && record < found) ? undefined : from + found;
}

/** Whether an earlier captured name is at a place, even across a line break. */
function standsAt({ clean, packed, places }: PackedText, at: number, name?: string): boolean {
  const words = packedWords(name ?? "");
  if (words === "" || !packed.startsWith(words, at)) return false;
  return !/[\w+=@-]/.test(clean.charAt((places[at + words.length - 1] ?? 0) + 1));
}

function restOfLine({ clean, packed, places }: PackedText, at: number): string {
  if (at >= packed.length || packed.charAt(at) === RECORD) return "";
  const begins = places[at] ?? 0;
  return clean.slice(begins, begins + LONGEST_CAPTURE + 1);
}

function wordsOf(text: string, from: number, to: number): string {
  const words = packedWords(text.slice(from, to));
  if (words === "") throw new Error(`No words before a gap or a capture in the template: ${text}`);
  return words;
}

function gapOf(text: string, [gap, name, kind, must]: RegExpExecArray): Part["gap"] {
  if (gap === "…") return { most: LONGEST_GAP };
  if (name === undefined || kind === undefined || !isCaptureKind(kind)) {
    throw new Error(`No kind "${kind}" of a capture, in the template: ${text}`);
  }
  return { most: LONGEST_CAPTURE, capture: { name, kind, mustFit: must === "!" } };
}
