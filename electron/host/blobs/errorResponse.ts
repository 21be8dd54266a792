import { toWireError, type ErrorCode } from '../../core/contract/errors.ts';

const statuses: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 400,
  not_found: 404,
  conflict: 409,
  refused: 409,
  unsupported: 415,
  busy: 503,
  cancelled: 503,
  io: 500,
  internal: 500,
};

/** An error as the contract's JSON with a fitting status. */
export function errorResponse(error: unknown): Response {
  const wire = toWireError(error);
  return Response.json(wire, { status: statuses[wire.code] });
}
