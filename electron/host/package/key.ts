/**
 * The workstation's key: an Ed25519 pair (RFC 8032) made once per data folder. The private half is a file that its owner alone may read; the
 * public half travels in every package, so that a package says which workstation made it.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RemnantError } from '../../core/contract/errors.ts';
import { canonicalJson } from '../audit/canonicalJson.ts';

export const workstationKeyFile = (folder: string): string => join(folder, 'workstation-key.pem');

export interface WorkstationKey {
  readonly privateKey: KeyObject;
  readonly publicKeyPem: string;
  /** SHA-256 (hex) of the public key in SPKI form. */
  readonly fingerprint: string;
}

/**
 * @param folder the data folder; the key is made when there is none
 * @throws RemnantError 'io' when it can't be read or written, or is no such key: it is never replaced, because earlier packages are known by it
 */
export function openWorkstationKey(folder: string): WorkstationKey {
  const path = workstationKeyFile(folder);
  const pem = readPem(path) ?? writeNewPem(path);
  try {
    const privateKey = createPrivateKey(pem);
    if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('another kind of key');
    return { privateKey, ...publicHalf(createPublicKey(privateKey)) };
  } catch {
    // The cause would quote the file.
    throw new RemnantError(
      'io',
      "The workstation's signing key is damaged; restore workstation-key.pem from a backup.",
    );
  }
}

function publicHalf(key: KeyObject): Pick<WorkstationKey, 'publicKeyPem' | 'fingerprint'> {
  const der = key.export({ format: 'der', type: 'spki' });
  return {
    publicKeyPem: key.export({ format: 'pem', type: 'spki' }).toString(),
    fingerprint: createHash('sha256').update(der).digest('hex'),
  };
}

function readPem(path: string): string | null {
  try {
    // Whoever copied the folder may have opened it to others.
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new RemnantError('io', "The workstation's signing key can't be read; check the rights of the data folder.", {
      cause: error,
    });
  }
}

/** Its bytes are on the disk before its name is. */
function writeNewPem(path: string): string {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  try {
    const next = `${path}.next`;
    const file = openSync(next, 'w', 0o600);
    try {
      writeSync(file, pem);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, path);
    return pem;
  } catch (error) {
    throw new RemnantError(
      'io',
      "The workstation's signing key can't be written; check the space and the rights of the data folder.",
      { cause: error },
    );
  }
}

const signatureFile = z.strictObject({
  algorithm: z.literal('ed25519'),
  /** Of the manifest's bytes. */
  manifestSha256: z.string().length(64),
  publicKeyPem: z.string(),
  fingerprint: z.string().length(64),
  signature: z.base64(),
});

/** The signature file of a manifest, as canonical JSON. */
export function signManifest(key: WorkstationKey, manifest: Uint8Array): Buffer {
  const { publicKeyPem, fingerprint, privateKey } = key;
  return Buffer.from(
    canonicalJson({
      algorithm: 'ed25519',
      manifestSha256: createHash('sha256').update(manifest).digest('hex'),
      publicKeyPem,
      fingerprint,
      signature: sign(null, manifest, privateKey).toString('base64'),
    }),
  );
}

/**
 * Whether a signature file is exactly one for these bytes: every byte of it counts, so that none can be changed unseen.
 * @returns the signer's fingerprint, or a sentence
 */
export function checkSignature(
  manifest: Uint8Array,
  signatureBytes: Uint8Array,
): { readonly fingerprint: string } | { readonly problem: string } {
  const damaged = { problem: 'manifest.sig is damaged: it is no signature of this program.' };
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(signatureBytes);
    const parsed = signatureFile.safeParse(JSON.parse(text));
    if (!parsed.success || canonicalJson(parsed.data) !== text) return damaged;
    const { publicKeyPem, fingerprint, signature, manifestSha256 } = parsed.data;
    const publicKey = createPublicKey(publicKeyPem);
    const bytes = Buffer.from(signature, 'base64');
    const isWhole =
      publicKey.asymmetricKeyType === 'ed25519' &&
      bytes.toString('base64') === signature &&
      publicHalf(publicKey).publicKeyPem === publicKeyPem &&
      publicHalf(publicKey).fingerprint === fingerprint;
    if (!isWhole) return damaged;
    const isSigned =
      createHash('sha256').update(manifest).digest('hex') === manifestSha256 &&
      verify(null, manifest, publicKey, bytes);
    if (!isSigned) return { problem: 'manifest.json is not what was signed: it or manifest.sig was changed.' };
    return { fingerprint };
  } catch {
    return damaged;
  }
}
