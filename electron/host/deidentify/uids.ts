/** UIDs of de-identified objects: the same for the same original, and of no use to who lacks the site's secret. */
import { createHmac } from 'node:crypto';

const hmac = (secret: Uint8Array, purpose: string, data: string | Uint8Array): Buffer =>
  createHmac('sha256', secret).update(`${purpose}\0`).update(data).digest();

/**
 * A UUID of version 8 (RFC 9562 5.8): 80 bits that name the original, and 42 that prove who gave the name. By the proof a UID that was
 * replaced before is known again, so that de-identifying twice changes nothing.
 */
function uuid(secret: Uint8Array, name: Uint8Array): string {
  const proof = hmac(secret, 'issued uid', name);
  const bytes = Buffer.alloc(16);
  bytes.set(name.subarray(0, 6), 0);
  bytes[6] = 0x80 | (proof[0]! & 0x0f);
  bytes[7] = proof[1]!;
  bytes[8] = 0x80 | (proof[2]! & 0x3f);
  bytes.set(name.subarray(6, 10), 9);
  bytes.set(proof.subarray(3, 6), 13);
  return bytes.toString('hex');
}

/** Whether `replaceUid` gave this UID under this secret. */
export function isReplacedUid(secret: Uint8Array, uid: string): boolean {
  const digits = /^2\.25\.([1-9]\d{0,38})$/.exec(uid)?.[1];
  if (digits === undefined) return false;
  const hex = BigInt(digits).toString(16).padStart(32, '0');
  if (hex.length !== 32) return false;
  const bytes = Buffer.from(hex, 'hex');
  return uuid(secret, Buffer.concat([bytes.subarray(0, 6), bytes.subarray(9, 13)])) === hex;
}

/**
 * @param secret of the site
 * @param original any text, also one that is no valid UID
 * @returns a UID under 2.25 (PS3.5 B.2), the same every time; an empty one and one that was given before stay
 */
export function replaceUid(secret: Uint8Array, original: string): string {
  if (original === '' || isReplacedUid(secret, original)) return original;
  const name = hmac(secret, 'uid', original).subarray(0, 10);
  return `2.25.${BigInt(`0x${uuid(secret, name)}`).toString()}`;
}

/** UIDs that the standard registers (PS3.6 annex A); what claims to be one and has long numbers was made by a device. */
export const isRegisteredUid = (uid: string): boolean =>
  /^1\.2\.840\.10008(\.(0|[1-9]\d{0,3})){1,9}$/.test(uid) && uid.length <= 64;

/** Coding schemes, most of them registered by HL7 (PS3.16 section 8). */
export const isCodingSchemeUid = (uid: string): boolean =>
  isRegisteredUid(uid) || /^2\.16\.840\.1\.113883(\.\d{1,4}){1,5}$/.test(uid);
