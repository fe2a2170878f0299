import type { AccessRequest } from "../../sdk/access";
import { readShaped } from "./documents-file";
import { requestShape } from "./request-shape";

/** Bytes that a file with a request may have. */
const SIZE_LIMIT = 1024 * 1024;

/** Reads a file that holds one request, or throws a `FileError` that names everything wrong with it. */
export async function readRequestFile(file: string): Promise<AccessRequest> {
  return (await readShaped(file, SIZE_LIMIT, requestShape, "request")).value;
}
