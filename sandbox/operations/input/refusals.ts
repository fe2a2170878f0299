import { AwsError } from "../../wire/messages";

/** Makes an error with this code and HTTP status of AWS. */
export const refusal =
  (code: string, status = 400) =>
  (message: string) =>
    new AwsError(code, message, status);

/** The refusals of AWS's services, by their codes. */
export const accessDenied = refusal("AccessDeniedException");
export const alreadyExists = refusal("AlreadyExistsException");
export const invalidParameter = refusal("InvalidParameterException");
export const invalidRequest = refusal("InvalidRequestException");
export const invalidState = refusal("KMSInvalidStateException");
export const notFound = refusal("NotFoundException");
export const resourceExists = refusal("ResourceExistsException");
export const resourceNotFound = refusal("ResourceNotFoundException");
export const unsupportedOperation = refusal("UnsupportedOperationException");
export const validationError = refusal("ValidationError");
export const validationException = refusal("ValidationException");
