import { PenLine } from 'lucide-react';
import type { Signature } from '../../../../electron/core/contract/readings.ts';
import { NO_ACCOUNTS, signedAtText } from '../../../../electron/core/domain/signature.ts';

/** Printed name, time and meaning, as on paper. */
export function SignatureLine({ signature }: { readonly signature: Signature }) {
  const { signer, signedAt, utcOffsetMinutes, statement, sha256 } = signature;
  return (
    <figure className="readings-signature" data-signature={signature.id}>
      <figcaption>
        <PenLine aria-hidden size={14} /> <strong>{signer.printedName}</strong>
        <time dateTime={signedAt}>{signedAtText(signedAt, utcOffsetMinutes)}</time>
      </figcaption>
      <blockquote>{statement}</blockquote>
      {signer.accountId === null && <p>{NO_ACCOUNTS}</p>}
      <code title={sha256}>SHA-256 {sha256.slice(0, 16)}…</code>
    </figure>
  );
}
