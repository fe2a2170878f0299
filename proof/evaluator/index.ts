export { evaluateRequest } from "./evaluate-request";
export { matchesGlob, toGlob } from "./matching/glob";
export { AccessRequestError } from "./matching/subject";
export { sayTurning } from "./matching/words";
export { DECRYPT_ACTION, FETCHING_ACTIONS } from "./reads";
