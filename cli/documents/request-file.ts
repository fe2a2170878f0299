import type { AccessRequest } from "../../sdk/access";
import { fileError, problemsOf, readJsonFile } from "./documents-file";
import { requestShape } from "./request-shape";

/** Bytes that a file with a request may have. */
const SIZE_LIMIT = 1024 * 1024;

/** Reads a file that holds one request, or throws a `FileError` that names everything wrong with it. */
export async function readRequestFile(file: string): Promise<AccessRequest> {
  const { text, value } = await readJsonFile(file, SIZE_LIMIT);
  const parsed = requestShape.safeParse(value);
  if (parsed.success) return value as AccessRequest;
  const problems = parsed.error.issues.flatMap((issue) => problemsOf(issue, value, "request"));
  throw fileError(file, text, problems);
}
