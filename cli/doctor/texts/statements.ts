/** Ends and starts of lines that continue a statement: open marks, indents, words that start no sentence. */
const OPEN =
  /[:;,([{= \\-]$|(?:^|\s)(?:a|an|the|of|to|in|on|for|and|or|is|are|was|be|been|not|with|by|from|at|as|that|which|your|its|does|do|has|have|when|while|because|calling)$/i;
const GOES_ON =
  /^(?:$|[ <:;,.()]|[Cc]aused by|E(?:rror message|xception name): |At line:|CategoryInfo|FullyQualifiedErrorId|During handling|(?:https response|api error|status code|request id|on|in|of|for|to|at|by|is|are|was|and|or|but|with|when|while|because|from|that|which|if|as|so|has|have|does|did|must|should|can|be|been|already|exists|ensure|retrieve)\b)/;

/** Starts of errors, which do not continue a line that a terminal wrapped. */
const BEGINS_ERROR =
  /^(?:(?:an? )?error|admission|api error|dial tcp|fatal|warn|fail|unable|could not|cannot|creating|reading|waiting for|(?:Error|Failed|Unable|Exception) |[A-Z][a-z]+[A-Z]\w+(?:Exception|Error): |[a-z]+\.[a-z.]+[A-Z])/;

/** A line that ends where editors and mail wrap. */
const BREAKS_OFF = /^[^\n]{60,79}[^.!?;)}\]]$/;

/** What Python writes after the indented lines of a traceback. */
const PYTHON_ERROR = /^[\w.]+(?:Error|Exception): /;

/** Widths at which terminals wrap. A mark before some lines was removed. */
const WIDTHS = [80, 78, 76, 75];

/** Starts of the lines that do not continue an earlier one. */
export function statementLines(clean: string): number[] {
  const lines = clean.split("\n");
  let next = 0;
  return lines.flatMap((line, index) => {
    const at = next;
    next += line.length + 1;
    return goesOn(lines, index) ? [] : at;
  });
}

function goesOn(lines: readonly string[], index: number): boolean {
  const [line = "", before = "", earlier = ""] = [0, 1, 2].map((back) =>
    lines[index - back]?.replace(/^["'`]|["'`]$/g, ""),
  );
  if (OPEN.test(before) || GOES_ON.test(line)) return true;
  if (PYTHON_ERROR.test(line) && /^ /.test(before || earlier)) return true;
  const wrapped = [...WIDTHS, line.length, earlier.length].includes(before.length);
  const breaksOff = BREAKS_OFF.test(before) && /^[^A-Z]/.test(line);
  return ((wrapped && before.length >= 60) || breaksOff) && !BEGINS_ERROR.test(line);
}
