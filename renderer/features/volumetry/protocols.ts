/** The trial protocols as the window needs them: those of the host, so that a site's own file holds here too. */
import type { Protocol } from '../../../electron/core/domain/protocol.ts';
import { useQuery } from '../../host/index.ts';

/** The protocol of a subject; undefined until the host has answered. */
export function useProtocol({ protocolId }: { readonly protocolId: string }): Protocol | undefined {
  const { data } = useQuery('results.protocols', {});
  return data?.find(({ id }) => id === protocolId);
}
