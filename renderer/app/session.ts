/** What the whole window remembers: which series is open, and whether treatment is hidden. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface Session {
  /** The series last opened in the workspace. */
  readonly seriesId: string | null;
  /** Blinding: while on, no view shows embolisation details or what is computed from them. */
  readonly reading: boolean;
}

export const useSession = create<Session>()(
  persist((): Session => ({ seriesId: null, reading: false }), { name: 'remnant.session' }),
);

export function rememberSeries(seriesId: string | null): void {
  useSession.setState({ seriesId });
}

export function setReading(reading: boolean): void {
  useSession.setState({ reading });
}
